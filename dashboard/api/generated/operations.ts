// Written by sdks/generate/main.ts from the OpenAPI document. Do not edit.

import type {
  AcceptInvitation,
  AccessToken,
  Agent,
  AgentDiff,
  AgentListItem,
  AgentProblem,
  AgentTag,
  AgentVersion,
  ApiKey,
  AuditEntry,
  Call,
  CallEvent,
  CallListItem,
  Conversation,
  ConversationListItem,
  CreateAccessToken,
  CreateAgentInput,
  CreateApiKey,
  CreateCallInput,
  CreateConversation,
  CreateInvitation,
  CreatePhoneNumber,
  CreateQuota,
  CreateWebhookInput,
  CreatedApiKey,
  CreatedCall,
  CreatedInvitation,
  CreatedWebhook,
  DeliveryStatus,
  DisconnectionReason,
  EventFilter,
  FilterPreview,
  Invitation,
  Me,
  Member,
  MemberRole,
  MemberSessionList,
  Message,
  MessageExchange,
  Metadata,
  Organization,
  OwnerSetup,
  Page,
  PhoneNumber,
  Provider,
  ProviderCredential,
  ProviderTest,
  Quota,
  RecordingUrl,
  ReplayWebhook,
  ResentDeliveries,
  Sentiment,
  SystemStatus,
  TestWebhook,
  UpdateApiKey,
  UpdateOrganization,
  UpdatePhoneNumber,
  UpdateQuota,
  UpdateWebhook,
  Usage,
  Voice,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookEvent,
  WebhookEventType,
} from '@parley/contract';
import { empty, json, pathOf, urlOf, type ConditionalOptions, type RequestOptions } from '../request.ts';

/** Query of `listAgents`. */
export interface ListAgentsQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the name, in capitals or not. */
  q?: string | undefined;
  tag?: string | Array<string> | undefined;
  published?: 'true' | 'false' | undefined;
  /** `?metadata[plan]=gold`: the agents whose metadata has this key with this value. */
  metadata?: Metadata | undefined;
  /** `?metadata_key=plan`: the agents whose metadata has this key. */
  metadata_key?: string | undefined;
  /**
   * What the list is ordered by; with `-` before it, descending.
   * Default: `"-created_at"`.
   */
  sort?: 'created_at' | '-created_at' | 'updated_at' | '-updated_at' | 'name' | '-name' | undefined;
  /** The parts to include, with commas between; absent: all of them. Names, times and the like are always there. */
  fields?:
    | 'greeting'
    | 'prompt'
    | 'llm'
    | 'stt'
    | 'tts'
    | 'turn_taking'
    | 'functions'
    | 'variables'
    | 'metadata'
    | 'tags'
    | 'id'
    | 'name'
    | 'language'
    | 'time_zone'
    | 'published_version'
    | 'draft_changed'
    | 'revision'
    | 'created_at'
    | 'updated_at'
    | Array<
        | 'greeting'
        | 'prompt'
        | 'llm'
        | 'stt'
        | 'tts'
        | 'turn_taking'
        | 'functions'
        | 'variables'
        | 'metadata'
        | 'tags'
        | 'id'
        | 'name'
        | 'language'
        | 'time_zone'
        | 'published_version'
        | 'draft_changed'
        | 'revision'
        | 'created_at'
        | 'updated_at'
      >
    | undefined;
}

/** Query of `getAgentParts`. */
export interface GetAgentPartsQuery {
  /** The parts to include, with commas between; absent: all of them. Names, times and the like are always there. */
  fields:
    | 'greeting'
    | 'prompt'
    | 'llm'
    | 'stt'
    | 'tts'
    | 'turn_taking'
    | 'functions'
    | 'variables'
    | 'metadata'
    | 'tags'
    | 'id'
    | 'name'
    | 'language'
    | 'time_zone'
    | 'published_version'
    | 'draft_changed'
    | 'revision'
    | 'created_at'
    | 'updated_at'
    | Array<
        | 'greeting'
        | 'prompt'
        | 'llm'
        | 'stt'
        | 'tts'
        | 'turn_taking'
        | 'functions'
        | 'variables'
        | 'metadata'
        | 'tags'
        | 'id'
        | 'name'
        | 'language'
        | 'time_zone'
        | 'published_version'
        | 'draft_changed'
        | 'revision'
        | 'created_at'
        | 'updated_at'
      >;
}

/** Query of `listAgentProblems`. */
export interface ListAgentProblemsQuery {
  version?: string | undefined;
}

/** Query of `listAgentVersions`. */
export interface ListAgentVersionsQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
}

/** Query of `diffAgentVersions`. */
export interface DiffAgentVersionsQuery {
  from: string;
  to?: string | undefined;
}

