// Written by sdks/generate/main.ts from the OpenAPI document. Do not edit.

import type { PageRequest } from '../core/page.ts';
import type { EventStream } from '../core/event-stream.ts';
import { pathOf } from '../core/url.ts';
import type { ConditionalOptions, FollowOptions, RequestOptions, Transport, WriteOptions } from '../core/transport.ts';
import type {
  AccessToken,
  Agent,
  AgentDiff,
  AgentListItem,
  AgentPatch,
  AgentProblemList,
  AgentTag,
  AgentVersion,
  ApiKey,
  AuditEntry,
  Call,
  CallEvent,
  CallEventList,
  CallListItem,
  Conversation,
  ConversationListItem,
  CreateAccessToken,
  CreateAgent,
  CreateApiKey,
  CreateCall,
  CreateConversation,
  CreateInvitation,
  CreateMessage,
  CreatePhoneNumber,
  CreateQuota,
  CreateRecordingUrl,
  CreateWebhook,
  CreatedApiKey,
  CreatedCall,
  CreatedInvitation,
  CreatedWebhook,
  DiffAgentVersionsQuery,
  DuplicateAgent,
  EventFilter,
  ExportAuditLogQuery,
  ExportConversationQuery,
  FilterPreview,
  GetAgentPartsQuery,
  GetUsageQuery,
  InjectContext,
  Invitation,
  ListAgentProblemsQuery,
  ListAgentVersionsQuery,
  ListAgentsQuery,
  ListApiKeysQuery,
  ListAuditLogQuery,
  ListCallsQuery,
  ListConversationsQuery,
  ListDeliveriesOfWebhookQuery,
  ListEventsQuery,
  ListMembersQuery,
  ListMessagesQuery,
  ListPhoneNumbersQuery,
  ListQuotasQuery,
  ListWebhookDeliveriesQuery,
  ListWebhooksQuery,
  Me,
  Member,
  MemberSessionList,
  Message,
  MessageExchange,
  MessageStreamEvent,
  Organization,
  PhoneNumber,
  Provider,
  ProviderCredential,
  ProviderList,
  ProviderTest,
  Quota,
  RecordingUrl,
  ReplayWebhook,
  ResendDeliveries,
  ResentDeliveries,
  RotateApiKey,
  RotateWebhookSecret,
  SetAgentTag,
  TagName,
  TestWebhook,
  UpdateApiKey,
  UpdateCall,
  UpdateConversation,
  UpdateMember,
  UpdateOrganization,
  UpdatePhoneNumber,
  UpdateQuota,
  UpdateWebhook,
  Usage,
  VoiceList,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookEvent,
} from './schemas/types.ts';

