// `npm run build`: the sources compiled twice, as ES modules and as CommonJS, each with its types, into dist/.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = import.meta.dirname;
const tsc = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const FORMS = [
  { name: 'esm', module: 'es2022', type: 'module' },
  { name: 'cjs', module: 'commonjs', type: 'commonjs' },
];

/** The compiler leaves the `.ts` of imports in declarations, where older compilers do not take it. */
function importJavaScript(out) {
  for (const name of globSync('**/*.d.ts', { cwd: out })) {
    const file = path.join(out, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/(from '\.{1,2}\/[^']+)\.ts';/g, "$1.js';"));
  }
}

rmSync(path.join(folder, 'dist'), { recursive: true, force: true });
for (const { name, module, type } of FORMS) {
  const out = path.join(folder, 'dist', name);
  const args = [tsc, '-p', path.join(folder, 'tsconfig.build.json'), '--module', module, '--outDir', out];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(out, { recursive: true });
  importJavaScript(out);
  writeFileSync(path.join(out, 'package.json'), `${JSON.stringify({ type })}\n`);
}
