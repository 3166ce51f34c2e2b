/** Mounts declared routes: requests are checked here, once for all. */
import { AppError } from '@parley/contract';
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';
import express, { json, text } from 'express';
import { z } from 'zod';
import { audited } from './audit.ts';
import { boundPage } from './bound-cursor.ts';
import type { Authenticator, Gate } from './gate.ts';
import { hasScope, mayUse, type Principal } from './principal.ts';
import { fieldErrors } from './problems.ts';
import { foldQuery } from './query.ts';
import { keepPlace } from './room.ts';
import { acceptedTypes, type RouteDeclaration, type RouteResult } from './route.ts';
import { sendJson, sendText } from './send-text.ts';
import { endWithCredentials } from './still-allowed.ts';
import { unstorable } from './storable.ts';

export const MAX_BODY_BYTES = 1_000_000;
const MAX_SDP_BYTES = 65_536;

function bodyParser(route_: RouteDeclaration): RequestHandler[] {
  if (route_.bodyType === 'application/sdp') return [text({ type: 'application/sdp', limit: MAX_SDP_BYTES })];
  return route_.body === undefined ? [] : [json({ limit: MAX_BODY_BYTES, strict: false, type: acceptedTypes(route_) })];
}

/** Where everybody may come, a session that opens nothing is no fault; wrong credentials are. */
const asStranger = (error: unknown): null => {
  if (error instanceof AppError && (error.code === 'forbidden' || error.code === 'second_factor_required')) return null;
  throw error;
};

async function principalFor(declared: RouteDeclaration, request: Request, authenticator: Authenticator): Promise<Principal | null> {
  const { auth } = declared;
  if (auth === 'client_token') return authenticator.authenticateClient(request, String(request.params.id));
  if (auth === 'public') return authenticator.authenticate(request).catch(asStranger);
  const principal = await authenticator.authenticate(request);
  if (principal === null) throw new AppError('unauthenticated');
  if (!mayUse(principal.role, auth)) throw new AppError('forbidden');
  const { scope = null } = declared;
  if (!hasScope(principal, scope)) throw new AppError('insufficient_scope', { detail: `This needs the scope ${String(scope)}.` });
  return principal;
}

const PLACES = ['params', 'query', 'body'] as const;
type Place = (typeof PLACES)[number];

/** An empty body is never parsed: it is the empty text, or the object without members. */
const givenAt = ({ bodyType }: RouteDeclaration, request: Request, place: Place): unknown => {
  if (place === 'query') return foldQuery(request.query);
  if (place === 'params') return request.params;
  const body = request.body as unknown;
  if (bodyType !== undefined) return typeof body === 'string' ? body : '';
  // No body says what an empty object says: what may be left out is left out, what may not is named.
  return body === undefined ? {} : body;
};

/**
 * Params, query and body by their schemas; every fault is named by its JSON pointer. A path that cannot name anything is not found, but
 * for the parameters that callers choose: those are refused by name too.
 */
function checked(route_: RouteDeclaration, request: Request): Record<Place, unknown> {
  const values: Record<string, unknown> = {};
  const fields: { pointer: string; message: string }[] = [];
  for (const place of PLACES) {
    const schema = route_[place];
    if (schema === undefined) {
      if (place === 'query' && Object.keys(request.query).length > 0) {
        fields.push(
          ...Object.keys(request.query).map((name) => ({ pointer: `/query/${name}`, message: 'is not a parameter of this operation' })),
        );
      }
      continue;
    }
    const given = givenAt(route_, request, place);
    const fault = unstorable(given, place === 'query' ? '/query' : '');
    if (fault !== undefined && place === 'params') throw new AppError('not_found');
    if (fault !== undefined) {
      fields.push(fault);
      continue;
    }
    const result = schema.safeParse(given);
    if (result.success) values[place] = result.data;
    else if (place === 'params') fields.push(...chosenFaults(route_, result.error));
    else fields.push(...fieldErrors(result.error, place === 'query' ? '/query' : ''));
  }
  if (fields.length > 0) throw new AppError('validation_failed', { fields });
  return values;
}

/** Of the parameters of the path that callers choose, whatever the others name; where only another one is wrong, it names nothing. */
function chosenFaults({ chosen = [] }: RouteDeclaration, error: z.ZodError): { pointer: string; message: string }[] {
  const faults = fieldErrors(new z.ZodError(error.issues.filter(({ path }) => chosen.includes(String(path[0])))), '/path');
  if (faults.length === 0) throw new AppError('not_found');
  return faults;
}

