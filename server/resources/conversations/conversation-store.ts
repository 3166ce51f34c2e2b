/** Every query about conversations and their messages. */
import { DEFAULT_CONVERSATION_FIELDS, type CallEvent, type ConversationListQuery, type Message } from '@parley/contract';
import { and, asc, count, eq, getTableColumns, gt, inArray, type SQL } from 'drizzle-orm';
import { hasKey, holds } from '../../platform/db/attributes.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { contains, from, is, until } from '../../platform/db/filters.ts';
import { callEvents, calls, conversationMessages, conversations } from '../../platform/db/schema.ts';
import { sortedPage, type SortColumns } from '../../platform/http/paging.ts';
import { MESSAGE_EVENTS, spokenMessages } from './messages.ts';

export type ConversationRow = typeof conversations.$inferSelect;
/** `agentSnapshot` is large and never shown. */
export type ListedRow = Omit<ConversationRow, 'agentSnapshot' | 'agentOverride'> & Partial<Pick<ConversationRow, 'agentOverride'>>;

export const CONVERSATION_SORTS: SortColumns<ListedRow> = {
  created_at: { column: conversations.createdAt, valueOf: (row) => row.createdAt.toISOString(), kind: 'time' },
  last_message_at: {
    column: conversations.lastMessageAt,
    valueOf: (row) => row.lastMessageAt?.toISOString() ?? null,
    kind: 'time',
    nullable: true,
  },
};

const own = (organizationId: string, id: string): SQL | undefined =>
  and(eq(conversations.organizationId, organizationId), eq(conversations.id, id));

export const insertConversation = async (tx: Transaction, row: typeof conversations.$inferInsert): Promise<ConversationRow | undefined> =>
  (await tx.insert(conversations).values(row).returning())[0];

export const selectConversation = async (tx: Transaction, organizationId: string, id: string): Promise<ConversationRow | undefined> =>
  (await tx.select().from(conversations).where(own(organizationId, id)))[0];

/** Holds the conversation until the transaction ends. */
export const lockConversation = async (tx: Transaction, organizationId: string, id: string): Promise<ConversationRow | undefined> =>
  (await tx.select().from(conversations).where(own(organizationId, id)).for('update'))[0];

export const updateConversation = async (
  tx: Transaction,
  id: string,
  change: Partial<typeof conversations.$inferInsert>,
): Promise<ConversationRow | undefined> => (await tx.update(conversations).set(change).where(eq(conversations.id, id)).returning())[0];

export const deleteConversation = async (tx: Transaction, id: string): Promise<void> => {
  await tx.delete(conversations).where(eq(conversations.id, id));
};

type Filters = Omit<ConversationListQuery, 'limit' | 'sort'>;

const matching = (organizationId: string, query: Filters): SQL | undefined =>
  and(
    eq(conversations.organizationId, organizationId),
    contains(query.q, conversations.agentName),
    is(conversations.channel, query.channel),
    is(conversations.status, query.status),
    is(conversations.agentId, query.agent_id),
    is(conversations.callId, query.call_id),
    from(conversations.createdAt, query.created_after),
    until(conversations.createdAt, query.created_before),
    holds(conversations.id, conversations.metadata, 'metadata', query.metadata),
    hasKey(conversations.id, 'metadata', query.metadata_key),
    holds(conversations.id, conversations.variables, 'variables', query.variables),
  );

export const countConversations = async (tx: Transaction, organizationId: string, query: Filters): Promise<number> =>
  (await tx.select({ conversations: count() }).from(conversations).where(matching(organizationId, query)))[0]?.conversations ?? 0;

export async function selectConversations(tx: Transaction, organizationId: string, query: ConversationListQuery): Promise<ListedRow[]> {
  const { after, orderBy } = sortedPage(CONVERSATION_SORTS, query.sort, query.cursor, conversations.id);
  const { agentSnapshot: _snapshot, agentOverride, ...columns } = getTableColumns(conversations);
  return tx
    .select({ ...columns, ...(query.fields?.includes('agent_override') === true ? { agentOverride } : {}) })
    .from(conversations)
    .where(and(matching(organizationId, query), after))
    .orderBy(...orderBy)
    .limit(query.limit + 1);
}

export const needsMessages = (query: ConversationListQuery): boolean => (query.fields ?? DEFAULT_CONVERSATION_FIELDS).includes('messages');

/** A typed conversation's as they were kept, a call's as its log tells them. */
export async function selectMessages(tx: Transaction, { id, callId }: Pick<ListedRow, 'id' | 'callId'>): Promise<Message[]> {
  if (callId !== null) return selectSpoken(tx, callId);
  const rows = await tx
    .select()
    .from(conversationMessages)
    .where(eq(conversationMessages.conversationId, id))
    .orderBy(asc(conversationMessages.seq));
  return rows.map((row) => row.message);
}

/** Their places in the conversation count from 1; the first is the one behind `after`. */
export async function selectMessagePage(
  tx: Transaction,
  { id, callId }: Pick<ListedRow, 'id' | 'callId'>,
  { after = 0, limit }: { after?: number | undefined; limit: number },
): Promise<{ seq: number; message: Message }[]> {
  if (callId === null)
    return tx
      .select({ seq: conversationMessages.seq, message: conversationMessages.message })
      .from(conversationMessages)
      .where(and(eq(conversationMessages.conversationId, id), gt(conversationMessages.seq, after)))
      .orderBy(asc(conversationMessages.seq))
      .limit(limit);
  const spoken = await selectSpoken(tx, callId);
  return spoken.slice(after, after + limit).map((message, index) => ({ seq: after + index + 1, message }));
}

async function selectSpoken(tx: Transaction, callId: string): Promise<Message[]> {
  const [call] = await tx.select({ startedAt: calls.startedAt }).from(calls).where(eq(calls.id, callId));
  const startedAt = call?.startedAt ?? null;
  if (startedAt === null) return [];
  const rows = await tx
    .select()
    .from(callEvents)
    .where(and(eq(callEvents.callId, callId), inArray(callEvents.type, [...MESSAGE_EVENTS])))
    .orderBy(asc(callEvents.seq));
  const events = rows.map((row) => ({ seq: row.seq, at_ms: row.atMs, kind: row.kind, event: row.event }) as CallEvent);
  return spokenMessages(events, startedAt);
}

export const insertMessages = async (
  tx: Transaction,
  { organizationId, id: conversationId }: Pick<ListedRow, 'organizationId' | 'id'>,
  firstSeq: number,
  messages: readonly Message[],
): Promise<void> => {
  if (messages.length === 0) return;
  await tx
    .insert(conversationMessages)
    .values(messages.map((message, index) => ({ organizationId, conversationId, seq: firstSeq + index, message })));
};
