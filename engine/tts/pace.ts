import { writtenWords } from './written-words.ts';

/** What a voice takes for a unit of `writtenWords` at its own pace: about 14 characters a second, a little slower than most. */
export const DEFAULT_MS_PER_UNIT = 60;

/** How fast one voice speaks: at first as voices do, then as it was heard to. */
export class Pace {
  readonly #unlearned: number;
  #units = 0;
  #ms = 0;

  /** `speed` as in `TtsRequest`. */
  constructor(speed: number) {
    this.#unlearned = DEFAULT_MS_PER_UNIT / speed;
  }

  get msPerUnit(): number {
    return this.#units === 0 ? this.#unlearned : this.#ms / this.#units;
  }

  /** The voice took `ms` for the whole of `text`. */
  learn(text: string, ms: number): void {
    if (ms <= 0) return;
    this.#units += writtenWords(text).reduce((sum, { units }) => sum + units, 0);
    this.#ms += ms;
  }
}
