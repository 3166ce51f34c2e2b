/** What happens around better-auth's answers: attempts are counted, the trail is told, a code works once. */
import { AppError, isObject, type AuditActor } from '@parley/contract';
import type { Request, Response as ExpressResponse } from 'express';
import { actingAs, type Acting } from '../../platform/db/acting.ts';
import type { Database } from '../../platform/db/database.ts';
import { actingIn } from '../../platform/http/audit.ts';
import type { AccountAttempts } from './account-attempts.ts';
import { highestRole } from '../roles.ts';
import { codeAsKept, endSessionsBut, giveCodeBack, LOCKED_S, takeCode, waitingFor } from './second-factor.ts';
import type { SignIn } from './sign-in.ts';

interface SignInTrail {
  noteRefusedSignIn(acting: Acting, email: string | null): Promise<void>;
  noteRightPassword(acting: Acting, email: string): Promise<void>;
}

interface Memberships {
  /** Whether an organization of the person's asks its members for a second factor. */
  requiresSecondFactor(userId: string): Promise<boolean>;
  /** The person's in the organization, else in the oldest of theirs. */
  membershipOf(userId: string, organizationId: string | null): Promise<{ role: string } | undefined>;
}

export interface Entrance {
  signIn: SignIn;
  database: Database;
  trail: SignInTrail;
  attempts: AccountAttempts;
  organizations: Memberships;
}

interface Person {
  id: string;
  name: string;
  email: string;
  twoFactorEnabled: boolean;
  activeOrganizationId: string | null;
}

interface Step {
  /** Below `/api/auth`. */
  path: string;
  asked: globalThis.Request;
  request: Request;
  response: ExpressResponse;
}

type Answering = () => Promise<globalThis.Response>;

const SIGN_IN = '/sign-in/email';
const BY_APP = '/two-factor/verify-totp';
const BY_RECOVERY = '/two-factor/verify-backup-code';

/** Ask somebody who is signed in for the password again. */
const ASK_THE_PASSWORD: ReadonlySet<string> = new Set([
  '/change-password',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/generate-backup-codes',
]);

/** The body as we let better-auth have it. */
export function held(path: string, body: unknown): unknown {
  if (!isObject(body)) return body;
  // Whoever knew the old password is out.
  if (path === '/change-password') return { ...body, revokeOtherSessions: true };
  // No issuer of somebody's own, no device that is asked no more, no code without its session.
  if (path === '/two-factor/enable') return { password: body.password };
  if (path === BY_APP || path === BY_RECOVERY) return { code: typeof body.code === 'string' ? codeAsKept(body.code) : body.code };
  return body;
}

/** By their own words where none is said: `organizationUpdateMemberRole`. */
const ACTIONS: Readonly<Record<string, string>> = {
  [SIGN_IN]: 'signIn',
  [BY_APP]: 'signInWithCode',
  [BY_RECOVERY]: 'signInWithRecoveryCode',
  '/two-factor/enable': 'beginSecondFactor',
  '/two-factor/disable': 'disableSecondFactor',
  '/two-factor/generate-backup-codes': 'renewRecoveryCodes',
};

function actionOf(path: string, person: Person | null): string {
  if (path === BY_APP && person !== null) return 'enableSecondFactor';
  return ACTIONS[path] ?? path.slice(1).replace(/[/-](.)/g, (_match, letter: string) => letter.toUpperCase());
}

export async function personIn(signIn: SignIn, request: globalThis.Request): Promise<Person | null> {
  const found = request.headers.has('cookie') ? await signIn.api.getSession({ headers: request.headers }) : null;
  if (found === null) return null;
  const { id, name, email, twoFactorEnabled } = found.user;
  const { activeOrganizationId = null } = found.session as { activeOrganizationId?: string | null };
  return { id, name, email, twoFactorEnabled: twoFactorEnabled === true, activeOrganizationId };
}

const actorOf = (person: Person | null): AuditActor =>
  person === null ? { type: 'anonymous', id: null, name: null } : { type: 'person', id: person.id, name: person.name };

const textIn = (body: unknown, name: string): string | null => {
  const value = isObject(body) ? body[name] : undefined;
  return typeof value === 'string' ? value : null;
};

const bodyOf = (answer: globalThis.Response): Promise<unknown> =>
  answer
    .clone()
    .json()
    .catch(() => null);

const ORGANIZATIONS = '/organization/';
/** What leads to an organization that asks for none. */
const LEADS_AWAY: ReadonlySet<string> = new Set(['/organization/list', '/organization/set-active']);

/** Where an organization asks for a second factor nobody turns theirs off, and who has none does nothing in organizations. */
export async function keepTheRule(
  { organizations }: Pick<Entrance, 'organizations'>,
  path: string,
  { id, twoFactorEnabled }: Pick<Person, 'id' | 'twoFactorEnabled'>,
): Promise<void> {
  const isOrganizations = path.startsWith(ORGANIZATIONS) && !LEADS_AWAY.has(path);
  if (twoFactorEnabled ? path !== '/two-factor/disable' : !isOrganizations) return;
  if (!(await organizations.requiresSecondFactor(id))) return;
  if (!twoFactorEnabled) throw new AppError('second_factor_required');
  throw new AppError('conflict', { detail: 'Your organization asks its members for a second factor: it cannot be turned off.' });
}

