import type { Frame } from '../audio/frame.ts';

/** One decision of a voice activity detector; `audioMs` is the end of the audio it speaks of, counted from the session's first frame. */
export interface VadResult {
  audioMs: number;
  speech: boolean;
  /** 0 to 1 where the engine gives one. */
  probability?: number;
}

export interface VadListener {
  onResult(result: VadResult): void;
  onFailed(error: Error): void;
}

export interface VadSession {
  /** One 20 ms frame at 16 kHz. Results come asynchronously and in order. */
  push(frame: Frame): void;
  close(): void;
}

export interface VadEngine {
  readonly name: string;
  /** Delay in ms between true onset and the first `speech: true`, typical; subtracted to place the onset. */
  readonly onsetDelayMs: number;
  /** Delay in ms between the true end of speech and the first `speech: false`, typical; subtracted to place the end. */
  readonly offsetDelayMs: number;
  open(listener: VadListener): VadSession;
}
