/** Every query about the append-only log of a call's events. */
import { inCodes, type CallDefect, type CallEvent } from '@parley/contract';
import { and, asc, desc, eq, gt } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { callEvents } from '../../platform/db/schema.ts';
import type { CallRef } from './call-ref.ts';

const toEvent = (row: typeof callEvents.$inferSelect): CallEvent =>
  ({ seq: row.seq, at_ms: row.atMs, kind: row.kind, event: inCodes(row.event) }) as CallEvent;

export const selectEvents = async (tx: Transaction, callId: string, afterSeq: number): Promise<CallEvent[]> => {
  const condition = and(eq(callEvents.callId, callId), gt(callEvents.seq, afterSeq));
  return (await tx.select().from(callEvents).where(condition).orderBy(asc(callEvents.seq))).map(toEvent);
};

/** The call time of the last event; 0 while there is none. */
export async function selectLastAtMs(tx: Transaction, callId: string): Promise<number> {
  const [last] = await tx
    .select({ atMs: callEvents.atMs })
    .from(callEvents)
    .where(eq(callEvents.callId, callId))
    .orderBy(desc(callEvents.seq))
    .limit(1);
  return last?.atMs ?? 0;
}

/** The unexpected errors that a call's log tells of, oldest first. */
export async function selectDefects(tx: Transaction, callId: string): Promise<CallDefect[]> {
  const told = and(eq(callEvents.callId, callId), eq(callEvents.type, 'defect.reported'));
  const rows = await tx.select().from(callEvents).where(told).orderBy(asc(callEvents.seq));
  return rows.flatMap(({ event, atMs }) =>
    event.type === 'defect.reported' ? [{ id: event.defect_id, place: event.place, at_ms: atMs }] : [],
  );
}

export async function insertEvents(tx: Transaction, { organizationId, callId }: CallRef, events: readonly CallEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ seq, at_ms, kind, event }) => ({ organizationId, callId, seq, atMs: at_ms, kind, type: event.type, event }));
  await tx.insert(callEvents).values(rows).onConflictDoNothing();
}