export class AgentsResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List agents
   *
   * API keys and access tokens need the scope `agents:read`. Weight in the rate limit: 2.
   */
  list(query: ListAgentsQuery = {}, options: RequestOptions = {}): PageRequest<AgentListItem> {
    return this.#transport.page<AgentListItem>({ method: 'GET', path: '/agents', query }, options);
  }

  /**
   * Create an agent
   *
   * Every field but `name` has a default that works without any provider key.
   *
   * API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 2.
   */
  create(body: CreateAgent, options: WriteOptions = {}): Promise<Agent> {
    return this.#transport.json<Agent>({ method: 'POST', path: '/agents', body, idempotent: true }, options);
  }

  /**
   * Get an agent
   *
   * API keys and access tokens need the scope `agents:read`. Weight in the rate limit: 1.
   */
  get(id: string, options: RequestOptions = {}): Promise<Agent> {
    return this.#transport.json<Agent>({ method: 'GET', path: pathOf`/agents/${id}` }, options);
  }

  /**
   * Get an agent
   *
   * Only the parts that `fields` names, and what is always there.
   */
  getParts(id: string, query: GetAgentPartsQuery, options: RequestOptions = {}): Promise<AgentListItem> {
    return this.#transport.json<AgentListItem>({ method: 'GET', path: pathOf`/agents/${id}`, query }, options);
  }

  /**
   * Change the draft, or the metadata (JSON merge patch)
   *
   * Published versions stay as they are until the draft is published again; metadata has no versions.
   *
   * API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 1.
   */
  update(id: string, body: AgentPatch, options: ConditionalOptions = {}): Promise<Agent> {
    return this.#transport.json<Agent>({ method: 'PATCH', path: pathOf`/agents/${id}`, body, idempotent: true }, options);
  }

  /**
   * Delete an agent
   *
   * Calls that are going on, and the record of those that were, keep their copy of its settings.
   *
   * API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 1.
   */
  delete(id: string, options: ConditionalOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'DELETE', path: pathOf`/agents/${id}`, idempotent: true }, options);
  }

  /**
   * What keeps the draft, or a version, from taking calls
   *
   * Settings that can never work, left by an older version of Parley or refused by the engines of this one, and providers without a key. Publishing and calls are refused until none is left.
   *
   * API keys and access tokens need the scope `agents:read`. Weight in the rate limit: 1.
   */
  listProblems(id: string, query: ListAgentProblemsQuery = {}, options: RequestOptions = {}): Promise<AgentProblemList> {
    return this.#transport.json<AgentProblemList>({ method: 'GET', path: pathOf`/agents/${id}/problems`, query }, options);
  }

  /**
   * Make a new agent of an agent's draft and metadata
   *
   * API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 2.
   */
  duplicate(id: string, body: DuplicateAgent = {}, options: WriteOptions = {}): Promise<Agent> {
    return this.#transport.json<Agent>({ method: 'POST', path: pathOf`/agents/${id}/duplicate`, body, idempotent: true }, options);
  }

  /**
   * Publish the draft as the next version
   *
   * A draft that says what was published last makes no version: that one is answered, with 200.
   *
   * API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 2.
   */
  publish(id: string, options: WriteOptions = {}): Promise<AgentVersion> {
    return this.#transport.json<AgentVersion>({ method: 'POST', path: pathOf`/agents/${id}/publish`, idempotent: true }, options);
  }

  /**
   * List published versions, newest first
   *
   * API keys and access tokens need the scope `agents:read`. Weight in the rate limit: 1.
   */
  listVersions(id: string, query: ListAgentVersionsQuery = {}, options: RequestOptions = {}): PageRequest<AgentVersion> {
    return this.#transport.page<AgentVersion>({ method: 'GET', path: pathOf`/agents/${id}/versions`, query }, options);
  }

  /**
   * Get a published version
   *
   * API keys and access tokens need the scope `agents:read`. Weight in the rate limit: 1.
   */
  getVersion(id: string, version: number, options: RequestOptions = {}): Promise<AgentVersion> {
    return this.#transport.json<AgentVersion>({ method: 'GET', path: pathOf`/agents/${id}/versions/${version}` }, options);
  }

  /**
   * Make a version the draft again
   *
   * API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 1.
   */
  restoreVersion(id: string, version: number, options: WriteOptions = {}): Promise<Agent> {
    return this.#transport.json<Agent>(
      { method: 'POST', path: pathOf`/agents/${id}/versions/${version}/restore`, idempotent: true },
      options,
    );
  }

  /**
   * What differs between two versions, or a version and the draft
   *
   * API keys and access tokens need the scope `agents:read`. Weight in the rate limit: 1.
   */
  diffVersions(id: string, query: DiffAgentVersionsQuery, options: RequestOptions = {}): Promise<AgentDiff> {
    return this.#transport.json<AgentDiff>({ method: 'GET', path: pathOf`/agents/${id}/diff`, query }, options);
  }

  /**
   * Point a tag at a published version
   *
   * Calls and numbers that name the tag as their `agent_version` follow it from the next call on.
   *
   * API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 1.
   */
  setTag(id: string, tag: TagName, body: SetAgentTag, options: WriteOptions = {}): Promise<AgentTag> {
    return this.#transport.json<AgentTag>({ method: 'PUT', path: pathOf`/agents/${id}/tags/${tag}`, body, idempotent: true }, options);
  }

  /**
   * Remove a tag
   *
   * API keys and access tokens need the scope `agents:write`. Weight in the rate limit: 1.
   */
  deleteTag(id: string, tag: TagName, options: WriteOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'DELETE', path: pathOf`/agents/${id}/tags/${tag}`, idempotent: true }, options);
  }
}

