/** Access tokens (RFC 9068 in spirit): an API key's rights, or fewer, for minutes. They end with their key. */
import { AppError, covers, type AccessToken, type CreateAccessToken, type Scope } from '@parley/contract';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import type { Principal } from '../../platform/http/principal.ts';
import { ALGORITHM, type SigningKeys } from './signing-keys.ts';

const ISSUER = 'parley';
const AUDIENCE = 'parley-api';
const REMEMBERED = 5_000;

export interface AccessClaims {
  keyId: string;
  organizationId: string;
  scopes: Scope[];
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** A JWS in its compact form; API keys have no dots. */
export const looksLikeToken = (bearer: string): boolean => bearer.split('.').length === 3;

export class AccessTokens {
  readonly #keys: SigningKeys;
  readonly #now: () => number;
  /** Tokens whose signature was found good. */
  readonly #verified = new Map<string, AccessClaims>();

  constructor(keys: SigningKeys, now: () => number = Date.now) {
    this.#keys = keys;
    this.#now = now;
  }

  async issue(principal: Principal, { scopes = [...principal.scopes], expires_in }: CreateAccessToken): Promise<AccessToken> {
    // Otherwise a token of one minute would go on for ever.
    if (principal.credential !== 'api_key' || principal.keyId === null)
      throw new AppError('forbidden', { detail: 'An access token is made with an API key, not with a session or another token.' });
    const beyond = scopes.find((scope) => !covers(principal.scopes, scope));
    if (beyond !== undefined) throw new AppError('insufficient_scope', { detail: `The key does not have the scope ${beyond}.` });
    const { id, privateKey } = await this.#keys.current();
    const issuedAt = Math.floor(this.#now() / 1_000);
    const lifetime = principal.expiresAt === null ? expires_in : Math.min(expires_in, Math.floor(principal.expiresAt / 1_000) - issuedAt);
    const token = await new SignJWT({ org: principal.organizationId, scope: scopes.join(' ') })
      .setProtectedHeader({ alg: ALGORITHM, kid: id, typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(principal.keyId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetime)
      .sign(privateKey);
    return { access_token: token, token_type: 'Bearer', expires_in: lifetime, scopes };
  }

  /** Throws `token_expired` or `unauthenticated`. */
  async verify(token: string): Promise<AccessClaims> {
    const known = this.#verified.get(token);
    if (known !== undefined) {
      if (known.expiresAt > this.#now()) return known;
      this.#verified.delete(token);
      throw new AppError('token_expired');
    }
    const claims = await this.#check(token);
    if (this.#verified.size >= REMEMBERED) this.#verified.clear();
    this.#verified.set(token, claims);
    return claims;
  }

  async #check(token: string): Promise<AccessClaims> {
    try {
      const { kid, alg } = decodeProtectedHeader(token);
      const key = alg === ALGORITHM && kid !== undefined ? await this.#keys.find(kid) : undefined;
      if (key === undefined) throw new AppError('unauthenticated');
      const { payload } = await jwtVerify(token, key, {
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: [ALGORITHM],
        typ: 'at+jwt',
        currentDate: new Date(this.#now()),
      });
      const { sub, org, scope, exp } = payload;
      if (typeof sub !== 'string' || typeof org !== 'string' || typeof scope !== 'string' || exp === undefined)
        throw new AppError('unauthenticated');
      return { keyId: sub, organizationId: org, scopes: scope.split(' ') as Scope[], expiresAt: exp * 1_000 };
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (error instanceof errors.JWTExpired) throw new AppError('token_expired');
      throw new AppError('unauthenticated');
    }
  }
}
