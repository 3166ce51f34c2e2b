/**
 * Functions' arguments are checked in a thread of their own: a large schema takes a second to compile, and a pattern that backtracks
 * may take hours, in which nobody's audio and no typed answer may stand still. What is not checked in time costs that thread its life.
 */
import { Worker } from 'node:worker_threads';
import { AppError, type DefectPlace } from '@parley/contract';
import { KeptChild, type Restart } from '@parley/engine/children/kept-child.ts';
import { Questions } from '@parley/engine/children/questions.ts';
import { overThread } from '@parley/engine/children/thread.ts';
import type { Clock } from '@parley/engine/clock.ts';
import type { ArgumentVerdict, CheckArguments } from '@parley/engine/functions/argument-check.ts';
import type { FromChecker, ToChecker } from './check-messages.ts';

/** Of one function call: compiling its schema and checking. */
const CHECK_WITHIN_MS = 2_000;
/** Function calls that wait for their check; one more fails. */
const MOST_WAITING = 1_000;
/** Schemas that are remembered to have taken too long. */
const MOST_SLOW = 500;
const MOST_DEATHS = 3;
/** A schema that would need more has its thread ended instead of the process. */
const MEMORY = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 } as const;
const THREAD = new URL('./check-worker.ts', import.meta.url);

const lost = (reason: Error): AppError =>
  new AppError('engine_unavailable', { detail: 'The thread that checks arguments stopped and is being started again.', defect: reason });
const notRunning = (): AppError => new AppError('engine_unavailable', { detail: 'The thread that checks arguments does not run.' });

export interface ArgumentChecksOptions {
  clock: Clock;
  /** `at once` where a call would wait for the thread to load. */
  begin: Restart['when'];
  /** Told of a death that failed no function call. */
  onDefect: (error: unknown, place: DefectPlace) => void;
  url?: URL;
  /** Of the thread, once it has loaded. */
  withinMs?: number;
}

interface Job extends ToChecker {
  /** The schema as text. */
  text: string;
}

export class ArgumentChecks {
  readonly #options: ArgumentChecksOptions;
  readonly #withinMs: number;
  readonly #child: KeptChild<ToChecker, FromChecker, readonly ArrayBuffer[]>;
  readonly #questions = new Questions<ArgumentVerdict>();
  readonly #slow = new Set<string>();
  #waiting: Job[] = [];
  /** What the thread has; one at a time, so that the others outlive it. */
  #current: Job | null = null;
  #ready = false;
  #overdue = false;
  #cancelDeadline: () => void = () => undefined;

  constructor(options: ArgumentChecksOptions) {
    const { begin, url = THREAD, withinMs = CHECK_WITHIN_MS } = options;
    this.#options = options;
    this.#withinMs = withinMs;
    this.#child = new KeptChild({
      begin: (events) => overThread<ToChecker, FromChecker>(new Worker(url, { resourceLimits: MEMORY }), events),
      restart: { when: begin, mostDeaths: MOST_DEATHS },
      onMessage: (message) => this.#handle(message),
      onLost: (reason) => this.#onLost(reason),
    });
  }

  readonly check: CheckArguments = async (schema, args, signal) => {
    signal.throwIfAborted();
    if (this.#child.broken) throw notRunning();
    if (this.#waiting.length >= MOST_WAITING) return { ok: false, error: 'too many functions are being called at the moment' };
    const text = JSON.stringify(schema);
    let asked = 0;
    const onAbort = (): void => {
      this.#waiting = this.#waiting.filter(({ id }) => id !== asked);
      this.#questions.refuse(asked, signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.#questions.ask((id) => {
        asked = id;
        this.#waiting.push({ id, schema, args, text });
        this.#goOn();
      });
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  };

  async close(): Promise<void> {
    const closed = this.#child.close();
    this.#cancelDeadline();
    this.#waiting = [];
    this.#questions.refuseAll(notRunning);
    await closed;
  }

  #goOn(): void {
    if (this.#current !== null) return;
    // Those of a schema that took too long before keep none of the others waiting.
    const job = this.#waiting.find(({ text }) => !this.#slow.has(text)) ?? this.#waiting[0];
    if (job === undefined) return;
    this.#waiting = this.#waiting.filter((one) => one !== job);
    this.#current = job;
    this.#child.send({ id: job.id, schema: job.schema, args: job.args });
    if (this.#ready) this.#beginDeadline();
  }

  #beginDeadline(): void {
    const { clock } = this.#options;
    this.#cancelDeadline = clock.schedule(this.#withinMs, () => {
      // Where this thread itself stood still, the answer is there already, and is heard before the next timer.
      this.#cancelDeadline = clock.schedule(0, () => this.#onOverdue());
    });
  }

  #onOverdue(): void {
    const job = this.#current;
    if (job === null) return;
    this.#overdue = true;
    this.#slow.add(job.text);
    const [oldest] = this.#slow;
    if (this.#slow.size > MOST_SLOW && oldest !== undefined) this.#slow.delete(oldest);
    const seconds = String(this.#withinMs / 1_000);
    this.#questions.answer(job.id, { ok: false, error: `the arguments could not be checked against the parameters within ${seconds} s` });
    this.#child.endLife();
  }

  #handle(message: FromChecker): void {
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        if (this.#current !== null) this.#beginDeadline();
        return;
      case 'checked':
        // Of a thread that is being ended: the next begins with its end.
        if (this.#overdue) return;
        this.#cancelDeadline();
        this.#current = null;
        this.#questions.answer(message.id, message.verdict);
        return this.#goOn();
      default:
        return message satisfies never;
    }
  }

  #onLost(reason: Error): void {
    const { onDefect } = this.#options;
    const [job, overdue] = [this.#current, this.#overdue];
    this.#cancelDeadline();
    this.#current = null;
    this.#ready = false;
    this.#overdue = false;
    if (!overdue) {
      if (job === null) onDefect(reason, 'function');
      else this.#questions.refuse(job.id, lost(reason));
    }
    if (this.#child.broken) this.#waiting.splice(0).forEach(({ id }) => this.#questions.refuse(id, notRunning()));
    this.#goOn();
  }
}
