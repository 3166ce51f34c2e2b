/** The caller's audio from some moment on, by its position: ms since the call's first frame. */
import { FRAME_MS, type Frame } from '../audio/frame.ts';

export class Tape {
  readonly #limit: number;
  #frames: Frame[] = [];
  #startMs = 0;

  /** What is beyond the limit is forgotten, the oldest first. */
  constructor(limitMs: number) {
    this.#limit = Math.floor(limitMs / FRAME_MS);
  }

  get startMs(): number {
    return this.#startMs;
  }

  get endMs(): number {
    return this.#startMs + this.#frames.length * FRAME_MS;
  }

  push(frames: readonly Frame[]): void {
    this.#frames.push(...frames);
    if (this.#frames.length > this.#limit) this.forget(this.endMs - this.#limit * FRAME_MS);
  }

  /** Whole frames from the one in which `fromMs` lies up to the one in which `toMs` lies, without that. */
  between(fromMs: number, toMs: number): Frame[] {
    return this.#frames.slice(this.#indexOf(fromMs), this.#indexOf(toMs));
  }

  /** What is before `ms` is not needed any more. */
  forget(ms: number): void {
    const count = Math.min(this.#indexOf(ms), this.#frames.length);
    this.#frames.splice(0, count);
    this.#startMs += count * FRAME_MS;
  }

  #indexOf(ms: number): number {
    return Math.max(0, Math.floor((ms - this.#startMs) / FRAME_MS));
  }
}

/** The beginning of the frame in which the moment lies. */
export const frameAt = (ms: number): number => Math.floor(ms / FRAME_MS) * FRAME_MS;
