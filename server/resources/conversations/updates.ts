/**
 * `conversation.updated`, at most once a second for each conversation, the last state always: a change is noted in its own
 * transaction, and told when it is due.
 */
import type { CallEvent } from '@parley/contract';
import { MESSAGE_EVENTS } from './messages.ts';
import { presentSummary } from './presentation.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import type { Projector } from '../../live/call-events/event-log.ts';
import type { Log } from '../../platform/log.ts';
import { notifyIn } from '../../platform/db/pooled-database.ts';
import { startDueRounds } from '../../platform/rounds.ts';
import { emit, type Fact } from '../../platform/outbox/emit.ts';
import * as store from './update-store.ts';

/** After these a conversation reads otherwise than before. */
const TELLING: ReadonlySet<string> = new Set<CallEvent['event']['type']>([...MESSAGE_EVENTS, 'call.started', 'call.ended']);

const APART_MS = 1_000;
const POLL_MS = 250;
const AT_ONCE = 200;

const CHANNEL = 'parley_updates';

/** Within the transaction of the change. */
export async function noteUpdate(tx: Transaction, organizationId: string, conversationId: string, now: Date = new Date()): Promise<void> {
  if (await store.putPending(tx, organizationId, conversationId, now)) await notifyIn(tx, CHANNEL, '');
}

/** Of a call's conversation. */
export const noteCallUpdate: Projector = async (tx, { organizationId, rows, fresh }) => {
  if (!fresh.some(({ event }) => TELLING.has(event.type))) return;
  const { conversation } = await rows();
  if (conversation !== undefined) await noteUpdate(tx, organizationId, conversation.id);
};

/** Tells the updates that are due; resolves to when the next are. */
async function tellUpdates(database: Database, now: Date = new Date()): Promise<Date | null> {
  return database.asSystem(async (tx) => {
    const due = await store.claimDue(tx, AT_ONCE, now);
    const [changed, quiet] = [due.filter((row) => row.dirty), due.filter((row) => !row.dirty)];
    await store.deletePending(tx, idsOf(quiet));
    for (const [organizationId, rows] of Map.groupBy(changed, (row) => row.organizationId))
      await tellThose(tx, organizationId, idsOf(rows), now);
    return store.selectNextDue(tx);
  });
}

const idsOf = (rows: readonly store.PendingUpdate[]): string[] => rows.map((row) => row.conversationId);

async function tellThose(tx: Transaction, organizationId: string, ids: readonly string[], now: Date): Promise<void> {
  const rows = await store.selectUpdated(tx, organizationId, ids);
  const facts = rows.map((row): Fact => ({
    type: 'conversation.updated',
    data: presentSummary(row),
    agentId: row.agentId,
    callId: row.callId,
    conversationId: row.id,
  }));
  await emit(tx, organizationId, facts, now);
  // Kept until the second is over: the next change is told then.
  await store.putOff(tx, ids, new Date(now.getTime() + APART_MS));
}

/** Returns the way to stop. */
export async function startTellingUpdates(database: Database, log: Log): Promise<() => Promise<void>> {
  const rounds = startDueRounds({
    everyMs: POLL_MS,
    work: () => tellUpdates(database),
    onFailed: (error) => log.error({ err: error }, 'updates of conversations could not be told; trying again'),
  });
  const stopListening = await database.listen(CHANNEL, () => rounds.wake());
  return async () => {
    await stopListening();
    await rounds.stop();
  };
}