/** Query of `listConversations`. */
export interface ListConversationsQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the agent's name, in capitals or not. */
  q?: string | undefined;
  channel?: 'text' | 'voice' | Array<'text' | 'voice'> | undefined;
  status?: 'ongoing' | 'ended' | Array<'ongoing' | 'ended'> | undefined;
  agent_id?: string | Array<string> | undefined;
  call_id?: string | Array<string> | undefined;
  created_after?: string | undefined;
  created_before?: string | undefined;
  /** `?metadata[plan]=gold`: the conversations whose metadata has this key with this value. */
  metadata?: Metadata | undefined;
  /** `?metadata_key=plan`: the conversations whose metadata has this key. */
  metadata_key?: string | undefined;
  /** `?variables[name]=Ada`: the conversations that were begun with this variable. */
  variables?: Record<string, string> | undefined;
  /**
   * What the list is ordered by; with `-` before it, descending.
   * Default: `"-created_at"`.
   */
  sort?: 'created_at' | '-created_at' | 'last_message_at' | '-last_message_at' | undefined;
  /** The parts to include, with commas between; absent: metadata, variables and cost. */
  fields?:
    | 'metadata'
    | 'variables'
    | 'cost'
    | 'messages'
    | 'collected'
    | 'agent_override'
    | 'id'
    | 'channel'
    | 'call_id'
    | 'agent_id'
    | 'agent_name'
    | 'agent_version'
    | 'status'
    | 'end_reason'
    | 'message_count'
    | 'revision'
    | 'created_at'
    | 'last_message_at'
    | 'ended_at'
    | Array<
        | 'metadata'
        | 'variables'
        | 'cost'
        | 'messages'
        | 'collected'
        | 'agent_override'
        | 'id'
        | 'channel'
        | 'call_id'
        | 'agent_id'
        | 'agent_name'
        | 'agent_version'
        | 'status'
        | 'end_reason'
        | 'message_count'
        | 'revision'
        | 'created_at'
        | 'last_message_at'
        | 'ended_at'
      >
    | undefined;
}

/** Query of `exportConversation`. */
export interface ExportConversationQuery {
  /** Default: `"json"`. */
  format?: 'json' | 'text' | 'vtt' | undefined;
}

/** Query of `listMessages`. */
export interface ListMessagesQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
}

/** Query of `listCalls`. */
export interface ListCallsQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the agent's name or of a number, in capitals or not. */
  q?: string | undefined;
  status?: 'registered' | 'ongoing' | 'ended' | 'error' | Array<'registered' | 'ongoing' | 'ended' | 'error'> | undefined;
  type?: 'web' | 'phone' | Array<'web' | 'phone'> | undefined;
  direction?: 'inbound' | 'outbound' | Array<'inbound' | 'outbound'> | undefined;
  agent_id?: string | Array<string> | undefined;
  agent_version?: number | Array<number> | undefined;
  disconnection_reason?: DisconnectionReason | Array<DisconnectionReason> | undefined;
  sentiment?: Sentiment | Array<Sentiment> | undefined;
  from_number?: string | Array<string> | undefined;
  to_number?: string | Array<string> | undefined;
  created_after?: string | undefined;
  created_before?: string | undefined;
  started_after?: string | undefined;
  started_before?: string | undefined;
  ended_after?: string | undefined;
  ended_before?: string | undefined;
  min_duration_ms?: number | undefined;
  max_duration_ms?: number | undefined;
  /** `?metadata[plan]=gold`: the calls whose metadata has this key with this value. */
  metadata?: Metadata | undefined;
  /** `?metadata_key=plan`: the calls whose metadata has this key. */
  metadata_key?: string | undefined;
  /** `?variables[name]=Ada`: the calls that were begun with this variable. */
  variables?: Record<string, string> | undefined;
  /**
   * What the list is ordered by; with `-` before it, descending.
   * Default: `"-created_at"`.
   */
  sort?:
    'created_at' | '-created_at' | 'started_at' | '-started_at' | 'ended_at' | '-ended_at' | 'duration_ms' | '-duration_ms' | undefined;
  /** The parts to include, with commas between; absent: all but transcript, collected and agent_override. */
  fields?:
    | 'metadata'
    | 'variables'
    | 'latency'
    | 'cost'
    | 'recording'
    | 'transcript'
    | 'collected'
    | 'agent_override'
    | 'id'
    | 'type'
    | 'transport'
    | 'direction'
    | 'from_number'
    | 'to_number'
    | 'conversation_id'
    | 'agent_id'
    | 'agent_name'
    | 'agent_version'
    | 'status'
    | 'created_at'
    | 'started_at'
    | 'ended_at'
    | 'duration_ms'
    | 'disconnection_reason'
    | 'sentiment'
    | 'analysis'
    | 'revision'
    | Array<
        | 'metadata'
        | 'variables'
        | 'latency'
        | 'cost'
        | 'recording'
        | 'transcript'
        | 'collected'
        | 'agent_override'
        | 'id'
        | 'type'
        | 'transport'
        | 'direction'
        | 'from_number'
        | 'to_number'
        | 'conversation_id'
        | 'agent_id'
        | 'agent_name'
        | 'agent_version'
        | 'status'
        | 'created_at'
        | 'started_at'
        | 'ended_at'
        | 'duration_ms'
        | 'disconnection_reason'
        | 'sentiment'
        | 'analysis'
        | 'revision'
      >
    | undefined;
}

