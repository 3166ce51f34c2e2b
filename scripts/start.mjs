// `npm start`: installs, builds and serves. What is done already is not done again.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildDashboard, installPackages, node24, root, stop } from './setup.mjs';

try {
  await installPackages();
} catch (error) {
  stop(error.message);
}
const node = node24();
try {
  await buildDashboard(node);
} catch (error) {
  stop(error.message);
}

const server = spawn(node, ['--disable-warning=ExperimentalWarning', path.join(root, 'server', 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: root,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => {
  if (signal !== null) process.kill(process.pid, signal);
  process.exit(code ?? 1);
});
