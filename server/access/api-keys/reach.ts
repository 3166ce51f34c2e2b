/** How far a credential reaches, and that nothing made with it reaches further. */
import { AppError, covers, type MemberRole, type Scope } from '@parley/contract';
import { rangeWithin } from '../../platform/outgoing/address-range.ts';

export interface Reach {
  scopes: readonly Scope[];
  /** Addresses and CIDR ranges it may be used from; empty: any. */
  allowedIps: readonly string[];
  /** Null: as many as the organization. */
  requestsPerMinute: number | null;
  /** Milliseconds since 1970; null: it does not end by itself. */
  expiresAt: number | null;
}

export const WITHOUT_LIMIT: Reach = { scopes: ['*'], allowedIps: [], requestsPerMinute: null, expiresAt: null };

export function checkScopes(granting: Reach, wanted: readonly Scope[]): void {
  const beyond = wanted.find((scope) => !covers(granting.scopes, scope));
  if (beyond !== undefined)
    throw new AppError('insufficient_scope', { detail: `A key can only be given scopes that yours has; ${beyond} is not one of them.` });
}

/** What is wrong with `wanted`, by its field; null when it reaches no further than `granting`. */
function beyond(granting: Reach, wanted: Reach): { pointer: string; message: string } | null {
  const { allowedIps, requestsPerMinute, expiresAt } = granting;
  const within = (range: string): boolean => allowedIps.some((allowed) => rangeWithin(range, allowed));
  if (allowedIps.length > 0 && (wanted.allowedIps.length === 0 || !wanted.allowedIps.every(within)))
    return { pointer: '/allowed_ips', message: `must be within the addresses of the key that you use: ${allowedIps.join(', ')}` };
  if (requestsPerMinute !== null && (wanted.requestsPerMinute ?? Infinity) > requestsPerMinute)
    return { pointer: '/requests_per_minute', message: `must be at most that of the key that you use: ${requestsPerMinute.toString()}` };
  if (expiresAt !== null && (wanted.expiresAt ?? Infinity) > expiresAt)
    return {
      pointer: '/expires_at',
      message: `must not be later than the end of the key or token that you use: ${new Date(expiresAt).toISOString()}`,
    };
  return null;
}

/** Throws unless a key that reaches as far as `wanted` may be made with `granting`. */
export function checkGrant(granting: Reach, wanted: Reach): void {
  checkScopes(granting, wanted.scopes);
  const field = beyond(granting, wanted);
  if (field !== null) throw new AppError('validation_failed', { fields: [field] });
}

/** Throws when the key that is there reaches further than whoever wants to change it or see its next secret. */
export function checkReached(granting: Reach, known: Reach): void {
  checkScopes(granting, known.scopes);
  const field = beyond(granting, known);
  if (field !== null)
    throw new AppError('forbidden', { detail: `The key reaches further than yours: its ${field.pointer.slice(1)} ${field.message}.` });
}

/** Throws where `granting` has an end or a limit and the role is above member: whoever gets such a role makes keys that have neither. */
export function checkRoleGrant({ scopes, allowedIps, requestsPerMinute, expiresAt }: Reach, role: MemberRole): void {
  if (role === 'member') return;
  if (!scopes.includes('*'))
    throw new AppError('insufficient_scope', { detail: 'Roles above member are given, changed and taken by keys with the scope * only.' });
  if (allowedIps.length > 0 || requestsPerMinute !== null || expiresAt !== null)
    throw new AppError('forbidden', {
      detail:
        'Roles above member are given, changed and taken by keys without addresses, requests a minute and an end only, by no access token.',
    });
}
