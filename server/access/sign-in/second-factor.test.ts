import type { AuditEntry, Me, Page } from '@parley/contract';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { auditLog, session, twoFactor } from '../../platform/db/schema.ts';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { startTestServer, type Answer, type TestServer } from '../../testing.ts';
import { codeAsKept, removeSecondFactor } from './second-factor.ts';
import { secretIn, totp } from './testing-totp.ts';

const OWNER = { name: 'Olga Owner', email: 'olga@example.org', password: 'correct horse battery' };
const HALF_MINUTE = 30_000;

const cookieOf = (answer: Answer): string =>
  answer.headers
    .getSetCookie()
    .filter((line) => !/max-age=0/i.test(line))
    .map((line) => line.split(';')[0])
    .join('; ');

describe('the tests’ authenticator app', () => {
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ])('shows what RFC 6238 says at %i s', (atS, code) => {
    expect(totp(Buffer.from('12345678901234567890'), atS * 1_000)).toBe(code);
  });
});

test('codes are taken however they are typed', () => {
  expect(['123 456', 'ABCDE fghjk', 'abcde-fghjk', ' abcdefghjk '].map(codeAsKept)).toEqual([
    '123456',
    'abcde-fghjk',
    'abcde-fghjk',
    'abcde-fghjk',
  ]);
});

