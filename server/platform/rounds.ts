/** Work that is done again and again. */
export interface Rounds {
  everyMs: number;
  work: () => Promise<unknown>;
  onFailed: (error: unknown) => void;
}

/** One round at a time: one that takes longer than `everyMs` leaves out those that would have begun meanwhile. Returns the way to stop, which waits for the last. */
export function startRounds({ everyMs, work, onFailed }: Rounds): () => Promise<void> {
  let round: Promise<void> | null = null;
  const timer = setInterval(() => {
    round ??= work()
      .then(() => undefined)
      .catch(onFailed)
      .finally(() => (round = null));
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}
