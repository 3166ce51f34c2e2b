import type { Clock } from '../clock.ts';

export interface OutcomeWithin<T> {
  clock: Clock;
  deadlineMs: number;
  /** Of the call. */
  signal: AbortSignal;
  /** What counts when `work` neither answers nor heeds its deadline. */
  late: T;
  /** What counts when it rejects. */
  failed: (error: unknown) => T;
}

/** What came of `work`, whose signal is aborted with the call and when it is settled. Never rejects. */
export async function outcomeWithin<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { clock, deadlineMs, signal, late, failed }: OutcomeWithin<T>,
): Promise<T> {
  const attempt = new AbortController();
  const { promise: overdue, resolve } = Promise.withResolvers<T>();
  const cancel = clock.schedule(deadlineMs, () => resolve(late));
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([work(AbortSignal.any([signal, attempt.signal])), overdue]);
  } catch (error) {
    return failed(error);
  } finally {
    cancel();
    signal.removeEventListener('abort', cancel);
    attempt.abort();
  }
}
