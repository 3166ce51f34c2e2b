/** Whatever a schema of the contract finds wrong is said in our words, never in the validator's. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import * as contract from './index.ts';
import { schemaFaults } from './schema-faults.ts';

/** How zod puts it, in its own language file. */
const VALIDATOR = /Invalid|Too (small|big)|Unrecognized|\bexpected \w|, received \w|discriminator|[<>]=?\s?\d|NaN|match pattern/;
/** What the table says where it knows nothing better. */
const LAST_RESORT = /does not have the form that is needed here|is nothing that is possible here|is not possible here/;

type Schema = z.core.$ZodType;
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && '_zod' in value;

/** The schema and all that it is made of, lazily made ones too. */
function within(schema: Schema, seen = new Set<Schema>()): Set<Schema> {
  // What transforms is never handed what the schema before it refused.
  if (seen.has(schema) || schema._zod.def.type === 'transform') return seen;
  seen.add(schema);
  const def = schema._zod.def as unknown as Record<string, unknown> & { shape?: object; options?: readonly unknown[] };
  const members = [def, def.shape ?? {}, Array.isArray(def.options) ? def.options : {}];
  const inner = members.flatMap((one) => Object.values(one as Record<string, unknown>));
  for (const one of inner) if (isSchema(one)) within(one, seen);
  return seen;
}

const all = (): Schema[] => {
  const seen = new Set<Schema>();
  for (const one of Object.values(contract) as unknown[]) if (isSchema(one)) within(one, seen);
  return [...seen];
};

const LONG = 'x'.repeat(200_000);
const WRONG: readonly unknown[] = [
  ...[undefined, null, true, false, '', ' ', 'a', 'a b', '\u0000', '0000-01-01T00:00:00Z', 'draft', LONG, 'https://', 'a@', '{{'],
  ...[0, -1, 0.5, 1e12, -1e12, 2 ** 53, NaN, Infinity],
  ...[[], [null], [1, 'a', {}], Array.from({ length: 2_000 }, () => 'x')],
  ...[{}, { '': '' }, { 'a b': 1 }, { [LONG]: LONG }, { type: 'nothing' }, { type: 'web' }, { type: 'phone' }, { role: 'user' }],
  Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`k${String(index)}`, 'x'])),
];

test('no schema of the contract says in the words of the validator what is wrong', () => {
  const schemas = all();
  expect(schemas.length).toBeGreaterThan(500);
  const said = new Set<string>();
  for (const schema of schemas) {
    for (const wrong of WRONG) {
      const { error } = z.safeParse(schema, wrong);
      if (error !== undefined) for (const { message } of schemaFaults(error)) said.add(message);
    }
  }
  expect(said.size).toBeGreaterThan(50);
  expect([...said].filter((message) => VALIDATOR.test(message) || LAST_RESORT.test(message) || !/^[a-z]/.test(message))).toEqual([]);
});

test('the documentation of the API has none of them either', () => {
  const document = JSON.parse(readFileSync(path.join(import.meta.dirname, '../server/platform/openapi/openapi.json'), 'utf8')) as unknown;
  const texts: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && /^(description|summary|title|message|detail)$/.test(name)) texts.push(inner);
      else visit(inner);
    }
  };
  visit(document);
  expect(texts.length).toBeGreaterThan(500);
  // In sentences of ours a provider may not have answered as expected.
  expect(texts.map((text) => text.replaceAll('as expected.', '')).filter((text) => VALIDATOR.test(text))).toEqual([]);
});

test.each<[unknown, z.ZodType, string]>([
  ['', z.string().min(1), 'must not be empty'],
  ['a', z.string().min(2), 'must have at least 2 characters'],
  ['a', z.string().length(2), 'must have exactly 2 characters'],
  ['ab', z.string().max(1), 'must have at most 1 character'],
  ['x'.repeat(2_000), z.string().max(1_024), 'must have at most 1,024 characters'],
  [[], z.array(z.string()).min(1), 'must not be empty'],
  [[1, 2], z.array(z.number()).max(1), 'must have at most 1 item'],
  [0, z.int().min(1), 'must be at least 1'],
  [0, z.number().positive(), 'must be more than 0'],
  [3, z.number().max(2), 'must be at most 2'],
  [2, z.number().lt(2), 'must be less than 2'],
  [7.5, z.int(), 'must be a whole number'],
  ['abc', z.coerce.number(), 'must be a number'],
  [3, z.number().multipleOf(2), 'must be a multiple of 2'],
  [undefined, z.string(), 'is required'],
  [undefined, z.enum(['a', 'b']), 'is required'],
  [undefined, z.union([z.string(), z.number()]), 'is required'],
  [null, z.string(), 'must be text'],
  [1, z.boolean(), 'must be true or false'],
  ['a', z.record(z.string(), z.string()), 'must be an object'],
  ['c', z.enum(['a', 'b']), 'must be one of a, b'],
  ['c', z.literal('web'), 'must be "web"'],
  ['soon', z.iso.date(), 'must be a day such as 2026-05-04'],
  ['soon', z.iso.datetime(), 'must be a time in UTC such as 2026-05-04T09:30:00Z'],
  ['ada', z.email(), 'must be an e-mail address such as ada@example.com'],
  [true, z.union([z.string(), z.number(), z.null()]), 'must be text, a number or null'],
  [{ b: 1 }, z.strictObject({}), 'is not a field here'],
])('%j is refused in plain words', (value, schema, message) => {
  const { error } = schema.safeParse(value);
  expect(schemaFaults(error ?? new z.ZodError([])).map((one) => one.message)).toEqual([message]);
});
