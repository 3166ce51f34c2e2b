/** The credentials that the API takes, as the document names them. */
import type { RouteDeclaration } from '../http/route.ts';

export const SECURITY_SCHEMES = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key: `Authorization: Bearer <key>`. Made in the dashboard or with `POST /api-keys`.',
  },
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A short-lived access token from `POST /auth/token`: `Authorization: Bearer <token>`.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'parley.session_token',
    description:
      'Whoever is signed in to the dashboard. The browser sends the cookie by itself; a change must come from a page of this server.',
  },
  clientToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The `client_token` of a call that was just made: good for that call alone, for minutes.',
  },
} as const;

type Requirement = Record<string, string[]>;
const CREDENTIALS: readonly Requirement[] = [{ apiKey: [] }, { accessToken: [] }, { session: [] }];

export function securityOf({ auth, method }: RouteDeclaration): Requirement[] {
  switch (auth) {
    case 'client_token':
      return [{ clientToken: [] }];
    case 'public':
      // Readers may say who they are, and are then shown more.
      return method === 'get' ? [{}, ...CREDENTIALS] : [];
    case 'member':
    case 'admin':
    case 'owner':
      return [...CREDENTIALS];
  }
}

const ROLES: Readonly<Record<string, string>> = { admin: 'the role `admin` or `owner`', owner: 'the role `owner`' };

/** What the credentials must allow, in words. */
export function requirementsOf({ auth, scope = null }: RouteDeclaration): string[] {
  if (auth === 'public' || auth === 'client_token') return [];
  const role = ROLES[auth];
  return [
    scope === null ? 'Any API key or access token will do.' : `API keys and access tokens need the scope \`${scope}\`.`,
    ...(role === undefined ? [] : [`People need ${role}.`]),
  ];
}