export class ConversationsResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List conversations, typed and spoken
   *
   * API keys and access tokens need the scope `conversations:read`. Weight in the rate limit: 2.
   */
  list(query: ListConversationsQuery = {}, options: RequestOptions = {}): PageRequest<ConversationListItem> {
    return this.#transport.page<ConversationListItem>({ method: 'GET', path: '/conversations', query }, options);
  }

  /**
   * Begin a typed conversation with an agent
   *
   * The agent greets first, where it has a greeting.
   *
   * API keys and access tokens need the scope `conversations:write`. Weight in the rate limit: 2.
   */
  create(body: CreateConversation, options: WriteOptions = {}): Promise<Conversation> {
    return this.#transport.json<Conversation>({ method: 'POST', path: '/conversations', body, idempotent: true }, options);
  }

  /**
   * Get a conversation with its messages and function calls
   *
   * API keys and access tokens need the scope `conversations:read`. Weight in the rate limit: 1.
   */
  get(id: string, options: RequestOptions = {}): Promise<Conversation> {
    return this.#transport.json<Conversation>({ method: 'GET', path: pathOf`/conversations/${id}` }, options);
  }

  /**
   * Change the metadata (JSON merge patch)
   *
   * API keys and access tokens need the scope `conversations:write`. Weight in the rate limit: 1.
   */
  update(id: string, body: UpdateConversation, options: ConditionalOptions = {}): Promise<Conversation> {
    return this.#transport.json<Conversation>({ method: 'PATCH', path: pathOf`/conversations/${id}`, body, idempotent: true }, options);
  }

  /**
   * Delete a typed conversation; a call's goes with its call
   *
   * API keys and access tokens need the scope `conversations:write`. Weight in the rate limit: 1.
   */
  delete(id: string, options: ConditionalOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'DELETE', path: pathOf`/conversations/${id}`, idempotent: true }, options);
  }

  /**
   * A conversation as JSON, plain text or WebVTT
   *
   * API keys and access tokens need the scope `conversations:read`. Weight in the rate limit: 2.
   */
  export(id: string, query: ExportConversationQuery = {}, options: RequestOptions = {}): Promise<string> {
    return this.#transport.text({ method: 'GET', path: pathOf`/conversations/${id}/export`, query }, options);
  }

  /**
   * List the messages of a conversation, oldest first
   *
   * What was said and which functions ran, in order; of a call that goes on, what has been said so far.
   *
   * API keys and access tokens need the scope `conversations:read`. Weight in the rate limit: 1.
   */
  listMessages(id: string, query: ListMessagesQuery = {}, options: RequestOptions = {}): PageRequest<Message> {
    return this.#transport.page<Message>({ method: 'GET', path: pathOf`/conversations/${id}/messages`, query }, options);
  }

  /**
   * Say something and get the answer, whole or as it is made (text/event-stream)
   *
   * When the answer fails, nothing of the exchange is kept and the message can be sent again.
   *
   * API keys and access tokens need the scope `conversations:write`. Weight in the rate limit: 5.
   */
  createMessage(id: string, body: CreateMessage, options: WriteOptions = {}): Promise<MessageExchange> {
    return this.#transport.json<MessageExchange>(
      { method: 'POST', path: pathOf`/conversations/${id}/messages`, body, idempotent: true },
      options,
    );
  }

  /**
   * Say something and get the answer, whole or as it is made (text/event-stream)
   * As a stream of events. The request is sent when the iteration begins.
   *
   * When the answer fails, nothing of the exchange is kept and the message can be sent again.
   *
   * API keys and access tokens need the scope `conversations:write`. Weight in the rate limit: 5.
   */
  streamMessage(id: string, body: CreateMessage, options: WriteOptions = {}): EventStream<MessageStreamEvent> {
    return this.#transport.stream<MessageStreamEvent>(
      { method: 'POST', path: pathOf`/conversations/${id}/messages`, body, idempotent: true },
      options,
      ['exchange.completed', 'error'],
    );
  }

  /**
   * End a typed conversation
   *
   * API keys and access tokens need the scope `conversations:write`. Weight in the rate limit: 1.
   */
  end(id: string, options: WriteOptions = {}): Promise<Conversation> {
    return this.#transport.json<Conversation>({ method: 'POST', path: pathOf`/conversations/${id}/end`, idempotent: true }, options);
  }
}

