import { createResampler, type Resampler } from '../audio/resample.ts';
import type { TtsChunk } from '../tts/tts.ts';

/** One clause's audio on its way from the voice's rate to the caller's. */
export class ClauseAudio {
  readonly #sampleRate: number;
  #resampler: Resampler | null = null;
  #rate = 0;
  /** Of whole stretches at one rate, in ms. */
  #renderedMs = 0;

  /** `sampleRate` in Hz: what the transport plays. */
  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** What the voice has made so far; 0 before the first sample. */
  get renderedMs(): number {
    return Math.ceil(this.#renderedMs);
  }

  /** As long as what comes in; the filter holds back a ms or two, which at the end of a clause are nothing to hear. */
  convert({ pcm, sampleRate }: Pick<TtsChunk, 'pcm' | 'sampleRate'>): Int16Array {
    if (pcm.length === 0) return pcm;
    if (sampleRate !== this.#rate) this.#resampler = createResampler(sampleRate, this.#sampleRate);
    this.#rate = sampleRate;
    this.#renderedMs += (pcm.length * 1_000) / sampleRate;
    return this.#resampler?.process(pcm) ?? pcm;
  }
}
