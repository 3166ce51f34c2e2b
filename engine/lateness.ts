/** How late a thread is with what it does again and again, as its last seconds tell. */

export interface LatenessOptions {
  /** What is older says nothing any more. */
  windowMs: number;
}

export class Lateness {
  readonly #windowMs: number;
  /** Oldest first. */
  #seen: { atMs: number; lateMs: number }[] = [];

  constructor({ windowMs }: LatenessOptions) {
    this.#windowMs = windowMs;
  }

  note(lateMs: number, nowMs: number): void {
    this.#seen.push({ atMs: nowMs, lateMs });
    this.#forget(nowMs);
  }

  /**
   * The latest but one of the window, in ms: one delay alone, a collection of garbage say, is nobody's load. 0 without two. `running`: how long what
   * is not done yet has taken so far.
   */
  worst(nowMs: number, running: readonly number[] = []): number {
    this.#forget(nowMs);
    return [...this.#seen.map(({ lateMs }) => lateMs), ...running].toSorted((a, b) => b - a)[1] ?? 0;
  }

  #forget(nowMs: number): void {
    this.#seen = this.#seen.filter(({ atMs }) => atMs > nowMs - this.#windowMs);
  }
}