export class CallsResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List calls
   *
   * `fields` chooses the large parts of each call: metadata, variables, latency, cost, recording, transcript, collected. The rest is always there.
   *
   * API keys and access tokens need the scope `calls:read`. Weight in the rate limit: 2.
   */
  list(query: ListCallsQuery = {}, options: RequestOptions = {}): PageRequest<CallListItem> {
    return this.#transport.page<CallListItem>({ method: 'GET', path: '/calls', query }, options);
  }

  /**
   * Register a web call, or call a telephone
   *
   * A web call is taken by a client with its `client_token`. Telephone calls need a trunk and answer `trunk_not_configured` without one.
   *
   * API keys and access tokens need the scope `calls:write`. Weight in the rate limit: 5.
   */
  create(body: CreateCall, options: WriteOptions = {}): Promise<CreatedCall> {
    return this.#transport.json<CreatedCall>({ method: 'POST', path: '/calls', body, idempotent: true }, options);
  }

  /**
   * Get a call
   *
   * API keys and access tokens need the scope `calls:read`. Weight in the rate limit: 1.
   */
  get(id: string, options: RequestOptions = {}): Promise<Call> {
    return this.#transport.json<Call>({ method: 'GET', path: pathOf`/calls/${id}` }, options);
  }

  /**
   * Change the metadata (JSON merge patch)
   *
   * API keys and access tokens need the scope `calls:write`. Weight in the rate limit: 1.
   */
  update(id: string, body: UpdateCall, options: ConditionalOptions = {}): Promise<Call> {
    return this.#transport.json<Call>({ method: 'PATCH', path: pathOf`/calls/${id}`, body, idempotent: true }, options);
  }

  /**
   * Delete a call with its recording
   *
   * API keys and access tokens need the scope `calls:write`. Weight in the rate limit: 1.
   */
  delete(id: string, options: ConditionalOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'DELETE', path: pathOf`/calls/${id}`, idempotent: true }, options);
  }

  /**
   * A call's event log, as a list or live (text/event-stream)
   *
   * The stream begins with what has happened already, ends with the call, and is resumed by `Last-Event-ID`.
   *
   * API keys and access tokens need the scope `calls:read`. Weight in the rate limit: 2.
   */
  listEvents(id: string, options: RequestOptions = {}): Promise<CallEventList> {
    return this.#transport.json<CallEventList>({ method: 'GET', path: pathOf`/calls/${id}/events` }, options);
  }

  /**
   * A call's event log, as a list or live (text/event-stream)
   * As a stream of events; takes itself up again after a lost connection, where it was.
   *
   * The stream begins with what has happened already, ends with the call, and is resumed by `Last-Event-ID`.
   *
   * API keys and access tokens need the scope `calls:read`. Weight in the rate limit: 2.
   */
  followEvents(id: string, options: FollowOptions = {}): EventStream<CallEvent> {
    return this.#transport.follow<CallEvent>({ method: 'GET', path: pathOf`/calls/${id}/events` }, options);
  }

  /**
   * A call's recording: WAV, stereo, caller left, agent right
   *
   * API keys and access tokens need the scope `calls:read`. Weight in the rate limit: 5.
   */
  getRecording(id: string, options: RequestOptions = {}): Promise<Response> {
    return this.#transport.raw({ method: 'GET', path: pathOf`/calls/${id}/recording` }, options);
  }

  /**
   * A URL of the recording that opens without credentials until it expires
   *
   * API keys and access tokens need the scope `calls:read`. Weight in the rate limit: 1.
   */
  createRecordingUrl(id: string, body: CreateRecordingUrl = {}, options: RequestOptions = {}): Promise<RecordingUrl> {
    return this.#transport.json<RecordingUrl>({ method: 'POST', path: pathOf`/calls/${id}/recording-url`, body }, options);
  }

  /**
   * End a live call
   *
   * API keys and access tokens need the scope `calls:write`. Weight in the rate limit: 1.
   */
  end(id: string, options: WriteOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'POST', path: pathOf`/calls/${id}/end`, idempotent: true }, options);
  }

  /**
   * Tell the agent of a live call something; it heeds it from its next answer on
   *
   * API keys and access tokens need the scope `calls:write`. Weight in the rate limit: 1.
   */
  injectContext(id: string, body: InjectContext, options: WriteOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'POST', path: pathOf`/calls/${id}/context`, body, idempotent: true }, options);
  }
}

export class PhoneNumbersResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List phone numbers
   *
   * API keys and access tokens need the scope `phone_numbers:read`. Weight in the rate limit: 1.
   */
  list(query: ListPhoneNumbersQuery = {}, options: RequestOptions = {}): PageRequest<PhoneNumber> {
    return this.#transport.page<PhoneNumber>({ method: 'GET', path: '/phone-numbers', query }, options);
  }

  /**
   * Add a phone number and say which agents use it
   *
   * The number is kept with its agents; calls reach it once a telephone trunk is configured.
   *
   * API keys and access tokens need the scope `phone_numbers:write`. Weight in the rate limit: 1.
   */
  create(body: CreatePhoneNumber, options: WriteOptions = {}): Promise<PhoneNumber> {
    return this.#transport.json<PhoneNumber>({ method: 'POST', path: '/phone-numbers', body, idempotent: true }, options);
  }

  /**
   * Get a phone number
   *
   * API keys and access tokens need the scope `phone_numbers:read`. Weight in the rate limit: 1.
   */
  get(id: string, options: RequestOptions = {}): Promise<PhoneNumber> {
    return this.#transport.json<PhoneNumber>({ method: 'GET', path: pathOf`/phone-numbers/${id}` }, options);
  }

  /**
   * Change the agents, nickname or metadata of a number
   *
   * API keys and access tokens need the scope `phone_numbers:write`. Weight in the rate limit: 1.
   */
  update(id: string, body: UpdatePhoneNumber, options: ConditionalOptions = {}): Promise<PhoneNumber> {
    return this.#transport.json<PhoneNumber>({ method: 'PATCH', path: pathOf`/phone-numbers/${id}`, body, idempotent: true }, options);
  }

  /**
   * Remove a phone number
   *
   * API keys and access tokens need the scope `phone_numbers:write`. Weight in the rate limit: 1.
   */
  delete(id: string, options: ConditionalOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'DELETE', path: pathOf`/phone-numbers/${id}`, idempotent: true }, options);
  }
}

