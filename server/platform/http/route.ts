/** A route is a declaration: who may call it, what it takes, what it answers. */
import type { ErrorCode, ResourceScope } from '@parley/contract';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Principal, RouteAuth } from './principal.ts';
import type { Room } from './room.ts';

type Schema = z.ZodType;
type Output<T> = T extends Schema ? z.output<T> : undefined;

export interface RouteDefinition<P, Q, B> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Express form, under `/api/v1`: `/agents/:id`. */
  path: string;
  /** The operation's name in the OpenAPI document. */
  id: string;
  summary: string;
  /** What the summary leaves open, for the documentation. */
  description?: string;
  auth: RouteAuth;
  /** What an API key or access token needs; null: any will do. */
  scope?: ResourceScope | null;
  /** Asked before anything else of the request, the database above all; a place is kept once it is known who asks. */
  room?: () => Room;
  /** The same for what exists already: a place may be kept for the `id` of the path. */
  roomForOne?: () => Room;
  /** Points of the rate limit that a request consumes. */
  weight?: number;
  params?: P;
  /** Parameters of the path that are no ids but names of the caller's choice: a wrong one is `validation_failed` at `/path/<name>`. */
  chosen?: readonly string[];
  query?: Q;
  body?: B;
  /** The body's type where it is not JSON. */
  bodyType?: 'application/sdp';
  /** Success schema by status; null for an empty body, or one of another type. */
  responses: Record<number, Schema | null>;
  /** Type of a body that is not JSON. */
  produces?: string | readonly string[];
  /** Events that are streamed where the request asks for `text/event-stream`. */
  streams?: Schema;
  /** Takes `If-Match` with the resource's ETag. */
  conditional?: true;
  /** False: `Idempotency-Key` has no meaning here. */
  idempotent?: false;
  /** Does more than the database can take back, or takes long: asks a model, sends a request, speaks to a live call, deletes a file. */
  reachesOutside?: true;
  /** Whether requests leave an entry in the audit trail; absent: all that are no GET do. */
  audited?: boolean;
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
/** `json`: the body as text, where it is known already. */
export type RouteResult = { status: number; body?: unknown; json?: string; headers?: Record<string, string> } | null;

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

/** RFC 7396 has a type of its own for the patches that it describes. */
export const acceptedTypes = ({ method, bodyType }: RouteDeclaration): string[] => {
  if (bodyType !== undefined) return [bodyType];
  return method === 'patch' ? ['application/json', 'application/merge-patch+json'] : ['application/json'];
};
