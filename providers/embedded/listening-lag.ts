/** How long callers wait for a listening worker: what is sent to it for its turn, and their last words for being understood. */
import { Lateness } from '@parley/engine/lateness.ts';

const WINDOW_MS = 1_500;

export class ListeningLag {
  readonly #now: () => number;
  readonly #lateness = new Lateness({ windowMs: WINDOW_MS });
  /** Since when what the calls' utterances end with is waited for, by session. */
  readonly #finishing = new Map<number, number>();
  #echoSince: number | null = null;

  /** `now`: a clock that only goes forward, in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether the worker should be sent an echo: how long that takes is how long everything waits. One at a time. */
  wantsEcho(): boolean {
    if (this.#echoSince !== null) return false;
    this.#echoSince = this.#now();
    return true;
  }

  echoed(): void {
    if (this.#echoSince !== null) this.#note(this.#echoSince);
    this.#echoSince = null;
  }

  finishing(session: number): void {
    this.#finishing.set(session, this.#now());
  }

  finished(session: number): void {
    const since = this.#finishing.get(session);
    if (since !== undefined) this.#note(since);
    this.#finishing.delete(session);
  }

  /** Nobody waits any more. */
  dropped(session: number): void {
    this.#finishing.delete(session);
  }

  /** The worker is gone, and another is begun. */
  lost(): void {
    this.#finishing.clear();
    this.#echoSince = null;
  }

  get ms(): number {
    const now = this.#now();
    const since = [...this.#finishing.values(), ...(this.#echoSince === null ? [] : [this.#echoSince])];
    return this.#lateness.worst(
      now,
      since.map((atMs) => now - atMs),
    );
  }

  #note(since: number): void {
    const now = this.#now();
    this.#lateness.note(now - since, now);
  }
}