export class ApiKeysResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List API keys
   *
   * API keys and access tokens need the scope `api_keys:read`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  list(query: ListApiKeysQuery = {}, options: RequestOptions = {}): PageRequest<ApiKey> {
    return this.#transport.page<ApiKey>({ method: 'GET', path: '/api-keys', query }, options);
  }

  /**
   * Make an API key; its secret is shown this once
   *
   * A key reaches no further than the key or token that makes it: not in scopes, addresses, requests a minute or time.
   *
   * API keys and access tokens need the scope `api_keys:write`. People need the role `admin` or `owner`. Weight in the rate limit: 5.
   */
  create(body: CreateApiKey, options: WriteOptions = {}): Promise<CreatedApiKey> {
    return this.#transport.json<CreatedApiKey>({ method: 'POST', path: '/api-keys', body, idempotent: true }, options);
  }

  /**
   * Get an API key
   *
   * API keys and access tokens need the scope `api_keys:read`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  get(id: string, options: RequestOptions = {}): Promise<ApiKey> {
    return this.#transport.json<ApiKey>({ method: 'GET', path: pathOf`/api-keys/${id}` }, options);
  }

  /**
   * Change name, scopes, addresses, rate limit or expiry of a key
   *
   * API keys and access tokens need the scope `api_keys:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  update(id: string, body: UpdateApiKey, options: ConditionalOptions = {}): Promise<ApiKey> {
    return this.#transport.json<ApiKey>({ method: 'PATCH', path: pathOf`/api-keys/${id}`, body, idempotent: true }, options);
  }

  /**
   * Revoke an API key at once, on every node
   *
   * API keys and access tokens need the scope `api_keys:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  revoke(id: string, options: ConditionalOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'DELETE', path: pathOf`/api-keys/${id}`, idempotent: true }, options);
  }

  /**
   * Give a key a new secret; the old one works for a while longer
   *
   * API keys and access tokens need the scope `api_keys:write`. People need the role `admin` or `owner`. Weight in the rate limit: 5.
   */
  rotate(id: string, body: RotateApiKey = {}, options: WriteOptions = {}): Promise<CreatedApiKey> {
    return this.#transport.json<CreatedApiKey>({ method: 'POST', path: pathOf`/api-keys/${id}/rotate`, body, idempotent: true }, options);
  }
}

export class AuthResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Exchange an API key for a short-lived access token
   *
   * The token is a JWT (EdDSA) with the scopes of the key, or fewer, and ends no later than the key: `expires_in` in the answer tells. A token makes no further tokens; its keys are at `/.well-known/jwks.json`. It ends with its key: revoked there, refused here.
   *
   * Any API key or access token will do. Weight in the rate limit: 2.
   */
  createToken(body: CreateAccessToken = {}, options: RequestOptions = {}): Promise<AccessToken> {
    return this.#transport.json<AccessToken>({ method: 'POST', path: '/auth/token', body }, options);
  }
}

export class UsageResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * What was used, by day, agent or API key
   *
   * Requests are added within seconds, a call with its end, a message with its answer.
   *
   * API keys and access tokens need the scope `usage:read`. Weight in the rate limit: 5.
   */
  get(query: GetUsageQuery = {}, options: RequestOptions = {}): Promise<Usage> {
    return this.#transport.json<Usage>({ method: 'GET', path: '/usage', query }, options);
  }
}

