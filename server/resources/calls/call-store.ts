/** Every query about calls, their events and their list excepted. */
import { and, eq, inArray, isNotNull, isNull, sql, type SQL } from 'drizzle-orm';
import type { CallRef } from '../../live/call-events/call-ref.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { fromNow } from '../../platform/db/database-clock.ts';
import { isHeld } from '../../platform/db/listener.ts';
import { calls, conversations } from '../../platform/db/schema.ts';

export { selectCall } from '../../live/call-events/projected-rows.ts';
export { CALL_SORTS, countCalls, selectCalls, type CallSelection, type ListedCallRow } from './call-list.ts';

export type CallRow = typeof calls.$inferSelect;

/** The id of a call's conversation: the same but for its prefix. */
export const conversationIdOf = (callId: string): string => callId.replace(/^call_/, 'conv_');

const own = ({ organizationId, callId }: CallRef): SQL | undefined => and(eq(calls.organizationId, organizationId), eq(calls.id, callId));
const unclaimed = (ref: CallRef): SQL | undefined => and(own(ref), eq(calls.status, 'registered'), isNull(calls.nodeId));
const open = inArray(calls.status, ['registered', 'ongoing']);

/** The call and its conversation. */
export async function insertCall(tx: Transaction, row: typeof calls.$inferInsert): Promise<CallRow | undefined> {
  const { organizationId, agentId, agentName, agentVersion, agentOverride, metadata, variables, apiKeyId, createdAt } = row;
  const [inserted] = await tx.insert(calls).values(row).returning();
  await tx.insert(conversations).values({
    id: conversationIdOf(row.id),
    organizationId,
    channel: 'voice',
    callId: row.id,
    agentId,
    agentName,
    agentVersion,
    agentOverride,
    metadata,
    variables,
    apiKeyId,
    createdAt: inserted?.createdAt ?? createdAt,
  });
  return inserted;
}

/** Holds the call until the transaction ends. */
export const lockCall = async (tx: Transaction, ref: CallRef): Promise<CallRow | undefined> =>
  (await tx.select().from(calls).where(own(ref)).for('update'))[0];

export const updateCall = async (tx: Transaction, ref: CallRef, change: Partial<typeof calls.$inferInsert>): Promise<CallRow | undefined> =>
  (await tx.update(calls).set(change).where(own(ref)).returning())[0];

/** The row as it was; undefined when there is none or it runs. */
export async function deleteCall(tx: Transaction, ref: CallRef): Promise<CallRow | undefined> {
  const over = and(own(ref), inArray(calls.status, ['ended', 'error', 'registered']), isNull(calls.leaseExpiresAt));
  return (await tx.delete(calls).where(over).returning())[0];
}

/** A registered call that no node has claimed. */
export const selectUnclaimed = async (tx: Transaction, ref: CallRef): Promise<Pick<CallRow, 'apiKeyId'> | undefined> =>
  (await tx.select({ apiKeyId: calls.apiKeyId }).from(calls).where(unclaimed(ref)))[0];

/** How far ahead a lease ends: that it changes is what tells the other nodes that it was renewed. */
const LEASE_MS = 60_000;

/** Undefined when the call has begun, has ended, or another node was first. */
export const claimCall = async (
  tx: Transaction,
  ref: CallRef,
  { nodeId, nodeName }: { nodeId: string; nodeName: string },
): Promise<CallRow | undefined> =>
  (
    await tx
      .update(calls)
      // Its recording is on this node's disk from its first moment on, whatever happens next.
      .set({ nodeId, recordingNode: nodeName, leaseExpiresAt: fromNow(LEASE_MS) })
      .where(unclaimed(ref))
      .returning()
  )[0];

/** Gives a call back that has not begun. */
export const releaseCall = async (tx: Transaction, ref: CallRef): Promise<void> => {
  await tx
    .update(calls)
    .set({ nodeId: null, leaseExpiresAt: null })
    .where(and(own(ref), eq(calls.status, 'registered')));
};

/** Renews the node's leases on the calls that it carries; locks them in the order of the call log, so that neither waits for the other for ever. */
export const renewLeases = async (tx: Transaction, nodeId: string, callIds: readonly string[]): Promise<void> => {
  const carried = tx
    .select({ id: calls.id })
    .from(calls)
    .where(and(eq(calls.nodeId, nodeId), inArray(calls.id, [...callIds]), open))
    .orderBy(sql`${calls.organizationId} || ' ' || ${calls.id} collate "C"`)
    .for('update');
  await tx
    .update(calls)
    .set({ leaseExpiresAt: fromNow(LEASE_MS) })
    .where(inArray(calls.id, carried));
};

/** An open call as those see it who watch over it. */
export interface OpenCall {
  id: string;
  organizationId: string;
  status: CallRow['status'];
  /** Null while nobody has claimed it. */
  nodeId: string | null;
  /** Another with every renewal. */
  lease: string | null;
  /** The node that has claimed it shows that it lives. */
  held: boolean;
  recordingPath: string | null;
  recordingDurationMs: number | null;
}

const openColumns = (kind: Database['kind']) => ({
  id: calls.id,
  organizationId: calls.organizationId,
  status: calls.status,
  nodeId: calls.nodeId,
  lease: sql<string | null>`${calls.leaseExpiresAt}::text`,
  // Who shares the embedded database is no node.
  held: kind === 'embedded' ? sql<boolean>`false` : (isHeld(calls.nodeId) as SQL<boolean>),
  recordingPath: calls.recordingPath,
  recordingDurationMs: calls.recordingDurationMs,
});

/** Every call that is not over. */
export const selectOpen = (tx: Transaction, kind: Database['kind']): Promise<OpenCall[]> =>
  tx.select(openColumns(kind)).from(calls).where(open);

/** The call as `selectOpen` would tell it; undefined when it is over. */
export const selectOpenOne = async (tx: Transaction, kind: Database['kind'], ref: CallRef): Promise<OpenCall | undefined> =>
  (
    await tx
      .select(openColumns(kind))
      .from(calls)
      .where(and(own(ref), open))
  )[0];

/** Every open call that a node has claimed. */
export const selectClaimed = (tx: Transaction): Promise<CallRow[]> =>
  tx
    .select()
    .from(calls)
    .where(and(open, isNotNull(calls.nodeId)));