/** Query of `getSignedRecording`. */
export interface GetSignedRecordingQuery {
  organization: string;
  expires: number;
  signature: string;
}

/** Query of `listPhoneNumbers`. */
export interface ListPhoneNumbersQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the nickname or the number, in capitals or not. */
  q?: string | undefined;
  number?: string | Array<string> | undefined;
  agent_id?: string | Array<string> | undefined;
  /** `?metadata[plan]=gold`: the numbers whose metadata has this key with this value. */
  metadata?: Metadata | undefined;
  /** `?metadata_key=plan`: the numbers whose metadata has this key. */
  metadata_key?: string | undefined;
  /**
   * What the list is ordered by; with `-` before it, descending.
   * Default: `"-created_at"`.
   */
  sort?: 'created_at' | '-created_at' | 'number' | '-number' | undefined;
}

/** Query of `listApiKeys`. */
export interface ListApiKeysQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the name, in capitals or not. */
  q?: string | undefined;
}

/** Query of `getUsage`. */
export interface GetUsageQuery {
  /** First and last day, inclusive, in UTC; absent: the last 30 days. At most 366. */
  from?: string | undefined;
  to?: string | undefined;
  agent_id?: string | undefined;
  api_key_id?: string | undefined;
  /** Default: `"day"`. */
  group_by?: 'day' | 'agent' | 'api_key' | undefined;
}

/** Query of `listQuotas`. */
export interface ListQuotasQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
}

/** Query of `listWebhooks`. */
export interface ListWebhooksQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the URL or the description, in capitals or not. */
  q?: string | undefined;
}

/** Query of `listDeliveriesOfWebhook`. */
export interface ListDeliveriesOfWebhookQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  event_type?: WebhookEventType | Array<WebhookEventType> | undefined;
  status?: DeliveryStatus | Array<DeliveryStatus> | undefined;
  call_id?: string | Array<string> | undefined;
  created_after?: string | undefined;
  created_before?: string | undefined;
}

/** Query of `listEvents`. */
export interface ListEventsQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  type?: WebhookEventType | Array<WebhookEventType> | undefined;
  agent_id?: string | Array<string> | undefined;
  call_id?: string | Array<string> | undefined;
  created_after?: string | undefined;
  created_before?: string | undefined;
}

/** Query of `listWebhookDeliveries`. */
export interface ListWebhookDeliveriesQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  webhook_id?: string | Array<string> | undefined;
  event_type?: WebhookEventType | Array<WebhookEventType> | undefined;
  status?: DeliveryStatus | Array<DeliveryStatus> | undefined;
  call_id?: string | Array<string> | undefined;
  created_after?: string | undefined;
  created_before?: string | undefined;
}

/** Query of `listMembers`. */
export interface ListMembersQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the name or the e-mail address, in capitals or not. */
  q?: string | undefined;
}

/** Query of `listAuditLog`. */
export interface ListAuditLogQuery {
  /**
   * At most so many items.
   * Default: `50`.
   */
  limit?: number | undefined;
  /** `next_cursor` of the page before, of the same list with the same filters in the same order. */
  cursor?: string | undefined;
  /** Part of the name of who did it, in capitals or not. */
  q?: string | undefined;
  /** A user or an API key. */
  actor_id?: string | Array<string> | undefined;
  actor_type?:
    | 'person'
    | 'api_key'
    | 'access_token'
    | 'client'
    | 'anonymous'
    | 'command_line'
    | 'system'
    | Array<'person' | 'api_key' | 'access_token' | 'client' | 'anonymous' | 'command_line' | 'system'>
    | undefined;
  action?: string | Array<string> | undefined;
  resource_type?: string | Array<string> | undefined;
  resource_id?: string | Array<string> | undefined;
  request_id?: string | Array<string> | undefined;
  outcome?: 'success' | 'failure' | Array<'success' | 'failure'> | undefined;
  created_after?: string | undefined;
  created_before?: string | undefined;
}

