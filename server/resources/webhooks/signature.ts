/** Signs deliveries as Standard Webhooks says: HMAC-SHA256 over `id.timestamp.body` under the secret's bytes. */
import { createHmac, randomBytes } from 'node:crypto';
import { sign as signForRetell, SIGNATURE_HEADER } from './retell-signature.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export const newSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64');

const macOf = (secret: string, content: string): string =>
  createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
    .update(content)
    .digest('base64');

export interface SignedDelivery {
  id: string;
  body: string;
  /** The newest first; more than one while a secret is being replaced. */
  secrets: readonly string[];
  nowMs: number;
  retell: boolean;
}

export function signatureHeaders({ id, body, secrets, nowMs, retell }: SignedDelivery): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  // An API key, which Retell signs with, is no secret of the standard.
  const own = secrets.filter((secret) => secret.startsWith(PREFIX));
  const signatures = own.map((secret) => `v1,${macOf(secret, `${id}.${timestamp}.${body}`)}`);
  const [newest = ''] = secrets;
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    ...(signatures.length === 0 ? {} : { 'webhook-signature': signatures.join(' ') }),
    ...(retell ? { [SIGNATURE_HEADER]: signForRetell(body, newest, nowMs) } : {}),
  };
}
