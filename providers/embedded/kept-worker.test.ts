import { pathToFileURL } from 'node:url';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keptWorker } from './kept-worker.ts';

let folder: string;
const script = (name: string, code: string): URL => {
  const file = path.join(folder, name);
  writeFileSync(file, code);
  return pathToFileURL(file);
};

beforeAll(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'parley-worker-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a worker that dies is started again and the loss is said', async () => {
  const url = script(
    'dies-when-asked.mjs',
    "import { parentPort } from 'node:worker_threads'; parentPort.on('message', (text) => { if (text === 'die') process.exit(1); parentPort.postMessage(text); });",
  );
  const lost = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<string>();
  const child = keptWorker<string, string>({ url, workerData: null, onMessage: answered.resolve, onLost: () => lost.resolve() });
  child.send('die');
  await lost.promise;
  expect(child.broken).toBe(false);
  child.send('hello');
  expect(await answered.promise).toBe('hello');
  await child.close();
});

test('a worker that cannot start is broken after a few attempts, not tried for ever', async () => {
  const gone = Promise.withResolvers<number>();
  let losses = 0;
  const child = keptWorker<string, string>({
    url: script('never-starts.mjs', "throw new Error('no such engine');"),
    workerData: null,
    onMessage: () => undefined,
    onLost: () => {
      losses += 1;
      if (child.broken) gone.resolve(losses);
    },
  });
  expect(await gone.promise).toBe(4);
  child.send('into the void');
  await child.close();
});
