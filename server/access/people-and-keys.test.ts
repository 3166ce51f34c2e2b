import type { CreatedApiKey, Me } from '@parley/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeWith } from '../../scripts/test-tools.ts';
import { describeOnBoth } from '../platform/db/testing-suites.ts';
import { account, apiKeys, member, ownerSetupTokens, session, user } from '../platform/db/schema.ts';
import { newId } from '../platform/ids.ts';
import { startTestServer, type Answer, type TestServer } from '../testing.ts';
import { ApiKeys } from './api-keys/api-key-service.ts';

const OWNER = { name: 'Olga Owner', email: 'Owner@example.com', password: 'correct horse battery' };

/** A browser, as far as cookies and `Origin` go. */
class Browser {
  #cookie = '';
  readonly #parley: TestServer;

  constructor(parley: TestServer) {
    this.#parley = parley;
  }

  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const origin = 'Origin' in headers ? {} : { Origin: this.#parley.url };
    const sent: Record<string, string> = { ...origin, ...(this.#cookie === '' ? {} : { Cookie: this.#cookie }), ...headers };
    if (sent['Origin'] === '') delete sent['Origin'];
    const answer = await this.#parley.request(method, path, { ...(body === undefined ? {} : { body }), headers: sent });
    const set = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
    if (set.length > 0) this.#cookie = set.join('; ');
    return answer;
  }

  signIn(email = OWNER.email, password = OWNER.password): Promise<Answer> {
    return this.request('POST', '/api/auth/sign-in/email', { email, password });
  }

  me = async (): Promise<Me> => (await this.request('GET', '/me')).json as Me;
}

async function addMember({ database }: TestServer, organizationId: string, role: string, email: string): Promise<void> {
  await database.asSystem(async (tx) => {
    const [known] = await tx
      .select()
      .from(account)
      .innerJoin(user, sql`${account.userId} = ${user.id}`)
      .where(sql`${user.email} = ${OWNER.email.toLowerCase()}`);
    const userId = newId('user');
    await tx.insert(user).values({ id: userId, name: role, email, emailVerified: true });
    await tx
      .insert(account)
      .values({ id: newId('account'), accountId: userId, providerId: 'credential', userId, password: known!.account.password });
    await tx.insert(member).values({ id: newId('member'), organizationId, userId, role });
  });
}

describeOnBoth('people', (kind) => {
  let parley: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    parley = await startTestServer({ kind });
    expect((await new Browser(parley).request('POST', '/setup', { ...OWNER, token: await parley.app.setup.ownerToken() })).status).toBe(
      201,
    );
  });
  beforeEach(() => (browser = new Browser(parley)));
  afterAll(() => parley.close());

  test.each([
    ['a foreign page', 'https://evil.example'],
    ['a foreign port', 'http://127.0.0.1:1'],
    ['a name that begins like ours', 'http://127.0.0.1.evil.example'],
    ['a sandboxed page', 'null'],
    ['nowhere', ''],
    ['no URL', '::'],
  ])('change nothing from %s', async (_title, origin) => {
    await browser.signIn();
    for (const [method, path, body] of [
      ['POST', '/agents', { name: 'By force' }],
      ['PATCH', '/organization', { name: 'By force' }],
      ['POST', '/api-keys', { name: 'By force' }],
      ['POST', '/api/auth/organization/create', { name: 'By force', slug: 'by-force' }],
    ] as const) {
      expect((await browser.request(method, path, body, { Origin: origin })).status, path).toBe(403);
    }
    expect((await browser.request('GET', '/agents', undefined, { Origin: origin })).text).not.toContain('By force');
  });

  test('change things from our own page', async () => {
    await browser.signIn();
    expect((await browser.request('POST', '/agents', { name: 'Mine' })).status).toBe(201);
  });

  test('who are members work with agents and calls, and with no keys; admins do both', async () => {
    await browser.signIn();
    const { organization } = await browser.me();
    for (const [role, status] of [
      ['member', 403],
      ['admin', 200],
    ] as const) {
      await addMember(parley, organization.id, role, `${role}@example.com`);
      const other = new Browser(parley);
      expect((await other.signIn(`${role}@example.com`)).status).toBe(200);
      expect((await other.me()).role).toBe(role);
      expect((await other.request('GET', '/agents')).status).toBe(200);
      expect((await other.request('GET', '/calls')).status).toBe(200);
      expect((await other.request('GET', '/api-keys')).status, role).toBe(status);
      expect((await other.request('POST', '/api-keys', { name: 'New' })).status, role).toBe(status === 200 ? 201 : 403);
      expect((await other.request('PUT', '/providers/openai', { api_key: 'sk-new' })).status, role).toBe(status);
      expect((await other.request('PATCH', '/organization', { name: 'Default' })).status, role).toBe(status);
    }
  });

  test('whose membership ends are out at once, whose session has expired as well', async () => {
    const { organization } = await (await browser.signIn(), browser.me());
    await addMember(parley, organization.id, 'member', 'leaver@example.com');
    const leaver = new Browser(parley);
    await leaver.signIn('leaver@example.com');
    expect((await leaver.request('GET', '/agents')).status).toBe(200);
    await parley.database.asSystem((tx) =>
      tx.delete(member).where(sql`${member.userId} = (select id from "user" where email = 'leaver@example.com')`),
    );
    expect((await leaver.request('GET', '/agents')).status).toBe(403);
    expect((await leaver.request('GET', '/system')).json).toMatchObject({ engines: [] });
    await parley.database.asSystem((tx) => tx.update(session).set({ expiresAt: new Date(0) }));
    expect((await browser.request('GET', '/agents')).status).toBe(401);
    expect((await browser.request('GET', '/system')).status).toBe(200);
  });

  test('leave no secret in the log', () => {
    for (const line of parley.logged) {
      expect(line).not.toContain(OWNER.password);
      expect(line).not.toMatch(/owner@example\.com/i);
    }
  });
});

