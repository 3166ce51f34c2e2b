import { AppError } from '@parley/contract';

/** Work that is done again and again. */
export interface Rounds {
  everyMs: number;
  work: () => Promise<unknown>;
  /** Not told of the database being away: that is logged once, where it is met, and the next round tries again. */
  onFailed: (error: unknown) => void;
}

export const isDatabaseAway = (error: unknown): boolean => error instanceof AppError && error.code === 'database_unavailable';

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
