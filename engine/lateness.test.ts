import { expect, test } from 'vitest';
import { Lateness } from './lateness.ts';

test('one-delay-alone: is forgiven, two in the window are not', () => {
  const lateness = new Lateness({ windowMs: 1_000 });
  lateness.note(300, 0);
  lateness.note(5, 100);
  expect(lateness.worst(100)).toBe(5);
  lateness.note(200, 200);
  expect(lateness.worst(200)).toBe(200);
});

test('late-a-while-ago: what is older than the window says nothing any more', () => {
  const lateness = new Lateness({ windowMs: 1_000 });
  lateness.note(300, 0);
  lateness.note(400, 500);
  expect(lateness.worst(999)).toBe(300);
  expect(lateness.worst(1_000)).toBe(0);
});

test('what-is-not-done-yet: counts with what it has taken so far', () => {
  const lateness = new Lateness({ windowMs: 1_000 });
  lateness.note(300, 0);
  expect(lateness.worst(0, [450])).toBe(300);
  expect(lateness.worst(0)).toBe(0);
});
