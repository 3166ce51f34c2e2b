/** The exchange itself: typed over the API, or spoken in a call. */
import { z } from 'zod';
import { AgentVersionRef, Variables } from './agent.ts';
import { AgentOverride } from './agent-override.ts';
import { TokenUsage } from './call-event.ts';
import {
  fieldsOf,
  id,
  metadata,
  metadataFilters,
  MetadataPatch,
  microUsd,
  milliseconds,
  pageQuery,
  searchText,
  several,
  sortBy,
  givenTime,
  timestamp,
} from './common.ts';

const messageBase = {
  id: z.string(),
  created_at: timestamp,
};
/** Of spoken messages: call time. */
const spoken = { start_ms: milliseconds.optional(), end_ms: milliseconds.optional() };

export const UserMessage = z
  .strictObject({ ...messageBase, role: z.literal('user'), content: z.string(), ...spoken })
  .meta({ id: 'UserMessage' });
export const AgentMessage = z
  .strictObject({
    ...messageBase,
    role: z.literal('agent'),
    content: z.string().meta({ description: 'In a call: what was heard.' }),
    ...spoken,
    interrupted: z.boolean().optional(),
  })
  .meta({ id: 'AgentMessage' });
export const SystemMessage = z
  .strictObject({ ...messageBase, role: z.literal('system'), content: z.string() })
  .meta({ id: 'SystemMessage' });
export const FunctionMessage = z
  .strictObject({
    ...messageBase,
    role: z.literal('function'),
    name: z.string(),
    arguments: z.unknown(),
    status: z.enum(['running', 'succeeded', 'failed']).meta({ description: '`running` in a live call only.' }),
    result: z.unknown().optional().meta({ description: 'What the function gave back.' }),
    error: z.string().optional().meta({ description: 'What went wrong.' }),
    ms: milliseconds.nullable().meta({ description: 'How long it ran; null while it runs.' }),
  })
  .meta({ id: 'FunctionMessage', description: 'A function that the agent called, and what came of it.' });
export const Message = z.discriminatedUnion('role', [UserMessage, AgentMessage, FunctionMessage, SystemMessage]).meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;

export const CONVERSATION_STATUSES = ['ongoing', 'ended'] as const;
export const ConversationCost = z.strictObject({ total: microUsd, usage: TokenUsage }).meta({ id: 'ConversationCost' });

export const Conversation = z
  .strictObject({
    id: id('conv'),
    channel: z.enum(['text', 'voice']).meta({ description: 'Typed, or spoken in a call.' }),
    call_id: id('call').nullable().meta({ description: 'The call that it is the exchange of; null for a typed one.' }),
    agent_id: z.string(),
    agent_name: z.string(),
    agent_version: z.int().nullable().meta({ description: 'Null: the draft.' }),
    status: z.enum(CONVERSATION_STATUSES),
    end_reason: z.string().nullable().meta({ description: 'Null while it goes on.' }),
    metadata,
    variables: z.record(z.string(), z.string()),
    message_count: z.int(),
    revision: z.int().meta({ description: 'Counts the changes of `metadata`; send it back as `If-Match`.' }),
    created_at: timestamp,
    last_message_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
    cost: ConversationCost,
    agent_override: AgentOverride.nullable().meta({
      description: "What the conversation had otherwise than its agent; null: nothing. Of a call's conversation, what the call had.",
    }),
    messages: z.array(Message).meta({ description: 'What was said and which functions ran, in order.' }),
    collected: z
      .array(z.strictObject({ name: z.string(), arguments: z.unknown() }).meta({ id: 'ConversationData' }))
      .meta({ description: "Results of the agent's `collect` functions, newest last." }),
  })
  .meta({ id: 'Conversation' });
export type Conversation = z.infer<typeof Conversation>;

