/** Webhooks in the form of Standard Webhooks: https://www.standardwebhooks.com. WebCrypto only. */
import type { WebhookEvent } from '../generated/schemas/types.ts';
import { ParleyError } from './errors.ts';

/** Headers as a framework gives them: Fetch's, Node's, Express's. Names in any case. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** `whsec_…`; several while a secret is being rotated. */
export type WebhookSecret = string | readonly string[];

export interface VerifyOptions {
  /** How far the time of sending may be from now, either way; default 300. */
  toleranceSeconds?: number | undefined;
  /** Milliseconds since 1970; default: the clock. */
  now?: number | undefined;
}

/** The request is not from Parley, or not from now: answer 400 and do nothing. */
export class WebhookVerificationError extends ParleyError {
  override name = 'WebhookVerificationError';
}

const TOLERANCE_SECONDS = 300;
const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const single = typeof value === 'string' ? value : value?.[0];
  if (single === undefined || single === '') throw new WebhookVerificationError(`The header ${name} is missing.`);
  return single;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function keyOf(secret: string) {
  const bytes = fromBase64(secret.replace(/^whsec_/, ''));
  if (bytes === null || bytes.length === 0) throw new ParleyError('A webhook secret must be base64 behind "whsec_".');
  return crypto.subtle.importKey('raw', bytes, HMAC, false, ['verify']);
}

const bytesOf = (body: string | Uint8Array | ArrayBuffer): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body);

function checkTime(timestamp: string, { toleranceSeconds = TOLERANCE_SECONDS, now = Date.now() }: VerifyOptions): void {
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookVerificationError('The header webhook-timestamp is not a time.');
  const ageSeconds = Math.floor(now / 1_000) - Number(timestamp);
  if (ageSeconds > toleranceSeconds) throw new WebhookVerificationError('The request was sent too long ago.');
  if (ageSeconds < -toleranceSeconds) throw new WebhookVerificationError('The request says that it was sent in the future.');
}

/**
 * Throws `WebhookVerificationError` unless one of the secrets signed this. `body` is the body as it came, byte by byte: not JSON
 * that was parsed and written again. Signatures are compared in constant time, by WebCrypto.
 */
export async function verify(
  body: string | Uint8Array | ArrayBuffer,
  headers: WebhookHeaders,
  secret: WebhookSecret,
  options: VerifyOptions = {},
): Promise<void> {
  const keys = await Promise.all((typeof secret === 'string' ? [secret] : secret).map(keyOf));
  if (keys.length === 0) throw new ParleyError('Give at least one webhook secret.');
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  checkTime(timestamp, options);
  const prefix = new TextEncoder().encode(`${id}.${timestamp}.`);
  const payload = bytesOf(body);
  const signed = new Uint8Array(prefix.length + payload.length);
  signed.set(prefix);
  signed.set(payload, prefix.length);
  for (const part of headerOf(headers, 'webhook-signature').split(' ')) {
    const signature = part.startsWith('v1,') ? fromBase64(part.slice(3)) : null;
    if (signature === null) continue;
    for (const key of keys) if (await crypto.subtle.verify('HMAC', key, signature, signed)) return;
  }
  throw new WebhookVerificationError('None of the signatures is right.');
}

/** `verify`, then the event. */
export async function unwrap(
  body: string | Uint8Array | ArrayBuffer,
  headers: WebhookHeaders,
  secret: WebhookSecret,
  options: VerifyOptions = {},
): Promise<WebhookEvent> {
  await verify(body, headers, secret, options);
  return JSON.parse(new TextDecoder().decode(bytesOf(body))) as WebhookEvent;
}
