/** The HTTP API, one function a route. Session by cookie; failures are `RequestFailed`. */
import type {
  Agent,
  AgentConfigInput,
  AgentVersion,
  ApiKey,
  Call,
  CallEvent,
  CallSummary,
  CreatedApiKey,
  CreatedCall,
  Me,
  Organization,
  OwnerSetup,
  Page,
  Provider,
  ProviderCredential,
  ProviderName,
  ProviderTest,
  SystemStatus,
  Voice,
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
const auth = (path: string): string => `/api/auth${path}`;

const agents = {
  list: (cursor: string | null, signal?: AbortSignal) =>
    json<Page<Agent>>(v1(`/agents?limit=100${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`), { signal }),
  get: (id: string, signal?: AbortSignal) => json<Agent>(v1(`/agents/${id}`), { signal }),
  create: (body: AgentConfigInput) => json<Agent>(v1('/agents'), { method: 'POST', body }),
  /** JSON merge patch of the draft; refused with `precondition_failed` when `revision` is not the newest. */
  update: (id: string, patch: Record<string, unknown>, revision: number) =>
    json<Agent>(v1(`/agents/${id}`), { method: 'PATCH', body: patch, headers: { 'If-Match': `"${revision}"` } }),
  remove: (id: string) => done(v1(`/agents/${id}`), { method: 'DELETE' }),
  publish: (id: string) => json<AgentVersion>(v1(`/agents/${id}/publish`), { method: 'POST' }),
  versions: (id: string, signal?: AbortSignal) => json<Page<AgentVersion>>(v1(`/agents/${id}/versions`), { signal }),
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
  rename: (name: string) => json<Organization>(v1('/organization'), { method: 'PATCH', body: { name } }),
  createOrganization: (name: string, slug: string) =>
    json<{ id: string }>(auth('/organization/create'), { method: 'POST', body: { name, slug } }),
  useOrganization: (organizationId: string) => done(auth('/organization/set-active'), { method: 'POST', body: { organizationId } }),
};

const apiKeys = {
  list: (signal?: AbortSignal) => json<Page<ApiKey>>(v1('/api-keys'), { signal }),
  create: (name: string) => json<CreatedApiKey>(v1('/api-keys'), { method: 'POST', body: { name } }),
  revoke: (id: string) => done(v1(`/api-keys/${id}`), { method: 'DELETE' }),
};

export const api = { agents, calls, providers, account, apiKeys };
