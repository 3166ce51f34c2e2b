/** What the runtimes of this folder have in common: 16 kHz audio is judged in windows of 32 ms, each as soon as it is whole. */

/**
 * What runs Silero v5, the one that is tried first before the other. The delays lie between speech and its results; they are medians over synthetic
 * speech (bench/detector.ts) and place onset and end where they truly were.
 */
export const VAD_RUNTIMES = {
  onnxruntime: { name: 'ONNX Runtime', onsetDelayMs: 46, offsetDelayMs: 80 },
  sherpa: { name: 'sherpa-onnx', onsetDelayMs: 110, offsetDelayMs: 140 },
} as const;
export type VadRuntime = keyof typeof VAD_RUNTIMES;

/** Samples of a window at 16 kHz, as Silero v5 was trained. */
export const WINDOW = 512;
export const WINDOW_MS = 32;

interface WindowResult {
  /** The window's end, counted from the first sample. */
  audioMs: number;
  speech: boolean;
  /** Of speech in this window, 0 to 1, where the runtime tells it. */
  probability?: number;
}

export interface DetectionListener {
  /** For each window, in order. */
  onResult(result: WindowResult): void;
  /** The last that it hears. */
  onFailed(error: Error): void;
}

/** One call's. */
export interface Detection {
  /** Any amount of audio at 16 kHz. */
  push(pcm: Int16Array): void;
  /** No result after this, not even of what was pushed before. */
  close(): void;
}

export interface Detectors {
  /** Begins with nothing heard. */
  open(listener: DetectionListener): Detection;
}

/** Cuts what it is called with into windows of samples from -1 to 1; what is over begins the next one. */
export function windowCutter(onWindow: (window: Float32Array) => void): (pcm: Int16Array) => void {
  let window = new Float32Array(WINDOW);
  let filled = 0;
  return (pcm) => {
    for (const sample of pcm) {
      window[filled++] = sample / 32_768;
      if (filled < WINDOW) continue;
      const whole = window;
      window = new Float32Array(WINDOW);
      filled = 0;
      onWindow(whole);
    }
  };
}
