import { AppError } from '@parley/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startDueRounds } from './rounds.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function rounds(answers: (() => Date | null)[] = []) {
  const at: number[] = [];
  const failures: unknown[] = [];
  const from = Date.now();
  const running = startDueRounds({
    everyMs: 250,
    work: async () => {
      at.push(Date.now() - from);
      return answers.shift()?.() ?? null;
    },
    onFailed: (error) => failures.push(error),
  });
  return { ...running, at, failures };
}

test('nothing-due: a round in five seconds, not four a second', async () => {
  const { at, stop } = rounds();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(at).toEqual([250, 5_250, 10_250]);
  await stop();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(at).toHaveLength(3);
});

test('due-later: the next round is then; what is due already waits until the rounds are far enough apart', async () => {
  const in700 = (): Date => new Date(Date.now() + 700);
  const { at, stop } = rounds([in700, () => new Date(0)]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(at).toEqual([250, 950, 1_200]);
  await stop();
});

test('woken: a round at once, and one more when it came while one was running; many wake-ups are one round', async () => {
  const { at, wake, stop } = rounds();
  await vi.advanceTimersByTimeAsync(1_000);
  wake();
  wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(at).toEqual([250, 1_000]);
  wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(at).toEqual([250, 1_000, 1_250]);
  await stop();
});

test('a-round-fails: tried again soon, told once each time, a database that is away not at all', async () => {
  const fail = (error: Error) => (): never => {
    throw error;
  };
  const { at, failures, stop } = rounds([fail(new AppError('database_unavailable')), fail(new TypeError('x'))]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(at).toEqual([250, 500, 750]);
  expect(failures).toEqual([new TypeError('x')]);
  await stop();
});
