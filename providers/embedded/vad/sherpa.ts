/** Silero v5 through sherpa-onnx, in the thread that calls it: a copy of the model for each call, and each verdict two windows late. */
import { createRequire } from 'node:module';
import { WINDOW, WINDOW_MS, windowCutter, type Detection, type DetectionListener, type Detectors } from './detection.ts';

/** Copies kept for the next call. */
const MAX_SPARE = 4;

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

function createVad(model: string): SherpaVad {
  const { Vad } = require('sherpa-onnx-node') as Sherpa;
  return new Vad(
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
      sampleRate: 16_000,
      numThreads: 1,
      debug: false,
    },
    30,
  );
}

/** Throws when the package does not load. The engine ends the whole process over a file that is no model. */
export function loadSherpa(model: string): Detectors {
  const spare = [createVad(model)];
  return {
    open: (listener) => openDetection(spare.pop() ?? createVad(model), listener, (vad) => spare.length < MAX_SPARE && spare.push(vad)),
  };
}

function openDetection(vad: SherpaVad, listener: DetectionListener, giveBack: (vad: SherpaVad) => void): Detection {
  let windows = 0;
  let closed = false;
  const cut = windowCutter((window) => {
    vad.acceptWaveform(window);
    windows += 1;
    listener.onResult({ audioMs: windows * WINDOW_MS, speech: vad.isDetected() });
    // Finished segments pile up inside otherwise.
    while (!vad.isEmpty()) vad.pop();
  });
  return {
    push: (pcm) => {
      if (!closed) cut(pcm);
    },
    close: () => {
      if (closed) return;
      closed = true;
      vad.reset();
      giveBack(vad);
    },
  };
}
