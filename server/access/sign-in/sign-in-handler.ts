/** `/api/auth`: better-auth behind the same gate as our own routes: JSON of a bounded size, an address to count attempts by, no defect in words. */
import { AppError, isObject, name as nameOf, NOT_VISIBLE, schemaFaults } from '@parley/contract';
import { json, type Request, type RequestHandler, type Response as ExpressResponse } from 'express';
import { presentable } from '../../platform/db/query-failed.ts';
import { unstorable } from '../../platform/http/storable.ts';
import { held, keepTheRule, personIn, takeStep, type Entrance } from './sign-in-steps.ts';
import { CLIENT_ADDRESS } from './sign-in.ts';

const BASE = '/api/auth';
const MAX_BODY_BYTES = 32_768;

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
  'POST /two-factor/enable',
  'POST /two-factor/verify-totp',
  'POST /two-factor/verify-backup-code',
  'POST /two-factor/generate-backup-codes',
  'POST /two-factor/disable',
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

async function read(entrance: Entrance, path: string, asked: globalThis.Request): Promise<globalThis.Response> {
  const person = path.startsWith('/organization/') ? await personIn(entrance.signIn, asked) : null;
  if (person !== null) await keepTheRule(entrance, path, person);
  return entrance.signIn.handler(asked);
}

async function answerFor(entrance: Entrance, request: Request, response: ExpressResponse): Promise<globalThis.Response> {
  const path = request.path.slice(BASE.length);
  request.body = held(path, request.body);
  const asked = asFetchRequest(request);
  if (request.method === 'GET') return read(entrance, path, asked);
  return takeStep(entrance, { path, asked, request, response });
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
