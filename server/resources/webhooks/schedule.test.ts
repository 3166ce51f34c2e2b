import { WEBHOOK_RETRY_AFTER_MS as RETRY_AFTER_MS } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { retryAfterMs, waitMs } from './schedule.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('the wait after a failed try', () => {
  test('grows as the plan says, and ends', () => {
    const waits = Array.from({ length: 11 }, (_, index) => waitMs(index + 1, undefined, 0.5));
    expect(waits).toEqual([...RETRY_AFTER_MS, null, null]);
  });

  test.each([
    [0, 0.8],
    [0.999_999, 1.2],
  ])('is spread by a fifth either way: %d', (random, factor) => {
    RETRY_AFTER_MS.forEach((planned, index) => expect(waitMs(index + 1, undefined, random)! / planned).toBeCloseTo(factor, 3));
  });

  test.each([
    ['longer than the plan', 60_000, 60_000],
    ['shorter than the plan', 1_000, 5_000],
    ['longer than a day', 10 * 86_400_000, 86_400_000],
  ])('heeds what the endpoint asks, when it is %s', (_title, asked, wait) => {
    expect(waitMs(1, asked, 0.5)).toBe(wait);
  });

  test('is over after the last try, whatever the endpoint asks', () => {
    expect(waitMs(RETRY_AFTER_MS.length + 1, 60_000, 0.5)).toBeNull();
  });
});

test.each([
  ['120', 120_000],
  ['0', 0],
  [new Date(NOW + 90_000).toUTCString(), 90_000],
  [new Date(NOW - 90_000).toUTCString(), 0],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After: %s', (header, ms) => {
  expect(retryAfterMs(header, NOW)).toBe(ms);
});
