/**
 * For how long what others renew has stayed as it is, by a clock of this process that nobody sets. The times that they write are their own
 * affair: clocks of nodes and databases step, and a lease that looks old may have been renewed a moment ago.
 */
const MOST = 10_000;

export class Standstill {
  readonly #now: () => number;
  #seen = new Map<string, { value: string; since: number }>();

  /** `now`: milliseconds of a clock that only goes forward. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** For how many ms this has been seen with the value that it has, looked at by itself. Of very many the oldest is forgotten. */
  lookAt(key: string, value: string): number {
    const now = this.#now();
    const known = this.#seen.get(key);
    if (known?.value === value) return now - known.since;
    const [oldest] = this.#seen.keys();
    this.#seen.delete(key);
    if (this.#seen.size >= MOST && oldest !== undefined) this.#seen.delete(oldest);
    this.#seen.set(key, { value, since: now });
    return 0;
  }

  /** For how many ms each of these has been seen with the value that it has. What is not among them is forgotten. */
  look(values: Iterable<readonly [key: string, value: string]>): Map<string, number> {
    const now = this.#now();
    const before = this.#seen;
    this.#seen = new Map();
    const still = new Map<string, number>();
    for (const [key, value] of values) {
      const known = before.get(key);
      const since = known?.value === value ? known.since : now;
      this.#seen.set(key, { value, since });
      still.set(key, now - since);
    }
    return still;
  }
}