export class QuotasResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List quotas and how much of each is used
   *
   * API keys and access tokens need the scope `usage:read`. Weight in the rate limit: 1.
   */
  list(query: ListQuotasQuery = {}, options: RequestOptions = {}): PageRequest<Quota> {
    return this.#transport.page<Quota>({ method: 'GET', path: '/quotas', query }, options);
  }

  /**
   * Set a quota for the organization or one API key
   *
   * A warning is kept when `warn_percent` of it is used; beyond the limit requests, calls or messages are refused with `quota_exceeded`. Calls that go on are not cut off.
   *
   * API keys and access tokens need the scope `usage:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  create(body: CreateQuota, options: WriteOptions = {}): Promise<Quota> {
    return this.#transport.json<Quota>({ method: 'POST', path: '/quotas', body, idempotent: true }, options);
  }

  /**
   * Get a quota
   *
   * API keys and access tokens need the scope `usage:read`. Weight in the rate limit: 1.
   */
  get(id: string, options: RequestOptions = {}): Promise<Quota> {
    return this.#transport.json<Quota>({ method: 'GET', path: pathOf`/quotas/${id}` }, options);
  }

  /**
   * Change the limit or the warning of a quota
   *
   * API keys and access tokens need the scope `usage:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  update(id: string, body: UpdateQuota, options: ConditionalOptions = {}): Promise<Quota> {
    return this.#transport.json<Quota>({ method: 'PATCH', path: pathOf`/quotas/${id}`, body, idempotent: true }, options);
  }

  /**
   * Remove a quota
   *
   * API keys and access tokens need the scope `usage:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  delete(id: string, options: ConditionalOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'DELETE', path: pathOf`/quotas/${id}`, idempotent: true }, options);
  }
}

export class WebhooksResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List webhooks
   *
   * API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.
   */
  list(query: ListWebhooksQuery = {}, options: RequestOptions = {}): PageRequest<Webhook> {
    return this.#transport.page<Webhook>({ method: 'GET', path: '/webhooks', query }, options);
  }

  /**
   * Send events to an endpoint; its secret is shown this once
   *
   * The URL must be https and lead to a public address; an installation may allow others. Redirects are not followed.
   *
   * API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in the rate limit: 2.
   */
  create(body: CreateWebhook, options: WriteOptions = {}): Promise<CreatedWebhook> {
    return this.#transport.json<CreatedWebhook>({ method: 'POST', path: '/webhooks', body, idempotent: true }, options);
  }

  /**
   * Get a webhook
   *
   * API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.
   */
  get(id: string, options: RequestOptions = {}): Promise<Webhook> {
    return this.#transport.json<Webhook>({ method: 'GET', path: pathOf`/webhooks/${id}` }, options);
  }

  /**
   * Change a webhook, enable or disable it
   *
   * A webhook that is disabled gets no new events; what waited for it is sent once it is enabled again.
   *
   * API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  update(id: string, body: UpdateWebhook, options: ConditionalOptions = {}): Promise<Webhook> {
    return this.#transport.json<Webhook>({ method: 'PATCH', path: pathOf`/webhooks/${id}`, body, idempotent: true }, options);
  }

  /**
   * Delete a webhook with its deliveries
   *
   * API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  delete(id: string, options: ConditionalOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'DELETE', path: pathOf`/webhooks/${id}`, idempotent: true }, options);
  }

  /**
   * Give a webhook a new secret; deliveries are signed with both for a while
   *
   * API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  rotateSecret(id: string, body: RotateWebhookSecret = {}, options: WriteOptions = {}): Promise<CreatedWebhook> {
    return this.#transport.json<CreatedWebhook>(
      { method: 'POST', path: pathOf`/webhooks/${id}/rotate-secret`, body, idempotent: true },
      options,
    );
  }

  /**
   * Send a sample event, or own data, now, and see what came of it
   *
   * It is tried once, whether or not the webhook is enabled and whatever its filter.
   *
   * API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in the rate limit: 10.
   */
  test(id: string, body: TestWebhook = {}, options: WriteOptions = {}): Promise<WebhookDeliveryDetail> {
    return this.#transport.json<WebhookDeliveryDetail>(
      { method: 'POST', path: pathOf`/webhooks/${id}/test`, body, idempotent: true },
      options,
    );
  }

  /**
   * Send everything since a time again, or only what did not arrive
   *
   * API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in the rate limit: 20.
   */
  replay(id: string, body: ReplayWebhook, options: WriteOptions = {}): Promise<ResentDeliveries> {
    return this.#transport.json<ResentDeliveries>(
      { method: 'POST', path: pathOf`/webhooks/${id}/replay`, body, idempotent: true },
      options,
    );
  }

  /**
   * List deliveries to one webhook, newest first
   *
   * API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.
   */
  listDeliveries(id: string, query: ListDeliveriesOfWebhookQuery = {}, options: RequestOptions = {}): PageRequest<WebhookDelivery> {
    return this.#transport.page<WebhookDelivery>({ method: 'GET', path: pathOf`/webhooks/${id}/deliveries`, query }, options);
  }
}

export class EventsResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * What a filter would have matched in the last 24 hours
   *
   * Of the newest 10,000 events.
   *
   * API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 10.
   */
  previewFilter(body: EventFilter = {}, options: RequestOptions = {}): Promise<FilterPreview> {
    return this.#transport.json<FilterPreview>({ method: 'POST', path: '/events/preview', body }, options);
  }

  /**
   * List events, newest first, or follow them live (text/event-stream)
   *
   * A stream begins with now, or after the event that `Last-Event-ID` names; of the filters it takes `type` and `agent_id`.
   *
   * API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.
   */
  list(query: ListEventsQuery = {}, options: RequestOptions = {}): PageRequest<WebhookEvent> {
    return this.#transport.page<WebhookEvent>({ method: 'GET', path: '/events', query }, options);
  }

  /**
   * List events, newest first, or follow them live (text/event-stream)
   * As a stream of events; takes itself up again after a lost connection, where it was.
   *
   * A stream begins with now, or after the event that `Last-Event-ID` names; of the filters it takes `type` and `agent_id`.
   *
   * API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.
   */
  follow(query: ListEventsQuery = {}, options: FollowOptions = {}): EventStream<WebhookEvent> {
    return this.#transport.follow<WebhookEvent>({ method: 'GET', path: '/events', query }, options);
  }

  /**
   * Get an event, as it was sent to endpoints
   *
   * API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.
   */
  get(id: string, options: RequestOptions = {}): Promise<WebhookEvent> {
    return this.#transport.json<WebhookEvent>({ method: 'GET', path: pathOf`/events/${id}` }, options);
  }
}

