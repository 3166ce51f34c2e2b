import { readFileSync } from 'node:fs';
import Retell, { type APIError, AuthenticationError, PermissionDeniedError, RateLimitError } from 'retell-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiKeys } from '../../access/api-keys/api-key-service.ts';
import { startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';
import { CALL_FIELDS } from './calls/answer-fields.ts';
import { CHAT_FIELDS } from './chats/answer-fields.ts';
import { compatibilityDocument, declaredRoutes } from './documentation.ts';
import { concurrencyOf } from './platform/platform-routes.ts';
import type { RetellRoute } from './shared/route.ts';
import { refusal, retell, speak } from './testing.ts';

const routes = declaredRoutes();

/** Every method of the SDK, by resource. */
const sdkMethods = (): string[] => {
  const client = new Retell({ apiKey: 'x' });
  return Object.entries(client as unknown as Record<string, object>)
    .filter(([, resource]) => typeof resource === 'object' && resource !== null && '_client' in resource)
    .flatMap(([name, resource]) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(resource))
        .filter((method) => method !== 'constructor')
        .map((method) => `${name}.${method}`),
    );
};

describe('the declarations', () => {
  test('every method of the SDK has its route', () => {
    const declared = routes.flatMap(({ sdk }) => sdk);
    expect(sdkMethods()).toHaveLength(114);
    expect(declared.toSorted()).toEqual(sdkMethods().toSorted());
  });

  test('the documentation is as the routes are (`npm run retell-docs` writes it)', () => {
    expect(readFileSync(new URL('../../../docs/retell-compatibility.md', import.meta.url), 'utf8')).toBe(compatibilityDocument());
  });
});

