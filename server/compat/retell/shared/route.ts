/** Retell's routes as declarations of ours, with what the documentation and the tests want to know about them. */
import { AppError, type ResourceScope } from '@parley/contract';
import type { Request } from 'express';
import { z } from 'zod';
import type { Principal } from '../../../platform/http/principal.ts';
import { route, type RouteDeclaration, type RouteResult } from '../../../platform/http/route.ts';
import { warningOf } from './without-effect.ts';
import { fromService, type Limiter } from './errors.ts';

type Schema = z.ZodType;
type Output<T> = T extends Schema ? z.output<T> : undefined;

export interface RetellDefinition<P, Q, B> {
  method: RouteDeclaration['method'];
  /** Express form, under `/retell`. */
  path: string;
  /** Methods of retell-sdk that it serves; none: an older route. */
  sdk: readonly string[];
  /** Null: any will do. */
  scope: ResourceScope | null;
  limiter?: Limiter;
  weight?: number;
  room?: RouteDeclaration['room'];
  params?: P;
  query?: Q;
  body?: B;
  /** As in a route of ours. */
  reachesOutside?: true;
  status: 200 | 201 | 204;
  /** Null for an empty body. */
  answer: Schema | null;
  /** Names of what a body gives without effect. */
  withoutEffect?: (body: unknown) => string[];
  /** What is not as it is at Retell. */
  differs?: string;
}

export interface RetellInput<P, Q, B> {
  organizationId: string;
  principal: Principal;
  params: Output<P>;
  query: Output<Q>;
  body: Output<B>;
  request: Request;
}

export interface RetellRoute {
  declared: RouteDeclaration;
  sdk: readonly string[];
  implemented: boolean;
  limiter: Limiter;
  differs: string;
}

const idOf = (method: string, path: string): string => `retell ${method} ${path}`;

export function retellRoute<
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
>(definition: RetellDefinition<P, Q, B>, handle: (input: RetellInput<P, Q, B>) => Promise<unknown>): RetellRoute {
  const {
    method,
    path,
    sdk,
    scope,
    limiter = 'general',
    weight = 1,
    room,
    params,
    query,
    body,
    status,
    answer,
    differs = '',
    reachesOutside,
    withoutEffect = () => [],
  } = definition;
  const declared = route(
    {
      method,
      path,
      id: idOf(method, path),
      summary: sdk[0] ?? path,
      auth: 'member',
      scope,
      weight,
      responses: { [status]: answer },
      ...(room && { room }),
      ...(reachesOutside && { reachesOutside }),
      ...(params && { params }),
      ...(query && { query }),
      ...(body && { body }),
    },
    async ({ params: given, query: asked, body: sent, principal, request }): Promise<RouteResult> => {
      const input = {
        organizationId: principal.organizationId,
        principal,
        params: given,
        query: asked,
        body: sent,
        request,
      } as unknown as RetellInput<P, Q, B>;
      const result = await handle(input).catch((error: unknown) => {
        throw fromService(error);
      });
      return { status, headers: warningOf(withoutEffect(sent)), ...(answer === null ? {} : { body: result }) };
    },
  );
  return { declared, sdk, implemented: true, limiter, differs };
}

/** A method of theirs whose feature we do not have. */
export function missingRoute(method: RouteDeclaration['method'], path: string, sdk: readonly string[], feature: string): RetellRoute {
  // Whatever is sent along: the answer is the same.
  const query = z.looseObject({});
  const declared = route(
    { method, path, id: idOf(method, path), summary: sdk[0] ?? path, auth: 'member', scope: null, query, responses: {} },
    () => Promise.reject(new AppError('not_implemented', { detail: `Not available on this server: ${feature}.` })),
  );
  return { declared, sdk, implemented: false, limiter: 'general', differs: feature };
}
