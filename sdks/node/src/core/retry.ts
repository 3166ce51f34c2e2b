/** Whether a request is made once more, and when: decided purely. */
import { APIConnectionError, APIError } from './errors.ts';

const BASE_MS = 500;
const CAP_MS = 8_000;
/** A server that asks for a longer wait is not waited for: the caller is told. */
const LONGEST_WAIT_MS = 60_000;

const PASSING_CONFLICTS: readonly unknown[] = ['idempotency_in_progress', 'conversation_busy'];

/** `Retry-After` (RFC 9110 10.2.3): seconds, or a date. Null where it is absent or neither. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const given = header.trim();
  if (/^\d+(\.\d+)?$/.test(given)) return Math.ceil(Number(given) * 1_000);
  const at = /^[A-Za-z]/.test(given) ? Date.parse(given) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** The server has done nothing, and says so. */
const refusedForNow = ({ status, code }: APIError): boolean =>
  status === 408 || (status === 409 && PASSING_CONFLICTS.includes(code)) || (status === 429 && code !== 'quota_exceeded');

/** `repeatable`: doing it twice is the same as doing it once. */
export function mayRetry(error: unknown, repeatable: boolean): boolean {
  if (error instanceof APIConnectionError) return repeatable;
  if (!(error instanceof APIError)) return false;
  if (error.retryAfterMs !== null && error.retryAfterMs > LONGEST_WAIT_MS) return false;
  return refusedForNow(error) || (repeatable && error.status >= 500 && error.status !== 501);
}

/** What the server asks for, or else a random part of a time that doubles with every attempt. */
export function retryDelayMs(error: unknown, retriesBefore: number, random: number): number {
  if (error instanceof APIError && error.retryAfterMs !== null) return error.retryAfterMs;
  return Math.round(random * Math.min(CAP_MS, BASE_MS * 2 ** retriesBefore));
}
