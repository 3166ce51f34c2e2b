/** Whose word is taken for an address, who reads figures, what is kept by nobody, and names that show what they are. */
import type { Problem } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type Tenant, type TestServer } from '../../testing.ts';
import { furnish, pathOf } from './testing-walk.ts';

const TOKEN = 'figures-for-the-operator';

describe('behind no proxy that is trusted', () => {
  let parley: TestServer;
  beforeAll(async () => (parley = await startTestServer({ environment: { PARLEY_TRUSTED_PROXIES: '192.0.2.1' } })));
  afterAll(() => parley.close());

  test('an address that the client makes up changes nothing: attempts to sign in are counted all the same', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 11; i += 1)
      statuses.push(
        (
          await parley.request('POST', '/api/auth/sign-in/email', {
            body: { email: `nobody-${String(i)}@example.org`, password: 'wrong horse battery' },
            headers: {
              Origin: parley.url,
              'X-Forwarded-For': `203.0.113.${String(i)}`,
              'X-Parley-Client-Address': `203.0.113.${String(i)}`,
            },
          })
        ).status,
      );
    expect(statuses.at(-1)).toBe(429);
  });

  test("a key's addresses are those of the connection", async () => {
    const { key } = await parley.tenant();
    const made = (await parley.request('POST', '/api-keys', { key, body: { name: 'Bound', allowed_ips: ['203.0.113.9'] } })).json as {
      secret: string;
    };
    expect((await parley.request('GET', '/agents', { key: made.secret, headers: { 'X-Forwarded-For': '203.0.113.9' } })).status).toBe(403);
  });

  test('figures are for who connects from an allowed address itself', async () => {
    const ask = async (headers: Record<string, string>): Promise<number> => (await fetch(`${parley.url}/metrics`, { headers })).status;
    expect(await ask({})).toBe(200);
    expect(await ask({ 'X-Forwarded-For': '127.0.0.1' })).toBe(403);
  });
});

describe('behind a trusted proxy', () => {
  let parley: TestServer;
  let tenant: Tenant;
  beforeAll(async () => {
    parley = await startTestServer();
    tenant = await parley.tenant();
  });
  afterAll(() => parley.close());

  test.each([
    ['10.1.2.3', 200],
    ['::1', 200],
    ['203.0.113.9', 403],
    ['not an address', 403],
  ])('figures for %s: %i', async (address, status) => {
    expect((await fetch(`${parley.url}/metrics`, { headers: { 'X-Forwarded-For': address } })).status).toBe(status);
  });

  test('an address that is none opens no key that is bound to some', async () => {
    const made = (await parley.request('POST', '/api-keys', { key: tenant.key, body: { name: 'Bound', allowed_ips: ['203.0.113.9'] } }))
      .json as { secret: string };
    const from = async (address: string): Promise<number> =>
      (await parley.request('GET', '/agents', { key: made.secret, headers: { 'X-Forwarded-For': address } })).status;
    expect([await from('203.0.113.9'), await from('no address')]).toEqual([200, 403]);
  });

  test('nobody keeps an answer with somebody’s data', async () => {
    const own = await furnish(parley, await parley.tenant());
    for (const declared of parley.app.routes.filter(
      (one) => one.method === 'get' && one.streams === undefined && one.id !== 'getVoiceSample',
    )) {
      const answer = await parley.request('GET', pathOf(declared, own), { key: tenant.key });
      expect(answer.headers.get('cache-control'), declared.id).toMatch(/no-store/);
    }
    const signIn = await parley.request('POST', '/api/auth/sign-in/email', {
      body: { email: 'a@b.example', password: 'x' },
      headers: { Origin: parley.url },
    });
    expect(signIn.headers.get('cache-control')).toMatch(/no-store/);
    const heard = await parley.request('GET', `/calls/${own.call}/recording/signed?${own.signature}`);
    expect([heard.status, heard.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
  });

  const UNSEEN = [
    'zero\u200bwidth',
    'bom\ufeffed',
    'turned\u202eround',
    'isolate\u2066d',
    'mark\u200e',
    'word\u2060joined',
    'joiner\u200dLatin',
    'soft\u00adhyphen',
    'tag\u{e0041}',
    '\u3164',
    'bell\u0007',
    'line\u2028break',
    'Admin\ufe0f',
    '\u{e0100}',
  ];

  test.each(UNSEEN.map((text) => [JSON.stringify(text).replace(/[^\x20-\x7e]/gu, (c) => `U+${c.codePointAt(0)!.toString(16)}`), text]))(
    'no name is %s',
    async (_shown, name) => {
      const { agent, key, number, webhook } = await shared();
      const places: readonly (readonly [string, string, object, string])[] = [
        ['POST', '/agents', { name }, '/name'],
        ['PATCH', `/agents/${agent}`, { name }, '/name'],
        ['POST', `/agents/${agent}/duplicate`, { name }, '/name'],
        ['POST', '/api-keys', { name }, '/name'],
        ['PATCH', `/api-keys/${key}`, { name }, '/name'],
        ['PATCH', '/organization', { name }, '/name'],
        ['PATCH', `/phone-numbers/${number}`, { nickname: name }, '/nickname'],
        ['PATCH', `/webhooks/${webhook}`, { description: name }, '/description'],
        ['POST', '/setup', { token: 'x', name, email: 'a@b.example', password: 'long enough' }, '/name'],
        ['POST', '/setup', { token: 'x', name: 'A', organization: name, email: 'a@b.example', password: 'long enough' }, '/organization'],
        ['POST', '/api/auth/organization/create', { name, slug: 'x' }, '/name'],
        ['POST', '/api/auth/update-user', { name }, '/name'],
      ];
      for (const [method, path, body, pointer] of places) {
        const answer = await parley.request(method, path, {
          key: tenant.key,
          body,
          headers: path.startsWith('/api/auth') ? { Origin: parley.url } : {},
        });
        expect(answer.status, `${path} ${answer.text}`).toBe(422);
        expect(
          (answer.json as Problem).errors?.map((one) => one.pointer),
          path,
        ).toEqual([pointer]);
      }
      for (const [path, field] of [['/agents/:id/tags/:tag', name]] as const) {
        const answer = await parley.request('PUT', path.replace(':id', agent).replace(':tag', encodeURIComponent(field)), {
          key: tenant.key,
          body: { version: 1 },
        });
        expect([404, 422], answer.text).toContain(answer.status);
      }
    },
  );

  let made: Promise<Awaited<ReturnType<typeof furnish>>> | undefined;
  const shared = () => (made ??= furnish(parley, tenant));

  test.each(['Ärztin Müller 1', 'می‌خواهم', 'क्‍ष', '👩‍⚕️ Praxis', 'יוסי', '牙医'])('%s is a name', async (name) => {
    expect((await parley.request('POST', '/agents', { key: tenant.key, body: { name } })).status).toBe(201);
  });
});

test('with a token, figures are for whoever has it, from anywhere', async () => {
  const parley = await startTestServer({ environment: { PARLEY_METRICS_TOKEN: TOKEN } });
  const ask = (headers: Record<string, string>): Promise<number> =>
    fetch(`${parley.url}/metrics`, { headers }).then(({ status }) => status);
  expect(await ask({})).toBe(401);
  expect(await ask({ Authorization: `Bearer ${TOKEN}x` })).toBe(401);
  expect(await ask({ Authorization: `Bearer ${TOKEN}`, 'X-Forwarded-For': '203.0.113.9' })).toBe(200);
  await parley.close();
});
