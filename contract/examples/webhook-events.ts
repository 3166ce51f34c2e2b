import { WEBHOOK_API_VERSION, type WebhookEvent, type WebhookEventType } from '../webhook-event.ts';
import { AGENT_EXAMPLES } from './agents.ts';
import { CALL_EXAMPLES } from './calls.ts';
import { CONVERSATION_EXAMPLES } from './conversations.ts';
import { USAGE_EXAMPLES } from './numbers-and-usage.ts';

type EventOf<T extends WebhookEventType> = Extract<WebhookEvent, { type: T }>;

const event = <T extends WebhookEventType>(type: T, data: EventOf<T>['data']) => ({
  id: 'event_01kaxw4c8m9r3n5t7v2x6y8z0b',
  type,
  created_at: '2025-11-25T09:01:12.480Z',
  organization_id: 'org_01kaxs1a3c5e7g9j1m3p5r7t9v',
  api_version: WEBHOOK_API_VERSION,
  data,
});

const call = CALL_EXAMPLES.CallSummary;
const ended = { ...call, sentiment: null, analysis: null };
const begun = { ...ended, status: 'ongoing' as const, ended_at: null, duration_ms: null, disconnection_reason: null };
const conversation = CONVERSATION_EXAMPLES.ConversationSummary;

export const WEBHOOK_EXAMPLES = {
  CallStartedEvent: event('call.started', begun),
  CallEndedEvent: event('call.ended', ended),
  CallAnalyzedEvent: event('call.analyzed', call),
  ConversationUpdatedEvent: event('conversation.updated', conversation),
  ConversationEndedEvent: event('conversation.ended', {
    ...conversation,
    status: 'ended',
    end_reason: 'api',
    ended_at: '2025-11-25T10:20:00.000Z',
  }),
  AgentDeployedEvent: event('agent.deployed', AGENT_EXAMPLES.AgentVersion),
  AgentDeletedEvent: event('agent.deleted', { id: AGENT_EXAMPLES.Agent.id, name: 'Front desk', deleted_at: '2025-11-25T09:01:12.480Z' }),
  FunctionFailedEvent: event('function.failed', {
    name: 'book_appointment',
    function_call_id: 'fc_2',
    error: 'The arguments do not fit: /day is missing.',
    ms: 3,
    agent_id: AGENT_EXAMPLES.Agent.id,
    conversation_id: 'conv_01kaxw4c8n1q3s5v7x9z2b4d6f',
    call_id: call.id,
  }),
  ErrorOccurredEvent: event('error.occurred', {
    code: 'provider_timeout',
    message: 'The provider did not answer in time.',
    agent_id: AGENT_EXAMPLES.Agent.id,
    conversation_id: 'conv_01kaxw4c8n1q3s5v7x9z2b4d6f',
    call_id: call.id,
  }),
  QuotaWarningEvent: event('usage.quota_warning', USAGE_EXAMPLES.QuotaNotice),
};
