/** Silero v5 through sherpa-onnx, in the thread that calls it. */
import { createRequire } from 'node:module';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const WINDOW = 512;
const SAMPLE_RATE = 16_000;
const MODEL_SHA256 = '2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f';
const checked = new Set<string>();

interface SherpaVad {
  acceptWaveform(samples: Float32Array): void;
  isDetected(): boolean;
  isEmpty(): boolean;
  pop(): void;
  reset(): void;
}

interface Sherpa {
  Vad: new (config: object, bufferSeconds: number) => SherpaVad;
}

const require = createRequire(import.meta.url);

export interface Detector {
  /** Any amount of audio in; a result for each 32 ms window it completes, its end counted from the first sample. */
  push(pcm: Int16Array): { audioMs: number; speech: boolean }[];
  /** Forgets everything heard. */
  reset(): void;
}

/** The engine ends the whole process over a file that is no model, so only the known one reaches it. */
function checkModel(file: string): void {
  if (checked.has(file)) return;
  if (createHash('sha256').update(readFileSync(file)).digest('hex') !== MODEL_SHA256) throw new Error('the model file is damaged');
  checked.add(file);
}

export function createDetector(model: string): Detector {
  checkModel(model);
  const { Vad } = require('sherpa-onnx-node') as Sherpa;
  const vad = new Vad(
    {
      sileroVad: {
        model,
        threshold: 0.5,
        minSpeechDuration: 0.032,
        minSilenceDuration: 0.032,
        windowSize: WINDOW,
        // A segment is cut here and detection starts anew, which would look like an end of speech.
        maxSpeechDuration: 600,
      },
      sampleRate: SAMPLE_RATE,
      numThreads: 1,
      debug: false,
    },
    30,
  );
  let window = new Float32Array(WINDOW);
  let filled = 0;
  let windows = 0;
  return {
    push(pcm) {
      const results: { audioMs: number; speech: boolean }[] = [];
      for (const sample of pcm) {
        window[filled++] = sample / 32_768;
        if (filled < WINDOW) continue;
        vad.acceptWaveform(window);
        windows += 1;
        results.push({ audioMs: (windows * WINDOW * 1_000) / SAMPLE_RATE, speech: vad.isDetected() });
        // Finished segments pile up inside otherwise.
        while (!vad.isEmpty()) vad.pop();
        window = new Float32Array(WINDOW);
        filled = 0;
      }
      return results;
    },
    reset() {
      vad.reset();
      filled = 0;
      windows = 0;
    },
  };
}
