import { AccessToken, CreateAccessToken } from '@parley/contract';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import type { AccessTokens } from './access-token.ts';

export const tokenRoutes = (tokens: AccessTokens): RouteDeclaration[] => [
  route(
    {
      method: 'post',
      path: '/auth/token',
      id: 'createAccessToken',
      summary: 'Exchange an API key for a short-lived access token',
      description:
        'The token is a JWT (EdDSA) with the scopes of the key, or fewer, and ends no later than the key: `expires_in` in the answer tells. A token makes no further tokens; its keys are at `/.well-known/jwks.json`. It ends with its key: revoked there, refused here.',
      auth: 'member',
      scope: null,
      weight: 2,
      idempotent: false,
      body: CreateAccessToken,
      responses: { 201: AccessToken },
    },
    async ({ principal, body }) => ({ status: 201, body: await tokens.issue(principal, body), headers: { 'Cache-Control': 'no-store' } }),
  ),
];
