import type { CreatedApiKey, Problem } from '@parley/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../db/testing.ts';
import { describeOnBoth } from '../db/testing-suites.ts';
import { startTestServer, type TestServer } from '../../testing.ts';
import { RateLimiter, WINDOW_MS } from './rate-limit.ts';
import { RateLimitWindows } from './rate-limit-windows.ts';

const START = Math.ceil(Date.UTC(2026, 0, 1) / WINDOW_MS) * WINDOW_MS;

describe('a limit of one process', () => {
  let now = START;
  beforeEach(() => (now = START));

  test('gives exactly its points, and again in the next window', async () => {
    const limiter = new RateLimiter(null, () => now);
    const answers = await Promise.all(Array.from({ length: 50 }, () => limiter.consume('a', 1, 10)));
    expect(answers.filter((one) => one.ok)).toHaveLength(10);
    now += WINDOW_MS - 1;
    expect(await limiter.consume('a', 1, 10)).toMatchObject({ ok: false, remaining: 0, resetMs: 1 });
    now += 1;
    expect(await limiter.consume('a', 3, 10)).toMatchObject({ ok: true, remaining: 7, resetMs: WINDOW_MS });
  });

  test('consumes nothing for a request that weighs more than is left', async () => {
    const limiter = new RateLimiter(null, () => now);
    await limiter.consume('a', 8, 10);
    expect(await limiter.consume('a', 5, 10)).toMatchObject({ ok: false, remaining: 2 });
    expect(await limiter.consume('a', 2, 10)).toMatchObject({ ok: true, remaining: 0 });
  });

  test('is one for each caller', async () => {
    const limiter = new RateLimiter(null, () => now);
    await limiter.consume('a', 10, 10);
    expect(await limiter.consume('b', 1, 10)).toMatchObject({ ok: true });
  });
});

describeOnBoth('a limit of several nodes', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => (opened = await openTestDatabase({ kind })));
  afterAll(() => opened.close());

  const nodes = (count: number, now = START) =>
    Array.from({ length: count }, () => new RateLimiter(new RateLimitWindows(opened.database), () => now));

  test.each([
    ['few', 10],
    ['many', 400],
  ])('never gives more than its %s points to all of them together, and to one of them all', async (_title, limit) => {
    const bucket = `shared ${String(limit)}`;
    const answers = await Promise.all(nodes(3).flatMap((node) => Array.from({ length: limit }, () => node.consume(bucket, 1, limit))));
    const given = answers.filter((one) => one.ok).length;
    expect(given).toBeLessThanOrEqual(limit);
    // What a node reserved in advance and did not give away is lost to the others.
    expect(given).toBeGreaterThanOrEqual(limit - 2 * Math.ceil(limit / 20));
    const [alone] = nodes(1);
    const own = await Promise.all(Array.from({ length: limit + 5 }, () => alone!.consume(`alone ${String(limit)}`, 1, limit)));
    expect(own.filter((one) => one.ok)).toHaveLength(limit);
  });

  test('is remembered by a node that starts again', async () => {
    const [before] = nodes(1);
    for (let index = 0; index < 10; index += 1) await before!.consume('restart', 1, 10);
    const [after] = nodes(1);
    expect(await after!.consume('restart', 1, 10)).toMatchObject({ ok: false });
    const [later] = nodes(1, START + WINDOW_MS);
    expect(await later!.consume('restart', 1, 10)).toMatchObject({ ok: true });
  });

  test('keeps no window that is over', async () => {
    const windows = new RateLimitWindows(opened.database);
    await windows.reserve('old', new Date(START), 1, 10);
    await windows.tidy(START + 3 * WINDOW_MS);
    expect(await windows.reserve('old', new Date(START), 0, 10)).toMatchObject({ used: 0 });
  });
});

describe('over HTTP', () => {
  let parley: TestServer;
  beforeAll(
    async () =>
      (parley = await startTestServer({
        // No minute ends while a test counts.
        now: () => START,
        environment: { PARLEY_RATE_LIMIT_PER_MINUTE: '20', PARLEY_RATE_LIMIT_STORE: 'database' },
      })),
  );
  afterAll(() => parley.close());

  test('says how the caller stands, refuses with the time to wait, and weighs requests', async () => {
    const { key } = await parley.tenant();
    const first = await parley.request('GET', '/me', { key });
    expect(first.headers.get('ratelimit-policy')).toBe('"default";q=20;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"default";r=19;t=\d+$/);
    // Two points each.
    for (let index = 0; index < 9; index += 1) expect((await parley.request('GET', '/agents', { key })).status).toBe(200);
    const refused = await parley.request('GET', '/agents', { key });
    expect([refused.status, (refused.json as Problem).code]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await parley.request('GET', '/me', { key })).status).toBe(200);
    expect((await parley.request('GET', '/me', { key })).status).toBe(429);
  });

  test('a key may have a limit of its own, which its access tokens share', async () => {
    const { key } = await parley.tenant();
    const made = (await parley.request('POST', '/api-keys', { key, body: { name: 'Slow', requests_per_minute: 3 } })).json as CreatedApiKey;
    const { access_token } = (await parley.request('POST', '/auth/token', { key: made.secret, body: {} })).json as { access_token: string };
    expect((await parley.request('GET', '/me', { key: access_token })).status).toBe(200);
    expect((await parley.request('GET', '/me', { key: made.secret })).status).toBe(429);
  });

  test('strangers share the limit of their address', async () => {
    const headers = { 'X-Forwarded-For': '192.0.2.9' };
    const statuses = await Promise.all(
      Array.from({ length: 25 }, async () => (await parley.request('GET', '/system', { headers })).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  });
});