describeOnBoth('the owner', (kind) => {
  let parley: TestServer;
  beforeEach(async () => (parley = await startTestServer({ kind })));
  const setUp = (token: string, changes: object = {}): Promise<Answer> =>
    new Browser(parley).request('POST', '/setup', { ...OWNER, ...changes, token });

  test('is made once, by the newest link, and is signed in', async () => {
    try {
      const [older, newest] = [await parley.app.setup.ownerToken(), await parley.app.setup.ownerToken()];
      expect((await setUp(older)).status).toBe(401);
      expect((await setUp('guess')).status).toBe(401);
      expect((await setUp(newest, { password: 'short' })).status).toBe(422);
      const answers = await Promise.all([setUp(newest, { organization: 'Dr Dent' }), setUp(newest, { email: 'second@example.com' })]);
      expect(answers.map((one) => one.status).sort()).toEqual([201, 401]);
      expect((await setUp(newest)).status).toBe(409);
      expect((await setUp(await parley.app.setup.ownerToken())).status).toBe(409);
      expect((await parley.request('GET', '/system')).json).toMatchObject({ owner_exists: true });
    } finally {
      await parley.close();
    }
  });

  test('is not made by a link that is a day old', async () => {
    try {
      const token = await parley.app.setup.ownerToken();
      await parley.database.asSystem((tx) => tx.update(ownerSetupTokens).set({ createdAt: new Date(Date.now() - 25 * 3_600_000) }));
      expect((await setUp(token)).status).toBe(401);
      expect((await parley.request('GET', '/system')).json).toMatchObject({ owner_exists: false, engines: [], media_processes: [] });
    } finally {
      await parley.close();
    }
  });
});

