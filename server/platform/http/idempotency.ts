/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): the first request with a key is worked on, later ones of the
 * same caller get its answer for 24 h.
 */
import { createHash } from 'node:crypto';
import { AppError } from '@parley/contract';
import type { Request } from 'express';
import { ownerOf, type Principal } from './principal.ts';
import type { RouteDeclaration, RouteResult } from './route.ts';

/** Visible ASCII, as long as anybody needs. */
const KEY = /^[\x21-\x7e]{1,255}$/;

export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export interface IdempotencyRecord {
  organizationId: string;
  owner: string;
  key: string;
  requestHash: string;
}

export type Claim = { state: 'mine' } | { state: 'other_request' } | { state: 'in_progress' } | { state: 'answered'; answer: StoredAnswer };

/** Where the answers are kept. */
export interface IdempotencyStore {
  claim(record: IdempotencyRecord): Promise<Claim>;
  keep(record: IdempotencyRecord, answer: StoredAnswer): Promise<void>;
  /** Nothing came of it: the next request with the key begins anew. */
  release(record: IdempotencyRecord): Promise<void>;
}

export interface Idempotency {
  once(declared: RouteDeclaration, principal: Principal | null, request: Request, work: () => Promise<RouteResult>): Promise<RouteResult>;
}

export const takesIdempotencyKey = ({ method, auth, idempotent }: RouteDeclaration): boolean =>
  method !== 'get' && auth !== 'public' && auth !== 'client_token' && idempotent !== false;

const hashOf = (declared: RouteDeclaration, request: Request): string =>
  createHash('sha256')
    .update(`${declared.id} ${request.originalUrl}\n${JSON.stringify(request.body ?? null)}`)
    .digest('base64url');

/** A stream is answered once: whoever asks again reads what became of it. */
const STREAMED: StoredAnswer = { status: 0, headers: {}, body: null };

function replay({ status, headers, body }: StoredAnswer): RouteResult {
  if (status === STREAMED.status)
    throw new AppError('idempotency_conflict', { detail: 'The first request was answered with a stream; read the resource instead.' });
  return { status, body, headers: { ...headers, 'Idempotent-Replayed': 'true' } };
}

export function createIdempotency(store: IdempotencyStore): Idempotency {
  const workOnce = async (record: IdempotencyRecord, request: Request, work: () => Promise<RouteResult>): Promise<RouteResult> => {
    const claim = await store.claim(record);
    if (claim.state === 'answered') return replay(claim.answer);
    if (claim.state === 'other_request') throw new AppError('idempotency_conflict');
    if (claim.state === 'in_progress') {
      request.res?.setHeader('Retry-After', '1');
      throw new AppError('idempotency_in_progress');
    }
    const result = await work().catch(async (error: unknown) => {
      await store.release(record).catch(() => undefined);
      throw error;
    });
    await store.keep(
      record,
      result === null ? STREAMED : { status: result.status, headers: result.headers ?? {}, body: result.body ?? null },
    );
    return result;
  };
  return {
    once(declared, principal, request, work) {
      const key = request.headers['idempotency-key'];
      if (key === undefined || principal === null || !takesIdempotencyKey(declared)) return work();
      if (typeof key !== 'string' || !KEY.test(key))
        throw new AppError('validation_failed', { detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.' });
      const { organizationId } = principal;
      return workOnce({ organizationId, owner: ownerOf(principal), key, requestHash: hashOf(declared, request) }, request, work);
    },
  };
}
