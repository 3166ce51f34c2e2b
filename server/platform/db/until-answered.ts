import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseAway } from '../rounds.ts';

const AGAIN_MS = 500;

/** Does `work` again for as long as the database is away or full. What `work` did before may have been kept although nobody said so. */
export async function untilAnswered<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || signal.aborted) throw error;
      await delay(AGAIN_MS, undefined, { signal });
    }
  }
}
