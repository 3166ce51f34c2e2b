/** The append-only log and the call row it projects into, always together in one transaction. */
import { inCodes, type CallAnalysis, type CallEvent, type UsageMetric } from '@parley/contract';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { callEvents, calls, conversations } from '../../platform/db/schema.ts';
import { MESSAGE_EVENTS } from '../../resources/conversations/messages.ts';
import { emit } from '../../platform/outbox/emit.ts';
import { noteUpdate } from '../../resources/conversations/updates.ts';
import { use } from '../../resources/usage/metering.ts';
import { entriesOf } from '../../resources/usage/usage-store.ts';
import { isToBeAnalysed, noteAnalysis } from '../analysis/pending-store.ts';
import { factsOf } from '../../resources/calls/call-facts.ts';
import type { Usage } from '../models/prices.ts';
import { costOf, emptyProjection, latencyOf, project, type Projection } from './projection.ts';

type Used = Partial<Record<UsageMetric, number>>;
/** For each of a union's members by itself. */
type Unnumbered<T> = T extends unknown ? Omit<T, 'seq'> : never;

const toEvent = (row: typeof callEvents.$inferSelect): CallEvent =>
  ({ seq: row.seq, at_ms: row.atMs, kind: row.kind, event: inCodes(row.event) }) as CallEvent;

export const selectEvents = async (tx: Transaction, callId: string, afterSeq: number): Promise<CallEvent[]> => {
  const condition = and(eq(callEvents.callId, callId), gt(callEvents.seq, afterSeq));
  return (await tx.select().from(callEvents).where(condition).orderBy(asc(callEvents.seq))).map(toEvent);
};

/** Callers and models can say what JSONB cannot hold; a log that stops there would be worse than a replaced character. */
function storable(event: CallEvent): CallEvent {
  const json = JSON.stringify(event);
  if (!UNSTORABLE.test(json)) return event;
  return JSON.parse(json, (_key, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\u0000', '\ufffd') : value,
  ) as CallEvent;
}

/** NUL, or half of a surrogate pair (which `JSON.stringify` escapes). */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/;

async function insertEvents(tx: Transaction, organizationId: string, callId: string, events: readonly CallEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ seq, at_ms, kind, event }) => ({ organizationId, callId, seq, atMs: at_ms, kind, type: event.type, event }));
  await tx.insert(callEvents).values(rows).onConflictDoNothing();
}

/**
 * Appends events in order; those that are there already are left out. `known` is the projection up to the row's last seq
 * where the caller still has it; otherwise the log is projected anew. Undefined when there is no such call.
 */
export async function appendEvents(
  tx: Transaction,
  organizationId: string,
  callId: string,
  given: readonly CallEvent[],
  known: Projection | undefined,
): Promise<Projection | undefined> {
  const events = given.map(storable);
  const condition = and(eq(calls.id, callId), eq(calls.organizationId, organizationId));
  const [call] = await tx.select(BEFORE).from(calls).where(condition).for('update');
  if (call === undefined) return undefined;
  const fresh = events.filter((event) => event.seq > call.lastSeq);
  await insertEvents(tx, organizationId, callId, fresh);
  const projection = known?.lastSeq === call.lastSeq ? project(known, fresh) : project(emptyProjection, await selectEvents(tx, callId, 0));
  const startedAt = call.startedAt ?? (projection.begun ? new Date() : null);
  const endedAt = projection.endedAtMs === null ? null : new Date((startedAt ?? new Date()).getTime() + projection.endedAtMs);
  const [changed] = await tx
    .update(calls)
    .set(callOf(projection, startedAt, endedAt))
    .where(condition)
    .returning();
  const [conversation] = await tx
    .update(conversations)
    .set(conversationOf(projection, startedAt, endedAt))
    .where(eq(conversations.callId, callId))
    .returning();
  if (changed === undefined) return projection;
  if (conversation !== undefined && fresh.some(({ event }) => TELLING.has(event.type)))
    await noteUpdate(tx, organizationId, conversation.id);
  await emit(tx, organizationId, factsOf({ before: call, call: changed, conversation, fresh }));
  // Once: an ended call has its `endedAt` already.
  const ends = endedAt !== null && call.endedAt === null;
  const used = ends ? usageOf(projection) : usageOfFindings(fresh);
  await use(tx, organizationId, entriesOf(call, Date.now(), used), Date.now());
  if (ends && isToBeAnalysed(changed)) await noteAnalysis(tx, organizationId, callId);
  return projection;
}

/** Appends an event behind the call's last; nothing when there is no such call. */
export async function appendNext(tx: Transaction, organizationId: string, callId: string, event: Unnumbered<CallEvent>): Promise<void> {
  const condition = and(eq(calls.id, callId), eq(calls.organizationId, organizationId));
  const [call] = await tx.select({ lastSeq: calls.lastSeq }).from(calls).where(condition).for('update');
  if (call !== undefined) await appendEvents(tx, organizationId, callId, [{ ...event, seq: call.lastSeq + 1 }], undefined);
}

/** After these a conversation reads otherwise than before. */
const TELLING: ReadonlySet<string> = new Set<CallEvent['event']['type']>([...MESSAGE_EVENTS, 'call.started', 'call.ended']);

const { lastSeq, startedAt, endedAt, agentId, apiKeyId } = calls;
const BEFORE = { lastSeq, startedAt, endedAt, agentId, apiKeyId };

const callOf = (projection: Projection, startedAt: Date | null, endedAt: Date | null): Partial<typeof calls.$inferInsert> => ({
  status: projection.status,
  startedAt,
  endedAt,
  durationMs: projection.begun ? projection.endedAtMs : null,
  disconnectionReason: projection.disconnectionReason,
  transcript: projection.transcript,
  collected: projection.collected,
  latency: latencyOf(projection.measured),
  cost: costOf(projection.usage),
  analysis: analysisOf(projection, startedAt),
  sentiment: projection.finding?.found.sentiment ?? null,
  lastSeq: projection.lastSeq,
  ...(endedAt === null ? {} : { leaseExpiresAt: null }),
});

function conversationOf(projection: Projection, startedAt: Date | null, endedAt: Date | null): Partial<typeof conversations.$inferInsert> {
  const last = projection.lastMessageMs;
  return {
    status: endedAt === null ? 'ongoing' : 'ended',
    endReason: projection.disconnectionReason,
    messageCount: projection.transcript.length + projection.functions,
    lastMessageAt: startedAt === null || last === null ? null : new Date(startedAt.getTime() + last),
    endedAt,
  };
}

function analysisOf({ finding }: Projection, startedAt: Date | null): CallAnalysis | null {
  if (finding === null || startedAt === null) return null;
  const { summary, successful, provider, model } = finding.found;
  return { summary, successful, provider, model, analyzed_at: new Date(startedAt.getTime() + finding.atMs).toISOString() };
}

function metricsOf(usage: Usage) {
  const { total, usage: used } = costOf(usage);
  return { ...used, cost: total };
}

const usageOf = ({ begun, endedAtMs, usage }: Projection): Used => ({
  calls: begun ? 1 : 0,
  call_ms: begun ? (endedAtMs ?? 0) : 0,
  ...metricsOf(usage),
});

/** What was used since the call's end. */
const usageOfFindings = (events: readonly CallEvent[]): Used =>
  metricsOf({ models: events.flatMap(({ kind, event }) => (kind === 'finding' ? [event] : [])), sttMs: 0, ttsCharacters: 0 });
