/** Every error code that a route can answer with: those it names, and those that its declaration brings along. */
import type { ErrorCode } from '@parley/contract';
import { takesIdempotencyKey } from './idempotency.ts';
import type { RouteDeclaration } from './route.ts';

const OF_CREDENTIALS: readonly ErrorCode[] = ['unauthenticated', 'token_expired', 'address_not_allowed', 'rate_limited', 'quota_exceeded'];
const OF_BODIES: readonly ErrorCode[] = ['malformed_json', 'body_too_large', 'unsupported_media_type'];
const OF_IDEMPOTENCY: readonly ErrorCode[] = ['idempotency_conflict', 'idempotency_in_progress'];

export function declaredErrors(declared: RouteDeclaration): ReadonlySet<ErrorCode> {
  const { auth, params, body, scope = null, conditional, errors = [] } = declared;
  return new Set<ErrorCode>([
    ...OF_CREDENTIALS,
    // A role that is too low, a token of another call, a cookie from a foreign page.
    ...(auth === 'public' ? [] : (['forbidden'] as const)),
    ...(auth === 'public' || auth === 'client_token' ? [] : (['second_factor_required'] as const)),
    ...(scope === null ? [] : (['insufficient_scope'] as const)),
    ...(params === undefined ? [] : (['not_found'] as const)),
    ...(body === undefined ? [] : OF_BODIES),
    ...(takesIdempotencyKey(declared) ? OF_IDEMPOTENCY : []),
    ...(conditional === undefined ? [] : (['precondition_failed'] as const)),
    'headers_too_large',
    // A parameter that no operation knows is refused by all of them.
    'validation_failed',
    'internal',
    'database_unavailable',
    'database_busy',
    'storage_full',
    ...errors,
  ]);
}