/** Query of `exportAuditLog`. */
export interface ExportAuditLogQuery {
  /** Part of the name of who did it, in capitals or not. */
  q?: string | undefined;
  /** A user or an API key. */
  actor_id?: string | Array<string> | undefined;
  actor_type?:
    | 'person'
    | 'api_key'
    | 'access_token'
    | 'client'
    | 'anonymous'
    | 'command_line'
    | 'system'
    | Array<'person' | 'api_key' | 'access_token' | 'client' | 'anonymous' | 'command_line' | 'system'>
    | undefined;
  action?: string | Array<string> | undefined;
  resource_type?: string | Array<string> | undefined;
  resource_id?: string | Array<string> | undefined;
  request_id?: string | Array<string> | undefined;
  outcome?: 'success' | 'failure' | Array<'success' | 'failure'> | undefined;
  created_after?: string | undefined;
  created_before?: string | undefined;
  /** Default: `"csv"`. */
  format?: 'csv' | 'jsonl' | undefined;
}

/** List agents */
export const listAgents = (query: ListAgentsQuery = {}, options: RequestOptions = {}): Promise<Page<AgentListItem>> =>
  json({ method: 'GET', path: '/agents', query }, options);

/** Create an agent */
export const createAgent = (body: CreateAgentInput, options: RequestOptions = {}): Promise<Agent> =>
  json({ method: 'POST', path: '/agents', body }, options);

/** Get an agent */
export const getAgent = (id: string, options: RequestOptions = {}): Promise<Agent> =>
  json({ method: 'GET', path: pathOf`/agents/${id}` }, options);

/** Get an agent */
export const getAgentParts = (id: string, query: GetAgentPartsQuery, options: RequestOptions = {}): Promise<AgentListItem> =>
  json({ method: 'GET', path: pathOf`/agents/${id}`, query }, options);

/** Change the draft, or the metadata (JSON merge patch) */
export const updateAgent = (id: string, body: Record<string, unknown>, options: ConditionalOptions = {}): Promise<Agent> =>
  json({ method: 'PATCH', path: pathOf`/agents/${id}`, body }, options);

/** Delete an agent */
export const deleteAgent = (id: string, options: ConditionalOptions = {}): Promise<void> =>
  empty({ method: 'DELETE', path: pathOf`/agents/${id}` }, options);

/** What keeps the draft, or a version, from taking calls */
export const listAgentProblems = (
  id: string,
  query: ListAgentProblemsQuery = {},
  options: RequestOptions = {},
): Promise<{
  items: Array<AgentProblem>;
}> => json({ method: 'GET', path: pathOf`/agents/${id}/problems`, query }, options);

/** Make a new agent of an agent's draft and metadata */
export const duplicateAgent = (
  id: string,
  body: {
    /** Absent: the name with " (copy)" behind it. */
    name?: string | undefined;
  },
  options: RequestOptions = {},
): Promise<Agent> => json({ method: 'POST', path: pathOf`/agents/${id}/duplicate`, body }, options);

/** Publish the draft as the next version */
export const publishAgent = (id: string, options: RequestOptions = {}): Promise<AgentVersion> =>
  json({ method: 'POST', path: pathOf`/agents/${id}/publish` }, options);

/** List published versions, newest first */
export const listAgentVersions = (
  id: string,
  query: ListAgentVersionsQuery = {},
  options: RequestOptions = {},
): Promise<Page<AgentVersion>> => json({ method: 'GET', path: pathOf`/agents/${id}/versions`, query }, options);

/** Get a published version */
export const getAgentVersion = (id: string, version: number, options: RequestOptions = {}): Promise<AgentVersion> =>
  json({ method: 'GET', path: pathOf`/agents/${id}/versions/${version}` }, options);

/** Make a version the draft again */
export const restoreAgentVersion = (id: string, version: number, options: RequestOptions = {}): Promise<Agent> =>
  json({ method: 'POST', path: pathOf`/agents/${id}/versions/${version}/restore` }, options);

/** What differs between two versions, or a version and the draft */
export const diffAgentVersions = (id: string, query: DiffAgentVersionsQuery, options: RequestOptions = {}): Promise<AgentDiff> =>
  json({ method: 'GET', path: pathOf`/agents/${id}/diff`, query }, options);

/** Point a tag at a published version */
export const setAgentTag = (
  id: string,
  tag: string,
  body: {
    version: number;
  },
  options: RequestOptions = {},
): Promise<AgentTag> => json({ method: 'PUT', path: pathOf`/agents/${id}/tags/${tag}`, body }, options);

