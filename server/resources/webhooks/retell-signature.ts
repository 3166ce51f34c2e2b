/** Signs what is sent to a Retell client as Retell does: `x-retell-signature: v=<unix ms>,d=<hex>`. Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_HEADER = 'x-retell-signature';
const TOLERANCE_MS = 300_000;
const FORM = /^v=(\d{1,15}),d=([0-9a-f]{64})$/i;

const macOf = (rawBody: string, secret: string, atMs: number | string): Buffer =>
  createHmac('sha256', secret)
    .update(rawBody + String(atMs), 'utf8')
    .digest();

/** `rawBody` is the body byte for byte as it is sent; `secret` is what the receiver has as its API key. */
export const sign = (rawBody: string, secret: string, nowMs: number): string =>
  `v=${String(nowMs)},d=${macOf(rawBody, secret, nowMs).toString('hex')}`;

/** True for a signature of this body that is at most five minutes from `nowMs`. */
export function verify(rawBody: string, secret: string, signature: string, nowMs: number): boolean {
  const [, at, digest] = FORM.exec(signature) ?? [];
  if (at === undefined || digest === undefined || Math.abs(nowMs - Number(at)) > TOLERANCE_MS) return false;
  return timingSafeEqual(Buffer.from(digest, 'hex'), macOf(rawBody, secret, at));
}
