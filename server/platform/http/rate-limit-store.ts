/** Every query about the windows of rate limits. */
import { eq, lt } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { rateLimitWindows } from '../db/schema.ts';

const { bucket, windowStart, taken } = rateLimitWindows;

/** Begins the bucket's window where an older one, or none, is there. */
export const beginWindow = async (tx: Transaction, name: string, start: Date): Promise<void> => {
  await tx
    .insert(rateLimitWindows)
    .values({ bucket: name, windowStart: start, taken: 0 })
    .onConflictDoUpdate({ target: bucket, set: { windowStart: start, taken: 0 }, setWhere: lt(windowStart, start) });
};

/** The points that were taken; holds the bucket until the transaction ends. */
export const lockTaken = async (tx: Transaction, name: string): Promise<number | undefined> =>
  (await tx.select({ taken }).from(rateLimitWindows).where(eq(bucket, name)).for('update'))[0]?.taken;

export const updateTaken = async (tx: Transaction, name: string, points: number): Promise<void> => {
  await tx.update(rateLimitWindows).set({ taken: points }).where(eq(bucket, name));
};

export const deleteWindowsBefore = async (tx: Transaction, before: Date): Promise<void> => {
  await tx.delete(rateLimitWindows).where(lt(windowStart, before));
};