/** Remove a tag */
export const deleteAgentTag = (id: string, tag: string, options: RequestOptions = {}): Promise<void> =>
  empty({ method: 'DELETE', path: pathOf`/agents/${id}/tags/${tag}` }, options);

/** List conversations, typed and spoken */
export const listConversations = (query: ListConversationsQuery = {}, options: RequestOptions = {}): Promise<Page<ConversationListItem>> =>
  json({ method: 'GET', path: '/conversations', query }, options);

/** Begin a typed conversation with an agent */
export const createConversation = (body: CreateConversation, options: RequestOptions = {}): Promise<Conversation> =>
  json({ method: 'POST', path: '/conversations', body }, options);

/** Get a conversation with its messages and function calls */
export const getConversation = (id: string, options: RequestOptions = {}): Promise<Conversation> =>
  json({ method: 'GET', path: pathOf`/conversations/${id}` }, options);

/** Change the metadata (JSON merge patch) */
export const updateConversation = (
  id: string,
  body: {
    /** JSON merge patch of metadata (RFC 7396): null removes a key. */
    metadata: Record<string, string | null>;
  },
  options: ConditionalOptions = {},
): Promise<Conversation> => json({ method: 'PATCH', path: pathOf`/conversations/${id}`, body }, options);

/** Delete a typed conversation; a call's goes with its call */
export const deleteConversation = (id: string, options: ConditionalOptions = {}): Promise<void> =>
  empty({ method: 'DELETE', path: pathOf`/conversations/${id}` }, options);

/** The URL of `exportConversation`. */
export const exportConversationUrl = (id: string, query: ExportConversationQuery = {}): string =>
  urlOf(pathOf`/conversations/${id}/export`, query);

/** List the messages of a conversation, oldest first */
export const listMessages = (id: string, query: ListMessagesQuery = {}, options: RequestOptions = {}): Promise<Page<Message>> =>
  json({ method: 'GET', path: pathOf`/conversations/${id}/messages`, query }, options);

/** Say something and get the answer, whole or as it is made (text/event-stream) */
export const createMessage = (
  id: string,
  body: {
    content: string;
  },
  options: RequestOptions = {},
): Promise<MessageExchange> => json({ method: 'POST', path: pathOf`/conversations/${id}/messages`, body }, options);

/** End a typed conversation */
export const endConversation = (id: string, options: RequestOptions = {}): Promise<Conversation> =>
  json({ method: 'POST', path: pathOf`/conversations/${id}/end` }, options);

/** List calls */
export const listCalls = (query: ListCallsQuery = {}, options: RequestOptions = {}): Promise<Page<CallListItem>> =>
  json({ method: 'GET', path: '/calls', query }, options);

/** Register a web call, or call a telephone */
export const createCall = (body: CreateCallInput, options: RequestOptions = {}): Promise<CreatedCall> =>
  json({ method: 'POST', path: '/calls', body }, options);

/** Get a call */
export const getCall = (id: string, options: RequestOptions = {}): Promise<Call> =>
  json({ method: 'GET', path: pathOf`/calls/${id}` }, options);

/** Change the metadata (JSON merge patch) */
export const updateCall = (
  id: string,
  body: {
    /** JSON merge patch of metadata (RFC 7396): null removes a key. */
    metadata: Record<string, string | null>;
  },
  options: ConditionalOptions = {},
): Promise<Call> => json({ method: 'PATCH', path: pathOf`/calls/${id}`, body }, options);

/** Delete a call with its recording */
export const deleteCall = (id: string, options: ConditionalOptions = {}): Promise<void> =>
  empty({ method: 'DELETE', path: pathOf`/calls/${id}` }, options);

/** A call's event log, as a list or live (text/event-stream) */
export const listCallEvents = (
  id: string,
  options: RequestOptions = {},
): Promise<{
  items: Array<CallEvent>;
}> => json({ method: 'GET', path: pathOf`/calls/${id}/events` }, options);

/** The URL of `listCallEvents`. */
export const listCallEventsUrl = (id: string): string => urlOf(pathOf`/calls/${id}/events`);

/** The URL of `getCallRecording`. */
export const getCallRecordingUrl = (id: string): string => urlOf(pathOf`/calls/${id}/recording`);

/** A URL of the recording that opens without credentials until it expires */
export const createRecordingUrl = (
  id: string,
  body: {
    /** Default: `3600`. */
    expires_in?: number | undefined;
  },
  options: RequestOptions = {},
): Promise<RecordingUrl> => json({ method: 'POST', path: pathOf`/calls/${id}/recording-url`, body }, options);

/** The URL of `getSignedRecording`. */
export const getSignedRecordingUrl = (id: string, query: GetSignedRecordingQuery): string =>
  urlOf(pathOf`/calls/${id}/recording/signed`, query);

