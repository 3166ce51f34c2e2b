import { describe, expect, test, vi } from 'vitest';
import { ReadCache } from './read-cache.ts';

const LIMITS = { keptMs: 1_000, most: 2 };

describe('what was read a moment ago', () => {
  test('a burst reads once, and what was read is given until its time is over', async () => {
    let now = 0;
    const cache = new ReadCache<string>(LIMITS, () => now);
    const reading = Promise.withResolvers<string>();
    const read = vi.fn(() => reading.promise);
    const burst = Array.from({ length: 200 }, () => cache.get('key', read));
    reading.resolve('value');
    expect(new Set(await Promise.all(burst))).toEqual(new Set(['value']));
    now = 999;
    await cache.get('key', read);
    expect(read).toHaveBeenCalledTimes(1);
    now = 1_000;
    await cache.get('key', read);
    expect(read).toHaveBeenCalledTimes(2);
  });

  test('who asks after a change does not get what was being read before it, nor is that kept', async () => {
    const cache = new ReadCache<string>(LIMITS, () => 0);
    const before = Promise.withResolvers<string>();
    const first = cache.get('key', () => before.promise);
    cache.forget('another');
    const second = cache.get('key', () => Promise.resolve('new'));
    before.resolve('old');
    expect(await first).toBe('old');
    expect(await second).toBe('new');
    expect(await cache.get('key', () => Promise.resolve('never asked'))).toBe('new');
  });

  test('a reading that fails is told to all who waited for it, and tried again by the next', async () => {
    const cache = new ReadCache<string>(LIMITS, () => 0);
    const failing = Promise.withResolvers<string>();
    const waiting = [cache.get('key', () => failing.promise), cache.get('key', () => Promise.resolve('not asked'))];
    failing.reject(new Error('away'));
    expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await cache.get('key', () => Promise.resolve('back'))).toBe('back');
  });

  test('what was there is held when its time is over, until somebody tells of a change', async () => {
    let now = 0;
    const cache = new ReadCache<string>(LIMITS, () => now);
    expect(cache.holds('key')).toBe(false);
    await cache.get('key', () => Promise.resolve('value'));
    now = 100_000;
    expect(cache.holds('key')).toBe(true);
    cache.forget('key');
    expect(cache.holds('key')).toBe(false);
  });

  test('what does not exist is not kept, and the oldest goes where there are too many', async () => {
    const cache = new ReadCache<string | null>(LIMITS, () => 0);
    await cache.get(
      'guess',
      () => Promise.resolve(null),
      (value) => value !== null,
    );
    expect(await cache.get('guess', () => Promise.resolve('there'))).toBe('there');
    await cache.get('second', () => Promise.resolve('2'));
    await cache.get('third', () => Promise.resolve('3'));
    expect(await cache.get('guess', () => Promise.resolve('read anew'))).toBe('read anew');
  });
});
