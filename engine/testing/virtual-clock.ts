import type { Clock } from '../clock.ts';

interface Scheduled {
  at: number;
  order: number;
  fire: () => void;
}

/** Lets everything that is ready to run, run: promise reactions and streams, no timers. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
};

/** Time that moves only when a test says so. */
export class VirtualClock implements Clock {
  #now = 0;
  #order = 0;
  #scheduled: Scheduled[] = [];
  readonly #epoch: Date;

  constructor(epoch: Date = new Date('2026-11-24T10:00:00Z')) {
    this.#epoch = epoch;
  }

  now(): number {
    return this.#now;
  }

  wallTime(): Date {
    return new Date(this.#epoch.getTime() + this.#now);
  }

  schedule(ms: number, fire: () => void): () => void {
    const scheduled = { at: this.#now + Math.max(0, ms), order: this.#order++, fire };
    this.#scheduled.push(scheduled);
    return () => {
      this.#scheduled = this.#scheduled.filter((one) => one !== scheduled);
    };
  }

  /** Timers that have neither fired nor been cancelled. */
  get pending(): number {
    return this.#scheduled.length;
  }

  /**
   * The event loop stands still for `ms`: what falls due in that time fires late, one after the other at its end, and only then comes what arrived
   * meanwhile.
   */
  async stall(ms: number, arrives: () => void): Promise<void> {
    const until = this.#now + ms;
    this.#now = until;
    const due = this.#scheduled.filter((one) => one.at <= until).sort((a, b) => a.at - b.at || a.order - b.order);
    for (const one of due) {
      // Cancelled by one before it.
      if (!this.#scheduled.includes(one)) continue;
      this.#scheduled = this.#scheduled.filter((other) => other !== one);
      one.fire();
    }
    arrives();
    await settle();
  }

  /** Moves on by `ms`, firing what falls due in order; whatever that sets off has run before the next one fires. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#scheduled.filter((one) => one.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) break;
      this.#scheduled = this.#scheduled.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.fire();
      await settle();
    }
    this.#now = until;
  }
}