describe('every route', () => {
  let parley: TestServer;
  let mine: Tenant;
  let other: Tenant;
  /** Ids of the other organization by the name of the path parameter. */
  let foreign: Record<string, string>;

  beforeAll(async () => {
    parley = await startTestServer();
    [mine, other] = [await parley.tenant('Mine'), await parley.tenant('Other')];
    const client = retell(parley, other);
    const { llm_id } = await client.llm.create({ general_prompt: 'secret of the other' });
    const { agent_id } = await client.agent.create({
      response_engine: { type: 'retell-llm', llm_id },
      voice_id: 'slt',
      agent_name: 'secret of the other',
    });
    const { call_id } = await client.call.createWebCall({ agent_id });
    const { chat_id } = await client.chat.create({ agent_id });
    const { phone_number } = await client.phoneNumber.create({ phone_number: '+15554443333' });
    foreign = { agent_id, llm_id, call_id, chat_id, phone_number, voice_id: 'nobody' };
  });
  afterAll(() => parley.close());

  const pathOf = ({ declared: { path } }: RetellRoute): string =>
    `/retell${path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(foreign[name] ?? 'nobody'))}`;
  const send = async (route: RetellRoute, options: { key?: string; raw?: string; type?: string; query?: string } = {}): Promise<Answer> => {
    const response = await fetch(`${parley.url}${pathOf(route)}${options.query ?? ''}`, {
      method: route.declared.method.toUpperCase(),
      headers: {
        ...(options.key === undefined ? {} : { Authorization: `Bearer ${options.key}` }),
        ...(options.raw === undefined ? {} : { 'Content-Type': options.type ?? 'application/json' }),
      },
      ...(options.raw === undefined ? {} : { body: options.raw }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: text === '' ? null : (JSON.parse(text) as unknown) };
  };
  const nameOf = ({ declared: { method, path } }: RetellRoute): string => `${method} ${path}`;
  const expectError = (answer: Answer, where: string): void => {
    expect(answer.json, where).toEqual({ status: 'error', message: expect.any(String) as string });
    expect(answer.text, where).not.toContain('secret of the other');
  };

  test.each(routes.map((route) => [nameOf(route), route] as const))('%s wants a key', async (where, route) => {
    const answer = await send(route, route.declared.body === undefined ? {} : { raw: '{}' });
    expect(answer.status, where).toBe(401);
    expectError(answer, where);
  });

  test('one that we have no feature for answers 501, whatever is sent', async () => {
    for (const route of routes.filter(({ implemented }) => !implemented)) {
      const answer = await send(route, {
        key: mine.key,
        query: '?limit=1',
        ...(route.declared.method === 'get' ? {} : { raw: '--x\r\n', type: 'multipart/form-data; boundary=x' }),
      });
      expect(answer.status, nameOf(route)).toBe(501);
      expectError(answer, nameOf(route));
      expect(answer.headers.get('x-should-retry')).toBe('false');
    }
  });

  test('a key without the scope is refused', async () => {
    const key = (await new ApiKeys(parley.database).create(mine.id, { name: 'None', scopes: ['api_keys:read'] })).secret;
    for (const route of routes.filter(({ implemented, declared }) => implemented && declared.scope !== null)) {
      const answer = await send(route, { key, ...(route.declared.body === undefined ? {} : { raw: '{}' }) });
      expect(answer.status, nameOf(route)).toBe(403);
      expectError(answer, nameOf(route));
    }
    await expect(retell(parley, { key }).agent.list()).rejects.toBeInstanceOf(PermissionDeniedError);
  });

  test('broken bodies are malformed, and nothing is ours to fail on', async () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const values = [
      'null',
      '[]',
      '"x"',
      '1e999',
      '{',
      '{"metadata":"\\u0000"}',
      deep,
      `{"filter_criteria":[1]}`,
      `{"limit":"x","agent_id":7,"response_engine":7,"version":-1,"base_version":"x","voice_id":[]}`,
    ];
    for (const route of routes.filter(({ implemented, declared }) => implemented && declared.body !== undefined)) {
      for (const raw of values) {
        const answer = await send(route, { key: mine.key, raw });
        const where = `${nameOf(route)} ${raw.slice(0, 40)}`;
        expect(answer.status, where).toBeLessThan(500);
        if (answer.status >= 400) expectError(answer, where);
      }
      const large = await send(route, { key: mine.key, raw: JSON.stringify({ agent_name: 'x'.repeat(1_100_000) }) });
      expect(large.status, nameOf(route)).toBe(413);
    }
    const malformed = await send(
      routes.find(({ sdk }) => sdk.includes('llm.create'))!,
      { key: mine.key, raw: '{' },
    );
    expect(malformed).toMatchObject({ status: 400, json: { message: expect.stringContaining('line 1') as string } });
  });

  test('broken queries and paths neither', async () => {
    for (const route of routes.filter(({ implemented, declared }) => implemented && declared.method === 'get')) {
      for (const query of [
        '?limit=x',
        '?limit=-1',
        '?sort_order=up',
        '?pagination_key=%00',
        '?version=%ff',
        '?limit=1&limit=2',
        '?a[b]=c',
      ]) {
        const answer = await send(route, { key: mine.key, query });
        expect(answer.status, `${nameOf(route)}${query}`).toBeLessThan(500);
      }
    }
    for (const id of ['%00', '%ff', 'x'.repeat(500), '..%2f', "'", 'null']) {
      const response = await fetch(`${parley.url}/retell/get-agent/${id}`, { headers: { Authorization: `Bearer ${mine.key}` } });
      expect([response.status, await response.json()]).toEqual([404, { status: 'error', message: expect.any(String) as string }]);
    }
  });

  test("another organization's are not there", async () => {
    const bodies: Record<string, object> = {
      '/create-agent-version/:agent_id': { base_version: 0 },
      '/publish-agent-version/:agent_id': { version: 0 },
    };
    const ofOne = routes.filter(({ implemented, declared }) => implemented && declared.path.includes(':'));
    expect(ofOne.length).toBeGreaterThan(25);
    for (const route of ofOne) {
      const body = bodies[route.declared.path] ?? {};
      const answer = await send(route, {
        key: mine.key,
        query: route.declared.path.startsWith('/delete-agent-version') ? '?version=0' : '',
        ...(route.declared.body === undefined ? {} : { raw: JSON.stringify(body) }),
      });
      expect(answer.status, nameOf(route)).toBe(404);
      expectError(answer, nameOf(route));
    }
    const client = retell(parley, mine);
    for (const ask of [
      () => client.call.createWebCall({ agent_id: foreign.agent_id! }),
      () => client.chat.create({ agent_id: foreign.agent_id! }),
      () => client.agent.create({ voice_id: 'slt', response_engine: { type: 'retell-llm', llm_id: foreign.llm_id! } }),
      () => client.phoneNumber.create({ phone_number: '+15554440000', inbound_agents: [{ agent_id: foreign.agent_id!, weight: 1 }] }),
    ]) {
      expect((await refusal(ask())).status).toBe(422);
    }
    const empty = retell(parley, await parley.tenant());
    for (const list of [empty.agent.list(), empty.llm.list(), empty.call.list(), empty.chat.list(), empty.phoneNumber.list()]) {
      expect((await list).items).toEqual([]);
    }
  });

  test('every field of a call and a chat is documented', async () => {
    const client = retell(parley, other);
    const { call_id } = await client.call.createWebCall({ agent_id: foreign.agent_id!, metadata: { a: 1 } });
    await speak(parley, other.id, call_id);
    await client.call.update(call_id, { custom_attributes: { a: 'b' } });
    const call = await client.call.retrieve(call_id);
    for (const name of Object.keys(call)) expect(CALL_FIELDS[name], name).toEqual(expect.any(String));
    for (const name of Object.keys(await client.chat.retrieve(foreign.chat_id!)))
      expect(CHAT_FIELDS[name], name).toEqual(expect.any(String));
  });
});

describe('credentials, limits and quotas', () => {
  test('a wrong key is an authentication error', async () => {
    const parley = await startTestServer();
    await expect(retell(parley, { key: 'parley_sk_wrong' }).agent.list()).rejects.toBeInstanceOf(AuthenticationError);
    const unknown = await fetch(`${parley.url}/retell/no-such-route`);
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { status: 'error' }]);
    await parley.close();
  });

  test('too many requests are told which limit they met, and the SDK waits as it is told', async () => {
    const parley = await startTestServer({ now: () => 0, environment: { PARLEY_RATE_LIMIT_PER_MINUTE: '3' } });
    const client = retell(parley, await parley.tenant());
    await client.llm.list();
    const { error } = await refusal(client.llm.list());
    expect(error).toBeInstanceOf(RateLimitError);
    const headers = (error as APIError & { headers: Headers }).headers;
    expect(headers.get('x-ratelimit-limiter')).toBe('list');
    expect(headers.get('ratelimit-limit')).toBe('3');
    expect(headers.get('ratelimit-remaining')).toBe('1');
    expect(Number(headers.get('ratelimit-reset'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    await parley.close();
  });

  test('a quota that is used up wants payment', async () => {
    const parley = await startTestServer();
    const tenant = await parley.tenant();
    const client = retell(parley, tenant);
    const { llm_id } = await client.llm.create({});
    const { agent_id } = await client.agent.create({ voice_id: 'slt', response_engine: { type: 'retell-llm', llm_id } });
    await parley.request('POST', '/quotas', { key: tenant.key, body: { metric: 'conversations', limit: 0 } });
    expect((await refusal(client.chat.create({ agent_id }))).status).toBe(402);
    await parley.close();
  });

  test('the limit of calls at once is the quota, or what the server carries', async () => {
    const deps = (limits: number[]) => ({
      calls: { count: () => Promise.resolve(4) },
      quotas: { list: () => Promise.resolve({ items: limits.map((limit) => ({ metric: 'concurrent_calls', api_key_id: null, limit })) }) },
      capacity: 100,
    });
    const of = (limits: number[]) => concurrencyOf(deps(limits) as never, 'org_1');
    expect(await of([])).toMatchObject({ current_concurrency: 4, concurrency_limit: 100 });
    expect(await of([20])).toMatchObject({ concurrency_limit: 20, base_concurrency: 20 });
    expect(await of([500])).toMatchObject({ concurrency_limit: 100 });
  });
});
