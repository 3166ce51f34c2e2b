/** Silero v5 in ONNX Runtime. It computes in the thread that calls it, although its functions return promises. */
import { INPUT, LAYERS, UNITS, batched, type WindowModel } from './batch.ts';
import type { Detectors } from './detection.ts';

/** Rejects when the package has no binary for this machine or the model does not run. */
export async function loadOnnxRuntime(file: string): Promise<Detectors> {
  const model = await loadModel(file);
  await model.run(1, new Float32Array(INPUT), new Float32Array(LAYERS * UNITS));
  return batched(model);
}

export async function loadModel(file: string): Promise<WindowModel> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(file, {
    executionProviders: ['cpu'],
    // More threads cost more than they bring with a model of this size.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // Errors are thrown as well.
    logSeverityLevel: 4,
  });
  const sampleRate = new Tensor('int64', BigInt64Array.of(16_000n), []);
  return {
    async run(count, input, state) {
      const { output, stateN } = await session.run({
        input: new Tensor('float32', input, [count, INPUT]),
        state: new Tensor('float32', state, [LAYERS, count, UNITS]),
        sr: sampleRate,
      });
      return { probabilities: output?.data as Float32Array, state: stateN?.data as Float32Array };
    },
  };
}
