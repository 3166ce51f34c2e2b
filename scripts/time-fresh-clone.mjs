// How long a newcomer waits: a fresh clone, `npm start` to ready, then the first spoken answer. `npm run bench:fresh-clone`
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root, say } from './setup.mjs';

const KEY = 'parley_fresh_clone_key_0123456789';
const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-fresh-'));
const clone = path.join(folder, 'parley');

/** What Ctrl-C ends; the reason is the name of the signal. */
const measuring = new AbortController();
const { signal } = measuring;
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => measuring.abort(name));

/** The server that runs, with npm around it. */
let server = null;

const seconds = (since) => `${((Date.now() - since) / 1_000).toFixed(1)} s`;
const isOver = (child) => child.exitCode !== null || child.signalCode !== null;

const run = (command, args, options) => once(spawn(command, args, { stdio: 'inherit', signal, ...options }), 'exit');

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return String(port);
}

/** Resolves once the server answers; throws when it ended instead, whoever answers then. */
async function ready(url) {
  for (;;) {
    const response = await fetch(`${url}/readyz`, { signal }).catch(() => null);
    if (isOver(server)) throw new Error('The server ended before it was ready.');
    if (response?.ok) return;
    await wait(100, undefined, { signal });
  }
}

/** The URL at which it is ready. */
async function start(what) {
  const began = Date.now();
  const port = await freePort();
  signal.throwIfAborted();
  const env = { ...process.env, PORT: port, PARLEY_BOOTSTRAP_API_KEY: KEY, PARLEY_WEBRTC_UDP_PORTS: '0' };
  // A process group of its own, so that all of it can be stopped.
  server = spawn('npm', ['start', '--silent'], { cwd: clone, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const url = `http://127.0.0.1:${port}`;
  await ready(url);
  say(`${what}: ready after ${seconds(began)}`);
  return url;
}

async function stop() {
  if (server === null || isOver(server)) return;
  const gone = once(server, 'exit');
  process.kill(-server.pid, 'SIGTERM');
  await gone;
}

try {
  await run('git', ['clone', '--quiet', root, clone]);
  const url = await start('first start');
  const node = path.join(clone, 'node_modules', '.bin', 'node');
  await run(node, [path.join('bench', 'first-answer.ts'), url, KEY], { cwd: clone });
  await stop();
  await start('second start');
} catch (error) {
  if (!signal.aborted) throw error;
} finally {
  await stop();
  rmSync(folder, { recursive: true, force: true });
}
if (signal.aborted) process.kill(process.pid, signal.reason);
