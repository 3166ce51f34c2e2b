import type { Frame } from './frame.ts';

/** Cuts a stream of any chunk size into frames of `samples` samples; what does not fill one waits. */
export class Framer {
  readonly #samples: number;
  #rest = new Int16Array(0);

  constructor(samples: number) {
    this.#samples = samples;
  }

  push(pcm: Int16Array): Frame[] {
    const all = new Int16Array(this.#rest.length + pcm.length);
    all.set(this.#rest);
    all.set(pcm, this.#rest.length);
    const frames: Frame[] = [];
    let at = 0;
    for (; at + this.#samples <= all.length; at += this.#samples) frames.push(all.slice(at, at + this.#samples));
    this.#rest = all.slice(at);
    return frames;
  }
}