describeOnBoth('the second factor', (kind) => {
  /** For what no database has a part in: once is enough. */
  const testOnce = (title: string, run: () => Promise<void>): void => {
    if (kind === 'embedded') test(title, run);
  };
  let parley: TestServer;
  let owner = '';
  let people = 0;
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    const token = await parley.app.setup.ownerToken();
    expect((await parley.request('POST', '/setup', { body: { ...OWNER, token } })).status).toBe(201);
    owner = cookieOf(await signIn(OWNER));
  });
  afterAll(() => parley.close());
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  const later = (ms: number): void => void vi.setSystemTime(Date.now() + ms);
  const ask = (path: string, cookie: string, body?: unknown): Promise<Answer> =>
    parley.request(body === undefined ? 'GET' : 'POST', path, {
      ...(body === undefined ? {} : { body }),
      headers: { Origin: parley.url, ...(cookie === '' ? {} : { Cookie: cookie }) },
    });
  const signIn = ({ email, password }: { email: string; password: string }): Promise<Answer> =>
    ask('/api/auth/sign-in/email', '', { email, password });
  const factor = (what: string, cookie: string, body: object): Promise<Answer> => ask(`/api/auth/two-factor/${what}`, cookie, body);
  const byApp = (cookie: string, code: string): Promise<Answer> => factor('verify-totp', cookie, { code });
  const isIn = async (cookie: string): Promise<boolean> => (await ask('/me', cookie)).status === 200;
  const trail = async (action: string): Promise<AuditEntry[]> =>
    ((await ask(`/audit-log?action=${action}`, owner)).json as Page<AuditEntry>).items;

  async function someone(): Promise<{ email: string; password: string; cookie: string; id: string }> {
    const person = { name: 'Pat', email: `pat${String((people += 1))}@example.org`, password: 'a password of Pat' };
    const made = (await ask('/invitations', owner, { role: 'admin' })).json as { url: string };
    const token = new URL(made.url).searchParams.get('token');
    expect((await ask('/invitations/accept', '', { ...person, token })).status).toBe(201);
    const cookie = cookieOf(await signIn(person));
    return { ...person, cookie, id: ((await ask('/me', cookie)).json as Me).user!.id };
  }

  /** Somebody who has one, at a time when the code that turned it on is over. */
  async function withFactor() {
    const person = await someone();
    const begun = (await factor('enable', person.cookie, { password: person.password })).json as { totpURI: string; backupCodes: string[] };
    const secret = secretIn(begun.totpURI);
    const on = await byApp(person.cookie, totp(secret, Date.now()));
    expect(on.status).toBe(200);
    later(4 * HALF_MINUTE);
    return { ...person, ...begun, secret, cookie: cookieOf(on), now: () => totp(secret, Date.now()) };
  }

  const wrong = (right: string): string => String((Number(right) + 1) % 1_000_000).padStart(6, '0');

  test('is turned on by the password and a right code, and not before', async () => {
    const pat = await someone();
    for (const body of [{}, { password: 'wrong horse battery' }]) expect((await factor('enable', pat.cookie, body)).status).toBe(400);
    expect((await factor('enable', '', { password: pat.password })).status).toBe(401);
    const begun = (await factor('enable', pat.cookie, { password: pat.password, issuer: 'Elsewhere', method: 'otp' })).json as {
      totpURI: string;
      backupCodes: string[];
    };
    expect(begun.totpURI).toMatch(/^otpauth:\/\/totp\/Parley:pat/);
    expect(new Set(begun.backupCodes).size).toBe(10);
    for (const code of begun.backupCodes) expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
    const secret = secretIn(begun.totpURI);
    expect((await byApp(pat.cookie, wrong(totp(secret, Date.now())))).status).toBe(401);
    expect(cookieOf(await signIn(pat))).toContain('session_token');
    const other = cookieOf(await signIn(pat));
    const on = await byApp(pat.cookie, totp(secret, Date.now()));
    expect(on.status).toBe(200);
    expect([await isIn(cookieOf(on)), await isIn(other), await isIn(pat.cookie)]).toEqual([true, false, false]);
    expect((await factor('enable', cookieOf(on), { password: pat.password })).status).toBe(400);
    expect((await byApp(cookieOf(on), totp(secret, Date.now()))).status).toBe(409);
  });

  test('the password alone gives no session, the code does, once', async () => {
    const pat = await withFactor();
    const half = await signIn(pat);
    expect(half.json).toEqual({ twoFactorRedirect: true, twoFactorMethods: ['totp'] });
    expect(cookieOf(half)).not.toContain('session_token');
    expect(await isIn(cookieOf(half))).toBe(false);
    const sessions = await parley.database.asSystem((tx) => tx.select().from(session).where(eq(session.userId, pat.id)));
    expect(sessions).toHaveLength(1);
    for (const code of [wrong(pat.now()), '', '12345', totp(pat.secret, Date.now() - 3 * HALF_MINUTE)])
      expect((await byApp(cookieOf(half), code)).status, code).toBe(401);
    const whole = await byApp(cookieOf(half), pat.now());
    expect([whole.status, await isIn(cookieOf(whole))]).toEqual([200, true]);
    expect((await byApp(cookieOf(half), pat.now())).status).toBe(401);
  });

  test('a code that was seen over a shoulder is used up, for both of two at once as well', async () => {
    const pat = await withFactor();
    const [one, two] = [cookieOf(await signIn(pat)), cookieOf(await signIn(pat))];
    const answers = await Promise.all([byApp(one, pat.now()), byApp(two, pat.now())]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    const left = answers[0].status === 200 ? two : one;
    later(HALF_MINUTE);
    expect((await byApp(left, totp(pat.secret, Date.now() - HALF_MINUTE))).json).toMatchObject({ code: 'CODE_USED' });
    expect((await byApp(left, pat.now())).status).toBe(200);
  });

  testOnce('is asked for again at every sign-in, whatever the client says of its device', async () => {
    const pat = await withFactor();
    const answer = await factor('verify-totp', cookieOf(await signIn(pat)), { code: pat.now(), trustDevice: true });
    expect(cookieOf(answer)).not.toContain('trust_device');
    const again = await parley.request('POST', '/api/auth/sign-in/email', {
      body: { email: pat.email, password: pat.password },
      headers: { Origin: parley.url, Cookie: cookieOf(answer) },
    });
    expect(again.json).toMatchObject({ twoFactorRedirect: true });
  });

  testOnce('a challenge waits ten minutes, and five wrong codes end it', async () => {
    const pat = await withFactor();
    const half = cookieOf(await signIn(pat));
    for (let i = 0; i < 5; i += 1) expect((await byApp(half, wrong(pat.now()))).status).toBe(401);
    expect((await byApp(half, pat.now())).status).toBe(400);
    const late = cookieOf(await signIn(pat));
    later(601_000);
    expect((await byApp(late, pat.now())).status).toBe(401);
    const forged = late.replace(/two_factor=[^;]*/, 'two_factor=2fa-aaaaaaaaaaaaaaaaaaaa.x');
    expect((await byApp(forged, pat.now())).status).toBe(401);
  });

  test('ten wrong codes lock the account’s second factor for a quarter of an hour, from however many addresses and by either kind of code', async () => {
    const pat = await withFactor();
    for (let round = 0; round < 2; round += 1) {
      const half = cookieOf(await signIn(pat));
      for (let i = 0; i < 3; i += 1) expect((await byApp(half, wrong(pat.now()))).status).toBe(401);
      for (let i = 0; i < 2; i += 1) expect((await factor('verify-backup-code', half, { code: 'aaaaa-aaaaa' })).status).toBe(401);
    }
    const half = cookieOf(await signIn(pat));
    const refused = await byApp(half, pat.now());
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, 900]);
    expect((await factor('verify-backup-code', half, { code: pat.backupCodes[0] })).status).toBe(429);
    expect(await isIn(pat.cookie)).toBe(true);
    later(900_001);
    expect((await byApp(cookieOf(await signIn(pat)), pat.now())).status).toBe(200);
  });

  test('a recovery code lets in once, however it is typed; new ones take the place of the old', async () => {
    const pat = await withFactor();
    const recover = async (code: string): Promise<number> =>
      (await factor('verify-backup-code', cookieOf(await signIn(pat)), { code })).status;
    const [first = '', second = '', third = ''] = pat.backupCodes;
    expect(await recover(first.toUpperCase().replace('-', ' '))).toBe(200);
    expect(await recover(first)).toBe(401);
    const twice = await Promise.all([recover(second), recover(second)]);
    expect(twice.filter((status) => status === 200)).toHaveLength(1);
    expect((await factor('generate-backup-codes', pat.cookie, { password: 'wrong horse battery' })).status).toBe(400);
    const renewed = (await factor('generate-backup-codes', pat.cookie, { password: pat.password })).json as { backupCodes: string[] };
    expect(await recover(third)).toBe(401);
    expect(await recover(renewed.backupCodes[9]!)).toBe(200);
  });

  testOnce('is turned off by the password only, by nobody’s own word for it', async () => {
    const pat = await withFactor();
    expect((await factor('disable', pat.cookie, { password: 'wrong horse battery' })).status).toBe(400);
    await ask('/api/auth/update-user', pat.cookie, { name: 'Pat', twoFactorEnabled: false });
    expect((await signIn(pat)).json).toMatchObject({ twoFactorRedirect: true });
    expect((await factor('disable', pat.cookie, { password: pat.password })).status).toBe(200);
    expect(cookieOf(await signIn(pat))).toContain('session_token');
    expect(await parley.database.asSystem((tx) => tx.select().from(twoFactor).where(eq(twoFactor.userId, pat.id)))).toEqual([]);
  });

  for (const what of ['get-totp-uri', 'send-otp', 'verify-otp', 'view-backup-codes', 'generate-totp'])
    testOnce(`${what} stays shut`, async () => {
      expect((await factor(what, owner, { password: OWNER.password })).status).toBe(404);
    });

  testOnce('a session alone finds out no password: wrong ones are counted by account wherever one is asked for', async () => {
    const pat = await withFactor();
    const guesses = [
      () => factor('disable', pat.cookie, { password: 'wrong horse battery' }),
      () => factor('generate-backup-codes', pat.cookie, { password: 'wrong horse battery' }),
      () => ask('/api/auth/change-password', pat.cookie, { currentPassword: 'wrong horse battery', newPassword: 'a new password' }),
      () => factor('enable', pat.cookie, { password: 'wrong horse battery' }),
    ];
    const statuses: number[] = [];
    for (let i = 0; i < 20; i += 1) statuses.push((await guesses[i % guesses.length]!()).status);
    expect(statuses).toEqual(Array<number>(20).fill(400));
    for (const guess of guesses) expect((await guess()).status).toBe(429);
    expect((await signIn(pat)).status).toBe(429);
  });

  testOnce('a changed or reset password asks for the code as before', async () => {
    const pat = await withFactor();
    const newPassword = 'another password';
    const changed = await ask('/api/auth/change-password', pat.cookie, { currentPassword: pat.password, newPassword });
    expect(changed.status).toBe(200);
    expect((await signIn({ ...pat, password: newPassword })).json).toMatchObject({ twoFactorRedirect: true });
  });

  test('whoever runs the installation removes it: the password is enough again, and all sessions end', async () => {
    const pat = await withFactor();
    expect(await removeSecondFactor(parley.database, 'nobody@example.org')).toBe('unknown');
    expect(await removeSecondFactor(parley.database, pat.email.toUpperCase())).toBe('removed');
    expect(await isIn(pat.cookie)).toBe(false);
    expect(cookieOf(await signIn(pat))).toContain('session_token');
    expect(await removeSecondFactor(parley.database, pat.email)).toBe('none');
  });

  test('is in the trail with every step, and never a code or secret', async () => {
    const pat = await withFactor();
    const half = cookieOf(await signIn(pat));
    const [app, recovery = ''] = [pat.now(), pat.backupCodes[3]];
    await byApp(half, wrong(app));
    await byApp(half, app);
    await factor('verify-backup-code', cookieOf(await signIn(pat)), { code: recovery });
    const renewed = (await factor('generate-backup-codes', pat.cookie, { password: pat.password })).json as { backupCodes: string[] };
    await factor('disable', pat.cookie, { password: pat.password });
    const of = async (action: string): Promise<object[]> =>
      (await trail(action))
        .filter((entry) => entry.actor.id === pat.id || entry.resource_id === pat.id)
        .map(({ resource_type, outcome, changes }) => ({ resource_type, outcome, fields: changes.map((change) => change.field) }));
    expect(await of('beginSecondFactor')).toEqual([
      { resource_type: 'second_factor', outcome: 'success', fields: ['backup_codes', 'secret', 'verified'] },
    ]);
    expect(await of('enableSecondFactor')).toContainEqual({ resource_type: 'person', outcome: 'success', fields: ['two_factor_enabled'] });
    expect(await of('signInPassword')).toHaveLength(2);
    // The one before there was a second factor.
    expect(await of('signIn')).toHaveLength(1);
    expect(await of('signInWithCode')).toMatchObject([
      { resource_type: 'session', outcome: 'success' },
      { resource_type: 'session', outcome: 'failure' },
    ]);
    expect(await of('signInWithRecoveryCode')).toContainEqual({
      resource_type: 'second_factor',
      outcome: 'success',
      fields: ['backup_codes'],
    });
    expect(await of('renewRecoveryCodes')).toEqual([{ resource_type: 'second_factor', outcome: 'success', fields: ['backup_codes'] }]);
    expect(await of('disableSecondFactor')).toContainEqual({ resource_type: 'person', outcome: 'success', fields: ['two_factor_enabled'] });
    const kept = JSON.stringify(await parley.database.asSystem((tx) => tx.select().from(auditLog)));
    const secret = new URL(pat.totpURI).searchParams.get('secret')!;
    for (const one of [secret, pat.secret.toString(), app, recovery, renewed.backupCodes[0]!]) {
      expect(kept).not.toContain(one);
      expect(parley.logged.join('\n')).not.toContain(one);
    }
  });

  testOnce('is sealed: whoever reads the database can make no code', async () => {
    const pat = await withFactor();
    const rows = JSON.stringify(await parley.database.asSystem((tx) => tx.select().from(twoFactor)));
    for (const one of [
      pat.secret.toString(),
      new URL(pat.totpURI).searchParams.get('secret')!,
      ...pat.backupCodes,
      pat.backupCodes[0]!.slice(0, 5),
    ])
      expect(rows).not.toContain(one);
  });

  testOnce('keys of the organization go on as before', async () => {
    const pat = await withFactor();
    const made = await ask('/api-keys', pat.cookie, { name: 'Of Pat' });
    const { secret } = made.json as { secret: string };
    expect((await parley.request('GET', '/me', { key: secret })).status).toBe(200);
    const token = (await parley.request('POST', '/auth/token', { key: secret, body: {} })).json as {
      access_token?: string;
      token?: string;
    };
    expect((await parley.request('GET', '/me', { key: token.access_token ?? token.token })).status).toBe(200);
  });
});
