/** One attempt to deliver: signed, bounded in time and size, and never an exception: what went wrong is its result. */
import { AppError, type WebhookEvent } from '@parley/contract';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { webhooks } from '../../platform/db/schema.ts';
import { storable } from '../../platform/db/storable-text.ts';
import type { GuardedPost } from '../../platform/outgoing/guarded-fetch.ts';
import { signatureHeaders } from './signature.ts';

export type EndpointRow = typeof webhooks.$inferSelect;

const KEPT_BYTES = 16_384;
const USER_AGENT = 'Parley-Webhooks/1';
const HIDDEN = '(hidden)';

interface Outgoing {
  eventId: string;
  event: WebhookEvent;
}

export interface AttemptResult {
  startedAt: Date;
  ms: number;
  url: string;
  /** As sent, with the values of own headers left out. */
  requestHeaders: Record<string, string>;
  response: { status: number; headers: Record<string, string>; body: string } | null;
  error: string | null;
}

export const succeeded = ({ response }: AttemptResult): boolean => response !== null && response.status >= 200 && response.status < 300;

/** Contexts bind what is sealed to its organization and its use. */
export const secretContext = (organizationId: string): string => `webhook secret ${organizationId}`;
export const headersContext = (organizationId: string): string => `webhook headers ${organizationId}`;

function secretsOf(endpoint: EndpointRow, box: SecretBox, nowMs: number): string[] {
  const open = (sealed: string): string => box.open(secretContext(endpoint.organizationId), sealed);
  const { previousEncryptedSecret, previousExpiresAt } = endpoint;
  const previous =
    previousEncryptedSecret !== null && previousExpiresAt !== null && previousExpiresAt.getTime() > nowMs
      ? [open(previousEncryptedSecret)]
      : [];
  return [open(endpoint.encryptedSecret), ...previous];
}

/** Static words, whatever the network says: an error may repeat what was sent. */
function describe(error: unknown, timeoutMs: number): string {
  if (error instanceof AppError) return error.message;
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || name === 'AbortError') return `No answer within ${String(timeoutMs)} ms.`;
  const cause = (error as { cause?: unknown }).cause;
  if (cause instanceof AppError) return cause.message;
  return `The connection failed${code === undefined ? '' : ` (${code})`}.`;
}

export interface SenderDeps {
  post: GuardedPost;
  box: SecretBox;
  /** The event in Retell's form. */
  retellBody: (event: WebhookEvent) => Promise<unknown>;
  now?: () => number;
}

export type Send = (endpoint: EndpointRow, outgoing: Outgoing) => Promise<AttemptResult>;

export function createSender({ post, box, retellBody, now = Date.now }: SenderDeps): Send {
  return async (endpoint, { eventId, event }) => {
    const body = JSON.stringify(endpoint.format === 'retell' ? await retellBody(event) : event);
    const nowMs = now();
    const signed = signatureHeaders({
      id: eventId,
      body,
      secrets: secretsOf(endpoint, box, nowMs),
      nowMs,
      retell: endpoint.retellSignature || endpoint.format === 'retell',
    });
    const own = JSON.parse(box.open(headersContext(endpoint.organizationId), endpoint.encryptedHeaders)) as Record<string, string>;
    const headers = { 'content-type': 'application/json', 'user-agent': USER_AGENT, ...signed };
    const began = performance.now();
    const result = {
      startedAt: new Date(nowMs),
      url: endpoint.url,
      requestHeaders: { ...headers, ...Object.fromEntries(Object.keys(own).map((name) => [name, HIDDEN])) },
    };
    const elapsed = (): number => Math.round(performance.now() - began);
    try {
      const signal = AbortSignal.timeout(endpoint.timeoutMs);
      const response = await post(endpoint.url, { headers: { ...headers, ...own }, body, signal, maxBytes: KEPT_BYTES });
      return {
        ...result,
        ms: elapsed(),
        // What a receiver answers can be anything.
        response: { ...response, body: storable(response.body), headers: mapValues(response.headers) },
        error: null,
      };
    } catch (error) {
      return { ...result, ms: elapsed(), response: null, error: describe(error, endpoint.timeoutMs) };
    }
  };
}

const mapValues = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, storable(value)]));
