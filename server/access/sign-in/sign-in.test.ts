import type { Me } from '@parley/contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { startTestServer, type Answer, type TestServer } from '../../testing.ts';

const PERSON = { name: 'Ann Owner', email: 'Ann@Example.org', password: 'correct horse battery' };

const cookieOf = (answer: Answer): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

describeOnBoth('signing in', (kind) => {
  let parley: TestServer;
  let cookie = '';
  let token = '';

  const own = (): Record<string, string> => ({ Origin: parley.url });
  const setUp = (body: object): Promise<Answer> => parley.request('POST', '/setup', { body });
  const signIn = (password: string, headers: Record<string, string> = own()): Promise<Answer> =>
    parley.request('POST', '/api/auth/sign-in/email', { body: { email: PERSON.email, password }, headers });

  beforeAll(async () => {
    parley = await startTestServer({ kind });
    token = await parley.app.setup.ownerToken();
    expect((await setUp({ ...PERSON, token })).status).toBe(201);
  });
  afterAll(() => parley.close());
  beforeEach(async () => {
    const answer = await signIn(PERSON.password);
    expect(answer.status).toBe(200);
    cookie = cookieOf(answer);
  });

  test('e-mail and password open a session that the API accepts', async () => {
    const me = await parley.request('GET', '/me', { headers: { Cookie: cookie } });
    expect(me.status).toBe(200);
    expect(me.json).toMatchObject({
      user: { name: 'Ann Owner', email: 'ann@example.org' },
      organization: { name: 'Default' },
      role: 'owner',
    } satisfies Partial<Record<keyof Me, unknown>>);
    const setCookie = (await signIn(PERSON.password)).headers.getSetCookie().join('\n');
    expect(setCookie).toMatch(/HttpOnly/i);
    expect(setCookie).toMatch(/SameSite=Lax/i);
  });

  test('a wrong password, an unknown person and no body at all are refused alike', async () => {
    expect((await signIn('wrong horse battery')).status).toBe(401);
    const unknown = await parley.request('POST', '/api/auth/sign-in/email', {
      body: { email: 'eve@example.org', password: 'wrong horse battery' },
      headers: own(),
    });
    expect(unknown.status).toBe(401);
    expect(unknown.text).toBe((await signIn('wrong horse battery')).text);
    expect((await parley.request('POST', '/api/auth/sign-in/email', { headers: own() })).status).toBe(400);
  });

  test('a change by cookie needs one of our own pages, whatever the name of the server', async () => {
    const attempt = (headers: Record<string, string>): Promise<Answer> =>
      parley.request('POST', '/agents', { body: { name: 'By cookie' }, headers: { Cookie: cookie, ...headers } });
    expect((await attempt({})).status).toBe(403);
    for (const origin of ['http://evil.example', 'null', 'https://127.0.0.1', `${parley.url}.evil.example`, 'not an origin'])
      expect((await attempt({ Origin: origin })).status, origin).toBe(403);
    expect((await attempt(own())).status).toBe(201);
    expect((await parley.request('GET', '/agents', { headers: { Cookie: cookie } })).status).toBe(200);
  });

  test('signing in over another session needs one of our own pages, too', async () => {
    const byName = new URL(parley.url);
    byName.hostname = 'localhost';
    const attempt = (origin: string): Promise<number> =>
      fetch(`${byName.origin}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: origin, Cookie: cookie, 'X-Forwarded-For': '203.0.113.7' },
        body: JSON.stringify(PERSON),
      }).then((answer) => answer.status);
    expect(await attempt(byName.origin)).toBe(200);
    expect(await attempt('http://evil.example')).toBe(403);
  });

  test('a forged, foreign or ended session is none', async () => {
    for (const forged of [
      'parley.session_token=x',
      cookie.slice(0, -12),
      cookie.replace(/=./, '=_'),
      'parley.session_token=%E0%A4%A',
      '',
    ]) {
      expect((await parley.request('GET', '/me', { headers: { Cookie: forged } })).status, forged).toBe(401);
    }
    expect((await parley.request('POST', '/api/auth/sign-out', { body: {}, headers: { Cookie: cookie, ...own() } })).status).toBe(200);
    expect((await parley.request('GET', '/me', { headers: { Cookie: cookie } })).status).toBe(401);
  });

  test('a wrong key is refused even where the cookie would do', async () => {
    expect((await parley.request('GET', '/me', { key: 'parley_sk_wrong', headers: { Cookie: cookie } })).status).toBe(401);
  });

  test('nobody signs up', async () => {
    const answer = await parley.request('POST', '/api/auth/sign-up/email', {
      body: { ...PERSON, email: 'eve@example.org' },
      headers: own(),
    });
    expect(answer.status).toBe(404);
    expect(
      (
        await parley.request('POST', '/api/auth/sign-in/email', {
          body: { email: 'eve@example.org', password: PERSON.password },
          headers: own(),
        })
      ).status,
    ).toBe(401);
  });

  test.each([
    '/request-password-reset',
    '/delete-user',
    '/change-email',
    '/error',
    '/ok',
    '/organization/delete',
    '/organization/invite-member',
    '/link-social',
    '/sign-in/social',
    '/nothing',
    '/get-session/',
  ])('%s stays shut', async (path) => {
    for (const method of ['GET', 'POST']) {
      const answer = await parley.request(method, `/api/auth${path}`, {
        headers: { Cookie: cookie, ...own() },
        ...(method === 'POST' ? { body: {} } : {}),
      });
      expect(answer.status).toBe(404);
      expect(answer.json).toMatchObject({ code: 'not_found' });
    }
  });

  test('takes no body that is too large, malformed, or cannot be kept', async () => {
    const send = (raw: string, type = 'application/json'): Promise<Answer> =>
      parley.request('POST', '/api/auth/organization/create', { raw, headers: { 'Content-Type': type, Cookie: cookie, ...own() } });
    expect((await send(`{"name":"${'x'.repeat(40_000)}"}`)).status).toBe(413);
    expect((await send('{"name":')).status).toBe(400);
    expect((await send('name=x', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await send('{"name":"a\\u0000b","slug":"a\\u0000b"}')).status).toBe(422);
    expect((await send('{}')).status).toBe(400);
    expect((await send('[]')).status).toBe(400);
    expect(parley.logged.filter((line) => /"level":[56]0/.test(line) && !line.includes('Invalid origin'))).toEqual([]);
  });

  test('attempts are counted by address, and an address cannot be made up', async () => {
    const attempt = (address: string, invented: Record<string, string> = {}): Promise<number> =>
      signIn('wrong horse battery', { ...own(), 'X-Forwarded-For': address, ...invented }).then(({ status }) => status);
    // Counts live in the process's memory, and the suite runs once for each database in one process.
    const network = kind === 'embedded' ? '203.0.113' : '198.51.100';
    const statuses: number[] = [];
    for (let i = 0; i < 11; i += 1)
      statuses.push(await attempt(`${network}.9`, { 'X-Parley-Client-Address': `203.0.113.${String(100 + i)}` }));
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    expect(await attempt(`${network}.10`)).toBe(401);
  });

  test('an organization of one’s own comes with the front desk, and the session moves between organizations', async () => {
    const first = (await parley.request('GET', '/me', { headers: { Cookie: cookie } })).json as Me;
    const made = await parley.request('POST', '/api/auth/organization/create', {
      body: { name: 'Second practice', slug: 'second-practice' },
      headers: { Cookie: cookie, ...own() },
    });
    expect(made.status).toBe(200);
    const second = (await parley.request('GET', '/me', { headers: { Cookie: cookie } })).json as Me;
    expect(second).toMatchObject({ organization: { name: 'Second practice' }, role: 'owner' });
    expect(second.organizations.map(({ id }) => id)).toContain(first.organization.id);
    const agents = await parley.request('GET', '/agents', { headers: { Cookie: cookie } });
    expect(agents.json).toMatchObject({ items: [{ name: 'Front desk', published_version: 1 }] });
    const back = await parley.request('POST', '/api/auth/organization/set-active', {
      body: { organizationId: first.organization.id },
      headers: { Cookie: cookie, ...own() },
    });
    expect(back.status).toBe(200);
    expect(((await parley.request('GET', '/me', { headers: { Cookie: cookie } })).json as Me).organization.id).toBe(first.organization.id);
    const { id: foreign } = await parley.tenant('Not hers');
    expect(
      (
        await parley.request('POST', '/api/auth/organization/set-active', {
          body: { organizationId: foreign },
          headers: { Cookie: cookie, ...own() },
        })
      ).status,
    ).toBe(403);
    expect(((await parley.request('GET', '/me', { headers: { Cookie: cookie } })).json as Me).organization.id).toBe(first.organization.id);
  });
});
