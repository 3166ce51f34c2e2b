/** How people get in, stay in and are put out: reset links, invitations, sessions, attempts at one account. */
import type { AccessToken, AuditEntry, CreatedInvitation, Me, Member, MemberSessionList, Page } from '@parley/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invitation, verification } from '../platform/db/schema.ts';
import { describeOnBoth } from '../platform/db/testing-suites.ts';
import { startTestServer, type Answer, type TestServer } from '../testing.ts';
import { ApiKeys, type NewKey } from './api-keys/api-key-service.ts';
import { resetPath } from './sign-in/reset-link.ts';

const OWNER = { name: 'Olga Owner', email: 'olga@example.org', password: 'correct horse battery' };

const cookieOf = (answer: Answer): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

describeOnBoth('accounts', (kind) => {
  let parley: TestServer;
  let owner = '';
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    const token = await parley.app.setup.ownerToken();
    expect((await parley.request('POST', '/setup', { body: { ...OWNER, token } })).status).toBe(201);
    owner = cookieOf(await signIn(OWNER.email, OWNER.password));
  });
  afterAll(() => parley.close());

  const ask = (method: string, path: string, cookie: string, body?: unknown): Promise<Answer> =>
    parley.request(method, path, {
      ...(body === undefined ? {} : { body }),
      headers: { Origin: parley.url, ...(cookie === '' ? {} : { Cookie: cookie }) },
    });
  const signIn = (email: string, password: string): Promise<Answer> => ask('POST', '/api/auth/sign-in/email', '', { email, password });
  const isIn = async (cookie: string): Promise<boolean> => (await ask('GET', '/me', cookie)).status === 200;
  const invite = async (body: object, cookie = owner): Promise<CreatedInvitation> =>
    (await ask('POST', '/invitations', cookie, body)).json as CreatedInvitation;
  const tokenOf = ({ url }: CreatedInvitation): string => new URL(url).searchParams.get('token') ?? '';
  const accept = (token: string, person: object): Promise<Answer> => ask('POST', '/invitations/accept', '', { token, ...person });
  const someone = async (name: string, role = 'member'): Promise<{ cookie: string; email: string; password: string; member: Member }> => {
    const person = { name, email: `${name}@example.org`, password: `a password of ${name}` };
    expect((await accept(tokenOf(await invite({ role })), person)).status).toBe(201);
    const { items } = (await ask('GET', '/organization/members', owner)).json as Page<Member>;
    return {
      ...person,
      cookie: cookieOf(await signIn(person.email, person.password)),
      member: items.find((one) => one.email === person.email.toLowerCase())!,
    };
  };

  test('an invitation makes one person a member of its role, once', async () => {
    const made = await invite({ role: 'admin' });
    expect(made.status).toBe('pending');
    const ann = { name: 'Ann', email: 'Ann@example.org', password: 'a password of Ann' };
    const answers = await Promise.all([accept(tokenOf(made), ann), accept(tokenOf(made), { ...ann, email: 'bob@example.org' })]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 401]);
    const email = answers[0].status === 201 ? ann.email : 'bob@example.org';
    const me = (await ask('GET', '/me', cookieOf(await signIn(email, ann.password)))).json as Me;
    expect(me).toMatchObject({ role: 'admin', organization: { name: 'Default' } });
    expect((await accept(tokenOf(made), { ...ann, email: 'third@example.org' })).status).toBe(401);
    expect((await ask('DELETE', `/invitations/${made.id}`, owner)).status).toBe(409);
    expect(JSON.stringify(await parley.database.asSystem((tx) => tx.select().from(invitation)))).not.toContain(tokenOf(made).split('.')[1]);
  });

  test('an invitation that was revoked, has ended, is for somebody else, or was made up opens nothing', async () => {
    const eve = { name: 'Eve', email: 'eve@example.org', password: 'a password of Eve' };
    const [revoked, ended, other] = [await invite({}), await invite({}), await invite({ email: 'zoe@example.org' })];
    expect((await ask('DELETE', `/invitations/${revoked.id}`, owner)).status).toBe(204);
    await parley.database.asSystem((tx) =>
      tx
        .update(invitation)
        .set({ expiresAt: new Date(0) })
        .where(sql`id = ${ended.id}`),
    );
    for (const token of [tokenOf(revoked), tokenOf(ended), tokenOf(other), `${other.id}.x`, other.id, 'x'])
      expect((await accept(token, eve)).status, token).toBe(401);
    const listed = (await ask('GET', '/invitations', owner)).json as Page<CreatedInvitation>;
    expect(listed.items.slice(0, 3).map((one) => one.status)).toEqual(['pending', 'expired', 'revoked']);
    expect((await signIn(eve.email, eve.password)).status).toBe(401);
  });

  test('who has an account gives its password, and nobody else’s invitation takes it over', async () => {
    const known = await someone('Kim');
    const { key } = await parley.tenant('Elsewhere');
    const made = (await parley.request('POST', '/invitations', { key, body: {} })).json as CreatedInvitation;
    expect((await accept(tokenOf(made), { name: 'Kim', email: known.email, password: 'not the password' })).status).toBe(401);
    expect((await accept(tokenOf(made), { name: 'Kim', email: known.email, password: known.password })).status).toBe(201);
    const me = (await ask('GET', '/me', cookieOf(await signIn(known.email, known.password)))).json as Me;
    expect(me.organizations.map((one) => one.name).sort()).toEqual(['Default', 'Elsewhere']);
  });

  test('admins invite members only, members nobody, and a foreign organization sees none', async () => {
    const [admin, member] = [await someone('Adam', 'admin'), await someone('Mona')];
    expect((await ask('POST', '/invitations', admin.cookie, { role: 'member' })).status).toBe(201);
    for (const role of ['admin', 'owner']) expect((await ask('POST', '/invitations', admin.cookie, { role })).status, role).toBe(403);
    expect((await ask('POST', '/invitations', member.cookie, {})).status).toBe(403);
    const { key } = await parley.tenant('Foreign');
    expect(((await parley.request('GET', '/invitations', { key })).json as Page<unknown>).items).toEqual([]);
    expect((await parley.request('DELETE', `/invitations/${(await invite({})).id}`, { key })).status).toBe(404);
  });

  test('no key that ends or is limited, and no token, gives, changes or takes a role above member', async () => {
    const [boss, plain] = [await someone('Bert', 'admin'), await someone('Pia')];
    const { id } = ((await ask('GET', '/me', owner)).json as Me).organization;
    const keyOf = async (given: Partial<NewKey>): Promise<string> =>
      (await new ApiKeys(parley.database).create(id, { name: 'Test', ...given })).secret;
    const whole = await keyOf({});
    const token = ((await parley.request('POST', '/auth/token', { key: whole, body: {} })).json as AccessToken).access_token;
    const by = (key: string, method: string, path: string, body?: unknown): Promise<Answer> =>
      parley.request(method, path, { key, ...(body === undefined ? {} : { body }) });
    for (const [key, code] of [
      [await keyOf({ scopes: ['organization:write'] }), 'insufficient_scope'],
      [await keyOf({ expires_at: new Date(Date.now() + 3_600_000).toISOString() }), 'forbidden'],
      [await keyOf({ allowed_ips: ['0.0.0.0/0', '::/0'] }), 'forbidden'],
      [await keyOf({ requests_per_minute: 600 }), 'forbidden'],
      [token, 'forbidden'],
    ] as const) {
      for (const role of ['owner', 'admin']) {
        expect((await by(key, 'POST', '/invitations', { role })).json, role).toMatchObject({ status: 403, code });
        expect((await by(key, 'PATCH', `/organization/members/${plain.member.id}`, { role })).json).toMatchObject({ status: 403, code });
      }
      expect((await by(key, 'PATCH', `/organization/members/${boss.member.id}`, { role: 'member' })).json).toMatchObject({ code });
      expect((await by(key, 'DELETE', `/organization/members/${boss.member.id}`)).json).toMatchObject({ status: 403, code });
      expect((await by(key, 'POST', '/invitations', { role: 'member' })).status).toBe(201);
    }
    expect((await by(whole, 'POST', '/invitations', { role: 'owner' })).status).toBe(201);
    expect((await by(whole, 'PATCH', `/organization/members/${plain.member.id}`, { role: 'admin' })).status).toBe(200);
    expect((await by(whole, 'DELETE', `/organization/members/${boss.member.id}`)).status).toBe(204);
  });

  test('admins change no role and remove nobody by the routes of sign-in either; an owner does', async () => {
    const [admin, plain] = [await someone('Alma', 'admin'), await someone('Piet')];
    const { organization } = (await ask('GET', '/me', owner)).json as Me;
    const [memberId, organizationId] = [plain.member.id, organization.id];
    const own = (await ask('POST', '/api/auth/organization/create', admin.cookie, { name: 'Alma’s', slug: 'almas' })).json as {
      id: string;
    };
    const by = (cookie: string, path: string, body: object): Promise<Answer> => ask('POST', `/api/auth/organization/${path}`, cookie, body);
    for (const active of [own.id, organizationId]) {
      await by(admin.cookie, 'set-active', { organizationId: active });
      for (const named of active === organizationId ? [{ organizationId }, { organizationId: '' }, {}] : [{ organizationId }])
        for (const [path, body] of [
          ['update-member-role', { memberId, role: 'admin' }],
          ['update-member-role', { memberId: admin.member.id, role: ['owner', 'member'] }],
          ['remove-member', { memberIdOrEmail: memberId }],
          ['remove-member', { memberIdOrEmail: OWNER.email }],
        ] as const)
          expect((await by(admin.cookie, path, { ...body, ...named })).status, path).toBe(403);
    }
    for (const path of ['invite-member', 'update', 'delete', 'create-role', 'update-role', 'cancel-invitation', 'add-member'])
      expect((await by(admin.cookie, path, { organizationId, role: 'owner', email: 'x@example.org' })).status, path).toBe(404);
    expect((await by(owner, 'update-member-role', { organizationId, memberId, role: 'admin' })).status).toBe(200);
    expect((await by(owner, 'remove-member', { organizationId, memberIdOrEmail: memberId })).status).toBe(200);
  });

  test('a reset link sets a new password once, and ends every session', async () => {
    const rita = await someone('Rita');
    expect(await isIn(rita.cookie)).toBe(true);
    expect(await resetPath(parley.database, 'nobody@example.org')).toBeNull();
    const older = (await resetPath(parley.database, rita.email))!.split('=')[1]!;
    const token = (await resetPath(parley.database, rita.email.toUpperCase()))!.split('=')[1]!;
    expect(JSON.stringify(await parley.database.asSystem((tx) => tx.select().from(verification)))).not.toContain(token);
    const reset = (given: string, newPassword = 'another password') =>
      ask('POST', '/api/auth/reset-password', '', { token: given, newPassword });
    expect((await reset(older)).status).toBe(400);
    expect((await reset(token, 'short')).status).toBe(400);
    expect((await reset(token)).status).toBe(200);
    expect((await reset(token)).status).toBe(400);
    expect(await isIn(rita.cookie)).toBe(false);
    expect((await signIn(rita.email, rita.password)).status).toBe(401);
    expect((await signIn(rita.email, 'another password')).status).toBe(200);
    const late = (await resetPath(parley.database, rita.email, Date.now() - 2 * 3_600_000))!.split('=')[1]!;
    expect((await reset(late)).status).toBe(400);
  });

  test('a change of password ends the other sessions, whatever the client says', async () => {
    const { email, password, cookie } = await someone('Carl');
    const other = cookieOf(await signIn(email, password));
    const changed = await ask('POST', '/api/auth/change-password', cookie, {
      currentPassword: password,
      newPassword: 'another password',
      revokeOtherSessions: false,
    });
    expect(changed.status).toBe(200);
    expect([await isIn(other), await isIn(cookieOf(changed))]).toEqual([false, true]);
  });

  test('an owner sees where a member is signed in, and signs that one out; nobody else does', async () => {
    const [nora, paul] = [await someone('Nora'), await someone('Paul', 'admin')];
    const { items } = (await ask('GET', `/organization/members/${nora.member.id}/sessions`, owner)).json as MemberSessionList;
    expect(items).toHaveLength(1);
    expect(items[0]!.address).toMatch(/^198\.51\./);
    for (const method of ['GET', 'DELETE'])
      expect((await ask(method, `/organization/members/${nora.member.id}/sessions`, paul.cookie)).status, method).toBe(403);
    const { key } = await parley.tenant('Far');
    expect((await parley.request('DELETE', `/organization/members/${nora.member.id}/sessions`, { key })).status).toBe(404);
    expect((await ask('DELETE', `/organization/members/${nora.member.id}/sessions`, owner)).status).toBe(204);
    expect(await isIn(nora.cookie)).toBe(false);
    const [entry] = ((await ask('GET', '/audit-log?action=endMemberSessions', owner)).json as Page<AuditEntry>).items;
    expect(entry).toMatchObject({ resource_type: 'session', actor: { name: OWNER.name } });
  });

  test('a sole owner can neither go, nor be removed, nor step down', async () => {
    const { items } = (await ask('GET', '/organization/members', owner)).json as Page<Member>;
    const me = items.find((one) => one.email === OWNER.email)!;
    expect((await ask('DELETE', `/organization/members/${me.id}`, owner)).status).toBe(409);
    expect((await ask('PATCH', `/organization/members/${me.id}`, owner, { role: 'member' })).status).toBe(409);
    const { organization } = (await ask('GET', '/me', owner)).json as Me;
    for (const [path, body] of [
      ['leave', {}],
      ['remove-member', { memberIdOrEmail: OWNER.email }],
      ['update-member-role', { memberId: me.id, role: 'member' }],
    ] as const)
      expect(
        (await ask('POST', `/api/auth/organization/${path}`, owner, { organizationId: organization.id, ...body })).status,
        path,
      ).toBeGreaterThanOrEqual(400);
    expect(await isIn(owner)).toBe(true);
  });

  test('wrong passwords for one account are counted from however many addresses, for accounts that are none as well', async () => {
    const victim = await someone('Vera');
    for (const email of [victim.email.toUpperCase(), 'nobody@example.org']) {
      const statuses: number[] = [];
      for (let i = 0; i < 21; i += 1) statuses.push((await signIn(email, 'wrong horse battery')).status);
      expect(statuses).toEqual([...Array<number>(20).fill(401), 429]);
      expect((await signIn(email, 'wrong horse battery')).headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expect((await signIn(victim.email, victim.password)).status).toBe(429);
    expect((await signIn(OWNER.email, OWNER.password)).status).toBe(200);
    expect(await isIn(victim.cookie)).toBe(true);
  });

  // Counted in memory, whatever the database.
  if (kind === 'embedded')
    test('an invitation finds out no password: wrong ones are counted with those of sign-in', async () => {
      const victim = await someone('Viola');
      const token = tokenOf(await invite({}));
      const guess = async (email: string): Promise<number> =>
        (await accept(token, { name: 'Viola', email, password: 'wrong horse battery' })).status;
      const statuses: number[] = [];
      for (let i = 0; i < 21; i += 1) statuses.push(await guess(i % 2 === 0 ? victim.email : victim.email.toUpperCase()));
      expect(statuses).toEqual([...Array<number>(20).fill(401), 429]);
      expect((await accept(token, { name: 'Viola', email: victim.email, password: victim.password })).status).toBe(429);
      expect((await signIn(victim.email, victim.password)).status).toBe(429);
    });
});
