/** Which calls are still to be analysed, and by whom: a call is taken for a while, and anew when who took it is gone. */
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Projector } from '../call-events/event-log.ts';
import type { CallRow } from '../call-events/projected-rows.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { pendingAnalyses } from '../../platform/db/schema.ts';

export type PendingAnalysis = typeof pendingAnalyses.$inferSelect;

/** Longer than a model takes. */
const TAKEN_MS = 120_000;

/** Somebody spoke, and there is a model that can tell what about. */
const isToBeAnalysed = ({ agentSnapshot, transcript }: Pick<CallRow, 'agentSnapshot' | 'transcript'>): boolean =>
  agentSnapshot.config.llm.provider !== 'embedded' && transcript.some((turn) => turn.role === 'user');

/** Within the transaction of the call's end. */
export const noteEndedCall: Projector = async (tx, { organizationId, callId, call, ends }) => {
  if (ends && isToBeAnalysed(call))
    await tx.insert(pendingAnalyses).values({ organizationId, callId, dueAt: new Date() }).onConflictDoNothing();
};

export function take(database: Database, limit: number, now: Date): Promise<PendingAnalysis[]> {
  return database.asSystem(async (tx) => {
    const due = await tx
      .select()
      .from(pendingAnalyses)
      .where(lte(pendingAnalyses.dueAt, now))
      .orderBy(asc(pendingAnalyses.dueAt))
      .limit(limit)
      .for('update', { skipLocked: true });
    if (due.length === 0) return [];
    const ids = due.map((one) => one.callId);
    return tx
      .update(pendingAnalyses)
      .set({ dueAt: new Date(now.getTime() + TAKEN_MS), attempts: sql`${pendingAnalyses.attempts} + 1` })
      .where(inArray(pendingAnalyses.callId, ids))
      .returning();
  });
}

const stillTaken = ({ callId, attempts }: PendingAnalysis) =>
  and(eq(pendingAnalyses.callId, callId), eq(pendingAnalyses.attempts, attempts));

/** Nothing more is to be done; false when another has taken it since. */
export const finish = async (tx: Transaction, taken: PendingAnalysis): Promise<boolean> =>
  (await tx.delete(pendingAnalyses).where(stillTaken(taken)).returning({ callId: pendingAnalyses.callId })).length > 0;

export const putBack = async (tx: Transaction, taken: PendingAnalysis, dueAt: Date): Promise<void> =>
  void (await tx.update(pendingAnalyses).set({ dueAt }).where(stillTaken(taken)));
