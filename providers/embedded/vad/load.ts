/** Which runtime judges: ONNX Runtime where it has a binary, else sherpa-onnx. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Detectors, VadRuntime } from './detection.ts';
import { loadOnnxRuntime } from './onnxruntime.ts';
import { loadSherpa } from './sherpa.ts';

const MODEL_SHA256 = '2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f';

export interface LoadedDetectors {
  detectors: Detectors;
  runtime: VadRuntime;
  /** Why it is not the one that is tried first; null when it is, or when `runtime` was asked for. */
  passedOver: unknown;
}

/** `runtime`: this one or none. Rejects when the model is not the known one, or nothing runs it. */
export async function loadDetectors(model: string, runtime?: VadRuntime): Promise<LoadedDetectors> {
  if (createHash('sha256').update(readFileSync(model)).digest('hex') !== MODEL_SHA256) throw new Error('the model file is damaged');
  if (runtime === 'sherpa') return { detectors: loadSherpa(model), runtime, passedOver: null };
  try {
    return { detectors: await loadOnnxRuntime(model), runtime: 'onnxruntime', passedOver: null };
  } catch (error) {
    if (runtime === 'onnxruntime') throw error;
    return { detectors: loadSherpa(model), runtime: 'sherpa', passedOver: error };
  }
}
