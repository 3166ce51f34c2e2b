import { expect, test } from 'vitest';
import { Standstill } from './standstill.ts';

test('what stays as it is stands still for so long as it is looked at, and begins anew when it changes or was not there', () => {
  let now = 1_000;
  const still = new Standstill(() => now);
  const look = (values: Record<string, string>): Record<string, number> => Object.fromEntries(still.look(Object.entries(values)));
  expect(look({ a: '1', b: '1' })).toEqual({ a: 0, b: 0 });
  now += 500;
  expect(look({ a: '1', b: '2' })).toEqual({ a: 500, b: 0 });
  now += 500;
  expect(look({ b: '2' })).toEqual({ b: 500 });
  now += 500;
  expect(look({ a: '1', b: '2' })).toEqual({ a: 0, b: 1_000 });
});
