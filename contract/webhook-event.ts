/** What is told to endpoints of an organization: one envelope, one kind of data a type. */
import { z } from 'zod';
import { Agent, AgentVersion } from './agent.ts';
import { CallSummary } from './call.ts';
import { id, milliseconds, timestamp } from './common.ts';
import { Conversation } from './conversation.ts';
import { ERRORS, type ErrorCode } from './error.ts';
import { QuotaNotice } from './usage.ts';

/** Changes when the shape of an event changes in a way that a reader could trip over. */
export const WEBHOOK_API_VERSION = 'v1';

export const ConversationSummary = Conversation.omit({ messages: true, collected: true, agent_override: true }).meta({
  id: 'ConversationSummary',
  description: 'A conversation without its messages, collected data and what it overrides of its agent.',
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

export const DeletedAgent = Agent.pick({ id: true, name: true }).extend({ deleted_at: timestamp }).meta({ id: 'DeletedAgent' });
export type DeletedAgent = z.infer<typeof DeletedAgent>;

export const FunctionFailure = z
  .strictObject({
    name: z.string().meta({ description: 'The function that the agent called.' }),
    function_call_id: z.string(),
    error: z.string().meta({ description: 'What the agent was told about it.' }),
    ms: milliseconds.meta({ description: 'How long it ran.' }),
    agent_id: id('agent'),
    conversation_id: id('conv'),
    call_id: id('call').nullable().meta({ description: 'Null in a typed conversation.' }),
  })
  .meta({ id: 'FunctionFailure' });
export type FunctionFailure = z.infer<typeof FunctionFailure>;

export const OccurredError = z
  .strictObject({
    code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    agent_id: id('agent').nullable(),
    conversation_id: id('conv').nullable(),
    call_id: id('call').nullable(),
  })
  .meta({ id: 'OccurredError', description: 'Something that did not work, though nobody was waiting for the answer to a request.' });
export type OccurredError = z.infer<typeof OccurredError>;

const event = <T extends string, D extends z.ZodType>(type: T, name: string, data: D) =>
  z
    .strictObject({
      id: id('event').meta({ description: 'Also the header `webhook-id`: the same in every attempt to deliver.' }),
      type: z.literal(type),
      created_at: timestamp.meta({ description: 'When it happened.' }),
      organization_id: z.string(),
      api_version: z.literal(WEBHOOK_API_VERSION).meta({ description: 'The version of the shape of `data`.' }),
      data,
    })
    .meta({ id: name });

export const CallStartedEvent = event('call.started', 'CallStartedEvent', CallSummary);
export const CallEndedEvent = event('call.ended', 'CallEndedEvent', CallSummary);
export const CallAnalyzedEvent = event('call.analyzed', 'CallAnalyzedEvent', CallSummary);
export const ConversationUpdatedEvent = event('conversation.updated', 'ConversationUpdatedEvent', ConversationSummary);
export const ConversationEndedEvent = event('conversation.ended', 'ConversationEndedEvent', ConversationSummary);
export const AgentDeployedEvent = event('agent.deployed', 'AgentDeployedEvent', AgentVersion);
export const AgentDeletedEvent = event('agent.deleted', 'AgentDeletedEvent', DeletedAgent);
export const FunctionFailedEvent = event('function.failed', 'FunctionFailedEvent', FunctionFailure);
export const ErrorOccurredEvent = event('error.occurred', 'ErrorOccurredEvent', OccurredError);
export const QuotaWarningEvent = event('usage.quota_warning', 'QuotaWarningEvent', QuotaNotice);

export const WebhookEvent = z
  .discriminatedUnion('type', [
    CallStartedEvent,
    CallEndedEvent,
    CallAnalyzedEvent,
    ConversationUpdatedEvent,
    ConversationEndedEvent,
    AgentDeployedEvent,
    AgentDeletedEvent,
    FunctionFailedEvent,
    ErrorOccurredEvent,
    QuotaWarningEvent,
  ])
  .meta({ id: 'WebhookEvent' });
export type WebhookEvent = z.infer<typeof WebhookEvent>;
export type WebhookEventType = WebhookEvent['type'];

export const WEBHOOK_EVENTS: readonly { type: WebhookEventType; schema: z.ZodType; summary: string }[] = [
  { type: 'call.started', schema: CallStartedEvent, summary: 'A call has begun' },
  { type: 'call.ended', schema: CallEndedEvent, summary: 'A call has ended' },
  { type: 'call.analyzed', schema: CallAnalyzedEvent, summary: 'What a call was like is known' },
  { type: 'conversation.updated', schema: ConversationUpdatedEvent, summary: 'A conversation has new messages, or other metadata' },
  { type: 'conversation.ended', schema: ConversationEndedEvent, summary: 'A conversation has ended' },
  { type: 'agent.deployed', schema: AgentDeployedEvent, summary: 'A version of an agent was published' },
  { type: 'agent.deleted', schema: AgentDeletedEvent, summary: 'An agent was deleted' },
  { type: 'function.failed', schema: FunctionFailedEvent, summary: 'A function that an agent called has failed' },
  { type: 'error.occurred', schema: ErrorOccurredEvent, summary: 'Something did not work while nobody was asking' },
  { type: 'usage.quota_warning', schema: QuotaWarningEvent, summary: 'A quota is used up to its warning, or wholly' },
];
