import { describe, expect, test } from 'vitest';
import { apiBaseOf, pathOf, urlOf } from '../src/core/url.ts';
import {
  APIError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  Parley,
  ParleyError,
  PermissionDeniedError,
  PreconditionFailedError,
  RateLimitError,
  ValidationError,
  VERSION,
} from '../src/index.ts';
import { collect, failure, json, problem, testClient } from './testing-client.ts';

describe('the client', () => {
  test('sends its key, what it is, and its headers', async () => {
    const { parley, sent } = testClient([() => json({ id: 'agent_1' })], { headers: { 'X-Tenant': 'a' } });
    await parley.agents.get('agent_1', { headers: { 'X-Trace': 'b' } });
    expect(sent[0]).toMatchObject({ method: 'GET', path: '/agents/agent_1', body: undefined });
    expect(Object.fromEntries(sent[0]!.headers)).toEqual({
      accept: 'application/json',
      authorization: 'Bearer key',
      'user-agent': `parley-sdk-node/${VERSION}`,
      'x-tenant': 'a',
      'x-trace': 'b',
    });
  });

  test('asks for its key anew for every attempt', async () => {
    let asked = 0;
    const { parley, sent } = testClient([() => problem(500, 'internal'), () => json({})], { apiKey: async () => `token-${++asked}` });
    await parley.agents.get('agent_1');
    expect(sent.map((one) => one.headers.get('authorization'))).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('takes key and address from the environment, and says when there is no key', () => {
    const before = { ...process.env };
    try {
      delete process.env.PARLEY_API_KEY;
      expect(() => new Parley()).toThrow(/PARLEY_API_KEY/);
      process.env.PARLEY_API_KEY = 'from-the-environment';
      process.env.PARLEY_BASE_URL = 'parley.example.com';
      expect(() => new Parley()).toThrow(/baseUrl must begin with http/);
      process.env.PARLEY_BASE_URL = 'https://parley.example.com';
      expect(new Parley()).toBeInstanceOf(Parley);
    } finally {
      process.env = before;
    }
  });

  test('sends a body as JSON, and a revision as an entity tag', async () => {
    const { parley, sent } = testClient([() => json({}), () => json({})]);
    await parley.agents.update('agent_1', { name: 'Berta' }, { ifMatch: 7 });
    await parley.agents.update('agent_1', { name: 'Berta' }, { ifMatch: 'W/"8"' });
    expect(sent[0]).toMatchObject({ method: 'PATCH', body: { name: 'Berta' } });
    expect(sent[0]!.headers.get('content-type')).toBe('application/json');
    expect(sent.map((one) => one.headers.get('if-match'))).toEqual(['"7"', 'W/"8"']);
  });

  test('answers nothing where there is nothing', async () => {
    const { parley } = testClient([() => new Response(null, { status: 204 })]);
    expect(await parley.agents.delete('agent_1')).toBeUndefined();
  });
});

describe('addresses', () => {
  test('with and without /api/v1 and slashes', () => {
    for (const given of ['https://a.b', 'https://a.b/', 'https://a.b/api/v1', 'https://a.b/api/v1/'])
      expect(apiBaseOf(given)).toBe('https://a.b/api/v1');
    expect(apiBaseOf('https://a.b/voice')).toBe('https://a.b/voice/api/v1');
    expect(() => apiBaseOf('https://')).toThrow(ParleyError);
  });

  test('queries: members of objects, lists, times; nothing for undefined and null', () => {
    const query = {
      status: 'ended',
      metadata: { plan: 'gold & more', 'a b': '1' },
      fields: ['cost', 'latency'],
      none: undefined,
      nil: null,
      empty: [],
      yes: true,
      from: new Date(0),
    };
    const url = new URL(urlOf('http://x/api/v1', '/calls', query));
    expect([...url.searchParams]).toEqual([
      ['status', 'ended'],
      ['metadata[plan]', 'gold & more'],
      ['metadata[a b]', '1'],
      ['fields', 'cost,latency'],
      ['yes', 'true'],
      ['from', '1970-01-01T00:00:00.000Z'],
    ]);
    expect(urlOf('http://x', '/calls', { a: undefined })).toBe('http://x/calls');
  });

  test('an id cannot lead to another path', async () => {
    expect(pathOf`/agents/${'a/../b?c#d'}/versions/${3}`).toBe('/agents/a%2F..%2Fb%3Fc%23d/versions/3');
    for (const id of ['', '.', '..']) expect(() => pathOf`/agents/${id}`).toThrow(ParleyError);
    const { parley, sent } = testClient([]);
    expect(() => parley.agents.get('')).toThrow(ParleyError);
    expect(sent).toHaveLength(0);
  });
});

describe('errors', () => {
  test.each([
    [400, BadRequestError],
    [401, AuthenticationError],
    [403, PermissionDeniedError],
    [404, NotFoundError],
    [409, ConflictError],
    [412, PreconditionFailedError],
    [413, APIError],
    [422, ValidationError],
    [429, RateLimitError],
    [500, InternalServerError],
    [504, InternalServerError],
  ])('%i has its class', async (status, Class) => {
    const { parley } = testClient([() => problem(status, 'some_code')], { maxRetries: 0 });
    const error = await failure(parley.agents.get('agent_1'));
    expect((error as Error).constructor).toBe(Class);
    expect(error).toBeInstanceOf(ParleyError);
    expect(error).toMatchObject({ name: Class.name, status, code: 'some_code', requestId: 'req_1', title: 'It is some_code.' });
  });

  test('say what is wrong where', async () => {
    const errors = [{ pointer: '/name', message: 'must not be empty' }];
    const { parley } = testClient([() => problem(422, 'validation_failed', {}, { errors, detail: 'Look.' })]);
    const error = (await failure(parley.agents.create({ name: '' }))) as APIError;
    expect(error.errors).toEqual(errors);
    expect(error.message).toBe('422 validation_failed: Look. /name must not be empty (req_1)');
  });

  test('that are no problem documents have the status and the header’s request id', async () => {
    const { parley } = testClient([() => new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'X-Request-Id': 'req_2' } })], {
      maxRetries: 0,
    });
    expect(await failure(parley.agents.get('agent_1'))).toMatchObject({ status: 502, code: null, requestId: 'req_2', detail: null });
  });
});

