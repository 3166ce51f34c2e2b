/** Turns a detector's frame-by-frame results into starts and ends of speech, placed where they truly were. Pure. */
import type { VadResult } from './vad.ts';

export interface SegmenterOptions {
  /** Typical delays of the detector, from its engine. */
  onsetDelayMs: number;
  offsetDelayMs: number;
  /** Speech must be gone for this long, by the detector's results, before it has ended. */
  hangoverMs: number;
  /** Longer speech ends and starts again at the same moment. */
  maxSpeechMs: number;
}

export type SegmenterState =
  | { readonly speaking: false }
  | {
      readonly speaking: true;
      /** Audio time of the start. */
      readonly sinceMs: number;
      /** Audio time of the first silent result since speech, null while there is none. */
      readonly silentSinceMs: number | null;
    };

export type SpeechBoundary = { type: 'started' | 'ended'; audioMs: number };

export const initialSegmenter: SegmenterState = { speaking: false };

export function segment(
  state: SegmenterState,
  { audioMs, speech }: VadResult,
  options: SegmenterOptions,
): { state: SegmenterState; boundaries: SpeechBoundary[] } {
  if (!state.speaking) {
    if (!speech) return { state, boundaries: [] };
    const sinceMs = Math.max(0, audioMs - options.onsetDelayMs);
    return { state: { speaking: true, sinceMs, silentSinceMs: null }, boundaries: [{ type: 'started', audioMs: sinceMs }] };
  }
  if (speech) return goOn({ ...state, silentSinceMs: null }, audioMs, options);
  const silentSinceMs = state.silentSinceMs ?? audioMs;
  if (audioMs - silentSinceMs < options.hangoverMs) return goOn({ ...state, silentSinceMs }, audioMs, options);
  return { state: initialSegmenter, boundaries: [{ type: 'ended', audioMs: Math.max(0, silentSinceMs - options.offsetDelayMs) }] };
}

function goOn(
  state: Extract<SegmenterState, { speaking: true }>,
  audioMs: number,
  { maxSpeechMs }: SegmenterOptions,
): { state: SegmenterState; boundaries: SpeechBoundary[] } {
  // A pause ends it by itself in a moment.
  if (audioMs - state.sinceMs < maxSpeechMs || state.silentSinceMs !== null) return { state, boundaries: [] };
  return {
    state: { ...state, sinceMs: audioMs },
    boundaries: [
      { type: 'ended', audioMs },
      { type: 'started', audioMs },
    ],
  };
}
