/** The rows that a call's projection is kept in: the call's and its conversation's. */
import type { CallAnalysis } from '@parley/contract';
import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { calls, conversations } from '../../platform/db/schema.ts';
import type { CallRef } from './call-ref.ts';
import { costOf, latencyOf, type Projection } from './projection.ts';

export type CallRow = typeof calls.$inferSelect;
export type ConversationRow = typeof conversations.$inferSelect;
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

export async function updateProjected(
  tx: Transaction,
  ref: CallRef,
  projection: Projection,
  times: Times,
): Promise<{ call: CallRow | undefined; conversation: ConversationRow | undefined }> {
  const [call] = await tx.update(calls).set(callOf(projection, times)).where(own(ref)).returning();
  const [conversation] = await tx
    .update(conversations)
    .set(conversationOf(projection, times))
    .where(eq(conversations.callId, ref.callId))
    .returning();
  return { call, conversation };
}

const callOf = (projection: Projection, { startedAt, endedAt }: Times): Partial<typeof calls.$inferInsert> => ({
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

function conversationOf(projection: Projection, { startedAt, endedAt }: Times): Partial<typeof conversations.$inferInsert> {
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
