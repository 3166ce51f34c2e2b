/** Between the media process and its listening workers (voice activity and recognition). */
import type { Word } from '@parley/contract';
import type { SpeechContext } from '@parley/engine/stt/stt.ts';
import type { VadRuntime } from './vad/detection.ts';

export interface ListenerData {
  /** Path of the voice detector's model. */
  vadModel: string;
  /** What runs it; undefined: ONNX Runtime, or sherpa-onnx where that does not load. */
  vadRuntime: VadRuntime | undefined;
  /** Recognisers that the worker's calls share, at most. */
  recognisers: number;
}

export interface VadLoaded {
  runtime: VadRuntime;
  /** Why ONNX Runtime does not run it, where it was tried. */
  passedOver: Error | null;
}

/** They come in arrays; an empty one asks the worker to end. */
export type ToListener =
  | { type: 'vad-open'; session: number }
  | { type: 'vad-push'; session: number; pcm: Int16Array }
  | { type: 'vad-close'; session: number }
  | { type: 'stt-open'; session: number; context: SpeechContext }
  | { type: 'stt-start'; session: number; utterance: number }
  | { type: 'stt-push'; session: number; pcm: Int16Array }
  | { type: 'stt-finish'; session: number }
  | { type: 'stt-close'; session: number }
  /** Answered with its like: how long that takes is measured. */
  | { type: 'echo' };

export type FromListener =
  | { type: 'ready'; vad: VadLoaded | Error; stt: Error | null }
  | { type: 'echo' }
  | { type: 'vad-result'; session: number; audioMs: number; speech: boolean }
  | { type: 'vad-failed'; session: number; error: Error }
  | { type: 'stt-opened'; session: number }
  | { type: 'stt-partial'; session: number; utterance: number; text: string }
  | { type: 'stt-final'; session: number; utterance: number; text: string; words: Word[]; rejected: boolean }
  | { type: 'stt-failed'; session: number; error: Error };
