/** Which engines have failed of late: they are asked last until they have rested. */
import type { Clock } from '../clock.ts';

export interface HealthSettings {
  /** Failures on end that make an engine unwell. */
  failures: number;
  /** How long it is asked last then, in ms. */
  restMs: number;
}

const HEALTH: HealthSettings = { failures: 3, restMs: 30_000 };

interface Record_ {
  failures: number;
  lastMs: number;
}

export class Health {
  readonly #clock: Clock;
  readonly #settings: HealthSettings;
  readonly #records = new Map<string, Record_>();

  constructor(clock: Clock, settings: HealthSettings = HEALTH) {
    this.#clock = clock;
    this.#settings = settings;
  }

  succeeded(engine: string): void {
    this.#records.delete(engine);
  }

  failed(engine: string): void {
    this.#records.set(engine, { failures: (this.#records.get(engine)?.failures ?? 0) + 1, lastMs: this.#clock.now() });
  }

  isWell(engine: string): boolean {
    const record = this.#records.get(engine);
    if (record === undefined || record.failures < this.#settings.failures) return true;
    return this.#clock.now() - record.lastMs >= this.#settings.restMs;
  }

  /** The well ones first, each in the order given: who is unwell is still better than nobody. */
  inOrder<E extends { readonly name: string }>(engines: readonly E[]): E[] {
    return [...engines.filter(({ name }) => this.isWell(name)), ...engines.filter(({ name }) => !this.isWell(name))];
  }
}