/** As our own routes for the same are: better-auth lets admins. */
const OWNERS_ONLY: ReadonlySet<string> = new Set(['/organization/remove-member', '/organization/update-member-role']);

async function keepToOwners({ organizations }: Entrance, { path, request }: Step, { id, activeOrganizationId }: Person): Promise<void> {
  if (!OWNERS_ONLY.has(path)) return;
  // An empty one is none to better-auth too.
  const named = textIn(request.body, 'organizationId') ?? '';
  const membership = await organizations.membershipOf(id, named === '' ? activeOrganizationId : named);
  if (membership === undefined || highestRole(membership.role) !== 'owner')
    throw new AppError('forbidden', { detail: 'Only an owner changes roles and removes members.' });
}

/** Tells the trail who acts. */
export async function takeStep(entrance: Entrance, step: Step): Promise<globalThis.Response> {
  const { path, asked, request, response } = step;
  // A session that is signed in over is not who signs in.
  const person = path === SIGN_IN ? null : await personIn(entrance.signIn, asked);
  if (person !== null) {
    await keepTheRule(entrance, path, person);
    await keepToOwners(entrance, step, person);
  }
  const acting = actingIn(request, response, actorOf(person), actionOf(path, person));
  const answering: Answering = () => entrance.signIn.handler(asked);
  return actingAs(acting, () => {
    if (path === SIGN_IN) return byPassword(entrance, step, acting);
    if (path === BY_APP && person !== null && !person.twoFactorEnabled) return firstCode(entrance, step, person);
    if (path === BY_APP || path === BY_RECOVERY) return byCode(entrance, step, { acting, person });
    if (ASK_THE_PASSWORD.has(path) && person !== null) return withPassword(entrance, step, person);
    return answering();
  });
}

async function byPassword({ signIn, trail, attempts }: Entrance, { asked, request, response }: Step, acting: Acting) {
  const account = textIn(request.body, 'email')?.trim().toLowerCase() ?? null;
  if (account !== null) await attempts.check(account, response);
  const answer = await signIn.handler(asked);
  if (answer.status === 401) {
    if (account !== null) await attempts.refused(account);
    await trail.noteRefusedSignIn(acting, account);
  }
  const body = answer.ok ? await bodyOf(answer) : null;
  if (account !== null && isObject(body) && body.twoFactorRedirect === true) await trail.noteRightPassword(acting, account);
  return answer;
}

/** A session alone finds out no password. */
async function withPassword({ signIn, attempts }: Entrance, { asked, response }: Step, { email }: Person) {
  await attempts.check(email, response);
  const answer = await signIn.handler(asked);
  if (answer.status === 400 && textIn(await bodyOf(answer), 'code') === 'INVALID_PASSWORD') await attempts.refused(email);
  return answer;
}

const usedAlready = (): globalThis.Response =>
  globalThis.Response.json({ code: 'CODE_USED', message: 'This code was used already; wait for the next one.' }, { status: 401 });

/** A code of the app works once, whoever gives it. */
async function once(database: Database, { userId, code }: { userId: string; code: string | null }, answering: Answering) {
  if (code === null) return answering();
  if (!(await takeCode(database, userId, code))) return usedAlready();
  const answer = await answering();
  if (!answer.ok) await giveCodeBack(database, userId, code);
  return answer;
}

const cookieNamed = (cookies: string, name: string): string | null => {
  const value = new RegExp(`(?:^|;\\s*)(?:__Secure-)?parley\\.${name}=([^;]+)`).exec(cookies)?.[1];
  try {
    return value === undefined ? null : decodeURIComponent(value);
  } catch {
    return null;
  }
};

interface Asking {
  acting: Acting;
  person: Person | null;
}

async function byCode({ signIn, database, trail }: Entrance, { path, asked, request, response }: Step, { acting, person }: Asking) {
  if (person !== null) throw new AppError('conflict', { detail: 'You are signed in already.' });
  const challenge = cookieNamed(asked.headers.get('cookie') ?? '', 'two_factor');
  const waiting = challenge === null ? null : await waitingFor(database, challenge);
  const answering: Answering = () => signIn.handler(asked);
  if (waiting === null) return answering();
  const code = path === BY_APP ? textIn(request.body, 'code') : null;
  const answer = await once(database, { userId: waiting.id, code }, answering);
  if (!answer.ok) await trail.noteRefusedSignIn(acting, waiting.email);
  if (answer.status === 429) response.setHeader('Retry-After', answer.headers.get('x-retry-after') ?? String(LOCKED_S));
  return answer;
}

/** It turns the second factor on; sessions that began without one end. */
async function firstCode({ signIn, database }: Entrance, { asked, request }: Step, { id }: Person) {
  const answer = await once(database, { userId: id, code: textIn(request.body, 'code') }, () => signIn.handler(asked));
  const session = answer.ok ? cookieNamed(answer.headers.getSetCookie().join('; '), 'session_token') : null;
  const [token = ''] = session?.split('.') ?? [];
  if (token !== '') await endSessionsBut(database, id, token);
  return answer;
}
