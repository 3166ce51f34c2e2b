import type { OpenOptions } from './database.ts';
import type { RoomWords } from './storage-room.ts';

/** Whether the database answers: told once when it does not, and once when it does again. */
export interface OutageWords {
  onLost: (error: unknown) => void;
  onBack: (awayMs: number) => void;
}

/** The words for a database of this name. */
export const outageWords = (name: string, { onProblem, onBack }: OpenOptions): OutageWords => ({
  onLost: (error) =>
    onProblem?.(`${name} does not answer: calls go on, their events wait, requests are answered with 503 until it does.`, error),
  onBack: (awayMs) => onBack?.(`${name} answers again after ${Math.round(awayMs).toString()} ms.`),
});

/** The words for a database of this name whose disk is full. */
export const fullWords = (name: string, { onProblem, onBack }: OpenOptions): RoomWords => ({
  onFull: (error) =>
    onProblem?.(
      `${name} has no room: calls go on, their events wait, requests that change something are answered with 503 until it has.`,
      error,
    ),
  onRoom: () => onBack?.(`${name} has room again.`),
});

/** Milliseconds of a clock that nobody sets. */
const monotonic = (): number => performance.now();

export class Outage {
  readonly #words: OutageWords;
  readonly #now: () => number;
  #lostAt: number | null = null;
  #steadySince: number;

  constructor(words: OutageWords, now: () => number = monotonic) {
    this.#words = words;
    this.#now = now;
    this.#steadySince = now();
  }

  /** For how long everything that was asked has been answered; 0 while the database is away. */
  get steadyMs(): number {
    return this.#lostAt === null ? this.#now() - this.#steadySince : 0;
  }

  failed(error: unknown): void {
    if (this.#lostAt !== null) return;
    this.#lostAt = this.#now();
    this.#words.onLost(error);
  }

  answered(): void {
    if (this.#lostAt === null) return;
    const awayMs = this.#now() - this.#lostAt;
    this.#lostAt = null;
    this.#steadySince = this.#now();
    this.#words.onBack(awayMs);
  }
}
