/** Every query about where recordings are, and which of them are to go. */
import { and, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { fromNow } from '../../platform/db/database-clock.ts';
import { calls, recordingRemovals } from '../../platform/db/schema.ts';
import type { CallRef } from '../call-events/call-ref.ts';

export type RemovalRow = typeof recordingRemovals.$inferSelect;

const { id, organizationId, status, recordingPath, recordingStored, recordingNode } = calls;
const PLACE = { id, organizationId, status, recordingPath, recordingStored, recordingNode };
/** Where a call's recording is, as its row says. */
export type PlaceRow = Pick<typeof calls.$inferSelect, keyof typeof PLACE>;

const own = ({ organizationId: owner, callId }: CallRef) => and(eq(calls.organizationId, owner), eq(calls.id, callId));

export interface KeptOnDisk {
  path: string;
  durationMs: number;
  node: string;
}

/** The recording is whole and on the disk of this node. */
export const keepOnDisk = async (tx: Transaction, ref: CallRef, { path, durationMs, node }: KeptOnDisk): Promise<void> => {
  await tx.update(calls).set({ recordingPath: path, recordingDurationMs: durationMs, recordingNode: node }).where(own(ref));
};

/** The object storage has it. False when there is no such call any more. */
export async function noteStored(tx: Transaction, ref: CallRef, change: { path: string; durationMs?: number }): Promise<boolean> {
  const { path, durationMs } = change;
  const updated = await tx
    .update(calls)
    .set({ recordingPath: path, recordingStored: true, ...(durationMs === undefined ? {} : { recordingDurationMs: durationMs }) })
    .where(own(ref))
    .returning({ id });
  if (updated.length > 0) await tx.delete(recordingRemovals).where(eq(recordingRemovals.path, path));
  return updated.length > 0;
}

/** It is on the disk of this node again; the copy in the object storage is to go. False when there is no such call any more. */
export async function noteReturned(tx: Transaction, ref: CallRef, { path, node }: Omit<KeptOnDisk, 'durationMs'>): Promise<boolean> {
  const updated = await tx.update(calls).set({ recordingStored: false, recordingNode: node }).where(own(ref)).returning({ id });
  if (updated.length > 0) await tx.insert(recordingRemovals).values({ path, everywhere: false }).onConflictDoNothing();
  return updated.length > 0;
}

export const selectPlaces = (tx: Transaction, callIds: readonly string[]): Promise<PlaceRow[]> =>
  tx
    .select(PLACE)
    .from(calls)
    .where(inArray(id, [...callIds]));

/** Recordings in the object storage, by their calls' ids, after this one. */
export const selectStored = (tx: Transaction, afterId: string, limit: number): Promise<PlaceRow[]> =>
  tx
    .select(PLACE)
    .from(calls)
    .where(and(eq(recordingStored, true), gt(id, afterId)))
    .orderBy(id)
    .limit(limit);

/** Calls that were lost with their node, and of whose recording nothing is known. `lostForMs`: since when a node may have come back for it. */
export const selectLost = async (tx: Transaction, lostForMs: number): Promise<(PlaceRow & { settled: boolean })[]> =>
  tx
    .select({ ...PLACE, settled: sql<boolean>`${calls.endedAt} < ${fromNow(-lostForMs)}` })
    .from(calls)
    .where(and(eq(calls.disconnectionReason, 'error_node_lost'), isNull(recordingPath), sql`${calls.endedAt} > now() - interval '30 days'`))
    .limit(1_000);

/** Its node did not come back in a month: the others do what they can. */
const overdue = sql`${recordingRemovals.createdAt} < now() - interval '30 days'`;

/**
 * What is due of the object storage (where there is one) and of the disks of these nodes; null: of every disk. On any disk there may be what an
 * earlier version recorded, which named no node.
 */
export function selectRemovals(
  tx: Transaction,
  nodes: readonly string[] | null,
  { stored, limit }: { stored: boolean; limit: number },
): Promise<RemovalRow[]> {
  const { node, nextAttemptAt } = recordingRemovals;
  const onDisk = nodes === null ? isNotNull(node) : or(inArray(node, [...nodes]), and(isNotNull(node), overdue));
  return tx
    .select()
    .from(recordingRemovals)
    .where(and(lte(nextAttemptAt, sql`now()`), stored ? or(isNull(node), onDisk) : onDisk))
    .orderBy(nextAttemptAt)
    .limit(limit);
}

/** Of these recordings, those that are to be removed, whichever node is named. */
export const selectRemovalsOf = (tx: Transaction, paths: readonly string[]): Promise<RemovalRow[]> =>
  tx
    .select()
    .from(recordingRemovals)
    .where(inArray(recordingRemovals.path, [...paths]));

export const deleteRemoval = async (tx: Transaction, path: string): Promise<void> => {
  await tx.delete(recordingRemovals).where(eq(recordingRemovals.path, path));
};

export const postponeRemoval = async (tx: Transaction, path: string, waitMs: number): Promise<void> => {
  await tx
    .update(recordingRemovals)
    .set({ attempts: sql`${recordingRemovals.attempts} + 1`, nextAttemptAt: fromNow(waitMs) })
    .where(eq(recordingRemovals.path, path));
};
