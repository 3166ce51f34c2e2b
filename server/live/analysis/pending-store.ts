/** Every query about calls that are still to be analysed: a call is claimed for a while, and again when its claimant is gone. */
import { and, asc, eq, inArray, min, notInArray, sql } from 'drizzle-orm';
import type { CallRef } from '../call-events/call-ref.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { isDue } from '../../platform/db/filters.ts';
import { notifyIn } from '../../platform/db/pooled-database.ts';
import { pendingAnalyses } from '../../platform/db/schema.ts';

export type PendingAnalysis = typeof pendingAnalyses.$inferSelect;

/** Told when a call was put down for analysis. */
export const ANALYSES_CHANNEL = 'parley_analyses';

/** Longer than a model takes. */
const CLAIMED_MS = 120_000;

export async function insertPending(tx: Transaction, { organizationId, callId }: CallRef, dueAt: Date): Promise<void> {
  await tx.insert(pendingAnalyses).values({ organizationId, callId, dueAt }).onConflictDoNothing();
  await notifyIn(tx, ANALYSES_CHANNEL, '');
}

/** When the next is due; null without any. */
export async function selectNextDue(tx: Transaction): Promise<Date | null> {
  const [next] = await tx.select({ at: min(pendingAnalyses.dueAt) }).from(pendingAnalyses);
  return next?.at ?? null;
}

/** Later than any is put off to, also by a node whose clock is ahead: the clock was set back. */
const NEVER_MS = 900_000;

/** Up to `limit` calls that are due and not `running` here already, the longest due first. */
export async function claim(tx: Transaction, limit: number, now: Date, running: readonly string[] = []): Promise<PendingAnalysis[]> {
  const due = await tx
    .select()
    .from(pendingAnalyses)
    .where(and(isDue(pendingAnalyses.dueAt, now, NEVER_MS), notInArray(pendingAnalyses.callId, [...running])))
    .orderBy(asc(pendingAnalyses.dueAt))
    .limit(limit)
    .for('update', { skipLocked: true });
  if (due.length === 0) return [];
  const ids = due.map((one) => one.callId);
  return tx
    .update(pendingAnalyses)
    .set({ dueAt: new Date(now.getTime() + CLAIMED_MS), attempts: sql`${pendingAnalyses.attempts} + 1` })
    .where(inArray(pendingAnalyses.callId, ids))
    .returning();
}

const stillClaimed = ({ callId, attempts }: PendingAnalysis) =>
  and(eq(pendingAnalyses.callId, callId), eq(pendingAnalyses.attempts, attempts));

/** Nothing more is to be done; false when another has claimed it since. */
export const finish = async (tx: Transaction, claimed: PendingAnalysis): Promise<boolean> =>
  (await tx.delete(pendingAnalyses).where(stillClaimed(claimed)).returning({ callId: pendingAnalyses.callId })).length > 0;

export const putBack = async (tx: Transaction, claimed: PendingAnalysis, dueAt: Date): Promise<void> =>
  void (await tx.update(pendingAnalyses).set({ dueAt }).where(stillClaimed(claimed)));
