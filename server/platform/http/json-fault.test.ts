import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFaultAt } from './json-fault.ts';

test.each([
  ['{"name": nonsense}', 9],
  ['{"a":1,}', 7],
  ['[1 2]', 3],
  ['{"a" 1}', 5],
  ['{"a":1', 6],
  ['', 0],
  ['[01]', 2],
  ['nul', 0],
  ['{]', 1],
  ['[}', 1],
  ['[1,]', 3],
  ['1 2', 2],
  ['"a\nb"', 0],
])('%s is no JSON at %i', (text, at) => {
  expect(jsonFaultAt(text)).toBe(at);
});

test('is at the end, and only there, of every text that parses', () => {
  fc.assert(fc.property(fc.json(), (text) => jsonFaultAt(text) === text.length));
});
