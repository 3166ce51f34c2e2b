/** A machine that ONNX Runtime has no binary for. */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type * as threads from 'node:worker_threads';
import { beforeAll, expect, test } from 'vitest';
import { silence } from '../../conformance/suite.ts';
import { detect } from '../../conformance/vad.ts';
import type { createEmbeddedSpeech as Create } from '../speech.ts';

const WITHOUT_BINARY = `import { registerHooks } from 'node:module';
registerHooks({
  resolve(name, context, next) {
    if (name === 'onnxruntime-node') throw new Error('no binary for this machine\\nRequire stack:\\n- here');
    return next(name, context);
  },
});`;

let createEmbeddedSpeech: typeof Create;

beforeAll(async () => {
  const builtin = createRequire(import.meta.url)('node:worker_threads') as { Worker: typeof threads.Worker };
  const { Worker } = builtin;
  builtin.Worker = class extends Worker {
    constructor(url: string | URL, options?: threads.WorkerOptions) {
      super(url, { ...options, execArgv: ['--import', `data:text/javascript,${encodeURIComponent(WITHOUT_BINARY)}`] });
    }
  };
  syncBuiltinESMExports();
  ({ createEmbeddedSpeech } = await import('../speech.ts'));
});

const create = (vadRuntime?: 'onnxruntime' | 'sherpa') => {
  const defects: unknown[] = [];
  const options = { listeningWorkers: 1, speakingWorkers: 1, onDefect: (error: unknown) => defects.push(error), vadRuntime };
  return createEmbeddedSpeech(options).then((speech) => ({ speech, defects }));
};

test('sherpa-onnx takes its place, with its own delays, and says so', async () => {
  const { speech, defects } = await create();
  expect(speech.status()[0]).toMatchObject({
    state: 'ready',
    message: 'Voice detection runs on sherpa-onnx: ONNX Runtime does not load (no binary for this machine).',
  });
  expect(speech.vad).toMatchObject({ onsetDelayMs: 110, offsetDelayMs: 140 });
  const results = await detect(speech.vad, silence(500));
  expect(results.length).toBeGreaterThan(10);
  expect(results.some((result) => result.speech)).toBe(false);
  expect(defects).toEqual([]);
  await speech.close();
}, 30_000);

test('asked for by name, it does not take its place', async () => {
  const { speech, defects } = await create('onnxruntime');
  expect(speech.status().map(({ kind, state }) => [kind, state])).toEqual([
    ['vad', 'failed'],
    ['stt', 'ready'],
    ['tts', 'ready'],
  ]);
  expect(speech.status()[0]?.message).toMatch(/does not load \(no binary for this machine\)/);
  expect(() => speech.vad.open({ onResult: () => undefined, onFailed: () => undefined })).toThrow(
    expect.objectContaining({ code: 'engine_unavailable' }),
  );
  expect(defects).toHaveLength(1);
  await speech.close();
}, 30_000);

test('sherpa-onnx by name needs no other', async () => {
  const { speech } = await create('sherpa');
  expect(speech.status()[0]).toMatchObject({
    state: 'ready',
    message: 'Voice detection runs on sherpa-onnx.',
  });
  await speech.close();
}, 30_000);
