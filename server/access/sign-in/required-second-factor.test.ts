/** An organization that asks its members for a second factor: who may say so, and what is left to who has none. */
import type { AuditEntry, CreatedApiKey, Me, Organization, Page } from '@parley/contract';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { startTestServer, type Answer, type TestServer } from '../../testing.ts';
import { removeSecondFactor } from './second-factor.ts';
import { secretIn, totp } from './testing-totp.ts';

const OWNER = { name: 'Olga Owner', email: 'olga@example.org', password: 'correct horse battery' };
const PAT = { name: 'Pat', email: 'pat@example.org', password: 'a password of Pat' };
const RULE = { settings: { require_second_factor: true } };

const cookieOf = (answer: Answer): string =>
  answer.headers
    .getSetCookie()
    .filter((line) => !/max-age=0/i.test(line))
    .map((line) => line.split(';')[0])
    .join('; ');
const codeOf = ({ json }: Answer): unknown => (json as { code?: string }).code;

describeOnBoth('a required second factor', (kind) => {
  let parley: TestServer;
  let owner = '';
  let pat = '';
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    const token = await parley.app.setup.ownerToken();
    expect((await ask('POST', '/setup', '', { ...OWNER, token })).status).toBe(201);
    owner = await signIn(OWNER);
    const made = (await ask('POST', '/invitations', owner, { role: 'admin' })).json as { url: string };
    await ask('POST', '/invitations/accept', '', { ...PAT, token: new URL(made.url).searchParams.get('token') });
    pat = await signIn(PAT);
  });
  afterAll(() => parley.close());
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  const ask = (method: string, path: string, cookie: string, body?: unknown): Promise<Answer> =>
    parley.request(method, path, {
      ...(body === undefined ? {} : { body }),
      headers: { Origin: parley.url, ...(cookie === '' ? {} : { Cookie: cookie }) },
    });
  const signIn = async ({ email, password }: { email: string; password: string }): Promise<string> =>
    cookieOf(await ask('POST', '/api/auth/sign-in/email', '', { email, password }));
  const auth = (path: string, cookie: string, body: object): Promise<Answer> => ask('POST', `/api/auth${path}`, cookie, body);
  async function turnOn(cookie: string, password: string): Promise<string> {
    const begun = (await auth('/two-factor/enable', cookie, { password })).json as { totpURI: string };
    const on = await auth('/two-factor/verify-totp', cookie, { code: totp(secretIn(begun.totpURI), Date.now()) });
    expect(on.status).toBe(200);
    return cookieOf(on);
  }
  const me = async (cookie: string): Promise<unknown> => {
    const answer = await ask('GET', '/me', cookie);
    return answer.status === 200 ? 200 : codeOf(answer);
  };

  test('is switched on by a signed-in owner who has one, and by nobody else', async () => {
    const organization = ((await ask('GET', '/me', owner)).json as Me).organization;
    expect(organization.settings.require_second_factor).toBe(false);
    expect(codeOf(await ask('PATCH', '/organization', owner, RULE))).toBe('conflict');
    pat = await turnOn(pat, PAT.password);
    expect(codeOf(await ask('PATCH', '/organization', pat, RULE))).toBe('forbidden');
    const { secret: key } = (await ask('POST', '/api-keys', owner, { name: 'All' })).json as CreatedApiKey;
    expect(codeOf(await parley.request('PATCH', '/organization', { key, body: RULE }))).toBe('forbidden');
    expect((await parley.request('PATCH', '/organization', { key, body: { settings: { recordings: true } } })).status).toBe(200);
    await removeSecondFactor(parley.database, PAT.email);
    pat = await signIn(PAT);
    expect(await me(pat)).toBe(200);

    owner = await turnOn(owner, OWNER.password);
    const on = await ask('PATCH', '/organization', owner, RULE);
    expect([on.status, (on.json as Organization).settings.require_second_factor]).toEqual([200, true]);
    const [entry] = ((await ask('GET', '/audit-log?action=updateOrganization', owner)).json as Page<AuditEntry>).items;
    expect(entry?.changes).toContainEqual(expect.objectContaining({ field: 'settings.require_second_factor', after: true }));
    // Keys are no people.
    expect((await parley.request('GET', '/me', { key })).status).toBe(200);
  });

  test('leaves who has none nothing but to set one up, at once', async () => {
    expect(await me(pat)).toBe('second_factor_required');
    for (const path of ['/agents', '/calls', '/organization/members', '/audit-log'])
      expect(codeOf(await ask('GET', path, pat)), path).toBe('second_factor_required');
    expect(codeOf(await ask('POST', '/api-keys', pat, { name: 'Around it' }))).toBe('second_factor_required');
    expect(codeOf(await ask('PATCH', '/organization', pat, { settings: { require_second_factor: false } }))).toBe('second_factor_required');
    for (const [path, body] of [
      ['/organization/create', { name: 'Mine', slug: 'mine' }],
      ['/organization/remove-member', { memberIdOrEmail: OWNER.email }],
      ['/organization/update-member-role', { memberId: 'x', role: 'owner' }],
      ['/organization/leave', { organizationId: 'x' }],
    ] as const)
      expect(codeOf(await auth(path, pat, body)), path).toBe('second_factor_required');
    expect(codeOf(await ask('GET', '/api/auth/organization/get-full-organization', pat))).toBe('second_factor_required');
    expect((await ask('GET', '/system', pat)).status, 'what is open to everybody').toBe(200);
    expect((await ask('GET', '/api/auth/get-session', pat)).status).toBe(200);
    const again = await signIn(PAT);
    expect(await me(again)).toBe('second_factor_required');
    pat = await turnOn(again, PAT.password);
    expect(await me(pat)).toBe(200);
  });

  test('is not turned off by those who need it, but by the rescue, after which it is set up anew', async () => {
    const off = await auth('/two-factor/disable', pat, { password: PAT.password });
    expect([off.status, codeOf(off)]).toEqual([409, 'conflict']);
    expect(await me(pat)).toBe(200);
    expect(await removeSecondFactor(parley.database, PAT.email)).toBe('removed');
    pat = await signIn(PAT);
    expect(await me(pat)).toBe('second_factor_required');
  });

  test('is switched off by an owner again', async () => {
    expect((await ask('PATCH', '/organization', owner, { settings: { require_second_factor: false } })).status).toBe(200);
    expect(await me(pat)).toBe(200);
    expect((await auth('/two-factor/disable', owner, { password: OWNER.password })).status).toBe(200);
  });
});
