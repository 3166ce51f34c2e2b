import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { mayRetry, retryAfterMs, retryDelayMs } from '../src/core/retry.ts';
import { RUNTIME } from '../src/core/runtime.ts';
import { APIConnectionError, APIError, APITimeoutError, InternalServerError, Parley, RateLimitError } from '../src/index.ts';
import { failure, json, problem, refused, silence, testClient } from './testing-client.ts';

const get = (client: Parley, options = {}) => client.request({ method: 'GET', path: '/agents/a' }, options);
const post = (client: Parley, options = {}) =>
  client.request({ method: 'POST', path: '/agents', body: { name: 'Anna' }, idempotent: true }, options);

describe('what is tried again', () => {
  test.each([
    [408, 'x'],
    [409, 'idempotency_in_progress'],
    [409, 'conversation_busy'],
    [429, 'rate_limited'],
    [500, 'internal'],
    [502, 'provider_failed'],
    [503, 'capacity_reached'],
  ])('%i %s', async (status, code) => {
    const { parley, sent, waits } = testClient([() => problem(status, code), () => json({})]);
    expect((await get(parley)).status).toBe(200);
    expect(sent).toHaveLength(2);
    expect(waits).toEqual([250]);
  });

  test.each([
    [400, 'malformed_json'],
    [401, 'unauthenticated'],
    [404, 'not_found'],
    [409, 'conflict'],
    [412, 'precondition_failed'],
    [422, 'validation_failed'],
    [429, 'quota_exceeded'],
    [501, 'not_implemented'],
  ])('not %i %s', async (status, code) => {
    const { parley, sent } = testClient([() => problem(status, code)]);
    expect(await failure(get(parley))).toMatchObject({ status, code });
    expect(sent).toHaveLength(1);
  });

  test('a connection that fails is told with what failed', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const parley = new Parley({ apiKey: 'k', baseUrl: `http://127.0.0.1:${String(port)}`, maxRetries: 0 });
    expect(String(await failure(parley.agents.get('agent_1')))).toContain(`ECONNREFUSED 127.0.0.1:${String(port)}`);
  });

  test('a connection that fails, at most maxRetries times, with longer and longer waits', async () => {
    const { parley, sent, waits } = testClient([refused, refused, refused, refused], { maxRetries: 3 });
    const error = await failure(get(parley));
    expect(error).toBeInstanceOf(APIConnectionError);
    expect((error as Error).cause).toBeInstanceOf(TypeError);
    expect(sent).toHaveLength(4);
    expect(waits).toEqual([250, 500, 1_000]);
  });

  test('none with maxRetries 0, of the client or of the request', async () => {
    const client = testClient([refused], { maxRetries: 0 });
    await failure(get(client.parley));
    const request = testClient([refused]);
    await failure(get(request.parley, { maxRetries: 0 }));
    expect([client.sent.length, request.sent.length]).toEqual([1, 1]);
  });

  test('an answer whose body breaks off', async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new TypeError('terminated')) });
    const { parley, sent } = testClient([() => new Response(broken), () => json({ items: [], next_cursor: null, has_more: false })]);
    expect((await parley.agents.list()).items).toEqual([]);
    expect(sent).toHaveLength(2);
  });

  test('a POST that cannot be repeated only when the server has done nothing', async () => {
    const request = { method: 'POST', path: '/auth/token', body: {} } as const;
    const failed = testClient([() => problem(500, 'internal')]);
    expect(await failure(failed.parley.request(request))).toBeInstanceOf(InternalServerError);
    const lost = testClient([refused]);
    expect(await failure(lost.parley.request(request))).toBeInstanceOf(APIConnectionError);
    expect([failed.sent.length, lost.sent.length]).toEqual([1, 1]);
    const limited = testClient([() => problem(429, 'rate_limited'), () => json({})]);
    expect((await limited.parley.request(request)).status).toBe(200);
  });
});

describe('how long it waits', () => {
  const now = Date.parse('2025-11-25T10:00:00Z');
  test.each([
    ['2', 2_000],
    ['0', 0],
    ['0.2', 200],
    ['Tue, 25 Nov 2025 10:00:30 GMT', 30_000],
    ['Tue, 25 Nov 2025 09:59:00 GMT', 0],
    ['soon', null],
    ['', null],
    ['-1', null],
    [null, null],
  ])('Retry-After: %s', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  test('as long as the server asks for', async () => {
    const { parley, waits } = testClient([
      () => problem(429, 'rate_limited', { 'Retry-After': '7' }),
      () => problem(503, 'capacity_reached', { 'Retry-After': 'Tue, 25 Nov 2025 10:00:05 GMT' }),
      () => json({}),
    ]);
    await get(parley);
    expect(waits).toEqual([7_000, 5_000]);
  });

  test('not at all when the server asks for more than a minute', async () => {
    const { parley, sent } = testClient([() => problem(429, 'rate_limited', { 'Retry-After': '61' })]);
    const error = await failure(get(parley));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 61_000 });
    expect(sent).toHaveLength(1);
  });

  test('between nothing and a doubling limit, at most 8 s', () => {
    const lost = new APIConnectionError('lost');
    expect([0, 1, 2, 3, 4, 5, 30].map((retries) => retryDelayMs(lost, retries, 1))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
    ]);
    expect(retryDelayMs(lost, 5, 0)).toBe(0);
  });

  test('only for errors that are ours', () => {
    expect(mayRetry(new TypeError('a defect'), true)).toBe(false);
  });
});