describe('lists', () => {
  const page = (items: unknown[], next: string | null) => () => json({ items, next_cursor: next, has_more: next !== null });

  test('nothing is sent before somebody asks', async () => {
    const { parley, sent } = testClient([page([1], null)]);
    const list = parley.agents.list({ limit: 2 });
    expect(sent).toHaveLength(0);
    expect((await list).items).toEqual([1]);
    // Asked again, it is the same page.
    expect((await list).has_more).toBe(false);
    expect(sent.map((one) => one.path)).toEqual(['/agents?limit=2']);
  });

  test('iterate over all pages, each when it is needed, with the same filters', async () => {
    const { parley, sent } = testClient([page([1, 2], 'b'), page([], 'c'), page([3], null)]);
    const seen: unknown[] = [];
    for await (const item of parley.agents.list({ limit: 2 })) {
      seen.push(item);
      if (seen.length === 2) expect(sent).toHaveLength(1);
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(sent.map((one) => one.path)).toEqual(['/agents?limit=2', '/agents?limit=2&cursor=b', '/agents?limit=2&cursor=c']);
  });

  test('a break asks for no more', async () => {
    const { parley, sent } = testClient([page([1, 2], 'b')]);
    for await (const _ of parley.agents.list()) break;
    expect(sent).toHaveLength(1);
  });

  test('page by page', async () => {
    const { parley } = testClient([page([1], 'b'), page([2], null)]);
    const first = await parley.agents.list();
    const second = await first.nextPage();
    expect([first.next_cursor, second?.items, await second?.nextPage()]).toEqual(['b', [2], null]);
    const again = testClient([page([1], 'b'), page([2], null)]);
    expect((await collect(again.parley.agents.list().pages())).map((one) => one.items)).toEqual([[1], [2]]);
  });

  test('a server that repeats its cursor does not keep anybody for ever', async () => {
    const { parley } = testClient([page([1], 'b'), page([2], 'b')]);
    expect(await failure(collect(parley.agents.list()))).toBeInstanceOf(ParleyError);
  });

  test('a failure is thrown where it is awaited, and can be caught there', async () => {
    const { parley } = testClient([() => problem(403, 'insufficient_scope')]);
    const list = parley.agents.list();
    expect(await list.catch((error: unknown) => error)).toBeInstanceOf(PermissionDeniedError);
    expect(await failure(collect(list))).toBeInstanceOf(PermissionDeniedError);
  });
});
