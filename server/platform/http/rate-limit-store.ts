import { lt, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { rateLimitWindows } from '../db/schema.ts';
import { WINDOW_MS, type SharedWindows } from './rate-limit.ts';

/** Windows in the database: shared by the nodes, and there after a restart. */
export class RateLimitWindows implements SharedWindows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async take(bucket: string, windowStart: Date, points: number, limit: number): Promise<{ granted: number; taken: number }> {
    const { windowStart: start, taken } = rateLimitWindows;
    const first = Math.min(points, limit);
    return this.#database.asSystem(async (tx) => {
      await tx
        .insert(rateLimitWindows)
        .values({ bucket, windowStart, taken: 0 })
        .onConflictDoUpdate({ target: rateLimitWindows.bucket, set: { windowStart, taken: 0 }, setWhere: lt(start, windowStart) });
      const [row] = await tx
        .select({ taken })
        .from(rateLimitWindows)
        .where(sql`${rateLimitWindows.bucket} = ${bucket}`)
        .for('update');
      const before = row?.taken ?? limit;
      const granted = Math.max(0, Math.min(first, limit - before));
      if (granted > 0)
        await tx
          .update(rateLimitWindows)
          .set({ taken: before + granted })
          .where(sql`${rateLimitWindows.bucket} = ${bucket}`);
      return { granted, taken: before + granted };
    });
  }

  /** Windows that are over. */
  async tidy(now: number = Date.now()): Promise<void> {
    await this.#database.asSystem((tx) =>
      tx.delete(rateLimitWindows).where(lt(rateLimitWindows.windowStart, new Date(now - 2 * WINDOW_MS))),
    );
  }
}