describe('idempotency keys', () => {
  test('one for all attempts of a write, another for the next write, none for reads', async () => {
    const { parley, sent } = testClient([() => problem(500, 'internal'), refused, () => json({}), () => json({}), () => json({})]);
    await post(parley);
    await post(parley);
    await get(parley);
    const [first, second, third, next, read] = sent.map((one) => one.headers.get('idempotency-key'));
    expect(first).toMatch(/^sdk_[0-9a-f]{32}$/);
    expect([second, third]).toEqual([first, first]);
    expect(next).toMatch(/^sdk_/);
    expect(next).not.toBe(first);
    expect(read).toBeNull();
  });

  test('the caller’s own', async () => {
    const { parley, sent } = testClient([() => json({})]);
    await post(parley, { idempotencyKey: 'order-7' });
    expect(sent[0]!.headers.get('idempotency-key')).toBe('order-7');
  });
});

describe('time-outs', () => {
  test('every attempt has its own: one that hangs leaves the next its whole time', async () => {
    const { parley, sent, timeOut } = testClient([
      (request) => {
        queueMicrotask(timeOut);
        return silence(request);
      },
      () => json({}),
    ]);
    expect((await get(parley)).status).toBe(200);
    expect(sent.map((one) => one.signal.aborted)).toEqual([true, false]);
    expect(sent[0]!.signal).not.toBe(sent[1]!.signal);
  });

  test('the last one is thrown as such, and no timer is left', async () => {
    const { parley, timeOut, timers } = testClient(
      [
        (request) => {
          queueMicrotask(timeOut);
          return silence(request);
        },
      ],
      { maxRetries: 0, timeoutMs: 5 },
    );
    const error = await failure(get(parley));
    expect(error).toBeInstanceOf(APITimeoutError);
    expect(String(error)).toContain('5 ms');
    expect(timers()).toBe(0);
  });
});

describe('abort', () => {
  const reason = new Error('the user went away');

  test('before anything is sent', async () => {
    const { parley, sent } = testClient([]);
    expect(await failure(get(parley, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(sent).toHaveLength(0);
  });

  test('of a request, unwrapped and not tried again', async () => {
    const controller = new AbortController();
    const { parley, sent } = testClient([
      (request) => {
        queueMicrotask(() => controller.abort(reason));
        return silence(request);
      },
    ]);
    expect(await failure(get(parley, { signal: controller.signal, maxRetries: 0 }))).toBe(reason);
    expect(sent).toHaveLength(1);
  });

  test('of a wait between two attempts, at once', async () => {
    const controller = new AbortController();
    const { parley, sent } = testClient([() => problem(429, 'rate_limited', { 'Retry-After': '60' })], {
      runtime: {
        sleep(ms, signal) {
          setImmediate(() => controller.abort(reason));
          return RUNTIME.sleep(ms, signal);
        },
      },
    });
    expect(await failure(get(parley, { signal: controller.signal }))).toBe(reason);
    expect(sent).toHaveLength(1);
  });
});

describe('against a real server', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function listening(answer: Parameters<typeof createServer>[1]): Promise<string> {
    server = createServer(answer as never);
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  test('a server that hangs twice is reached three times', async () => {
    let requests = 0;
    const keys = new Set<unknown>();
    const baseUrl = await listening((request, response) => {
      requests++;
      keys.add(request.headers['idempotency-key']);
      if (requests === 3) response.setHeader('Content-Type', 'application/json').end('{}');
    });
    const parley = new Parley({ apiKey: 'k', baseUrl, timeoutMs: 1_000, runtime: { random: () => 0 } });
    expect((await post(parley)).status).toBe(200);
    expect([requests, keys.size]).toEqual([3, 1]);
  });

  test('connections that are cut, and then an answer', async () => {
    let requests = 0;
    const baseUrl = await listening((request, response) => {
      if (++requests < 3) request.socket.destroy();
      else response.end('{}');
    });
    const parley = new Parley({ apiKey: 'k', baseUrl, runtime: { random: () => 0 } });
    expect((await get(parley)).status).toBe(200);
    expect(requests).toBe(3);
  });

  test('a page that is not Parley’s is said to be none', async () => {
    const baseUrl = await listening((_request, response) => response.setHeader('Content-Type', 'text/html').end('<html>'));
    const parley = new Parley({ apiKey: 'k', baseUrl });
    expect(String(await failure(parley.agents.get('agent_1')))).toContain('baseUrl');
    const failing = new Parley({ apiKey: 'k', baseUrl: await listening((_request, response) => response.writeHead(418).end('teapot')) });
    expect(await failure(get(failing))).toMatchObject({ status: 418, code: null, requestId: null, errors: [] });
    expect(await failure(get(failing))).toBeInstanceOf(APIError);
  });
});