/** End a live call */
export const endCall = (id: string, options: RequestOptions = {}): Promise<void> =>
  empty({ method: 'POST', path: pathOf`/calls/${id}/end` }, options);

/** Tell the agent of a live call something; it heeds it from its next answer on */
export const injectCallContext = (
  id: string,
  body: {
    content: string;
  },
  options: RequestOptions = {},
): Promise<void> => empty({ method: 'POST', path: pathOf`/calls/${id}/context`, body }, options);

/** List phone numbers */
export const listPhoneNumbers = (query: ListPhoneNumbersQuery = {}, options: RequestOptions = {}): Promise<Page<PhoneNumber>> =>
  json({ method: 'GET', path: '/phone-numbers', query }, options);

/** Add a phone number and say which agents use it */
export const createPhoneNumber = (body: CreatePhoneNumber, options: RequestOptions = {}): Promise<PhoneNumber> =>
  json({ method: 'POST', path: '/phone-numbers', body }, options);

/** Get a phone number */
export const getPhoneNumber = (id: string, options: RequestOptions = {}): Promise<PhoneNumber> =>
  json({ method: 'GET', path: pathOf`/phone-numbers/${id}` }, options);

/** Change the agents, nickname or metadata of a number */
export const updatePhoneNumber = (id: string, body: UpdatePhoneNumber, options: ConditionalOptions = {}): Promise<PhoneNumber> =>
  json({ method: 'PATCH', path: pathOf`/phone-numbers/${id}`, body }, options);

/** Remove a phone number */
export const deletePhoneNumber = (id: string, options: ConditionalOptions = {}): Promise<void> =>
  empty({ method: 'DELETE', path: pathOf`/phone-numbers/${id}` }, options);

/** List API keys */
export const listApiKeys = (query: ListApiKeysQuery = {}, options: RequestOptions = {}): Promise<Page<ApiKey>> =>
  json({ method: 'GET', path: '/api-keys', query }, options);

/** Make an API key; its secret is shown this once */
export const createApiKey = (body: CreateApiKey, options: RequestOptions = {}): Promise<CreatedApiKey> =>
  json({ method: 'POST', path: '/api-keys', body }, options);

/** Get an API key */
export const getApiKey = (id: string, options: RequestOptions = {}): Promise<ApiKey> =>
  json({ method: 'GET', path: pathOf`/api-keys/${id}` }, options);

/** Change name, scopes, addresses, rate limit or expiry of a key */
export const updateApiKey = (id: string, body: UpdateApiKey, options: ConditionalOptions = {}): Promise<ApiKey> =>
  json({ method: 'PATCH', path: pathOf`/api-keys/${id}`, body }, options);

/** Revoke an API key at once, on every node */
export const revokeApiKey = (id: string, options: ConditionalOptions = {}): Promise<void> =>
  empty({ method: 'DELETE', path: pathOf`/api-keys/${id}` }, options);

/** Give a key a new secret; the old one works for a while longer */
export const rotateApiKey = (
  id: string,
  body: {
    /** Default: `86400`. */
    overlap_seconds?: number | undefined;
  },
  options: RequestOptions = {},
): Promise<CreatedApiKey> => json({ method: 'POST', path: pathOf`/api-keys/${id}/rotate`, body }, options);

/** Exchange an API key for a short-lived access token */
export const createAccessToken = (body: CreateAccessToken, options: RequestOptions = {}): Promise<AccessToken> =>
  json({ method: 'POST', path: '/auth/token', body }, options);

/** What was used, by day, agent or API key */
export const getUsage = (query: GetUsageQuery = {}, options: RequestOptions = {}): Promise<Usage> =>
  json({ method: 'GET', path: '/usage', query }, options);

/** List quotas and how much of each is used */
export const listQuotas = (query: ListQuotasQuery = {}, options: RequestOptions = {}): Promise<Page<Quota>> =>
  json({ method: 'GET', path: '/quotas', query }, options);

/** Set a quota for the organization or one API key */
export const createQuota = (body: CreateQuota, options: RequestOptions = {}): Promise<Quota> =>
  json({ method: 'POST', path: '/quotas', body }, options);

/** Get a quota */
export const getQuota = (id: string, options: RequestOptions = {}): Promise<Quota> =>
  json({ method: 'GET', path: pathOf`/quotas/${id}` }, options);

/** Change the limit or the warning of a quota */
export const updateQuota = (id: string, body: UpdateQuota, options: ConditionalOptions = {}): Promise<Quota> =>
  json({ method: 'PATCH', path: pathOf`/quotas/${id}`, body }, options);

