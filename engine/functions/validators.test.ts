import { Ajv } from 'ajv';
import { expect, test, vi } from 'vitest';
import { validatorOf } from './validators.ts';

const schema = (name: string, extra = {}) => ({ type: 'object', properties: { [name]: { type: 'string' } }, required: [name], ...extra });

test('a schema is compiled once for all calls that have it', () => {
  const compile = vi.spyOn(Ajv.prototype, 'compile');
  const first = validatorOf(schema('a'));
  expect(validatorOf(schema('a'))).toBe(first);
  expect(compile).toHaveBeenCalledTimes(1);
  compile.mockRestore();
});

test('two schemas of one $id are two schemas, and no schema refers to that of another agent', () => {
  const $id = 'https://example.com/arguments';
  expect(validatorOf(schema('a', { $id }))?.({ a: '1' })).toBe(true);
  expect(validatorOf(schema('b', { $id }))?.({ b: '1' })).toBe(true);
  expect(validatorOf(schema('b', { $id }))?.({ a: '1' })).toBe(false);
  expect(validatorOf({ $ref: $id })).toBeNull();
});

test('a schema that cannot be compiled is known as such', () => {
  expect(validatorOf({ type: 'nonsense' })).toBeNull();
  expect(validatorOf({ type: 'nonsense' })).toBeNull();
});

test('only so many are kept: those unused for longest are compiled again', () => {
  const kept = validatorOf(schema('kept'));
  const gone = validatorOf(schema('gone'));
  for (let n = 0; n < 499; n += 1) {
    validatorOf({ const: n });
    validatorOf(schema('kept'));
  }
  expect(validatorOf(schema('kept'))).toBe(kept);
  expect(validatorOf(schema('gone'))).not.toBe(gone);
});
