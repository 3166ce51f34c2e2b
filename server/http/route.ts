/** A route is a declaration: who may call it, what it takes, what it answers. Requests are checked here, once for all. */
import { AppError, type ErrorCode } from '@parley/contract';
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';
import { json, text } from 'express';
import type { z } from 'zod';
import { fieldErrors } from './problems.ts';
import { unstorable } from './storable.ts';
import { mayUse, type Principal, type RouteAuth } from './principal.ts';

type Schema = z.ZodType;
type Output<T> = T extends Schema ? z.output<T> : undefined;

export interface RouteDefinition<P, Q, B> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Express form, under `/api/v1`: `/agents/:id`. */
  path: string;
  /** The operation's name in the OpenAPI document. */
  id: string;
  summary: string;
  auth: RouteAuth;
  params?: P;
  query?: Q;
  body?: B;
  /** The body's type where it is not JSON. */
  bodyType?: 'application/sdp';
  /** Success schema by status; null for an empty or streamed body. */
  responses: Record<number, Schema | null>;
  errors?: readonly ErrorCode[];
}

export interface RouteInput<P, Q, B, A extends RouteAuth = RouteAuth> {
  params: Output<P>;
  query: Output<Q>;
  body: Output<B>;
  principal: A extends 'public' | 'client_token' ? Principal | null : Principal;
  request: Request;
  response: Response;
}

/** What a handler gives back; null when it has answered itself (a stream). */
export type RouteResult = { status: number; body?: unknown; headers?: Record<string, string> } | null;

export interface RouteDeclaration extends RouteDefinition<Schema | undefined, Schema | undefined, Schema | undefined> {
  handle: (input: RouteInput<Schema | undefined, Schema | undefined, Schema | undefined, 'member'>) => Promise<RouteResult>;
}

export function route<
  A extends RouteAuth,
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
>(definition: RouteDefinition<P, Q, B> & { auth: A }, handle: (input: RouteInput<P, Q, B, A>) => Promise<RouteResult>): RouteDeclaration {
  return { ...definition, handle } as unknown as RouteDeclaration;
}

export interface Authenticator {
  /** Null without credentials; throws `AppError` for wrong ones. */
  authenticate(request: Request): Promise<Principal | null>;
  /** Checks a client token against the call in the path. */
  authenticateClient(request: Request, callId: string): Promise<Principal>;
}

export const MAX_BODY_BYTES = 1_000_000;
const MAX_SDP_BYTES = 65_536;

/** RFC 7396 has a type of its own for the patches that it describes. */
const typesOf = ({ method, bodyType }: RouteDeclaration): string[] => {
  if (bodyType !== undefined) return [bodyType];
  return method === 'patch' ? ['application/json', 'application/merge-patch+json'] : ['application/json'];
};

function bodyParser(route_: RouteDeclaration): RequestHandler[] {
  if (route_.bodyType === 'application/sdp') return [text({ type: 'application/sdp', limit: MAX_SDP_BYTES })];
  return route_.body === undefined ? [] : [json({ limit: MAX_BODY_BYTES, strict: false, type: typesOf(route_) })];
}

/** Where everybody may come, a session that opens nothing is no fault; wrong credentials are. */
const asStranger = (error: unknown): null => {
  if (error instanceof AppError && error.code === 'forbidden') return null;
  throw error;
};

async function principalFor(route_: RouteDeclaration, request: Request, authenticator: Authenticator): Promise<Principal | null> {
  const { auth } = route_;
  if (auth === 'client_token') return authenticator.authenticateClient(request, String(request.params.id));
  if (auth === 'public') return authenticator.authenticate(request).catch(asStranger);
  const principal = await authenticator.authenticate(request);
  if (principal === null) throw new AppError('unauthenticated');
  if (!mayUse(principal.role, auth)) throw new AppError('forbidden');
  return principal;
}

const PLACES = ['params', 'query', 'body'] as const;
type Place = (typeof PLACES)[number];

/** An empty text body is never parsed: it is the empty text. */
const givenAt = ({ bodyType }: RouteDeclaration, request: Request, place: Place): unknown => {
  if (place !== 'body') return request[place];
  const body = request.body as unknown;
  return bodyType !== undefined && typeof body !== 'string' ? '' : body;
};

/** Params, query and body by their schemas; every fault is named by its JSON pointer. A path that cannot name anything is not found. */
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
    else if (place === 'params') throw new AppError('not_found');
    else fields.push(...fieldErrors(result.error, place === 'query' ? '/query' : ''));
  }
  if (fields.length > 0) throw new AppError('validation_failed', { fields });
  return values;
}

function requireType(route_: RouteDeclaration, request: Request): void {
  if (route_.body === undefined) return;
  const wanted = typesOf(route_);
  if (request.is(wanted) === false) throw new AppError('unsupported_media_type', { detail: `The body must be ${wanted.join(' or ')}.` });
}

function respond(response: Response, result: RouteResult): void {
  if (result === null) return;
  response.status(result.status);
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, value);
  if (result.body === undefined || result.body === null) response.end();
  else if (typeof result.body === 'string') response.send(result.body);
  else response.json(result.body);
}

/** Credentials come before the body is read: a stranger's body is nobody's business. */
export function mountRoutes(router: Router, routes: readonly RouteDeclaration[], authenticator: Authenticator): void {
  for (const declared of routes) {
    const authorise: RequestHandler = (request, response, next) => {
      principalFor(declared, request, authenticator)
        .then((principal) => {
          response.locals.principal = principal;
          response.locals.routeId = declared.id;
          requireType(declared, request);
        })
        .then(() => next(), next);
    };
    const handle = (request: Request, response: Response, next: NextFunction): void => {
      Promise.resolve()
        .then(() =>
          declared.handle({
            ...checked(declared, request),
            principal: response.locals.principal as Principal,
            request,
            response,
          }),
        )
        .then((result) => respond(response, result))
        .catch(next);
    };
    router[declared.method](declared.path, authorise, ...bodyParser(declared), handle);
  }
  // A known path with another method is told apart from an unknown one.
  for (const path of new Set(routes.map((one) => one.path))) {
    router.all(path, (_request, response) => {
      response.setHeader(
        'Allow',
        routes
          .filter((one) => one.path === path)
          .map((one) => one.method.toUpperCase())
          .join(', '),
      );
      throw new AppError('method_not_allowed');
    });
  }
}
