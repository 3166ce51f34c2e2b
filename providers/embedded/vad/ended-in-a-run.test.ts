/**
 * A thread that is terminated inside the runtime takes its whole process along (`terminate called after throwing an instance of 'Napi::Error'`). So it
 * is shown in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';

const SPEECH = new URL('../speech.ts', import.meta.url).href;
/** Twice twenty calls whose audio waits for the detector when all is closed. */
const PROGRAM = `
const { createEmbeddedSpeech } = await import(${JSON.stringify(SPEECH)});
for (let time = 0; time < 2; time += 1) {
  const speech = await createEmbeddedSpeech({ listeningWorkers: 2, speakingWorkers: 1, vadRuntime: 'onnxruntime' });
  let results = 0;
  const enough = Promise.withResolvers();
  const onResult = () => (results += 1) === 40 + 7 * time && enough.resolve();
  const sessions = Array.from({ length: 20 }, () => speech.vad.open({ onResult, onFailed: enough.reject }));
  for (const session of sessions) for (let frame = 0; frame < 600; frame += 1) session.push(new Int16Array(320).fill(frame));
  await enough.promise;
  await speech.close();
}
console.log('ended in order');
`;

test('speech that is closed while the detector judges ends in order, and its process goes on', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-detector-'));
  try {
    const program = path.join(folder, 'program.mjs');
    writeFileSync(program, PROGRAM);
    const { stdout, stderr, signal } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
    expect({ stdout, stderr, signal }).toEqual({ stdout: 'ended in order\n', stderr: '', signal: null });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
