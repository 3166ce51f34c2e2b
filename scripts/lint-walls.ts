/** The rules for imports, of files and of folders, over the house that it is started in; each runs, whatever the other finds. `npm run lint:walls` */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CONFIGURATIONS = ['.dependency-cruiser.cjs', '.dependency-cruiser.folders.cjs'];
const FOLDERS = ['contract', 'engine', 'providers', 'transports', 'server', 'cli', 'dashboard', 'bench', 'e2e', 'sdks'];
const cruiser = fileURLToPath(new URL('../../bin/dependency-cruiser.mjs', import.meta.resolve('dependency-cruiser')));

for (const config of CONFIGURATIONS) {
  const { status } = spawnSync(process.execPath, [cruiser, '--config', config, ...FOLDERS], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
