import { AppError } from '@parley/contract';
import type { Clock } from '../clock.ts';

export interface Deadline {
  clock: Clock;
  /** The longest wait for the next item; null where somebody else keeps the time. */
  silenceMs: number | null;
  signal: AbortSignal;
  /** Told of an error in the iterator's own clean-up, for which nobody waits. */
  onDefect: (error: unknown) => void;
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** Iterates over what `open` gives, and throws `provider_timeout` when an item takes longer than `silenceMs`; its signal is aborted then. */
export async function* withDeadline<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  { clock, silenceMs, signal, onDefect }: Deadline,
): AsyncGenerator<T> {
  const attempt = new AbortController();
  const iterator = open(AbortSignal.any([signal, attempt.signal]))[Symbol.asyncIterator]();
  try {
    for (;;) {
      const result = await nextWithin(iterator, clock, silenceMs, signal);
      if (result.done === true) return;
      yield result.value;
    }
  } finally {
    attempt.abort();
    // A hanging iterator answers `return` only when its pending `next` does, so nobody waits for it.
    void Promise.resolve(iterator.return?.()).catch((error: unknown) => {
      if (!isAbort(error)) onDefect(error);
    });
  }
}

function nextWithin<T>(iterator: AsyncIterator<T>, clock: Clock, ms: number | null, signal: AbortSignal): Promise<IteratorResult<T>> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => settle(() => reject(signal.reason as Error));
    const cancel = ms === null ? () => undefined : clock.schedule(ms, () => settle(() => reject(new AppError('provider_timeout'))));
    const settle = (finish: () => void): void => {
      cancel();
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    iterator.next().then(
      (result) => settle(() => resolve(result)),
      (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error('The provider failed.', { cause: error }))),
    );
  });
}
