/** A child process or thread that is begun again when it dies, and says so to whoever waited for it. */
import type { Clock } from '../clock.ts';

/** One life of a child. `Carried` travels beside a message: buffers that change hands, a socket. */
export interface Life<Out, Carried = never> {
  send(message: Out, carried?: Carried): void;
  /** Ends it at once. */
  end(): void;
}

export interface LifeEvents<In> {
  onMessage: (message: In) => void;
  /** After its last message. */
  onGone: (reason: Error) => void;
}

export interface Restart {
  /** `on demand`: with the first message, and after a death with the next. */
  when: 'at once' | 'on demand';
  /** A child that dies this often in a row without having said anything is broken, not unlucky. */
  mostDeaths?: number;
  /** How long to wait after a child that was sound (the first figure), after one that was not, after the second of those, … */
  delays?: { clock: Clock; ms: readonly number[]; soundAfterMs: number };
}

export interface KeptChildOptions<Out, In, Carried = never> {
  begin: (events: LifeEvents<In>) => Life<Out, Carried>;
  restart: Restart;
  onMessage: (message: In) => void;
  /** Everything that it knew is gone. Not told of an end that was asked for. */
  onLost: (reason: Error) => void;
}

export class KeptChild<Out, In, Carried = never> {
  readonly #options: KeptChildOptions<Out, In, Carried>;
  #life: Life<Out, Carried> | null = null;
  #gone = Promise.withResolvers<void>();
  #deaths = 0;
  #broken = false;
  #closed = false;
  #cancelRestart: () => void = () => undefined;

  constructor(options: KeptChildOptions<Out, In, Carried>) {
    this.#options = options;
    if (options.restart.when === 'at once') this.#begin();
  }

  /** It died too often to be begun again, or was closed. */
  get broken(): boolean {
    return this.#broken || this.#closed;
  }

  /** Dropped where no child runs: who waits for an answer is told by `onLost`. */
  send(message: Out, carried?: Carried): void {
    if (this.#life === null && this.#options.restart.when === 'on demand' && !this.broken) this.#begin();
    this.#life?.send(message, carried);
  }

  /** For one that does not answer any more: its life ends as if it had died. */
  endLife(): void {
    this.#life?.end();
  }

  /** Resolves when it is gone. With a farewell it may end by itself first, for as long as that allows. */
  async close(farewell?: { message: Out; clock: Clock; withinMs: number }): Promise<void> {
    this.#closed = true;
    this.#cancelRestart();
    const life = this.#life;
    if (life === null) return;
    if (farewell === undefined) life.end();
    else life.send(farewell.message);
    const cancel = farewell?.clock.schedule(farewell.withinMs, () => life.end());
    await this.#gone.promise;
    cancel?.();
  }

  #begin(): void {
    const { begin, onMessage, restart } = this.#options;
    const began = restart.delays?.clock.now() ?? 0;
    this.#gone = Promise.withResolvers<void>();
    this.#life = begin({
      onMessage: (message) => {
        if (restart.delays === undefined) this.#deaths = 0;
        onMessage(message);
      },
      onGone: (reason) => {
        this.#life = null;
        this.#gone.resolve();
        if (!this.#closed) this.#onDeath(reason, began);
      },
    });
  }

  #onDeath(reason: Error, began: number): void {
    const { restart, onLost } = this.#options;
    const { delays, mostDeaths = Infinity, when } = restart;
    const sound = delays !== undefined && delays.clock.now() - began > delays.soundAfterMs;
    this.#deaths = sound ? 0 : this.#deaths + 1;
    this.#broken = this.#deaths > mostDeaths;
    if (!this.#broken && when === 'at once') {
      const waitMs = delays?.ms[Math.min(this.#deaths, delays.ms.length - 1)] ?? 0;
      if (delays === undefined || waitMs === 0) this.#begin();
      else this.#cancelRestart = delays.clock.schedule(waitMs, () => this.#begin());
    }
    onLost(reason);
  }
}