export const CONVERSATION_FIELDS = ['metadata', 'variables', 'cost', 'messages', 'collected', 'agent_override'] as const;
export type ConversationField = (typeof CONVERSATION_FIELDS)[number];
export const DEFAULT_CONVERSATION_FIELDS: readonly ConversationField[] = ['metadata', 'variables', 'cost'];
export const ConversationListItem = Conversation.partial({
  metadata: true,
  variables: true,
  cost: true,
  messages: true,
  collected: true,
  agent_override: true,
}).meta({
  id: 'ConversationListItem',
});
export type ConversationListItem = z.infer<typeof ConversationListItem>;

export const CreateConversation = z
  .strictObject({
    agent_id: id('agent'),
    agent_version: AgentVersionRef.optional().meta({
      description: 'Absent: the newest published version, or the draft when none is published.',
    }),
    metadata: metadata.default({}),
    variables: Variables.default({}),
    agent_override: AgentOverride.optional(),
  })
  .meta({ id: 'CreateConversation' });
export type CreateConversation = z.infer<typeof CreateConversation>;

export const UpdateConversation = z.strictObject({ metadata: MetadataPatch }).meta({ id: 'UpdateConversation' });

export const CreateMessage = z.strictObject({ content: z.string().trim().min(1).max(16_000) }).meta({ id: 'CreateMessage' });

export const MessageExchange = z
  .strictObject({
    conversation_id: id('conv'),
    status: z.enum(CONVERSATION_STATUSES),
    messages: z.array(Message),
    answer: z.string().meta({ description: "The agent's answer in one string; empty when it only called functions." }),
  })
  .meta({ id: 'MessageExchange', description: "The caller's message, what functions ran, and the agent's answer, in order." });
export type MessageExchange = z.infer<typeof MessageExchange>;

export const MessageStreamEvent = z
  .discriminatedUnion('type', [
    z
      .strictObject({ type: z.literal('message.delta'), text: z.string().meta({ description: 'The next piece of the answer.' }) })
      .meta({ id: 'MessageDeltaEvent' }),
    z
      .strictObject({ type: z.literal('function.called'), id: z.string(), name: z.string(), arguments: z.unknown() })
      .meta({ id: 'FunctionCalledEvent' }),
    z
      .strictObject({ type: z.literal('function.finished'), id: z.string(), status: z.enum(['succeeded', 'failed']) })
      .meta({ id: 'FunctionFinishedEvent' }),
    z.strictObject({ type: z.literal('exchange.completed'), exchange: MessageExchange }).meta({ id: 'ExchangeCompletedEvent' }),
    z.strictObject({ type: z.literal('error'), code: z.string(), message: z.string() }).meta({ id: 'StreamErrorEvent' }),
  ])
  .meta({
    id: 'MessageStreamEvent',
    description: 'Events of a streamed answer; the SSE `event` is the `type`. The last one is `exchange.completed` or `error`.',
    // A stream that ends without one of them was cut: clients can tell.
    'x-last-events': ['exchange.completed', 'error'],
  });
export type MessageStreamEvent = z.infer<typeof MessageStreamEvent>;

export const MessageListQuery = z.strictObject(pageQuery.shape);

export const ConversationListQuery = z.strictObject({
  ...pageQuery.shape,
  q: searchText("the agent's name"),
  channel: several(z.enum(['text', 'voice'])),
  status: several(z.enum(CONVERSATION_STATUSES)),
  agent_id: several(id('agent')),
  call_id: several(id('call')),
  created_after: givenTime.optional(),
  created_before: givenTime.optional(),
  ...metadataFilters('conversations'),
  variables: Variables.optional().meta({ description: '`?variables[name]=Ada`: the conversations that were begun with this variable.' }),
  sort: sortBy(['created_at', 'last_message_at']).default('-created_at'),
  fields: fieldsOf(CONVERSATION_FIELDS, ConversationListItem)
    .optional()
    .meta({ description: 'The parts to include, with commas between; absent: metadata, variables and cost.' }),
});
export type ConversationListQuery = z.infer<typeof ConversationListQuery>;

export const ExportFormat = z.enum(['json', 'text', 'vtt']);
export type ExportFormat = z.infer<typeof ExportFormat>;
export const ConversationExportQuery = z.strictObject({ format: ExportFormat.default('json') });
