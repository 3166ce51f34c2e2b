/**
 * What was read a moment ago, kept for a while. Who asks while it is being read waits for the same reading: a burst of requests asks the database once.
 */

export interface ReadCacheLimits {
  /** Where nobody tells of a change, this is how long the old is given. */
  keptMs: number;
  /** Beyond this many the oldest are forgotten. */
  most: number;
}

export class ReadCache<T> {
  readonly #limits: ReadCacheLimits;
  readonly #now: () => number;
  readonly #kept = new Map<string, { value: T; until: number }>();
  readonly #reading = new Map<string, Promise<T>>();
  /** Counts changes: what was read before one must not be kept after it. */
  #changes = 0;

  /** `now`: a clock that only goes forward, in milliseconds. */
  constructor(limits: ReadCacheLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** From here or by `read`; `exists` false: not kept, so that guesses push out nothing. */
  async get(key: string, read: () => Promise<T>, exists: (value: T) => boolean = () => true): Promise<T> {
    const known = this.#kept.get(key);
    if (known !== undefined && known.until > this.#now()) return known.value;
    const begun = this.#reading.get(key);
    if (begun !== undefined) return begun;
    const reading = this.#read(key, read, exists);
    this.#reading.set(key, reading);
    try {
      return await reading;
    } finally {
      if (this.#reading.get(key) === reading) this.#reading.delete(key);
    }
  }

  /** Also when its time is over. */
  holds(key: string): boolean {
    return this.#kept.has(key);
  }

  /** Of one key, or of all. Who asks from here on reads anew. */
  forget(key?: string): void {
    this.#changes += 1;
    // What is being read may be of before the change, whatever changed.
    this.#reading.clear();
    if (key === undefined) this.#kept.clear();
    else this.#kept.delete(key);
  }

  async #read(key: string, read: () => Promise<T>, exists: (value: T) => boolean): Promise<T> {
    const changes = this.#changes;
    const value = await read();
    if (changes !== this.#changes || !exists(value)) return value;
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= this.#limits.most && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, { value, until: this.#now() + this.#limits.keptMs });
    return value;
  }
}
