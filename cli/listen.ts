/** Brings an organization's events to a developer's machine: followed over the API, signed anew, posted to a local address. */
import { patternMatches, type WebhookEvent } from '@parley/contract';
import { newSecret, signatureHeaders } from '@parley/server/resources/webhooks/signature.ts';
import { Parley } from '../sdks/node/src/index.ts';

const FORWARD_WITHIN_MS = 30_000;
/** In a row, up to 8 s apart: some minutes, as long as a server may be away. */
const RECONNECTS = 60;

export interface ListenOptions {
  /** Where events are posted. */
  forward: string;
  baseUrl: string;
  apiKey: string;
  /** Patterns such as `call.*`. */
  events: readonly string[];
  /** `whsec_…` to sign with; absent: a new one, which is said. */
  secret?: string | undefined;
  say: (line: string) => void;
  signal: AbortSignal;
  now?: () => Date;
}

/** What came of it, in words. */
async function post({ forward, signal }: ListenOptions, event: WebhookEvent, secret: string, now: Date): Promise<string> {
  const body = JSON.stringify(event);
  const signed = signatureHeaders({ id: event.id, body, secrets: [secret], nowMs: now.getTime(), retell: false });
  const began = performance.now();
  try {
    const response = await fetch(forward, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signed },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(FORWARD_WITHIN_MS)]),
    });
    await response.body?.cancel();
    return `${String(response.status)} in ${String(Math.round(performance.now() - began))} ms`;
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    return late ? `not taken: no answer within ${String(FORWARD_WITHIN_MS / 1_000)} s` : `not taken: nothing answers at ${forward}`;
  }
}

/** Resolves when `signal` says so. Throws what the SDK throws when the key is refused. */
export async function listen(options: ListenOptions): Promise<void> {
  const { baseUrl, apiKey, forward, events, say, signal, now = () => new Date() } = options;
  const secret = options.secret ?? newSecret();
  const client = new Parley({ apiKey, baseUrl });
  // A key that may not read events is told at once, not by silence.
  const newest = (await client.events.list({ limit: 1 }, { signal })).items[0];
  // From here on nothing is missed, not even while the first connection is made.
  const following = { signal, maxRetries: RECONNECTS, ...(newest === undefined ? {} : { lastEventId: newest.id }) };
  say(`Forwarding ${events.join(', ')} to ${forward}`);
  say(`Signed with the secret ${secret}`);
  try {
    for await (const event of client.events.follow({}, following)) {
      if (!events.some((pattern) => patternMatches(pattern, event.type))) continue;
      const time = now();
      say(`${time.toISOString()}  ${event.type}  ${event.id}  ${await post(options, event, secret, time)}`);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
