import { FRAME_MS, type Frame } from './frame.ts';

export interface FrameQueueOptions {
  /** Audio that fits, in ms. */
  limitMs: number;
  /** `drop-oldest` makes room for the newcomer; `refuse` keeps what waits. */
  whenFull: 'drop-oldest' | 'refuse';
}

/** A bounded queue of 20 ms frames that counts what it lost. */
export class FrameQueue {
  readonly #limit: number;
  readonly #whenFull: FrameQueueOptions['whenFull'];
  #frames: Frame[] = [];
  #dropped = 0;

  constructor(options: FrameQueueOptions) {
    this.#limit = Math.max(1, Math.floor(options.limitMs / FRAME_MS));
    this.#whenFull = options.whenFull;
  }

  get queuedMs(): number {
    return this.#frames.length * FRAME_MS;
  }

  /** Frames dropped or refused so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** False when the frame was refused. */
  push(frame: Frame): boolean {
    if (this.#frames.length >= this.#limit) {
      this.#dropped += 1;
      if (this.#whenFull === 'refuse') return false;
      this.#frames.shift();
    }
    this.#frames.push(frame);
    return true;
  }

  shift(): Frame | undefined {
    return this.#frames.shift();
  }

  clear(): void {
    this.#frames = [];
  }
}
