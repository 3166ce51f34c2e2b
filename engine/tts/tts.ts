export interface TtsRequest {
  /** One clause or sentence of plain text, with at least one letter or digit. */
  text: string;
  voice: string;
  /** 1 is the voice's own pace. */
  speed: number;
  language: string;
}

/** At `atMs` of the clause's audio the first `chars` characters (UTF-16 units) of its written text have been spoken. */
export interface TtsMark {
  readonly atMs: number;
  readonly chars: number;
}

/** Characters of the written text (UTF-16 units): the first, and the first behind it. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

export interface TtsChunk {
  /** Mono 16-bit linear PCM. Empty where marks come alone. */
  pcm: Int16Array;
  sampleRate: number;
  /**
   * Where in the text the voice is, as far as the engine knows it: with their audio, before or after it, in any number of
   * batches. Between two marks the words share the time; two with the same `chars` are a pause. They speak of the text as
   * it was written: an engine that reads "$25" as "twenty five dollars" maps back, or gives none there.
   */
  marks?: readonly TtsMark[];
  /** Words that the voice has no sound for and leaves out: they are never told as heard. Once, with the first chunk. */
  leavesOut?: readonly TextRange[];
}

/** What is known of a voice engine before it is loaded. */
export interface TtsAbilities {
  readonly voices: readonly { id: string; name: string; language: string }[];
  /** The slowest and the fastest pace, 1 being the voice's own. */
  readonly speeds: { readonly least: number; readonly most: number };
  /** False when the voice can pronounce none of the text: `synthesize` would throw `text_not_speakable`. */
  pronounces(text: string, voice: string): boolean;
}

export interface TtsEngine extends TtsAbilities {
  readonly name: string;
  /**
   * Audio in order; ends when the text is spoken, throws `AppError` when it cannot be: `text_not_speakable` when the voice
   * can pronounce none of it. An abort passes through.
   */
  synthesize(request: TtsRequest, signal: AbortSignal): AsyncIterable<TtsChunk>;
}
