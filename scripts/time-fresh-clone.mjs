// How long a newcomer waits: a fresh clone, `npm start` to ready, then the first spoken answer. `npm run bench:fresh-clone`
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, say } from './setup.mjs';

const KEY = 'parley_fresh_clone_key_0123456789';
const PORT = process.env.PORT ?? '3987';
const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-fresh-'));
const clone = path.join(folder, 'parley');

const seconds = (since) => `${((Date.now() - since) / 1_000).toFixed(1)} s`;

async function ready(url) {
  for (;;) {
    const response = await fetch(`${url}/readyz`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function start(what) {
  const began = Date.now();
  const env = { ...process.env, PORT, PARLEY_BOOTSTRAP_API_KEY: KEY, PARLEY_WEBRTC_UDP_PORTS: '0' };
  const server = spawn('npm', ['start', '--silent'], { cwd: clone, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  await ready(`http://127.0.0.1:${PORT}`);
  say(`${what}: ready after ${seconds(began)}`);
  return async () => {
    const gone = new Promise((resolve) => server.on('exit', resolve));
    process.kill(-server.pid, 'SIGTERM');
    await gone;
  };
}

try {
  spawnSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
  const stopFirst = await start('first start');
  const node = path.join(clone, 'node_modules', '.bin', 'node');
  spawnSync(node, [path.join('bench', 'first-answer.ts'), `http://127.0.0.1:${PORT}`, KEY], { cwd: clone, stdio: 'inherit' });
  await stopFirst();
  const stopSecond = await start('second start');
  await stopSecond();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
