/**
 * Points a minute for each caller, in fixed windows; `RateLimit` and `RateLimit-Policy` say how they stand
 * (draft-ietf-httpapi-ratelimit-headers-09). Where nodes share the limit, each reserves points in the database in advance, so
 * that most requests ask nobody; what is reserved counts as used, so that the limit is never exceeded.
 */
import { AppError } from '@parley/contract';
import type { Response } from 'express';

export const WINDOW_MS = 60_000;
/** A node reserves at most this share of a limit in advance. */
const ADVANCE = 1 / 20;
/** Beyond this many callers in a window the oldest are forgotten; they begin anew. */
const MAX_CALLERS = 100_000;

export interface SharedWindows {
  /**
   * Reserves up to `points` of `limit` in the window that begins at `windowStart`; `used` are those of all nodes before and with this
   * reservation.
   */
  reserve(bucket: string, windowStart: Date, points: number, limit: number): Promise<{ granted: number; used: number }>;
}

interface Window {
  start: number;
  /** Points that this node may still give away. */
  left: number;
  /** Points of the whole limit that nobody has reserved, as this node knows. */
  free: number;
  reserving: Promise<void> | null;
}

/** What a request costs its caller, of how much a minute. */
interface Points {
  bucket: string;
  points: number;
  limit: number;
}

export interface RateLimitState {
  limit: number;
  remaining: number;
  resetMs: number;
}

export class RateLimiter {
  readonly #shared: SharedWindows | null;
  readonly #now: () => number;
  readonly #windows = new Map<string, Window>();

  /** `shared` null: the limit is this process's alone. */
  constructor(shared: SharedWindows | null, now: () => number = Date.now) {
    this.#shared = shared;
    this.#now = now;
  }

  /** `ok` false: nothing was consumed. */
  async consume(bucket: string, points: number, limit: number): Promise<RateLimitState & { ok: boolean }> {
    const window = this.#window(bucket, limit);
    while (window.left < points && this.#shared !== null && window.free > 0) {
      window.reserving ??= this.#refill(this.#shared, window, { bucket, points, limit }).finally(() => (window.reserving = null));
      await window.reserving;
    }
    const ok = window.left >= points;
    if (ok) window.left -= points;
    const resetMs = Math.max(0, window.start + WINDOW_MS - this.#now());
    return { ok, limit, remaining: Math.max(0, window.left + window.free), resetMs };
  }

  #window(bucket: string, limit: number): Window {
    const start = Math.floor(this.#now() / WINDOW_MS) * WINDOW_MS;
    const known = this.#windows.get(bucket);
    if (known?.start === start) return known;
    const [oldest] = this.#windows.keys();
    if (this.#windows.size >= MAX_CALLERS && oldest !== undefined) this.#windows.delete(oldest);
    const window: Window =
      this.#shared === null ? { start, left: limit, free: 0, reserving: null } : { start, left: 0, free: limit, reserving: null };
    this.#windows.delete(bucket);
    this.#windows.set(bucket, window);
    return window;
  }

  async #refill(shared: SharedWindows, window: Window, { bucket, points, limit }: Points): Promise<void> {
    const wanted = Math.max(points - window.left, Math.floor(limit * ADVANCE));
    const { granted, used } = await shared.reserve(bucket, new Date(window.start), wanted, limit);
    window.left += granted;
    window.free = Math.max(0, limit - used);
  }
}

const seconds = (ms: number): number => Math.ceil(ms / 1_000);

function sayRateLimit(response: Response, { limit, remaining, resetMs }: RateLimitState): void {
  response.setHeader('RateLimit-Policy', `"default";q=${String(limit)};w=${String(WINDOW_MS / 1_000)}`);
  response.setHeader('RateLimit', `"default";r=${String(remaining)};t=${String(seconds(resetMs))}`);
}

export async function consumePoints(limiter: RateLimiter, response: Response, { bucket, points, limit }: Points): Promise<void> {
  const state = await limiter.consume(bucket, points, limit);
  sayRateLimit(response, state);
  if (state.ok) return;
  response.setHeader('Retry-After', String(Math.max(1, seconds(state.resetMs))));
  throw new AppError('rate_limited');
}
