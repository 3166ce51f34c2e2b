/** Every query about updates of conversations that are still to be told. */
import { and, asc, eq, inArray, min, sql } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { isDue } from '../../platform/db/filters.ts';
import { conversations, pendingUpdates } from '../../platform/db/schema.ts';
import type { ConversationRow } from './conversation-store.ts';

export type PendingUpdate = typeof pendingUpdates.$inferSelect;

/** Due at once where none is pending, which is true then; a pending one keeps its time. */
export async function putPending(tx: Transaction, organizationId: string, conversationId: string, now: Date): Promise<boolean> {
  const [put] = await tx
    .insert(pendingUpdates)
    .values({ conversationId, organizationId, dueAt: now, dirty: true })
    .onConflictDoUpdate({ target: pendingUpdates.conversationId, set: { dirty: true } })
    .returning({ isNew: sql<boolean>`xmax = 0` });
  return put?.isNew === true;
}

/** When the next is due; null without any. */
export async function selectNextDue(tx: Transaction): Promise<Date | null> {
  const [next] = await tx.select({ at: min(pendingUpdates.dueAt) }).from(pendingUpdates);
  return next?.at ?? null;
}

/** Later than any is put off to: the clock was set back. */
const NEVER_MS = 120_000;

/** Up to `limit` that are due, the longest due first; nobody else gets them until the transaction ends. */
export const claimDue = (tx: Transaction, limit: number, now: Date): Promise<PendingUpdate[]> =>
  tx
    .select()
    .from(pendingUpdates)
    .where(isDue(pendingUpdates.dueAt, now, NEVER_MS))
    .orderBy(asc(pendingUpdates.dueAt))
    .limit(limit)
    .for('update', { skipLocked: true });

export const deletePending = async (tx: Transaction, conversationIds: readonly string[]): Promise<void> => {
  if (conversationIds.length > 0) await tx.delete(pendingUpdates).where(inArray(pendingUpdates.conversationId, [...conversationIds]));
};

/** They were told: the next change of theirs is not before `dueAt`. */
export const putOff = async (tx: Transaction, conversationIds: readonly string[], dueAt: Date): Promise<void> => {
  await tx
    .update(pendingUpdates)
    .set({ dirty: false, dueAt: sql`${dueAt.toISOString()}::timestamptz` })
    .where(inArray(pendingUpdates.conversationId, [...conversationIds]));
};

export const selectUpdated = (tx: Transaction, organizationId: string, ids: readonly string[]): Promise<ConversationRow[]> =>
  tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.organizationId, organizationId), inArray(conversations.id, [...ids])));
