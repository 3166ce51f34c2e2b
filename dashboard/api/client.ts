/** The HTTP API, one function a route. Session by cookie; failures are `RequestFailed`. */
import type {
  Agent,
  AgentConfigInput,
  AgentVersion,
  AgentTag,
  ApiKey,
  Call,
  CallEvent,
  CallSummary,
  CreateApiKey,
  CreatedApiKey,
  CreatedCall,
  CreatedWebhook,
  CreateQuota,
  CreateWebhookInput,
  EventFilter,
  FilterPreview,
  Me,
  Member,
  MemberRole,
  Organization,
  OwnerSetup,
  Page,
  Provider,
  ProviderCredential,
  ProviderName,
  ProviderTest,
  Quota,
  ReplayWebhook,
  ResentDeliveries,
  SystemStatus,
  TestWebhook,
  UpdateApiKey,
  UpdateOrganization,
  UpdateQuota,
  UpdateWebhook,
  Usage,
  UsageGroup,
  Voice,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryDetail,
} from '@parley/contract';
import { problemFrom, unreachable } from './problem.ts';

interface RequestOptions {
  method?: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

async function send(path: string, { method, body, headers, signal }: RequestOptions): Promise<Response> {
  const init: RequestInit = {
    method: method ?? 'GET',
    headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
  };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal !== undefined) init.signal = signal;
  const response = await fetch(path, init).catch((error: unknown) => {
    throw error instanceof DOMException && error.name === 'AbortError' ? error : unreachable();
  });
  if (!response.ok) throw await problemFrom(response);
  return response;
}

/** The server's schemas guard what it answers; here the type is taken at its word. */
async function json<T>(path: string, options: RequestOptions = {}): Promise<T> {
  return (await (await send(path, options)).json()) as T;
}

async function done(path: string, options: RequestOptions): Promise<void> {
  await send(path, options);
}

