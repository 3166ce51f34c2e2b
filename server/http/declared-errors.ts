/** Every error code that a route can answer with: those it names, and those that its declaration brings along. */
import type { ErrorCode } from '@parley/contract';
import type { RouteDeclaration } from './route.ts';

const OF_CREDENTIALS: readonly ErrorCode[] = ['unauthenticated', 'token_expired', 'rate_limited'];
const OF_BODIES: readonly ErrorCode[] = ['malformed_json', 'body_too_large', 'unsupported_media_type'];

export function declaredErrors({ auth, params, body, errors = [] }: RouteDeclaration): ReadonlySet<ErrorCode> {
  return new Set<ErrorCode>([
    ...OF_CREDENTIALS,
    // A role that is too low, a token of another call, a cookie from a foreign page.
    ...(auth === 'public' ? [] : (['forbidden'] as const)),
    ...(params === undefined ? [] : (['not_found'] as const)),
    ...(body === undefined ? [] : OF_BODIES),
    // A parameter that no operation knows is refused by all of them.
    'validation_failed',
    'internal',
    ...errors,
  ]);
}
