/**
 * `conversation.updated`, at most once a second for each conversation, the last state always: a change is noted in its own
 * transaction, and told when it is due.
 */
import type { CallEvent } from '@parley/contract';
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import { MESSAGE_EVENTS } from './messages.ts';
import { presentSummary } from './presentation.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { conversations, pendingUpdates } from '../../platform/db/schema.ts';
import type { Projector } from '../../live/call-events/event-log.ts';
import type { Log } from '../../platform/log.ts';
import { startRounds } from '../../platform/rounds.ts';
import { emit, type Fact } from '../../platform/outbox/emit.ts';

/** After these a conversation reads otherwise than before. */
const TELLING: ReadonlySet<string> = new Set<CallEvent['event']['type']>([...MESSAGE_EVENTS, 'call.started', 'call.ended']);

const APART_MS = 1_000;
const LOOK_EVERY_MS = 250;
const AT_ONCE = 200;

/** Within the transaction of the change. */
export async function noteUpdate(tx: Transaction, organizationId: string, conversationId: string, now: Date = new Date()): Promise<void> {
  await tx
    .insert(pendingUpdates)
    .values({ conversationId, organizationId, dueAt: now, dirty: true })
    .onConflictDoUpdate({ target: pendingUpdates.conversationId, set: { dirty: true } });
}

/** Of a call's conversation. */
export const noteCallUpdate: Projector = async (tx, { organizationId, conversation, fresh }) => {
  if (conversation !== undefined && fresh.some(({ event }) => TELLING.has(event.type)))
    await noteUpdate(tx, organizationId, conversation.id);
};

/** Tells the updates that are due; the number of rows that it worked on. */
export async function tellUpdates(database: Database, now: Date = new Date()): Promise<number> {
  return database.asSystem(async (tx) => {
    const due = await tx
      .select()
      .from(pendingUpdates)
      .where(lte(pendingUpdates.dueAt, now))
      .orderBy(asc(pendingUpdates.dueAt))
      .limit(AT_ONCE)
      .for('update', { skipLocked: true });
    if (due.length === 0) return 0;
    const quiet = due.filter((row) => !row.dirty).map((row) => row.conversationId);
    if (quiet.length > 0) await tx.delete(pendingUpdates).where(inArray(pendingUpdates.conversationId, quiet));
    const changed = due.filter((row) => row.dirty);
    for (const [organizationId, rows] of Map.groupBy(changed, (row) => row.organizationId))
      await tellThose(
        tx,
        organizationId,
        rows.map((row) => row.conversationId),
        now,
      );
    return due.length;
  });
}

async function tellThose(tx: Transaction, organizationId: string, ids: readonly string[], now: Date): Promise<void> {
  const rows = await tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.organizationId, organizationId), inArray(conversations.id, [...ids])));
  const facts = rows.map((row): Fact => ({
    type: 'conversation.updated',
    data: presentSummary(row),
    agentId: row.agentId,
    callId: row.callId,
    conversationId: row.id,
  }));
  await emit(tx, organizationId, facts, now);
  // Kept until the second is over: the next change is told then.
  await tx
    .update(pendingUpdates)
    .set({ dirty: false, dueAt: sql`${new Date(now.getTime() + APART_MS).toISOString()}::timestamptz` })
    .where(inArray(pendingUpdates.conversationId, [...ids]));
}

/** Returns the way to stop. */
export const startTellingUpdates = (database: Database, log: Log): (() => Promise<void>) =>
  startRounds({
    everyMs: LOOK_EVERY_MS,
    work: () => tellUpdates(database),
    onFailed: (error) => log.error({ err: error }, 'updates of conversations could not be told; trying again'),
  });
