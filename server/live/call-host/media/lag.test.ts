import { VirtualClock } from '@parley/engine/testing/virtual-clock.ts';
import { expect, test } from 'vitest';
import { watchLag } from './lag.ts';
import type { MediaLag } from '../channel.ts';

/** `lateMs`: how much later than asked the loop comes to anything. */
function watched() {
  const state = { calls: 1, lateMs: 0, listeningMs: 0 };
  const told: MediaLag[] = [];
  const time = new VirtualClock();
  const clock = {
    now: () => time.now(),
    wallTime: () => time.wallTime(),
    schedule: (ms: number, fire: () => void) => time.schedule(ms + state.lateMs, fire),
  };
  watchLag({ clock, carriesCalls: () => state.calls > 0, listeningMs: () => state.listeningMs, tell: (lag) => told.push(lag) });
  return { state, told, pass: (ms: number) => time.advance(ms) };
}

test('loop-in-time: nothing is told', async () => {
  const { told, state, pass } = watched();
  state.lateMs = 5;
  state.listeningMs = 9;
  await pass(10_000);
  expect(told).toEqual([]);
});

test('loop-comes-late: how late is told, and again when it is over', async () => {
  const { told, state, pass } = watched();
  await pass(1_000);
  state.lateMs = 150;
  await pass(3_000);
  expect(told).toEqual([{ audioMs: 150, listeningMs: 0 }]);
  state.lateMs = 0;
  await pass(3_000);
  expect(told.at(-1)).toEqual({ audioMs: 0, listeningMs: 0 });
});

test('words-wait-for-the-recogniser: told beside the loop', async () => {
  const { told, state, pass } = watched();
  await pass(1_000);
  state.listeningMs = 420.4;
  await pass(600);
  expect(told).toEqual([{ audioMs: 0, listeningMs: 420 }]);
});

test('no-call: nothing is late, however late the loop is', async () => {
  const { told, state, pass } = watched();
  state.calls = 0;
  state.lateMs = 500;
  await pass(10_000);
  expect(told).toEqual([]);
});

test('last-call-ended-late: the process is in time again', async () => {
  const { told, state, pass } = watched();
  state.lateMs = 150;
  await pass(3_000);
  state.calls = 0;
  await pass(3_000);
  expect(told.at(-1)).toEqual({ audioMs: 0, listeningMs: 0 });
});