export class WebhookDeliveriesResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List deliveries to all webhooks, newest first
   *
   * API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.
   */
  list(query: ListWebhookDeliveriesQuery = {}, options: RequestOptions = {}): PageRequest<WebhookDelivery> {
    return this.#transport.page<WebhookDelivery>({ method: 'GET', path: '/webhook-deliveries', query }, options);
  }

  /**
   * Send a selection of deliveries again
   *
   * Those that are being sent, and those to webhooks that are disabled, are passed over.
   *
   * API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in the rate limit: 5.
   */
  resendMany(body: ResendDeliveries, options: WriteOptions = {}): Promise<ResentDeliveries> {
    return this.#transport.json<ResentDeliveries>(
      { method: 'POST', path: '/webhook-deliveries/batch/resend', body, idempotent: true },
      options,
    );
  }

  /**
   * Get a delivery with its body and every attempt
   *
   * API keys and access tokens need the scope `webhooks:read`. Weight in the rate limit: 1.
   */
  get(id: string, options: RequestOptions = {}): Promise<WebhookDeliveryDetail> {
    return this.#transport.json<WebhookDeliveryDetail>({ method: 'GET', path: pathOf`/webhook-deliveries/${id}` }, options);
  }

  /**
   * Send a delivery again
   *
   * API keys and access tokens need the scope `webhooks:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  resend(id: string, options: WriteOptions = {}): Promise<WebhookDelivery> {
    return this.#transport.json<WebhookDelivery>(
      { method: 'POST', path: pathOf`/webhook-deliveries/${id}/resend`, idempotent: true },
      options,
    );
  }
}

export class MeResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Who the credentials are
   *
   * Any API key or access token will do. Weight in the rate limit: 1.
   */
  get(options: RequestOptions = {}): Promise<Me> {
    return this.#transport.json<Me>({ method: 'GET', path: '/me' }, options);
  }
}

export class OrganizationResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Get the organization
   *
   * API keys and access tokens need the scope `organization:read`. Weight in the rate limit: 1.
   */
  get(options: RequestOptions = {}): Promise<Organization> {
    return this.#transport.json<Organization>({ method: 'GET', path: '/organization' }, options);
  }

  /**
   * Change the name or settings of the organization
   *
   * API keys and access tokens need the scope `organization:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  update(body: UpdateOrganization, options: ConditionalOptions = {}): Promise<Organization> {
    return this.#transport.json<Organization>({ method: 'PATCH', path: '/organization', body, idempotent: true }, options);
  }

  /**
   * List members of the organization
   *
   * API keys and access tokens need the scope `organization:read`. Weight in the rate limit: 1.
   */
  listMembers(query: ListMembersQuery = {}, options: RequestOptions = {}): PageRequest<Member> {
    return this.#transport.page<Member>({ method: 'GET', path: '/organization/members', query }, options);
  }

  /**
   * Change a member's role
   *
   * API keys and access tokens need the scope `organization:write`. People need the role `owner`. Weight in the rate limit: 1.
   */
  updateMember(id: string, body: UpdateMember, options: WriteOptions = {}): Promise<Member> {
    return this.#transport.json<Member>({ method: 'PATCH', path: pathOf`/organization/members/${id}`, body, idempotent: true }, options);
  }

  /**
   * Remove a member from the organization
   *
   * API keys and access tokens need the scope `organization:write`. People need the role `owner`. Weight in the rate limit: 1.
   */
  removeMember(id: string, options: WriteOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'DELETE', path: pathOf`/organization/members/${id}`, idempotent: true }, options);
  }

  /**
   * Where a member is signed in
   *
   * API keys and access tokens need the scope `organization:read`. People need the role `owner`. Weight in the rate limit: 1.
   */
  listMemberSessions(id: string, options: RequestOptions = {}): Promise<MemberSessionList> {
    return this.#transport.json<MemberSessionList>({ method: 'GET', path: pathOf`/organization/members/${id}/sessions` }, options);
  }

  /**
   * Sign a member out everywhere
   *
   * API keys and access tokens need the scope `organization:write`. People need the role `owner`. Weight in the rate limit: 1.
   */
  endMemberSessions(id: string, options: WriteOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'DELETE', path: pathOf`/organization/members/${id}/sessions`, idempotent: true }, options);
  }
}

export class InvitationsResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List the newest 100 invitations
   *
   * API keys and access tokens need the scope `organization:read`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  list(options: RequestOptions = {}): PageRequest<Invitation> {
    return this.#transport.page<Invitation>({ method: 'GET', path: '/invitations' }, options);
  }

  /**
   * Make a link that makes one person a member; it is shown this once
   *
   * Nothing is sent: give the link to whom it is for. Admins invite members, owners invite anybody; a key invites admins and owners only with the scope `*` and without any limit, a token never.
   *
   * API keys and access tokens need the scope `organization:write`. People need the role `admin` or `owner`. Weight in the rate limit: 5.
   */
  create(body: CreateInvitation = {}, options: WriteOptions = {}): Promise<CreatedInvitation> {
    return this.#transport.json<CreatedInvitation>({ method: 'POST', path: '/invitations', body, idempotent: true }, options);
  }

  /**
   * Revoke an invitation
   *
   * API keys and access tokens need the scope `organization:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  revoke(id: string, options: WriteOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'DELETE', path: pathOf`/invitations/${id}`, idempotent: true }, options);
  }
}

export class AuditLogResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Who changed what, from where, before and after; the newest first
   *
   * Every change over the API, the dashboard, the Retell layer and the command line, every sign-in and sign-out, refused sign-ins, and every download of a recording or export of a conversation. Entries are written in the transaction of the change and cannot be changed.
   *
   * API keys and access tokens need the scope `audit_log:read`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  list(query: ListAuditLogQuery = {}, options: RequestOptions = {}): PageRequest<AuditEntry> {
    return this.#transport.page<AuditEntry>({ method: 'GET', path: '/audit-log', query }, options);
  }

  /**
   * The audit trail as a file: CSV, or a line of JSON for each entry
   *
   * API keys and access tokens need the scope `audit_log:read`. People need the role `admin` or `owner`. Weight in the rate limit: 10.
   */
  export(query: ExportAuditLogQuery = {}, options: RequestOptions = {}): Promise<Response> {
    return this.#transport.raw({ method: 'GET', path: '/audit-log/export', query }, options);
  }
}

