import type { Word } from '@parley/contract';

export interface TtsRequest {
  /** One clause or sentence of plain text. */
  text: string;
  voice: string;
  /** 1 is the voice's own pace. */
  speed: number;
  language: string;
}

export interface TtsChunk {
  /** Mono 16-bit linear PCM. */
  pcm: Int16Array;
  sampleRate: number;
  /** Word times in ms from the clause's first sample, where the engine knows them; at most once per clause. */
  words?: Word[];
}

export interface TtsEngine {
  readonly name: string;
  readonly voices: readonly { id: string; name: string; language: string }[];
  /** Audio in order; ends when the text is spoken, throws `AppError` when it cannot be; an abort passes through. */
  synthesize(request: TtsRequest, signal: AbortSignal): AsyncIterable<TtsChunk>;
}
