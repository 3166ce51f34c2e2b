import { expect, test } from 'vitest';
import { id } from '@parley/contract';
import { newId } from './ids.ts';

test('an id fits the contract', () => {
  for (let i = 0; i < 1_000; i += 1) expect(id('call').safeParse(newId('call')).success).toBe(true);
});

test('ids of one millisecond sort in the order they were made', () => {
  const atMs = Date.now() + 1_000_000;
  const ids = Array.from({ length: 5_000 }, () => newId('call', atMs));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('ids sort by time, and one made for the past takes its place there', () => {
  const later = newId('call', 4_000_000_000_000);
  const earlier = newId('call', 1_000_000_000_000);
  expect(earlier < newId('call', 1_000_000_000_001)).toBe(true);
  expect(earlier < later).toBe(true);
});

test('an id made after the clock stepped back still sorts after the one before', () => {
  const ahead = newId('call', Date.now() + 5_000_000_000_000);
  expect(newId('call') > ahead).toBe(true);
});

test('the time is the standard ULID time', () => {
  expect(newId('x', 1_469_918_176_385).slice(2, 12)).toBe('01arYZ6S41'.toLowerCase());
});
