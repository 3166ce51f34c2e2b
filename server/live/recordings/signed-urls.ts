/** URLs of recordings that open without credentials until they expire. */
import { createHmac } from 'node:crypto';
import { AppError } from '@parley/contract';
import { isSameSecret } from '../../platform/secrets/same-secret.ts';
import { deriveKey, type SecretKey } from '../../platform/secrets/secret-key.ts';

export class RecordingUrls {
  readonly #key: Buffer;
  readonly #now: () => number;

  constructor(secret: SecretKey, now: () => number = Date.now) {
    this.#key = deriveKey(secret, 'recording-url');
    this.#now = now;
  }

  /** The query string that opens the recording; `expiresAt` in whole seconds since 1970. */
  sign(organizationId: string, callId: string, lifeSeconds: number): { query: string; expiresAt: Date } {
    const expires = Math.floor(this.#now() / 1_000) + lifeSeconds;
    const query = new URLSearchParams({
      organization: organizationId,
      expires: String(expires),
      signature: this.#mac(organizationId, callId, expires),
    });
    return { query: query.toString(), expiresAt: new Date(expires * 1_000) };
  }

  /** Throws `unauthenticated` or `token_expired`. */
  verify(callId: string, { organization, expires, signature }: { organization: string; expires: number; signature: string }): void {
    if (!isSameSecret(signature, this.#mac(organization, callId, expires))) throw new AppError('unauthenticated');
    if (expires * 1_000 <= this.#now()) throw new AppError('token_expired');
  }

  #mac(organizationId: string, callId: string, expires: number): string {
    return createHmac('sha256', this.#key)
      .update(`${organizationId}\n${callId}\n${String(expires)}`)
      .digest('base64url');
  }
}
