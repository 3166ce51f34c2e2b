/**
 * Several engines for one job: the first that answers is listened to. The next one is asked when one fails before its first
 * item (fallback) or stays silent for a while (hedge); who fails in the middle of its answer has failed it.
 */
import type { Clock } from '../clock.ts';
import { withDeadline } from './deadline.ts';
import type { Health } from './health.ts';

export interface Candidate<T> {
  readonly name: string;
  open(signal: AbortSignal): AsyncIterable<T>;
}

/** `lost`: another engine answered first. `aborted`: nobody wants the answer any more. */
type AttemptOutcome = 'won' | 'lost' | 'failed' | 'aborted';

export interface SettledAttempt<T> {
  readonly candidate: Candidate<T>;
  readonly outcome: AttemptOutcome;
  /** From the request to the first item; null when there was none. */
  readonly firstMs: number | null;
  /** With `failed`. */
  readonly error?: unknown;
}

export interface AttemptsOptions<T> {
  readonly clock: Clock;
  readonly health: Health;
  /** The longest wait for the next item of an engine; null where somebody else keeps the time. */
  readonly silenceMs: number | null;
  /** An engine that gives nothing for this long gets company from the next; null: never. */
  readonly hedgeMs: number | null;
  readonly signal: AbortSignal;
  /** Told once of every engine that was asked; of an abort at once. */
  readonly onSettled: (settled: SettledAttempt<T>) => void;
  /** Errors in an engine's own clean-up, for which nobody waits. */
  readonly onDefect: (error: unknown) => void;
}

type First<T> = { is: 'item'; result: IteratorResult<T>; by: Attempt<T> } | { is: 'failure'; error: unknown; by: Attempt<T> };
type Turn<T> = First<T> | { is: 'late' };

class Attempt<T> {
  readonly first: Promise<First<T>>;
  readonly #candidate: Candidate<T>;
  readonly #options: AttemptsOptions<T>;
  readonly #controller = new AbortController();
  readonly #items: AsyncGenerator<T>;
  readonly #beganMs: number;
  #firstMs: number | null = null;
  #settled = false;

  constructor(candidate: Candidate<T>, options: AttemptsOptions<T>) {
    const { clock, silenceMs, signal, onDefect } = options;
    this.#candidate = candidate;
    this.#options = options;
    this.#beganMs = clock.now();
    const open = (attempt: AbortSignal): AsyncIterable<T> => candidate.open(attempt);
    this.#items = withDeadline(open, { clock, silenceMs, signal: AbortSignal.any([signal, this.#controller.signal]), onDefect });
    this.first = this.next().then(
      (result): First<T> => ({ is: 'item', result, by: this }),
      (error: unknown): First<T> => ({ is: 'failure', error, by: this }),
    );
  }

  async next(): Promise<IteratorResult<T>> {
    const result = await this.#items.next();
    if (result.done !== true) this.#firstMs ??= Math.round(this.#options.clock.now() - this.#beganMs);
    return result;
  }

  settle(outcome: AttemptOutcome, error?: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    const { name } = this.#candidate;
    if (outcome === 'won') this.#options.health.succeeded(name);
    if (outcome === 'failed') this.#options.health.failed(name);
    this.#options.onSettled({ candidate: this.#candidate, outcome, firstMs: this.#firstMs, ...(outcome === 'failed' ? { error } : {}) });
    if (outcome === 'won' || outcome === 'failed') return;
    this.#controller.abort();
    // It is waited for by nobody; what it fails with now is the abort.
    void this.#items.return(undefined).catch(() => undefined);
  }
}

/** Resolves `late` after `ms`; `cancel` leaves no timer behind. */
function lateness(clock: Clock, ms: number | null): { late: Promise<{ is: 'late' }>[]; cancel: () => void } {
  if (ms === null) return { late: [], cancel: () => undefined };
  const { promise, resolve } = Promise.withResolvers<{ is: 'late' }>();
  return { late: [promise], cancel: clock.schedule(ms, () => resolve({ is: 'late' })) };
}

class Race<T> {
  readonly attempts: Attempt<T>[] = [];
  readonly #waiting: Candidate<T>[];
  readonly #options: AttemptsOptions<T>;

  constructor(candidates: readonly Candidate<T>[], options: AttemptsOptions<T>) {
    this.#waiting = options.health.inOrder(candidates);
    this.#options = options;
  }

  /** The attempt that answers first; throws the last error when none does. */
  async run(): Promise<Extract<First<T>, { is: 'item' }>> {
    const running = new Set<Attempt<T>>();
    const begin = (): void => {
      const candidate = this.#waiting.shift();
      if (candidate === undefined) return;
      const attempt = new Attempt(candidate, this.#options);
      this.attempts.push(attempt);
      running.add(attempt);
    };
    begin();
    for (;;) {
      const { late, cancel } = lateness(this.#options.clock, this.#waiting.length === 0 ? null : this.#options.hedgeMs);
      const turn: Turn<T> = await Promise.race([...[...running].map(({ first }) => first), ...late]).finally(cancel);
      if (turn.is === 'item') return turn;
      if (turn.is === 'failure') {
        running.delete(turn.by);
        turn.by.settle(this.#options.signal.aborted ? 'aborted' : 'failed', turn.error);
        if (this.#options.signal.aborted || (running.size === 0 && this.#waiting.length === 0)) throw turn.error;
      }
      begin();
    }
  }
}

/** The items of the engine that answers first. Throws what the last engine failed with; an abort passes through. */
export async function* firstToAnswer<T>(candidates: readonly Candidate<T>[], options: AttemptsOptions<T>): AsyncGenerator<T> {
  const race = new Race(candidates, options);
  const settleAll = (outcome: AttemptOutcome): void => race.attempts.forEach((attempt) => attempt.settle(outcome));
  const onAbort = (): void => settleAll('aborted');
  options.signal.addEventListener('abort', onAbort, { once: true });
  let winner: Attempt<T> | null = null;
  try {
    const { by, result: first } = await race.run();
    winner = by;
    for (const attempt of race.attempts) if (attempt !== by) attempt.settle('lost');
    for (let result = first; result.done !== true; result = await by.next()) yield result.value;
    by.settle('won');
  } catch (error) {
    winner?.settle(options.signal.aborted ? 'aborted' : 'failed', error);
    throw error;
  } finally {
    options.signal.removeEventListener('abort', onAbort);
    settleAll('aborted');
  }
}
