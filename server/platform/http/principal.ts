/** Who makes a request, as far as routes care. */
import { covers, type ResourceScope, type Scope } from '@parley/contract';

export type Role = 'owner' | 'admin' | 'member' | 'api_key';

export interface Principal {
  organizationId: string;
  role: Role;
  /** The signed-in user; null for an API key. */
  user: { id: string; name: string; email: string } | null;
  /** Name for records: the user's or the key's. */
  name: string;
  /** What the key or token may do; a person may do what the role may. */
  scopes: readonly Scope[];
  credential: 'session' | 'api_key' | 'access_token' | 'client_token';
  /** The API key, behind an access token too. */
  keyId: string | null;
  /** The key's own rate limit. */
  requestsPerMinute: number | null;
  /** Addresses and ranges that the key may be used from; empty: any. */
  allowedIps: readonly string[];
  /** When key or token end by themselves, in milliseconds since 1970; null: they do not. */
  expiresAt: number | null;
}

/** Whose requests these are, for rate limits and idempotency keys. */
export const ownerOf = ({ keyId, user }: Principal): string => keyId ?? user?.id ?? 'client';

/** What a route asks of its caller. `client_token`: the token of the very call in the path. */
export type RouteAuth = 'public' | 'member' | 'admin' | 'owner' | 'client_token';

const RANK: Record<Role, number> = { owner: 3, api_key: 3, admin: 2, member: 1 };
const NEEDED: Record<'member' | 'admin' | 'owner', number> = { owner: 3, admin: 2, member: 1 };

export const mayUse = (role: Role, auth: 'member' | 'admin' | 'owner'): boolean => RANK[role] >= NEEDED[auth];

export const hasScope = ({ scopes }: Principal, needed: ResourceScope | null): boolean => needed === null || covers(scopes, needed);
