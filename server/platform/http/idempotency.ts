/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): the first request with a key is worked on, later ones of the
 * same caller get its answer for 24 h.
 */
import { createHash } from 'node:crypto';
import { AppError } from '@parley/contract';
import type { Request } from 'express';
import { startRounds } from '../rounds.ts';
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

export type Claim =
  | { state: 'mine' }
  | { state: 'other_request' }
  | { state: 'in_progress'; retryAfterMs: number }
  | { state: 'answered'; answer: StoredAnswer };

/** Where the answers are kept. */
export interface IdempotencyStore {
  /** Works and keeps the answer in one transaction: a crash leaves both, or neither. `mine`: it was worked on. */
  together(record: IdempotencyRecord, work: () => Promise<StoredAnswer>): Promise<Claim>;
  /** For work that may take long: until it is kept, or the node dies and does not renew. */
  claim(record: IdempotencyRecord): Promise<Claim>;
  renew(record: IdempotencyRecord): Promise<void>;
  keep(record: IdempotencyRecord, answer: StoredAnswer): Promise<void>;
  /** Nothing came of it: the next request with the key begins anew. */
  release(record: IdempotencyRecord): Promise<void>;
}

export interface Idempotency {
  once(declared: RouteDeclaration, principal: Principal | null, request: Request, work: () => Promise<RouteResult>): Promise<RouteResult>;
}

/** How long the claim of a node that does not renew it holds. */
export const CLAIM_MS = 15_000;
export const RENEW_CLAIM_MS = CLAIM_MS / 3;

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

const answerOf = (result: RouteResult): StoredAnswer =>
  result === null ? STREAMED : { status: result.status, headers: result.headers ?? {}, body: result.body ?? null };

/** The answer that is there already; undefined where this request is the one that is worked on. */
function known(claim: Claim, request: Request): RouteResult | undefined {
  switch (claim.state) {
    case 'mine':
      return undefined;
    case 'answered':
      return replay(claim.answer);
    case 'other_request':
      throw new AppError('idempotency_conflict');
    case 'in_progress':
      request.res?.setHeader('Retry-After', String(Math.max(1, Math.ceil(claim.retryAfterMs / 1_000))));
      throw new AppError('idempotency_in_progress');
    default:
      return claim satisfies never;
  }
}

export function createIdempotency(store: IdempotencyStore): Idempotency {
  const together = async (record: IdempotencyRecord, request: Request, work: () => Promise<RouteResult>): Promise<RouteResult> => {
    let result: RouteResult = null;
    const claim = await store.together(record, async () => answerOf((result = await work())));
    return known(claim, request) ?? result;
  };
  const claimed = async (record: IdempotencyRecord, request: Request, work: () => Promise<RouteResult>): Promise<RouteResult> => {
    const there = known(await store.claim(record), request);
    if (there !== undefined) return there;
    const stopRenewing = startRounds({ everyMs: RENEW_CLAIM_MS, work: () => store.renew(record), onFailed: () => undefined });
    try {
      const result = await work().catch(async (error: unknown) => {
        await store.release(record).catch(() => undefined);
        throw error;
      });
      await store.keep(record, answerOf(result));
      return result;
    } finally {
      await stopRenewing();
    }
  };
  return {
    once(declared, principal, request, work) {
      const key = request.headers['idempotency-key'];
      if (key === undefined || principal === null || !takesIdempotencyKey(declared)) return work();
      if (typeof key !== 'string' || !KEY.test(key))
        throw new AppError('validation_failed', { detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.' });
      const { organizationId } = principal;
      const record = { organizationId, owner: ownerOf(principal), key, requestHash: hashOf(declared, request) };
      return (declared.reachesOutside === true ? claimed : together)(record, request, work);
    },
  };
}
