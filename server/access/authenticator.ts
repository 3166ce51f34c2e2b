/** From a request's credentials to who makes it: API key, session cookie, or a call's client token. */
import { AppError, covers, type Scope } from '@parley/contract';
import { fromNodeHeaders } from 'better-auth/node';
import type { Request } from 'express';
import { allowList } from '../platform/outgoing/guarded-fetch.ts';
import type { Principal } from '../platform/http/principal.ts';
import type { Authenticator } from '../platform/http/gate.ts';
import type { Organizations } from './organization/organization-service.ts';
import { highestRole } from './roles.ts';
import { looksLikeToken, type AccessTokens } from './tokens/access-token.ts';
import type { ApiKeys, VerifiedKey } from './api-keys/api-key-service.ts';
import type { ClientTokens } from './tokens/client-token.ts';
import type { SignIn } from './sign-in/sign-in.ts';

export interface AuthenticatorDeps {
  apiKeys: ApiKeys;
  accessTokens: AccessTokens;
  clientTokens: ClientTokens;
  signIn: SignIn;
  organizations: Organizations;
  /** Origins whose pages may use the session cookie. */
  isOwnOrigin: (origin: string, host: string | undefined) => boolean;
}

const bearerOf = (request: Pick<Request, 'headers'>): string | null => {
  const match = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '');
  return match?.[1] ?? null;
};

const EVERYTHING: readonly Scope[] = ['*'];
const WITHOUT_KEY = { keyId: null, requestsPerMinute: null, allowedIps: [], expiresAt: null };

/** `narrowed`: what an access token leaves of the key. */
function principalOf(
  key: VerifiedKey,
  request: Request,
  narrowed: Partial<Pick<Principal, 'credential' | 'scopes' | 'expiresAt'>> = {},
): Principal {
  const { id, allowedIps, ...rest } = key;
  if (allowedIps.length > 0 && !allowList(allowedIps)(request.ip ?? '::', '')) throw new AppError('address_not_allowed');
  return { ...rest, allowedIps, keyId: id, role: 'api_key', user: null, credential: 'api_key', ...narrowed };
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a token leaves of the key that it was made with. */
async function principalByToken(
  { accessTokens, apiKeys }: Pick<AuthenticatorDeps, 'accessTokens' | 'apiKeys'>,
  token: string,
  request: Request,
): Promise<Principal> {
  const claims = await accessTokens.verify(token);
  const key = await apiKeys.verifyById(claims.keyId);
  if (key.organizationId !== claims.organizationId) throw new AppError('unauthenticated');
  // A key that lost a scope since takes it from its tokens too.
  const scopes = claims.scopes.flatMap((scope) => (scope === '*' ? key.scopes : covers(key.scopes, scope) ? [scope] : []));
  const expiresAt = Math.min(claims.expiresAt, key.expiresAt ?? Infinity);
  return principalOf(key, request, { credential: 'access_token', scopes, expiresAt });
}

export function createAuthenticator({
  apiKeys,
  accessTokens,
  clientTokens,
  signIn,
  organizations,
  isOwnOrigin,
}: AuthenticatorDeps): Authenticator {
  const bySession = async (request: Request): Promise<Principal | null> => {
    if (request.headers.cookie === undefined) return null;
    const found = await signIn.api.getSession({ headers: fromNodeHeaders(request.headers) });
    if (found === null) return null;
    const { origin, host } = request.headers;
    // A cookie is sent by the browser whoever wrote the page: a change must come from one of ours.
    if (!SAFE_METHODS.has(request.method) && (origin === undefined || !isOwnOrigin(origin, host)))
      throw new AppError('forbidden', {
        detail: 'The request comes from a foreign page. Behind a proxy, PARLEY_PUBLIC_URL must be the address that browsers show.',
      });
    const active = (found.session as { activeOrganizationId?: string | null }).activeOrganizationId ?? null;
    const membership = await organizations.membershipOf(found.user.id, active);
    if (membership === undefined) throw new AppError('forbidden', { detail: 'You are not a member of an organization.' });
    const { id, name, email, twoFactorEnabled } = found.user;
    if (membership.requiresSecondFactor && twoFactorEnabled !== true) throw new AppError('second_factor_required');
    return {
      organizationId: membership.organizationId,
      role: highestRole(membership.role),
      user: { id, name, email },
      name,
      scopes: EVERYTHING,
      credential: 'session',
      ...WITHOUT_KEY,
    };
  };
  return {
    async authenticate(request) {
      const bearer = bearerOf(request);
      if (bearer === null) {
        if (request.headers.authorization !== undefined) throw new AppError('unauthenticated');
        return bySession(request);
      }
      return looksLikeToken(bearer)
        ? principalByToken({ accessTokens, apiKeys }, bearer, request)
        : principalOf(await apiKeys.verify(bearer), request);
    },
    remembers(request) {
      const bearer = bearerOf(request);
      return bearer !== null && apiKeys.remembers(bearer);
    },
    async authenticateClient(request, callId) {
      const token = bearerOf(request);
      if (token === null) throw new AppError('unauthenticated');
      const { organizationId } = await clientTokens.verify(token, callId);
      return { organizationId, role: 'member', user: null, name: 'client', scopes: [], credential: 'client_token', ...WITHOUT_KEY };
    },
  };
}
