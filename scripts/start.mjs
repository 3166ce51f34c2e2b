// `npm start`: installs, builds and serves. What is done already is not done again.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { whenNpmIsGone } from './parents.mjs';
import { buildDashboard, compileCache, installPackages, node24, root, stop } from './setup.mjs';

let server = null;

// From the beginning: the first process of a container has no handlers but its own.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => {
    if (server === null) process.exit(code);
    server.kill(signal);
  });
}
// The server sees that this end of the channel is gone and ends in order, however this process ends; Windows knows no SIGTERM.
whenNpmIsGone(() => (server === null ? process.exit(1) : server.connected && server.disconnect()));

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

server = spawn(node, ['--disable-warning=ExperimentalWarning', path.join(root, 'server', 'main.ts'), ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  cwd: root,
  env: { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? compileCache },
});
server.on('exit', (code, signal) => {
  if (signal !== null) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
  process.exit(code ?? 1);
});
