import type { Word } from '@parley/contract';
import type { Frame } from '../audio/frame.ts';

/** What a recogniser may know of the call before it hears anything. */
export interface SpeechContext {
  /** BCP 47, e.g. `en-US`. */
  language: string;
  /** The agent's prompt, variables filled in: an engine may take its vocabulary from it. */
  prompt: string;
  greeting: string;
  keywords: readonly string[];
}

export interface SttListener {
  onPartial(utterance: number, text: string): void;
  /** Word times are ms from the utterance's first frame. `rejected`: speech outside the recogniser's domain. */
  onFinal(utterance: number, result: { text: string; words: Word[]; rejected: boolean }): void;
  onFailed(error: Error): void;
}

/** One call's recogniser. Utterances do not overlap; each `start` is followed by exactly one final or failure after `finish`. */
export interface SttSession {
  start(utterance: number): void;
  /** One 20 ms frame at 16 kHz of the utterance begun last. */
  push(frame: Frame): void;
  /** No more audio for this utterance: the final follows at once. */
  finish(): void;
  close(): void;
}

/** What is known of a recogniser before it is loaded. */
export interface SttAbilities {
  /** Ranges of BCP 47 (`holdsLanguage`): `en` for every English. */
  readonly languages: readonly string[];
}

/** `open` rejects with `engine_unavailable` for a language that it does not have. */
export interface SttEngine extends SttAbilities {
  readonly name: string;
  open(context: SpeechContext, listener: SttListener, signal: AbortSignal): Promise<SttSession>;
}
