/** When a delivery that failed is tried again. Pure. */
import { WEBHOOK_RETRY_AFTER_MS } from '@parley/contract';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const JITTER = 0.2;
const LONGEST_MS = 24 * HOUR;

/** An endpoint that has taken nothing for this long is disabled. */
export const FAILING_MS = 5 * 24 * HOUR;

/** `Retry-After` (RFC 9110, 10.2.3) in ms; undefined where there is none that can be read. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** Wait after try number `tries` (from 1); null when it was the last. `random` is in [0, 1). */
export function waitMs(tries: number, askedMs: number | undefined, random: number): number | null {
  const planned = WEBHOOK_RETRY_AFTER_MS[tries - 1];
  if (planned === undefined) return null;
  const jittered = Math.round(planned * (1 + JITTER * (2 * random - 1)));
  return Math.max(jittered, Math.min(askedMs ?? 0, LONGEST_MS));
}
