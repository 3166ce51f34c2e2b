/** `/api/auth`: better-auth behind the same gate as our own routes: JSON of a bounded size, an address to count attempts by, no defect in words. */
import { AppError, isObject, name as nameOf, NOT_VISIBLE, schemaFaults, type AuditActor } from '@parley/contract';
import { json, type Request, type RequestHandler, type Response as ExpressResponse } from 'express';
import { actingAs, type Acting } from '../../platform/db/acting.ts';
import { presentable } from '../../platform/db/query-failed.ts';
import { actingIn } from '../../platform/http/audit.ts';
import { unstorable } from '../../platform/http/storable.ts';
import type { AccountAttempts } from './account-attempts.ts';
import { CLIENT_ADDRESS, type SignIn } from './sign-in.ts';

const BASE = '/api/auth';
const MAX_BODY_BYTES = 32_768;

interface SignInTrail {
  noteRefusedSignIn(acting: Acting, email: string | null): Promise<void>;
}

/** What better-auth offers and we use; it has many more, which stay shut. */
const OFFERED: ReadonlySet<string> = new Set([
  'GET /get-session',
  'POST /sign-in/email',
  'POST /sign-out',
  'POST /change-password',
  'POST /reset-password',
  'POST /update-user',
  'GET /list-sessions',
  'POST /revoke-session',
  'POST /revoke-other-sessions',
  'GET /organization/list',
  'GET /organization/get-full-organization',
  'POST /organization/create',
  'POST /organization/set-active',
  'POST /organization/remove-member',
  'POST /organization/update-member-role',
  'POST /organization/leave',
]);

const onlyOffered: RequestHandler = (request, _response, next) => {
  if (!OFFERED.has(`${request.method} ${request.path.slice(BASE.length)}`)) throw new AppError('not_found');
  if (request.headers['content-length'] !== '0' && request.is('application/json') === false)
    throw new AppError('unsupported_media_type', { detail: 'The body must be application/json.' });
  next();
};

/** The request as better-auth reads it. Whatever the client says about its own address stays behind. */
function asFetchRequest(request: Request): globalThis.Request {
  const headers = new Headers();
  for (const name of ['cookie', 'origin', 'referer', 'host', 'user-agent', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest'] as const) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  if (request.ip !== undefined) headers.set(CLIENT_ADDRESS, request.ip);
  const body = request.body as unknown;
  if (body !== undefined) headers.set('content-type', 'application/json');
  const host = request.headers.host ?? 'localhost';
  const url = `${request.protocol}://${host}${request.originalUrl}`;
  if (!URL.canParse(url)) throw new AppError('not_found');
  return new globalThis.Request(url, { method: request.method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

async function send(answer: globalThis.Response, response: ExpressResponse): Promise<void> {
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value);
  for (const cookie of answer.headers.getSetCookie()) response.append('Set-Cookie', cookie);
  response.setHeader('Cache-Control', 'no-store');
  response.status(answer.status).end(Buffer.from(await answer.arrayBuffer()));
}

/** Names of people and organizations are held to what names are elsewhere. */
function unseen(body: unknown): { pointer: string; message: string } | undefined {
  const given = isObject(body) ? body.name : undefined;
  if (typeof given !== 'string') return undefined;
  const fault = nameOf.safeParse(given).error;
  return fault === undefined ? undefined : { pointer: '/name', message: schemaFaults(fault)[0]?.message ?? NOT_VISIBLE };
}

/** `/sign-in/email` is `signIn`; all others by their own words: `organizationUpdateMemberRole`. */
function actionOf(path: string): string {
  if (path === '/sign-in/email') return 'signIn';
  return path.slice(1).replace(/[/-](.)/g, (_match, letter: string) => letter.toUpperCase());
}

async function actorIn(signIn: SignIn, request: globalThis.Request): Promise<AuditActor> {
  const found = request.headers.has('cookie') ? await signIn.api.getSession({ headers: request.headers }) : null;
  return found === null ? { type: 'anonymous', id: null, name: null } : { type: 'person', id: found.user.id, name: found.user.name };
}

/** Tells the trail who acts; whoever could not sign in is told as well. */
async function answerFor({ signIn, trail, attempts }: Entrance, request: Request, response: ExpressResponse): Promise<globalThis.Response> {
  // Whoever knew the old password is out.
  if (request.path === `${BASE}/change-password` && isObject(request.body)) request.body.revokeOtherSessions = true;
  const asked = asFetchRequest(request);
  if (request.method === 'GET') return signIn.handler(asked);
  const action = actionOf(request.path.slice(BASE.length));
  // A session that is signed in over is not who signs in.
  const actor: AuditActor = action === 'signIn' ? { type: 'anonymous', id: null, name: null } : await actorIn(signIn, asked);
  const acting = actingIn(request, response, actor, action);
  const { email } = (request.body ?? {}) as { email?: unknown };
  const account = action === 'signIn' && typeof email === 'string' ? email.trim().toLowerCase() : null;
  if (account !== null) await attempts.check(account, response);
  const answer = await actingAs(acting, () => signIn.handler(asked));
  if (action === 'signIn' && answer.status === 401) {
    if (account !== null) await attempts.refused(account);
    await trail.noteRefusedSignIn(acting, account);
  }
  return answer;
}

interface Entrance {
  signIn: SignIn;
  trail: SignInTrail;
  attempts: AccountAttempts;
}

export const signInHandlers = (entrance: Entrance): RequestHandler[] => [
  onlyOffered,
  json({ limit: MAX_BODY_BYTES }),
  (request, response, next) => {
    response.locals.routeId = 'auth';
    const fault = unstorable(request.body, '') ?? unseen(request.body);
    if (fault !== undefined) throw new AppError('validation_failed', { fields: [fault] });
    answerFor(entrance, request, response)
      .then((answer) => send(answer, response))
      .catch((error: unknown) => next(presentable(error)));
  },
];