function requireType(route_: RouteDeclaration, request: Request): void {
  if (route_.body === undefined) return;
  // `fetch` and proxies send a length of 0 where there is no body: nothing needs no type.
  if (request.headers['content-length'] === '0' && route_.bodyType === undefined) return;
  const wanted = acceptedTypes(route_);
  if (request.is(wanted) === false) throw new AppError('unsupported_media_type', { detail: `The body must be ${wanted.join(' or ')}.` });
}

/** With its length: the status line goes out before `compression` knows that nothing follows it. */
function respondEmpty(response: Response): void {
  if (response.statusCode !== 204) response.setHeader('Content-Length', '0');
  response.end();
}

function respond(response: Response, result: RouteResult): void {
  if (result === null) return;
  response.status(result.status);
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, value);
  if (result.json !== undefined) sendJson(response, result.json);
  else if (result.body === undefined || result.body === null) respondEmpty(response);
  else if (typeof result.body === 'string') sendText(response, result.body);
  else sendJson(response, JSON.stringify(result.body));
}

/** Credentials come before the body is read: a stranger's body is nobody's business. */
function authorise(declared: RouteDeclaration, gate: Gate): RequestHandler {
  const admitted = async (request: Request, response: Response): Promise<void> => {
    response.locals.routeId = declared.id;
    // Somebody's data, unless the handler knows better: neither proxies nor browsers keep it.
    response.setHeader('Cache-Control', 'no-store');
    const room = declared.room?.();
    // A stranger takes nobody's place; of a burst of known ones those who find none wait for nothing.
    const known = room !== undefined && gate.authenticator.remembers(request);
    if (known) keepPlace(room, response);
    else room?.require();
    declared.roomForOne?.().requireFor(String(request.params.id));
    const principal = await principalFor(declared, request, gate.authenticator);
    response.locals.principal = principal;
    if (room !== undefined && !known) keepPlace(room, response);
    await gate.admit(declared, principal, request, response);
    requireType(declared, request);
  };
  return (request, response, next) => {
    admitted(request, response).then(() => next(), next);
  };
}

function handle(declared: RouteDeclaration, gate: Gate): RequestHandler {
  const answer = async (request: Request, response: Response): Promise<void> => {
    const principal = response.locals.principal as Principal | null;
    const values = checked(declared, request);
    const { query, bind } = boundPage(declared, values.params, values.query);
    const input = { ...values, query, principal: principal as Principal, request, response };
    const result = await audited(declared, { trail: gate.trail, principal, request, response }, () =>
      gate.idempotency.once(declared, principal, request, () => declared.handle(input).then(bind)),
    );
    if (result !== null) gate.onAnswer?.(declared, result);
    else if (declared.streams !== undefined && !response.writableEnded)
      endWithCredentials(response, principal, () => principalFor(declared, request, gate.authenticator));
    respond(response, result);
  };
  return (request, response, next: NextFunction) => {
    answer(request, response).catch(next);
  };
}

const methodNotAllowed =
  (methods: readonly string[]): RequestHandler =>
  (_request, response) => {
    response.setHeader('Allow', methods.map((method) => method.toUpperCase()).join(', '));
    throw new AppError('method_not_allowed');
  };

const firstSegment = (path: string): string => /^\/[^/]*/.exec(path)?.[0] ?? path;

/** One router a first path segment: Express looks at routes one after the other. */
export function mountRoutes(router: Router, routes: readonly RouteDeclaration[], gate: Gate): void {
  for (const [segment, group] of Object.entries(Object.groupBy(routes, (one) => firstSegment(one.path)))) {
    const inner = express.Router();
    // What is written out comes before a parameter that would fit it too: /invitations/accept before /invitations/:id.
    const ordered = (group ?? []).toSorted((a, b) => Number(a.path.includes(':')) - Number(b.path.includes(':')));
    for (const [path, known = []] of Object.entries(Object.groupBy(ordered, (one) => one.path))) {
      const at = path.slice(segment.length) || '/';
      for (const declared of known) {
        inner[declared.method](at, authorise(declared, gate), ...bodyParser(declared), handle(declared, gate));
      }
      // A known path with another method is told apart from an unknown one.
      inner.all(at, methodNotAllowed(known.map((one) => one.method)));
    }
    router.use(segment, inner);
  }
}
