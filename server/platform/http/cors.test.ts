import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type Tenant, type TestServer } from '../../testing.ts';

const PREFLIGHT = { 'Access-Control-Request-Method': 'PATCH', 'Access-Control-Request-Headers': 'authorization' };
const OURS = 'https://app.example.com';
const STRANGE = 'https://elsewhere.example';

describe.each([
  ['*', '*', '*'],
  [`${OURS}, https://other.example`, OURS, null],
])('pages elsewhere, with PARLEY_CORS_ORIGINS %s', (origins, forOurs, forStrange) => {
  let parley: TestServer;
  let tenant: Tenant;
  beforeAll(async () => {
    parley = await startTestServer({ environment: { PARLEY_CORS_ORIGINS: origins } });
    tenant = await parley.tenant();
  });
  afterAll(() => parley.close());

  const ask = (method: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`${parley.url}/api/v1/agents`, { method, headers: { Authorization: `Bearer ${tenant.key}`, ...headers } });
  const allowed = ({ headers }: Response): string | null => headers.get('access-control-allow-origin');

  test('a preflight is told what may be sent', async () => {
    const answer = await ask('OPTIONS', { Origin: OURS, ...PREFLIGHT });
    expect([answer.status, await answer.text(), allowed(answer)]).toEqual([204, '', forOurs]);
    expect(Object.fromEntries([...answer.headers].filter(([name]) => /-(?:methods|allow-headers|max-age)$/.test(name)))).toEqual({
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Range',
      'access-control-max-age': '7200',
    });
  });

  test('an answer may be read by the pages that are named, with its headers', async () => {
    const answer = await ask('GET', { Origin: OURS });
    expect([answer.status, allowed(answer)]).toEqual([200, forOurs]);
    expect(answer.headers.get('access-control-expose-headers')).toBe(
      'ETag, Idempotent-Replayed, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id',
    );
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(allowed(await ask('GET', { Origin: STRANGE }))).toBe(forStrange);
    expect(allowed(await ask('OPTIONS', { Origin: STRANGE, ...PREFLIGHT }))).toBe(forStrange);
  });

  test('a refusal may be read too', async () => {
    const answer = await ask('GET', { Origin: OURS, Authorization: 'Bearer wrong' });
    expect([answer.status, allowed(answer)]).toEqual([401, forOurs]);
  });

  test('caches tell the origins apart where the answers differ', async () => {
    const { headers } = await ask('GET', {});
    expect(/\bOrigin\b/.test(headers.get('vary') ?? '')).toBe(origins !== '*');
  });

  test('OPTIONS that is no preflight asks the route', async () => {
    const answer = await ask('OPTIONS', {});
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });
});
