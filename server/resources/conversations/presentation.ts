/** Conversations as the API shows them. */
import {
  DEFAULT_CONVERSATION_FIELDS,
  type Conversation,
  type ConversationField,
  type ConversationListItem,
  type ConversationSummary,
  type Message,
} from '@parley/contract';
import { NO_TOKENS } from '@parley/engine/text-conversation.ts';
import type { ListedRow } from './conversation-store.ts';

const VALUES: { [F in Exclude<ConversationField, 'messages'>]: (row: ListedRow) => Conversation[F] } = {
  metadata: (row) => row.metadata,
  variables: (row) => row.variables,
  cost: (row) => row.cost ?? { total: 0, usage: NO_TOKENS },
  collected: (row) => row.collected,
  agent_override: (row) => row.agentOverride ?? null,
};

const always = (row: ListedRow) => ({
  id: row.id,
  channel: row.channel,
  call_id: row.callId,
  agent_id: row.agentId,
  agent_name: row.agentName,
  agent_version: row.agentVersion,
  status: row.status,
  end_reason: row.endReason,
  message_count: row.messageCount,
  revision: row.revision,
  created_at: row.createdAt.toISOString(),
  last_message_at: row.lastMessageAt?.toISOString() ?? null,
  ended_at: row.endedAt?.toISOString() ?? null,
});

export const presentSummary = (row: ListedRow): ConversationSummary => ({
  ...always(row),
  metadata: VALUES.metadata(row),
  variables: VALUES.variables(row),
  cost: VALUES.cost(row),
});

export const presentConversation = (row: ListedRow, messages: Message[]): Conversation => ({
  ...presentSummary(row),
  collected: VALUES.collected(row),
  agent_override: VALUES.agent_override(row),
  messages,
});

export const presentListed = (
  row: ListedRow,
  fields: readonly ConversationField[] = DEFAULT_CONVERSATION_FIELDS,
  messages: Message[] = [],
): ConversationListItem => ({
  ...always(row),
  ...Object.fromEntries(fields.map((field) => [field, field === 'messages' ? messages : VALUES[field](row)])),
});