/** Remove a quota */
export const deleteQuota = (id: string, options: ConditionalOptions = {}): Promise<void> =>
  empty({ method: 'DELETE', path: pathOf`/quotas/${id}` }, options);

/** List webhooks */
export const listWebhooks = (query: ListWebhooksQuery = {}, options: RequestOptions = {}): Promise<Page<Webhook>> =>
  json({ method: 'GET', path: '/webhooks', query }, options);

/** Send events to an endpoint; its secret is shown this once */
export const createWebhook = (body: CreateWebhookInput, options: RequestOptions = {}): Promise<CreatedWebhook> =>
  json({ method: 'POST', path: '/webhooks', body }, options);

/** Get a webhook */
export const getWebhook = (id: string, options: RequestOptions = {}): Promise<Webhook> =>
  json({ method: 'GET', path: pathOf`/webhooks/${id}` }, options);

/** Change a webhook, enable or disable it */
export const updateWebhook = (id: string, body: UpdateWebhook, options: ConditionalOptions = {}): Promise<Webhook> =>
  json({ method: 'PATCH', path: pathOf`/webhooks/${id}`, body }, options);

/** Delete a webhook with its deliveries */
export const deleteWebhook = (id: string, options: ConditionalOptions = {}): Promise<void> =>
  empty({ method: 'DELETE', path: pathOf`/webhooks/${id}` }, options);

/** Give a webhook a new secret; deliveries are signed with both for a while */
export const rotateWebhookSecret = (
  id: string,
  body: {
    /**
     * How long deliveries are signed with both secrets.
     * Default: `86400`.
     */
    overlap_seconds?: number | undefined;
  },
  options: RequestOptions = {},
): Promise<CreatedWebhook> => json({ method: 'POST', path: pathOf`/webhooks/${id}/rotate-secret`, body }, options);

/** Send a sample event, or own data, now, and see what came of it */
export const testWebhook = (id: string, body: TestWebhook, options: RequestOptions = {}): Promise<WebhookDeliveryDetail> =>
  json({ method: 'POST', path: pathOf`/webhooks/${id}/test`, body }, options);

/** Send everything since a time again, or only what did not arrive */
export const replayWebhook = (id: string, body: ReplayWebhook, options: RequestOptions = {}): Promise<ResentDeliveries> =>
  json({ method: 'POST', path: pathOf`/webhooks/${id}/replay`, body }, options);

/** List deliveries to one webhook, newest first */
export const listDeliveriesOfWebhook = (
  id: string,
  query: ListDeliveriesOfWebhookQuery = {},
  options: RequestOptions = {},
): Promise<Page<WebhookDelivery>> => json({ method: 'GET', path: pathOf`/webhooks/${id}/deliveries`, query }, options);

/** What a filter would have matched in the last 24 hours */
export const previewEventFilter = (body: EventFilter, options: RequestOptions = {}): Promise<FilterPreview> =>
  json({ method: 'POST', path: '/events/preview', body }, options);

/** List events, newest first, or follow them live (text/event-stream) */
export const listEvents = (query: ListEventsQuery = {}, options: RequestOptions = {}): Promise<Page<WebhookEvent>> =>
  json({ method: 'GET', path: '/events', query }, options);

/** The URL of `listEvents`. */
export const listEventsUrl = (query: ListEventsQuery = {}): string => urlOf('/events', query);

/** Get an event, as it was sent to endpoints */
export const getEvent = (id: string, options: RequestOptions = {}): Promise<WebhookEvent> =>
  json({ method: 'GET', path: pathOf`/events/${id}` }, options);

/** List deliveries to all webhooks, newest first */
export const listWebhookDeliveries = (
  query: ListWebhookDeliveriesQuery = {},
  options: RequestOptions = {},
): Promise<Page<WebhookDelivery>> => json({ method: 'GET', path: '/webhook-deliveries', query }, options);

/** Send a selection of deliveries again */
export const resendWebhookDeliveries = (
  body: {
    ids: Array<string>;
  },
  options: RequestOptions = {},
): Promise<ResentDeliveries> => json({ method: 'POST', path: '/webhook-deliveries/batch/resend', body }, options);

/** Get a delivery with its body and every attempt */
export const getWebhookDelivery = (id: string, options: RequestOptions = {}): Promise<WebhookDeliveryDetail> =>
  json({ method: 'GET', path: pathOf`/webhook-deliveries/${id}` }, options);

/** Send a delivery again */
export const resendWebhookDelivery = (id: string, options: RequestOptions = {}): Promise<WebhookDelivery> =>
  json({ method: 'POST', path: pathOf`/webhook-deliveries/${id}/resend` }, options);

/** Who the credentials are */
export const getMe = (options: RequestOptions = {}): Promise<Me> => json({ method: 'GET', path: '/me' }, options);

