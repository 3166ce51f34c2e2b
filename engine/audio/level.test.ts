import { expect, test } from 'vitest';
import { FrameQueue } from './frame-queue.ts';
import { dbfs, rms } from './level.ts';

test('a full square wave is 0 dB, a sine of half the amplitude 9 dB below, silence the floor', () => {
  expect(dbfs(Int16Array.of(-32_768, -32_768))).toBe(0);
  const sine = Int16Array.from({ length: 1_600 }, (_, n) => Math.round(16_384 * Math.sin((2 * Math.PI * n) / 16)));
  expect(dbfs(sine)).toBeCloseTo(-9.03, 1);
  expect(dbfs(new Int16Array(320))).toBe(-96);
  expect(rms(new Int16Array(0))).toBe(0);
});

const frame = (value: number): Int16Array => new Int16Array(320).fill(value);
const firsts = (queue: FrameQueue): (number | undefined)[] => {
  const values: (number | undefined)[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) values.push(next[0]);
  return values;
};

test('a full queue that drops the oldest keeps the newest', () => {
  const queue = new FrameQueue({ limitMs: 60, whenFull: 'drop-oldest' });
  expect([1, 2, 3, 4, 5].map((value) => queue.push(frame(value)))).toEqual([true, true, true, true, true]);
  expect(queue.queuedMs).toBe(60);
  expect(queue.dropped).toBe(2);
  expect(firsts(queue)).toEqual([3, 4, 5]);
});

test('a full queue that refuses keeps what waits', () => {
  const queue = new FrameQueue({ limitMs: 60, whenFull: 'refuse' });
  expect([1, 2, 3, 4].map((value) => queue.push(frame(value)))).toEqual([true, true, true, false]);
  expect(queue.dropped).toBe(1);
  expect(firsts(queue)).toEqual([1, 2, 3]);
});

test('a cleared queue is empty', () => {
  const queue = new FrameQueue({ limitMs: 60, whenFull: 'refuse' });
  queue.push(frame(1));
  queue.clear();
  expect(queue.shift()).toBeUndefined();
  expect(queue.queuedMs).toBe(0);
});
