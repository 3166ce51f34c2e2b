import { timingSafeEqual } from 'node:crypto';

/** Whether `given` is the secret, in a time that does not tell how much of it is right; how long the secret is may be known. */
export function isSameSecret(given: string, secret: string): boolean {
  const [told, wanted] = [Buffer.from(given), Buffer.from(secret)];
  return told.length === wanted.length && timingSafeEqual(told, wanted);
}