/** Get the organization */
export const getOrganization = (options: RequestOptions = {}): Promise<Organization> =>
  json({ method: 'GET', path: '/organization' }, options);

/** Change the name or settings of the organization */
export const updateOrganization = (body: UpdateOrganization, options: ConditionalOptions = {}): Promise<Organization> =>
  json({ method: 'PATCH', path: '/organization', body }, options);

/** List members of the organization */
export const listMembers = (query: ListMembersQuery = {}, options: RequestOptions = {}): Promise<Page<Member>> =>
  json({ method: 'GET', path: '/organization/members', query }, options);

/** Change a member's role */
export const updateMember = (
  id: string,
  body: {
    role: MemberRole;
  },
  options: RequestOptions = {},
): Promise<Member> => json({ method: 'PATCH', path: pathOf`/organization/members/${id}`, body }, options);

/** Remove a member from the organization */
export const removeMember = (id: string, options: RequestOptions = {}): Promise<void> =>
  empty({ method: 'DELETE', path: pathOf`/organization/members/${id}` }, options);

/** Where a member is signed in */
export const listMemberSessions = (id: string, options: RequestOptions = {}): Promise<MemberSessionList> =>
  json({ method: 'GET', path: pathOf`/organization/members/${id}/sessions` }, options);

/** Sign a member out everywhere */
export const endMemberSessions = (id: string, options: RequestOptions = {}): Promise<void> =>
  empty({ method: 'DELETE', path: pathOf`/organization/members/${id}/sessions` }, options);

/** List the newest 100 invitations */
export const listInvitations = (options: RequestOptions = {}): Promise<Page<Invitation>> =>
  json({ method: 'GET', path: '/invitations' }, options);

/** Make a link that makes one person a member; it is shown this once */
export const createInvitation = (body: CreateInvitation, options: RequestOptions = {}): Promise<CreatedInvitation> =>
  json({ method: 'POST', path: '/invitations', body }, options);

/** Revoke an invitation */
export const revokeInvitation = (id: string, options: RequestOptions = {}): Promise<void> =>
  empty({ method: 'DELETE', path: pathOf`/invitations/${id}` }, options);

/** Become a member with the link of an invitation; sign in afterwards */
export const acceptInvitation = (
  body: AcceptInvitation,
  options: RequestOptions = {},
): Promise<{
  ok: true;
}> => json({ method: 'POST', path: '/invitations/accept', body }, options);

/** Who changed what, from where, before and after; the newest first */
export const listAuditLog = (query: ListAuditLogQuery = {}, options: RequestOptions = {}): Promise<Page<AuditEntry>> =>
  json({ method: 'GET', path: '/audit-log', query }, options);

/** The URL of `exportAuditLog`. */
export const exportAuditLogUrl = (query: ExportAuditLogQuery = {}): string => urlOf('/audit-log/export', query);

/** List providers and whether they can be used */
export const listProviders = (
  options: RequestOptions = {},
): Promise<{
  items: Array<Provider>;
}> => json({ method: 'GET', path: '/providers' }, options);

/** Set the organization's key and address of a provider */
export const putProvider = (
  name: 'embedded' | 'openai' | 'openai_compatible',
  body: ProviderCredential,
  options: RequestOptions = {},
): Promise<Provider> => json({ method: 'PUT', path: pathOf`/providers/${name}`, body }, options);

/** Forget the organization's key and address of a provider */
export const deleteProvider = (name: 'embedded' | 'openai' | 'openai_compatible', options: RequestOptions = {}): Promise<void> =>
  empty({ method: 'DELETE', path: pathOf`/providers/${name}` }, options);

/** Make a real request to a provider */
export const testProvider = (name: 'embedded' | 'openai' | 'openai_compatible', options: RequestOptions = {}): Promise<ProviderTest> =>
  json({ method: 'POST', path: pathOf`/providers/${name}/test` }, options);

/** List voices */
export const listVoices = (
  options: RequestOptions = {},
): Promise<{
  items: Array<Voice>;
}> => json({ method: 'GET', path: '/voices' }, options);

/** The URL of `getVoiceSample`. */
export const getVoiceSampleUrl = (provider: string, id: string): string => urlOf(pathOf`/voices/${provider}/${id}/sample`);

/** State of the installation; strangers see only whether it has an owner */
export const getSystem = (options: RequestOptions = {}): Promise<SystemStatus> => json({ method: 'GET', path: '/system' }, options);

/** Make the owner with the one-time link of the first start, and sign in */
export const setUpOwner = (
  body: OwnerSetup,
  options: RequestOptions = {},
): Promise<{
  ok: true;
}> => json({ method: 'POST', path: '/setup', body }, options);
