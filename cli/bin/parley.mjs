#!/usr/bin/env node
// Parley needs Node 24, which its packages bring along: an older Node hands over to that one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const bringsNode = () => {
  const candidates = [
    '../../node_modules/.bin/node',
    '../../node_modules/.bin/node.exe',
    '../node_modules/.bin/node',
    '../../../.bin/node',
  ];
  return candidates.map(here).find((path) => existsSync(path));
};

function handOver() {
  const node = bringsNode();
  if (node === undefined || process.env.PARLEY_NODE_HANDED_OVER === '1') {
    console.error(`Parley needs Node 24 or newer and this is ${process.version}: install it, or run "npm ci" without --omit=optional.`);
    process.exit(1);
  }
  const child = spawn(node, [here('./parley.mjs'), ...process.argv.slice(2)], {
    // The other process sees the end of the channel when this one is killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PARLEY_NODE_HANDED_OVER: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
}

if (Number(process.versions.node.split('.')[0]) < 24) handOver();
else await import('../main.ts');
