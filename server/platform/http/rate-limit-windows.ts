import type { Database } from '../db/database.ts';
import * as store from './rate-limit-store.ts';
import { WINDOW_MS, type SharedWindows } from './rate-limit.ts';

/** Windows in the database: shared by the nodes, and there after a restart. */
export class RateLimitWindows implements SharedWindows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  reserve(bucket: string, windowStart: Date, points: number, limit: number): Promise<{ granted: number; used: number }> {
    return this.#database.asSystem(async (tx) => {
      await store.beginWindow(tx, bucket, windowStart);
      const before = (await store.lockTaken(tx, bucket)) ?? limit;
      const granted = Math.max(0, Math.min(points, limit, limit - before));
      if (granted > 0) await store.updateTaken(tx, bucket, before + granted);
      return { granted, used: before + granted };
    });
  }

  /** Windows that are over. */
  async tidy(now: number = Date.now()): Promise<void> {
    await this.#database.asSystem((tx) => store.deleteWindowsBefore(tx, new Date(now - 2 * WINDOW_MS)));
  }
}