describeOnBoth('API keys', (kind) => {
  const bootstrap = 'parley_bootstrap_key_of_a_test';
  let parley: TestServer;
  beforeAll(async () => (parley = await startTestServer({ kind, environment: { PARLEY_BOOTSTRAP_API_KEY: bootstrap } })));
  afterAll(() => parley.close());

  const create = async (body: object = { name: 'New' }): Promise<CreatedApiKey> =>
    (await parley.request('POST', '/api-keys', { key: bootstrap, body })).json as CreatedApiKey;
  const status = async (key: string, at = parley): Promise<number> => (await at.request('GET', '/agents', { key })).status;

  test('the bootstrap key opens the organization "Default" with its demo agent', async () => {
    expect((await parley.request('GET', '/me', { key: bootstrap })).json).toMatchObject({
      user: null,
      organization: { name: 'Default' },
      role: 'api_key',
    });
    expect((await parley.request('GET', '/agents', { key: bootstrap })).json).toMatchObject({
      items: [{ name: 'Front desk', published_version: 1, draft_changed: false }],
    });
  });

  test('are shown once, kept as a hash, and listed by their ends', async () => {
    const made = await create({ name: 'Shown' });
    expect(made.secret).toMatch(/^parley_sk_[\w-]{40}$/);
    const list = await parley.request('GET', '/api-keys', { key: bootstrap });
    expect(list.text).not.toContain(made.secret);
    expect(list.text).toContain(`"last_four":"${made.secret.slice(-4)}"`);
    const rows = await parley.database.asSystem((tx) => tx.select().from(apiKeys));
    expect(JSON.stringify(rows)).not.toContain(made.secret);
  });

  test('a revoked one opens nothing from the next request on', async () => {
    const made = await create();
    expect(await status(made.secret)).toBe(200);
    expect((await parley.request('DELETE', `/api-keys/${made.id}`, { key: bootstrap })).status).toBe(204);
    expect(await status(made.secret)).toBe(401);
    expect((await parley.request('DELETE', `/api-keys/${made.id}`, { key: bootstrap })).status).toBe(404);
  });

  test('one that is revoked while it is looked up is not remembered', async () => {
    const made = await create();
    const keys = new ApiKeys(parley.database);
    const { organizationId } = await new ApiKeys(parley.database).verify(made.secret);
    const looking = keys.verify(made.secret);
    await keys.revoke(organizationId, made.id);
    await looking.catch(() => undefined);
    await expect(keys.verify(made.secret)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('end when they expire', async () => {
    const made = await create({ name: 'Short', expires_at: new Date(Date.now() + 60_000).toISOString() });
    const later = new ApiKeys(parley.database, () => Date.now() + 61_000);
    await expect(new ApiKeys(parley.database).verify(made.secret)).resolves.toMatchObject({ name: 'Short' });
    await expect(later.verify(made.secret)).rejects.toMatchObject({ code: 'token_expired' });
    expect(await create({ name: 'Past', expires_at: '2020-01-01T00:00:00Z' })).toMatchObject({ code: 'validation_failed' });
  });

  test('whoever guesses is told to wait, and whoever has a key at the same address is not', async () => {
    const headers = { 'X-Forwarded-For': '192.0.2.200' };
    const guess = (): Promise<Answer> => parley.request('GET', '/agents', { key: 'parley_sk_guess', headers });
    const guesses = await Promise.all(Array.from({ length: 301 }, guess));
    expect(new Set(guesses.map((one) => one.status))).toEqual(new Set([401, 429]));
    const answer = await guess();
    expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await parley.request('GET', '/agents', { key: bootstrap, headers })).status).toBe(200);
  });
});

describe('two nodes on one database', () => {
  describeWith('postgresql', 'with PostgreSQL', () => {
    test('a key that one revokes opens nothing at the other', async () => {
      const one = await startTestServer({ kind: 'postgresql' });
      const two = await startTestServer({ beside: one });
      try {
        const { id, key } = await one.tenant();
        const made = await new ApiKeys(one.database).create(id, { name: 'New' });
        const statusAtTwo = async (): Promise<number> => (await two.request('GET', '/agents', { key: made.secret })).status;
        expect(await statusAtTwo()).toBe(200);
        expect((await one.request('DELETE', `/api-keys/${made.id}`, { key })).status).toBe(204);
        // One notification through the database.
        const until = Date.now() + 2_000;
        while ((await statusAtTwo()) !== 401 && Date.now() < until);
        expect(await statusAtTwo()).toBe(401);
      } finally {
        await two.close();
        await one.close();
      }
    });
  });
});
