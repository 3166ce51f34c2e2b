import { expect, test } from 'vitest';
import { ListeningLag } from './listening-lag.ts';

function lag() {
  const clock = { now: 0 };
  return { clock, lag: new ListeningLag(() => clock.now) };
}

test('last-words-wait: for two callers, until they are understood, and for a while after', () => {
  const { clock, lag: listening } = lag();
  listening.finishing(1);
  clock.now = 100;
  listening.finishing(2);
  clock.now = 500;
  expect(listening.ms, 'the shorter of two').toBe(400);
  listening.finished(1);
  listening.finished(2);
  clock.now = 1_000;
  expect(listening.ms).toBe(400);
  clock.now = 2_000;
  expect(listening.ms).toBe(0);
});

test('worker-that-does-not-come-to-anything: the echo that is not back yet counts', () => {
  const { clock, lag: listening } = lag();
  expect(listening.wantsEcho()).toBe(true);
  clock.now = 700;
  listening.echoed();
  expect(listening.wantsEcho()).toBe(true);
  clock.now = 1_300;
  expect(listening.wantsEcho(), 'one at a time').toBe(false);
  expect(listening.ms).toBe(600);
});

test('nobody-waits-any-more: a call that left and a worker that died hold nothing up', () => {
  const { clock, lag: listening } = lag();
  listening.finishing(1);
  listening.finishing(2);
  listening.wantsEcho();
  clock.now = 900;
  listening.dropped(1);
  expect(listening.ms).toBe(900);
  listening.lost();
  expect(listening.ms).toBe(0);
});