export class ProvidersResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List providers and whether they can be used
   *
   * API keys and access tokens need the scope `providers:read`. Weight in the rate limit: 1.
   */
  list(options: RequestOptions = {}): Promise<ProviderList> {
    return this.#transport.json<ProviderList>({ method: 'GET', path: '/providers' }, options);
  }

  /**
   * Set the organization's key and address of a provider
   *
   * API keys and access tokens need the scope `providers:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  put(name: 'embedded' | 'openai' | 'openai_compatible', body: ProviderCredential = {}, options: WriteOptions = {}): Promise<Provider> {
    return this.#transport.json<Provider>({ method: 'PUT', path: pathOf`/providers/${name}`, body, idempotent: true }, options);
  }

  /**
   * Forget the organization's key and address of a provider
   *
   * API keys and access tokens need the scope `providers:write`. People need the role `admin` or `owner`. Weight in the rate limit: 1.
   */
  delete(name: 'embedded' | 'openai' | 'openai_compatible', options: WriteOptions = {}): Promise<void> {
    return this.#transport.empty({ method: 'DELETE', path: pathOf`/providers/${name}`, idempotent: true }, options);
  }

  /**
   * Make a real request to a provider
   *
   * API keys and access tokens need the scope `providers:write`. People need the role `admin` or `owner`. Weight in the rate limit: 10.
   */
  test(name: 'embedded' | 'openai' | 'openai_compatible', options: WriteOptions = {}): Promise<ProviderTest> {
    return this.#transport.json<ProviderTest>({ method: 'POST', path: pathOf`/providers/${name}/test`, idempotent: true }, options);
  }
}

export class VoicesResource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List voices
   *
   * API keys and access tokens need the scope `providers:read`. Weight in the rate limit: 1.
   */
  list(options: RequestOptions = {}): Promise<VoiceList> {
    return this.#transport.json<VoiceList>({ method: 'GET', path: '/voices' }, options);
  }

  /**
   * Hear a voice (WAV)
   *
   * API keys and access tokens need the scope `providers:read`. Weight in the rate limit: 5.
   */
  getSample(provider: string, id: string, options: RequestOptions = {}): Promise<Response> {
    return this.#transport.raw({ method: 'GET', path: pathOf`/voices/${provider}/${id}/sample` }, options);
  }
}

/** Everything that a key can reach, by resource. */
export class ParleyResources {
  readonly agents: AgentsResource;
  readonly conversations: ConversationsResource;
  readonly calls: CallsResource;
  readonly phoneNumbers: PhoneNumbersResource;
  readonly apiKeys: ApiKeysResource;
  readonly auth: AuthResource;
  readonly usage: UsageResource;
  readonly quotas: QuotasResource;
  readonly webhooks: WebhooksResource;
  readonly events: EventsResource;
  readonly webhookDeliveries: WebhookDeliveriesResource;
  readonly me: MeResource;
  readonly organization: OrganizationResource;
  readonly invitations: InvitationsResource;
  readonly auditLog: AuditLogResource;
  readonly providers: ProvidersResource;
  readonly voices: VoicesResource;

  constructor(transport: Transport) {
    this.agents = new AgentsResource(transport);
    this.conversations = new ConversationsResource(transport);
    this.calls = new CallsResource(transport);
    this.phoneNumbers = new PhoneNumbersResource(transport);
    this.apiKeys = new ApiKeysResource(transport);
    this.auth = new AuthResource(transport);
    this.usage = new UsageResource(transport);
    this.quotas = new QuotasResource(transport);
    this.webhooks = new WebhooksResource(transport);
    this.events = new EventsResource(transport);
    this.webhookDeliveries = new WebhookDeliveriesResource(transport);
    this.me = new MeResource(transport);
    this.organization = new OrganizationResource(transport);
    this.invitations = new InvitationsResource(transport);
    this.auditLog = new AuditLogResource(transport);
    this.providers = new ProvidersResource(transport);
    this.voices = new VoicesResource(transport);
  }
}
