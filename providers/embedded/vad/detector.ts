/** Silero v5 through sherpa-onnx, in the thread that calls it. */
import { createRequire } from 'node:module';
import { accessSync, constants } from 'node:fs';

const WINDOW = 512;
const SAMPLE_RATE = 16_000;

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

export function createDetector(model: string): Detector {
  // The engine itself would end the whole process over a missing model.
  accessSync(model, constants.R_OK);
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
