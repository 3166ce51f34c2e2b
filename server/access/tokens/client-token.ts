/** The token of one call for its caller's client: signed, minutes of life, good for nothing else. */
import { AppError } from '@parley/contract';
import { errors, jwtVerify, SignJWT } from 'jose';
import { deriveKey, type SecretKey } from '../../platform/secrets/secret-key.ts';

const AUDIENCE = 'parley-call';

export class ClientTokens {
  readonly #key: Uint8Array;
  readonly #ttlMs: number;

  constructor(secret: SecretKey, ttlMs: number) {
    this.#key = deriveKey(secret, 'client-token');
    this.#ttlMs = ttlMs;
  }

  async issue(organizationId: string, callId: string): Promise<{ token: string; expiresAt: Date }> {
    const expiresAt = new Date(Math.floor((Date.now() + this.#ttlMs) / 1_000) * 1_000);
    const token = await new SignJWT({ org: organizationId })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(AUDIENCE)
      .setSubject(callId)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(this.#key);
    return { token, expiresAt };
  }

  /** The organization whose call it is; throws `token_expired`, `unauthenticated`, or `forbidden` for another call. */
  async verify(token: string, callId: string): Promise<{ organizationId: string }> {
    try {
      const { payload } = await jwtVerify(token, this.#key, { audience: AUDIENCE, algorithms: ['HS256'] });
      if (payload.sub !== callId) throw new AppError('forbidden');
      if (typeof payload.org !== 'string') throw new AppError('unauthenticated');
      return { organizationId: payload.org };
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (error instanceof errors.JWTExpired) throw new AppError('token_expired');
      throw new AppError('unauthenticated');
    }
  }
}
