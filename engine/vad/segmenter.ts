/** Turns a detector's frame-by-frame results into starts and ends of speech, placed where they truly were. Pure. */
import type { VadResult } from './vad.ts';

export interface SegmenterOptions {
  /** Typical delays of the detector, from its engine. */
  onsetDelayMs: number;
  offsetDelayMs: number;
  /** Speech must be gone for this long, by the detector's results, before it has ended. */
  hangoverMs: number;
}

export interface SegmenterState {
  readonly speaking: boolean;
  /** Audio time of the first silent result since speech, null while there is none. */
  readonly silentSinceMs: number | null;
}

export type SpeechBoundary = { type: 'started' | 'ended'; audioMs: number };

export const initialSegmenter: SegmenterState = { speaking: false, silentSinceMs: null };

export function segment(
  state: SegmenterState,
  result: VadResult,
  options: SegmenterOptions,
): { state: SegmenterState; boundary: SpeechBoundary | null } {
  if (!state.speaking) {
    if (!result.speech) return { state, boundary: null };
    const audioMs = Math.max(0, result.audioMs - options.onsetDelayMs);
    return { state: { speaking: true, silentSinceMs: null }, boundary: { type: 'started', audioMs } };
  }
  if (result.speech) return { state: { speaking: true, silentSinceMs: null }, boundary: null };
  const silentSinceMs = state.silentSinceMs ?? result.audioMs;
  if (result.audioMs - silentSinceMs < options.hangoverMs) return { state: { speaking: true, silentSinceMs }, boundary: null };
  return { state: initialSegmenter, boundary: { type: 'ended', audioMs: Math.max(0, silentSinceMs - options.offsetDelayMs) } };
}
