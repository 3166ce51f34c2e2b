/** The rows that a call's projection is kept in: the call's and its conversation's. */
import type { CallAnalysis, TranscriptTurn } from '@parley/contract';
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { calls, conversations } from '../../platform/db/schema.ts';
import type { CallRef } from './call-ref.ts';
import { costOf, latencyOf, type Projection } from './projection.ts';

export type CallRow = typeof calls.$inferSelect;
type ConversationRow = typeof conversations.$inferSelect;
/** The call before a batch of its events. */
export type CallBefore = Pick<CallRow, 'lastSeq' | 'startedAt' | 'endedAt' | 'agentId' | 'apiKeyId'>;

interface Times {
  startedAt: Date | null;
  endedAt: Date | null;
}

const { lastSeq, startedAt, endedAt, agentId, apiKeyId } = calls;
const BEFORE = { lastSeq, startedAt, endedAt, agentId, apiKeyId };

const own = ({ organizationId, callId }: CallRef) => and(eq(calls.id, callId), eq(calls.organizationId, organizationId));

export const selectCall = async (tx: Transaction, ref: CallRef): Promise<CallRow | undefined> =>
  (await tx.select().from(calls).where(own(ref)))[0];

export const lockCall = async (tx: Transaction, ref: CallRef): Promise<CallBefore | undefined> =>
  (await tx.select(BEFORE).from(calls).where(own(ref)).for('update'))[0];

/** A call's rows, read together. */
export interface CallRows {
  call: CallRow;
  conversation: ConversationRow | undefined;
}

export async function selectRows(tx: Transaction, ref: CallRef): Promise<CallRows | undefined> {
  const call = await selectCall(tx, ref);
  if (call === undefined) return undefined;
  const [conversation] = await tx.select().from(conversations).where(eq(conversations.callId, ref.callId));
  return { call, conversation };
}

/** What the rows hold, and what they are to hold. */
export interface Step {
  /** Null when the rows may hold anything: all is written. */
  from: Moment | null;
  to: Moment;
}

interface Moment {
  projection: Projection;
  times: Times;
}

/**
 * Writes the columns that changed. A new version of a row is cheap while its large columns stay as they are, so what comes with every
 * batch (tokens, partial transcripts) costs `last_seq` alone.
 */
export async function updateProjected(tx: Transaction, ref: CallRef, { from, to }: Step): Promise<void> {
  const call = changedColumns(CALL_COLUMNS, from, to);
  if (call !== null) await tx.update(calls).set(call).where(own(ref));
  const conversation = changedColumns(CONVERSATION_COLUMNS, from, to);
  if (conversation !== null) await tx.update(conversations).set(conversation).where(eq(conversations.callId, ref.callId));
}

interface Columns<Row> {
  /** What the columns are made of: unchanged (projections share what they have in common) leaves them unchanged. */
  of: (moment: Moment) => readonly unknown[];
  make: (moment: Moment, before: Moment | null) => Values<Row>;
}

type Values<Row> = { [K in keyof Row]?: Row[K] | SQL };

function changedColumns<Row>(columns: readonly Columns<Row>[], from: Moment | null, to: Moment): Values<Row> | null {
  const changed = columns.filter(({ of }) => {
    const before = from === null ? null : of(from);
    return before === null || of(to).some((value, index) => !same(value, before[index]));
  });
  return changed.length === 0 ? null : changed.reduce<Values<Row>>((row, { make }) => ({ ...row, ...make(to, from) }), {});
}

const same = (one: unknown, other: unknown): boolean =>
  one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : one === other;

/** Only the lines that changed go to the database: what stands before them is there. */
function transcriptAfter(before: readonly TranscriptTurn[], after: TranscriptTurn[]): TranscriptTurn[] | SQL {
  const differing = after.findIndex((line, index) => line !== before[index]);
  const kept = differing < 0 ? Math.min(before.length, after.length) : differing;
  if (kept === 0) return after;
  const standing =
    kept === before.length
      ? sql`${calls.transcript}`
      : sql`jsonb_path_query_array(${calls.transcript}, ${`$[0 to ${kept - 1}]`}::jsonpath)`;
  return sql`${standing} || ${JSON.stringify(after.slice(kept))}::jsonb`;
}

const CALL_COLUMNS: readonly Columns<typeof calls.$inferInsert>[] = [
  { of: ({ projection }) => [projection.lastSeq], make: ({ projection }) => ({ lastSeq: projection.lastSeq }) },
  { of: ({ projection }) => [projection.status], make: ({ projection }) => ({ status: projection.status }) },
  { of: ({ times }) => [times.startedAt], make: ({ times }) => ({ startedAt: times.startedAt }) },
  {
    of: ({ times }) => [times.endedAt],
    make: ({ times }) => ({ endedAt: times.endedAt, ...(times.endedAt === null ? {} : { leaseExpiresAt: null }) }),
  },
  {
    of: ({ projection }) => [projection.begun, projection.endedAtMs],
    make: ({ projection }) => ({ durationMs: projection.begun ? projection.endedAtMs : null }),
  },
  {
    of: ({ projection }) => [projection.disconnectionReason],
    make: ({ projection }) => ({ disconnectionReason: projection.disconnectionReason }),
  },
  {
    of: ({ projection }) => [projection.transcript],
    make: ({ projection }, before) => ({ transcript: transcriptAfter(before?.projection.transcript ?? [], projection.transcript) }),
  },
  { of: ({ projection }) => [projection.collected], make: ({ projection }) => ({ collected: projection.collected }) },
  { of: ({ projection }) => [projection.measured], make: ({ projection }) => ({ latency: latencyOf(projection.measured) }) },
  { of: ({ projection }) => [projection.usage], make: ({ projection }) => ({ cost: costOf(projection.usage) }) },
  {
    of: ({ projection, times }) => [projection.finding, times.startedAt],
    make: ({ projection, times }) => ({
      analysis: analysisOf(projection, times.startedAt),
      sentiment: projection.finding?.found.sentiment ?? null,
    }),
  },
];

const messageCountOf = ({ projection }: Moment): number => projection.transcript.length + projection.functions;

function lastMessageAtOf({ projection: { lastMessageMs }, times: { startedAt } }: Moment): Date | null {
  return startedAt === null || lastMessageMs === null ? null : new Date(startedAt.getTime() + lastMessageMs);
}

const CONVERSATION_COLUMNS: readonly Columns<typeof conversations.$inferInsert>[] = [
  {
    of: ({ times }) => [times.endedAt],
    make: ({ times }) => ({ status: times.endedAt === null ? 'ongoing' : 'ended', endedAt: times.endedAt }),
  },
  {
    of: ({ projection }) => [projection.disconnectionReason],
    make: ({ projection }) => ({ endReason: projection.disconnectionReason }),
  },
  { of: (moment) => [messageCountOf(moment)], make: (moment) => ({ messageCount: messageCountOf(moment) }) },
  { of: (moment) => [lastMessageAtOf(moment)], make: (moment) => ({ lastMessageAt: lastMessageAtOf(moment) }) },
];

function analysisOf({ finding }: Projection, startedAt: Date | null): CallAnalysis | null {
  if (finding === null || startedAt === null) return null;
  const { summary, successful, provider, model } = finding.found;
  return { summary, successful, provider, model, analyzed_at: new Date(startedAt.getTime() + finding.atMs).toISOString() };
}
