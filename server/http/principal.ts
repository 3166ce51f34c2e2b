/** Who makes a request, as far as routes care. */
export type Role = 'owner' | 'admin' | 'member' | 'api_key';

export interface Principal {
  organizationId: string;
  role: Role;
  /** The signed-in user; null for an API key. */
  user: { id: string; name: string; email: string } | null;
  /** Name for records: the user's or the key's. */
  name: string;
}

/** What a route asks of its caller. `client_token`: the token of the very call in the path. */
export type RouteAuth = 'public' | 'member' | 'admin' | 'owner' | 'client_token';

const RANK: Record<Role, number> = { owner: 3, api_key: 3, admin: 2, member: 1 };
const NEEDED: Record<'member' | 'admin' | 'owner', number> = { owner: 3, admin: 2, member: 1 };

export const mayUse = (role: Role, auth: 'member' | 'admin' | 'owner'): boolean => RANK[role] >= NEEDED[auth];