const v1 = (path: string): string => `/api/v1${path}`;
/** A page of a list; null is the first. */
const paged = (path: string, cursor: string | null): string =>
  v1(`${path}?limit=100${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
const auth = (path: string): string => `/api/auth${path}`;

const agents = {
  list: (cursor: string | null, signal?: AbortSignal) => json<Page<Agent>>(paged('/agents', cursor), { signal }),
  get: (id: string, signal?: AbortSignal) => json<Agent>(v1(`/agents/${id}`), { signal }),
  create: (body: AgentConfigInput) => json<Agent>(v1('/agents'), { method: 'POST', body }),
  /** JSON merge patch of the draft; refused with `precondition_failed` when `revision` is not the newest. */
  update: (id: string, patch: Record<string, unknown>, revision: number) =>
    json<Agent>(v1(`/agents/${id}`), { method: 'PATCH', body: patch, headers: { 'If-Match': `"${revision}"` } }),
  remove: (id: string) => done(v1(`/agents/${id}`), { method: 'DELETE' }),
  publish: (id: string) => json<AgentVersion>(v1(`/agents/${id}/publish`), { method: 'POST' }),
  duplicate: (id: string) => json<Agent>(v1(`/agents/${id}/duplicate`), { method: 'POST', body: {} }),
  versions: (id: string, cursor: string | null, signal?: AbortSignal) =>
    json<Page<AgentVersion>>(paged(`/agents/${id}/versions`, cursor), { signal }),
  tag: (id: string, tag: string, version: number) => json<AgentTag>(v1(`/agents/${id}/tags/${tag}`), { method: 'PUT', body: { version } }),
  removeTag: (id: string, tag: string) => done(v1(`/agents/${id}/tags/${tag}`), { method: 'DELETE' }),
  restore: (id: string, version: number) => json<Agent>(v1(`/agents/${id}/versions/${version}/restore`), { method: 'POST' }),
};

const calls = {
  list: (query: string, signal?: AbortSignal) => json<Page<CallSummary>>(v1(`/calls${query === '' ? '' : `?${query}`}`), { signal }),
  get: (id: string, signal?: AbortSignal) => json<Call>(v1(`/calls/${id}`), { signal }),
  events: (id: string, signal?: AbortSignal) => json<{ items: CallEvent[] }>(v1(`/calls/${id}/events`), { signal }),
  create: (agentId: string, version: 'draft' | number, transport: 'webrtc' | 'websocket') =>
    json<CreatedCall>(v1('/calls'), { method: 'POST', body: { type: 'web', transport, agent_id: agentId, agent_version: version } }),
  end: (id: string) => done(v1(`/calls/${id}/end`), { method: 'POST' }),
  remove: (id: string) => done(v1(`/calls/${id}`), { method: 'DELETE' }),
};

const providers = {
  list: (signal?: AbortSignal) => json<{ items: Provider[] }>(v1('/providers'), { signal }),
  put: (name: ProviderName, body: ProviderCredential) => json<Provider>(v1(`/providers/${name}`), { method: 'PUT', body }),
  remove: (name: ProviderName) => done(v1(`/providers/${name}`), { method: 'DELETE' }),
  test: (name: ProviderName) => json<ProviderTest>(v1(`/providers/${name}/test`), { method: 'POST' }),
  voices: (signal?: AbortSignal) => json<{ items: Voice[] }>(v1('/voices'), { signal }),
};

const account = {
  system: (signal?: AbortSignal) => json<SystemStatus>(v1('/system'), { signal }),
  me: (signal?: AbortSignal) => json<Me>(v1('/me'), { signal }),
  setUp: (body: OwnerSetup) => done(v1('/setup'), { method: 'POST', body }),
  signIn: (email: string, password: string) => done(auth('/sign-in/email'), { method: 'POST', body: { email, password } }),
  signOut: () => done(auth('/sign-out'), { method: 'POST', body: {} }),
  updateOrganization: (body: UpdateOrganization) => json<Organization>(v1('/organization'), { method: 'PATCH', body }),
  createOrganization: (name: string, slug: string) =>
    json<{ id: string }>(auth('/organization/create'), { method: 'POST', body: { name, slug } }),
  useOrganization: (organizationId: string) => done(auth('/organization/set-active'), { method: 'POST', body: { organizationId } }),
};

const members = {
  list: (cursor: string | null, signal?: AbortSignal) => json<Page<Member>>(paged('/organization/members', cursor), { signal }),
  changeRole: (id: string, role: MemberRole) => json<Member>(v1(`/organization/members/${id}`), { method: 'PATCH', body: { role } }),
  remove: (id: string) => done(v1(`/organization/members/${id}`), { method: 'DELETE' }),
};

const apiKeys = {
  list: (cursor: string | null, signal?: AbortSignal) => json<Page<ApiKey>>(paged('/api-keys', cursor), { signal }),
  create: (body: CreateApiKey) => json<CreatedApiKey>(v1('/api-keys'), { method: 'POST', body }),
  update: (id: string, body: UpdateApiKey) => json<ApiKey>(v1(`/api-keys/${id}`), { method: 'PATCH', body }),
  rotate: (id: string, overlapSeconds: number) =>
    json<CreatedApiKey>(v1(`/api-keys/${id}/rotate`), { method: 'POST', body: { overlap_seconds: overlapSeconds } }),
  revoke: (id: string) => done(v1(`/api-keys/${id}`), { method: 'DELETE' }),
};

const usage = {
  /** Days inclusive, in UTC. */
  report: (from: string, to: string, groupBy: UsageGroup, signal?: AbortSignal) =>
    json<Usage>(v1(`/usage?from=${from}&to=${to}&group_by=${groupBy}`), { signal }),
  quotas: (cursor: string | null, signal?: AbortSignal) => json<Page<Quota>>(paged('/quotas', cursor), { signal }),
  createQuota: (body: CreateQuota) => json<Quota>(v1('/quotas'), { method: 'POST', body }),
  updateQuota: (id: string, body: UpdateQuota) => json<Quota>(v1(`/quotas/${id}`), { method: 'PATCH', body }),
  removeQuota: (id: string) => done(v1(`/quotas/${id}`), { method: 'DELETE' }),
};

const webhooks = {
  list: (cursor: string | null, signal?: AbortSignal) => json<Page<Webhook>>(paged('/webhooks', cursor), { signal }),
  get: (id: string, signal?: AbortSignal) => json<Webhook>(v1(`/webhooks/${id}`), { signal }),
  create: (body: CreateWebhookInput) => json<CreatedWebhook>(v1('/webhooks'), { method: 'POST', body }),
  /** Refused with `precondition_failed` when `revision` is not the newest. */
  update: (id: string, body: UpdateWebhook, revision: number) =>
    json<Webhook>(v1(`/webhooks/${id}`), { method: 'PATCH', body, headers: { 'If-Match': `"${revision}"` } }),
  remove: (id: string) => done(v1(`/webhooks/${id}`), { method: 'DELETE' }),
  rotate: (id: string, overlapSeconds: number) =>
    json<CreatedWebhook>(v1(`/webhooks/${id}/rotate-secret`), { method: 'POST', body: { overlap_seconds: overlapSeconds } }),
  test: (id: string, body: TestWebhook) => json<WebhookDeliveryDetail>(v1(`/webhooks/${id}/test`), { method: 'POST', body }),
  replay: (id: string, body: ReplayWebhook) => json<ResentDeliveries>(v1(`/webhooks/${id}/replay`), { method: 'POST', body }),
  preview: (filter: EventFilter, signal?: AbortSignal) =>
    json<FilterPreview>(v1('/events/preview'), { method: 'POST', body: filter, signal }),
};

const deliveries = {
  list: (query: string, signal?: AbortSignal) => json<Page<WebhookDelivery>>(v1(`/webhook-deliveries?${query}`), { signal }),
  get: (id: string, signal?: AbortSignal) => json<WebhookDeliveryDetail>(v1(`/webhook-deliveries/${id}`), { signal }),
  resend: (id: string) => json<WebhookDelivery>(v1(`/webhook-deliveries/${id}/resend`), { method: 'POST' }),
  resendAll: (ids: readonly string[]) => json<ResentDeliveries>(v1('/webhook-deliveries/batch/resend'), { method: 'POST', body: { ids } }),
};

export const api = { agents, calls, providers, account, members, apiKeys, usage, webhooks, deliveries };
