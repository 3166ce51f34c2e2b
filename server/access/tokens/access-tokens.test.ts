import type { AccessToken, CreatedApiKey, Problem, Scope } from '@parley/contract';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify, SignJWT, generateKeyPair, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signingKeys } from '../../platform/db/schema.ts';
import { createSecretBox } from '../../platform/secrets/secret-box.ts';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { startTestServer, type Answer, type RequestOptions, type Tenant, type TestServer } from '../../testing.ts';
import { AccessTokens } from './access-token.ts';
import { LONGEST_TOKEN_MS, SigningKeys } from './signing-keys.ts';

const DAY_MS = 86_400_000;

describeOnBoth('API keys and access tokens', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;

  beforeAll(async () => {
    parley = await startTestServer({ kind });
    tenant = await parley.tenant();
  });
  afterAll(() => parley.close());

  const as = (key: string, method: string, path: string, options: RequestOptions = {}): Promise<Answer> =>
    parley.request(method, path, { key, ...options });
  const makeKey = async (body: Record<string, unknown>, key = tenant.key): Promise<CreatedApiKey> =>
    (await as(key, 'POST', '/api-keys', { body: { name: 'Made', ...body } })).json as CreatedApiKey;
  const exchange = async (key: string, body: unknown = {}): Promise<AccessToken> =>
    (await as(key, 'POST', '/auth/token', { body })).json as AccessToken;
  const codeOf = (answer: Answer): string => (answer.json as Problem).code;

  test('a token does what its key may, and what it was narrowed to', async () => {
    const { access_token, token_type, expires_in, scopes } = await exchange(tenant.key);
    expect([token_type, expires_in, scopes]).toEqual(['Bearer', 900, ['*']]);
    expect((await as(access_token, 'POST', '/agents', { body: { name: 'By token' } })).status).toBe(201);
    const narrow = await exchange(tenant.key, { scopes: ['agents:read'], expires_in: 60 });
    expect((await as(narrow.access_token, 'GET', '/agents')).status).toBe(200);
    const refused = await as(narrow.access_token, 'POST', '/agents', { body: { name: 'No' } });
    expect([refused.status, codeOf(refused)]).toEqual([403, 'insufficient_scope']);
    expect((refused.json as Problem).detail).toContain('agents:write');
    expect((await as(access_token, 'GET', '/me')).json).toMatchObject({ role: 'api_key', scopes: ['*'] });
  });

  test('a token has no more than its key, and makes no further ones', async () => {
    const { secret } = await makeKey({ scopes: ['agents:read', 'calls:write'] });
    expect((await exchange(secret)).scopes).toEqual(['agents:read', 'calls:write']);
    const beyond = await as(secret, 'POST', '/auth/token', { body: { scopes: ['agents:write'] } });
    expect(codeOf(beyond)).toBe('insufficient_scope');
    // `write` includes `read`.
    expect((await as(secret, 'GET', '/calls')).status).toBe(200);
  });

  test('a token of a minute makes no token of an hour', async () => {
    const { access_token } = await exchange(tenant.key, { expires_in: 60 });
    const again = await as(access_token, 'POST', '/auth/token', { body: { expires_in: 3_600 } });
    expect([again.status, codeOf(again)]).toEqual([403, 'forbidden']);
  });

  test('a token ends no later than the key it is made with, and says so', async () => {
    const expires_at = new Date(Date.now() + 120_000).toISOString();
    const { secret } = await makeKey({ expires_at });
    const { expires_in } = await exchange(secret, { expires_in: 3_600 });
    expect(expires_in).toBeLessThanOrEqual(120);
    expect(expires_in).toBeGreaterThan(60);
  });

  test('a token makes no key that outlives it, and sees no next secret of its own key', async () => {
    const made = await makeKey({});
    const { access_token } = await exchange(made.secret, { expires_in: 60 });
    const forever = await as(access_token, 'POST', '/api-keys', { body: { name: 'For ever' } });
    expect([forever.status, (forever.json as Problem).errors?.[0]?.pointer]).toEqual([422, '/expires_at']);
    const rotated = await as(access_token, 'POST', `/api-keys/${made.id}/rotate`, { body: {} });
    expect([rotated.status, codeOf(rotated)]).toEqual([403, 'forbidden']);
    const brief = await as(access_token, 'POST', '/api-keys', {
      body: { name: 'Brief', expires_at: new Date(Date.now() + 30_000).toISOString() },
    });
    expect(brief.status).toBe(201);
  });

  test.each([
    ['addresses', { allowed_ips: ['203.0.113.0/24'] }, { allowed_ips: [] }, { allowed_ips: ['203.0.113.9'] }],
    [
      'wider addresses',
      { allowed_ips: ['203.0.113.0/24', '2001:db8::/32'] },
      { allowed_ips: ['203.0.112.0/23'] },
      { allowed_ips: ['203.0.113.128/25', '2001:db8::7'] },
    ],
    ['requests a minute', { requests_per_minute: 100 }, { requests_per_minute: null }, { requests_per_minute: 100 }],
    ['more requests a minute', { requests_per_minute: 100 }, { requests_per_minute: 101 }, { requests_per_minute: 1 }],
    ['time', { expires_at: '2098-01-01T00:00:00Z' }, { expires_at: null }, { expires_at: '2097-12-31T00:00:00Z' }],
  ])('a key that has less, in %s, gives away no more than it has', async (_title, own, wider, within) => {
    const pointer = `/${Object.keys(wider).join()}`;
    const { secret } = await makeKey(own);
    const from = { headers: { 'X-Forwarded-For': '203.0.113.9' } };
    const refused = await as(secret, 'POST', '/api-keys', { ...from, body: { name: 'Wider', ...own, ...wider } });
    expect([refused.status, (refused.json as Problem).errors?.[0]?.pointer]).toEqual([422, pointer]);
    const made = await as(secret, 'POST', '/api-keys', { ...from, body: { name: 'Within', ...own, ...within } });
    expect(made.status).toBe(201);
    const { id } = made.json as CreatedApiKey;
    expect((await as(secret, 'PATCH', `/api-keys/${id}`, { ...from, body: wider })).status).toBe(422);
    const known = await makeKey({});
    const changed = await as(secret, 'PATCH', `/api-keys/${known.id}`, { ...from, body: { name: 'Mine' } });
    expect([changed.status, codeOf(changed)]).toEqual([403, 'forbidden']);
  });

  test('the JWKS verifies it with a library that knows nothing of us', async () => {
    const { access_token } = await exchange(tenant.key, { scopes: ['calls:read'] });
    const { payload } = await jwtVerify(access_token, createRemoteJWKSet(new URL(`${parley.url}/.well-known/jwks.json`)), {
      issuer: 'parley',
      audience: 'parley-api',
    });
    expect(payload).toMatchObject({ org: tenant.id, scope: 'calls:read' });
  });

  test.each([
    [
      'signed by another key',
      (kid: string | undefined, key: CryptoKey) =>
        new SignJWT({ org: tenant.id, scope: '*' })
          .setProtectedHeader({ alg: 'EdDSA', kid: kid ?? '', typ: 'at+jwt' })
          .setSubject('key_x')
          .setIssuer('parley')
          .setAudience('parley-api')
          .setExpirationTime('5m')
          .sign(key),
    ],
    [
      'with an unknown key id',
      (_kid: string | undefined, key: CryptoKey) =>
        new SignJWT({ org: tenant.id, scope: '*' })
          .setProtectedHeader({ alg: 'EdDSA', kid: 'sig_guess', typ: 'at+jwt' })
          .setSubject('key_x')
          .setExpirationTime('5m')
          .sign(key),
    ],
  ])('one %s opens nothing', async (_title, forge) => {
    const { kid } = decodeProtectedHeader((await exchange(tenant.key)).access_token);
    const forged = await forge(kid, (await generateKeyPair('EdDSA')).privateKey);
    expect((await as(forged, 'GET', '/agents')).status).toBe(401);
  });

  test('a token that was changed by one character opens nothing', async () => {
    const { access_token } = await exchange(tenant.key);
    const [head, body, signature] = access_token.split('.');
    const changed = Buffer.from(
      JSON.stringify({ ...(JSON.parse(Buffer.from(body!, 'base64url').toString()) as object), org: 'org_other' }),
    ).toString('base64url');
    expect((await as(`${head!}.${changed}.${signature!}`, 'GET', '/agents')).status).toBe(401);
  });

  test('a token ends with its time and with its key', async () => {
    const made = await makeKey({});
    const { access_token } = await exchange(made.secret, { expires_in: 60 });
    const keys = new SigningKeys({ database: parley.database, box: createSecretBox(parley.secret), rotateAfterMs: 30 * DAY_MS });
    await expect(new AccessTokens(keys, () => Date.now() + 61_000).verify(access_token)).rejects.toMatchObject({ code: 'token_expired' });
    expect((await as(access_token, 'GET', '/agents')).status).toBe(200);
    expect((await as(tenant.key, 'DELETE', `/api-keys/${made.id}`)).status).toBe(204);
    expect((await as(access_token, 'GET', '/agents')).status).toBe(401);
  });

  test('a key that loses a scope takes it from its tokens', async () => {
    const made = await makeKey({ scopes: ['agents:write'] });
    const { access_token } = await exchange(made.secret);
    expect((await as(access_token, 'POST', '/agents', { body: { name: 'Yet' } })).status).toBe(201);
    await as(tenant.key, 'PATCH', `/api-keys/${made.id}`, { body: { scopes: ['agents:read'] } });
    expect((await as(access_token, 'POST', '/agents', { body: { name: 'No more' } })).status).toBe(403);
  });

  test('nobody gives a key more than they have, nor changes one that has more', async () => {
    const { secret } = await makeKey({ scopes: ['api_keys:write', 'agents:read'] });
    const made = await makeKey({ scopes: ['agents:read'] }, secret);
    expect(made.scopes).toEqual(['agents:read']);
    for (const scopes of [['*'], ['agents:write'], ['calls:read']] as Scope[][]) {
      expect(codeOf(await as(secret, 'POST', '/api-keys', { body: { name: 'Wide', scopes } }))).toBe('insufficient_scope');
      expect(codeOf(await as(secret, 'PATCH', `/api-keys/${made.id}`, { body: { scopes } }))).toBe('insufficient_scope');
    }
    const wide = await makeKey({});
    for (const [method, path, body] of [
      ['PATCH', '', { name: 'Mine' }],
      ['POST', '/rotate', {}],
      ['DELETE', '', undefined],
    ] as const)
      expect(codeOf(await as(secret, method, `/api-keys/${wide.id}${path}`, body === undefined ? {} : { body }))).toBe(
        'insufficient_scope',
      );
  });

  test('a rotated key has two secrets for a while, and one after it', async () => {
    const made = await makeKey({});
    const rotated = (await as(tenant.key, 'POST', `/api-keys/${made.id}/rotate`, { body: { overlap_seconds: 600 } })).json as CreatedApiKey;
    expect(rotated.secret).not.toBe(made.secret);
    expect(rotated.previous_secret_expires_at).not.toBeNull();
    for (const secret of [made.secret, rotated.secret]) expect((await as(secret, 'GET', '/agents')).status).toBe(200);
    const again = (await as(tenant.key, 'POST', `/api-keys/${made.id}/rotate`, { body: { overlap_seconds: 0 } })).json as CreatedApiKey;
    expect((await as(again.secret, 'GET', '/agents')).status).toBe(200);
    for (const secret of [made.secret, rotated.secret]) expect((await as(secret, 'GET', '/agents')).status).toBe(401);
  });

  test('a key works from its addresses only', async () => {
    const { secret } = await makeKey({ allowed_ips: ['203.0.113.0/24', '2001:db8::7'] });
    const from = (address: string): Promise<Answer> => as(secret, 'GET', '/agents', { headers: { 'X-Forwarded-For': address } });
    expect((await from('203.0.113.77')).status).toBe(200);
    expect((await from('2001:db8::7')).status).toBe(200);
    const refused = await from('198.51.100.1');
    expect([refused.status, codeOf(refused)]).toEqual([403, 'address_not_allowed']);
    expect(codeOf(await as(tenant.key, 'POST', '/api-keys', { body: { name: 'x', allowed_ips: ['example.com'] } }))).toBe(
      'validation_failed',
    );
  });

  test.each([
    ['a key', async () => `/api-keys/${(await makeKey({})).id}`, { name: 'New' }],
    [
      'a quota',
      async () =>
        `/quotas/${((await as(tenant.key, 'POST', '/quotas', { body: { metric: 'calls', limit: 5 } })).json as { id: string }).id}`,
      { limit: 6 },
    ],
    ['the organization', async () => '/organization', { settings: { recordings: false } }],
  ])('%s is changed only as it was read', async (_title, make, body) => {
    const path = await make();
    const tag = (await as(tenant.key, 'GET', path)).headers.get('etag') ?? '';
    const change = (ifMatch: string): Promise<Answer> => as(tenant.key, 'PATCH', path, { body, headers: { 'If-Match': ifMatch } });
    expect(codeOf(await change('"other"'))).toBe('precondition_failed');
    const changed = await change(tag);
    expect(changed.status).toBe(200);
    expect((await change(tag)).status).toBe(412);
    expect((await change(changed.headers.get('etag') ?? '')).status).toBe(200);
    expect((await change('*')).status).toBe(200);
  });

  test('lists go on where the page before ended', async () => {
    const { key } = await parley.tenant();
    for (let index = 0; index < 5; index += 1) await makeKey({ name: `Key ${String(index)}` }, key);
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = (await as(key, 'GET', `/api-keys?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)).json as {
        items: { name: string }[];
        next_cursor: string | null;
      };
      names.push(...page.items.map((one) => one.name));
      cursor = page.next_cursor;
    }
    expect(names).toEqual(['Key 4', 'Key 3', 'Key 2', 'Key 1', 'Key 0', 'Test']);
  });
});

describe('signing keys', () => {
  let parley: TestServer;
  beforeAll(async () => (parley = await startTestServer()));
  afterAll(() => parley.close());

  test('are sealed, made anew when old, and published until their last token has ended', async () => {
    let now = Date.now();
    const open = () =>
      new SigningKeys({
        database: parley.database,
        box: createSecretBox(parley.secret),
        rotateAfterMs: 30 * DAY_MS,
        now: () => now,
        elapsed: () => now,
      });
    const keys = open();
    const first = await keys.current();
    const rows = await parley.database.asSystem((tx) => tx.select().from(signingKeys));
    expect(JSON.stringify(rows)).not.toContain('"d":');
    expect((await open().current()).id).toBe(first.id);
    now = first.createdAt + 30 * DAY_MS + 1;
    const second = await keys.current();
    expect(second.id).not.toBe(first.id);
    // Made an hour before the end of the first key's life, its last token is still good.
    now = first.createdAt + 30 * DAY_MS + LONGEST_TOKEN_MS - 1;
    expect((await open().jwks()).keys.map((key) => key.kid).sort()).toEqual([first.id, second.id].sort());
    now += 2;
    expect((await open().jwks()).keys.map((key) => key.kid)).toEqual([second.id]);
    expect(await open().find(first.id)).toBeUndefined();
  });

  test('of several nodes that start at once, one makes the key', async () => {
    const beside = await startTestServer();
    const open = () => new SigningKeys({ database: beside.database, box: createSecretBox(beside.secret), rotateAfterMs: 30 * DAY_MS });
    const ids = await Promise.all(Array.from({ length: 5 }, async () => (await open().current()).id));
    expect(new Set(ids).size).toBe(1);
    await beside.close();
  });
});
