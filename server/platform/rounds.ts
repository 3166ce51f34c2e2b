import { AppError } from '@parley/contract';

/** Work that is done again and again. */
export interface Rounds {
  everyMs: number;
  work: () => Promise<unknown>;
  /** Not told of the database being away or full: that is logged once, where it is met, and the next round tries again. */
  onFailed: (error: unknown) => void;
}

/** Away, or full: what is to be kept waits until it is not. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'database_unavailable' || error.code === 'storage_full');

/** One round at a time: one that takes longer than `everyMs` leaves out those that would have begun meanwhile. Returns the way to stop, which waits for the last. */
export function startRounds({ everyMs, work, onFailed }: Rounds): () => Promise<void> {
  let round: Promise<void> | null = null;
  const timer = setInterval(() => {
    round ??= work()
      .then(() => undefined)
      .catch((error: unknown) => {
        if (!isDatabaseAway(error)) onFailed(error);
      })
      .finally(() => (round = null));
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}

/** Without anything due a round is begun so often all the same: for what nobody told of, such as the work of a node that died. */
const IDLE_MS = 5_000;

export interface DueRounds extends Rounds {
  /** Resolves to when the next work is due, as far as is known; null for none. */
  work: () => Promise<Date | null>;
}

/** Rounds that begin when something is due or somebody wakes them, `everyMs` apart at least. A round that failed is tried again after `everyMs`. */
export function startDueRounds({ everyMs, work, onFailed }: DueRounds): { wake: () => void; stop: () => Promise<void> } {
  let round: Promise<void> | null = null;
  let timer: NodeJS.Timeout;
  let woken = false;
  let stopped = false;
  let began = 0;
  const next = (dueInMs: number): void => {
    clearTimeout(timer);
    if (stopped) return;
    const soonest = Math.max(0, began + everyMs - performance.now());
    timer = setTimeout(begin, Math.min(IDLE_MS, Math.max(soonest, dueInMs))).unref();
  };
  const begin = (): void => {
    began = performance.now();
    woken = false;
    round = work()
      .then((due) => (due === null ? IDLE_MS : due.getTime() - Date.now()))
      .catch((error: unknown) => {
        if (!isDatabaseAway(error)) onFailed(error);
        return everyMs;
      })
      .then((dueInMs) => {
        round = null;
        next(woken ? 0 : dueInMs);
      });
  };
  next(everyMs);
  return {
    wake: () => {
      woken = true;
      if (round === null) next(0);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
