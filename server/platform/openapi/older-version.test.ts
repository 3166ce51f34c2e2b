import { describe, expect, test } from 'vitest';
import { asOpenApi30, olderSchema } from './older-version.ts';
import { currentDocument } from './testing.ts';

const schemas = {
  Time: { type: 'string', format: 'date-time' },
  Mood: { type: 'string', enum: ['good', 'bad'] },
  User: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
};
const time = { $ref: '#/components/schemas/Time' };

describe('a schema of OpenAPI 3.1 as one of 3.0', () => {
  test.each([
    ['a list of types', { type: ['string', 'null'] }, { type: 'string', nullable: true }],
    [
      'null among others',
      { anyOf: [{ type: 'integer' }, { type: 'null' }], description: 'd' },
      { type: 'integer', nullable: true, description: 'd' },
    ],
    ['null, or what is referred to', { anyOf: [time, { type: 'null' }] }, { type: 'string', format: 'date-time', nullable: true }],
    [
      'null, or one of some words',
      { anyOf: [{ $ref: '#/components/schemas/Mood' }, { type: 'null' }] },
      { type: 'string', enum: ['good', 'bad', null], nullable: true },
    ],
    [
      'null, or one of several',
      { anyOf: [{ type: 'integer' }, { type: 'string' }, { type: 'null' }] },
      { anyOf: [{ type: 'integer', nullable: true }, { type: 'string' }] },
    ],
    ['a constant', { const: 'web' }, { type: 'string', enum: ['web'] }],
    ['a constant number', { type: 'number', const: 8_000 }, { type: 'number', enum: [8_000] }],
    [
      'exclusive bounds',
      { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 9 },
      { type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true },
    ],
    ['examples', { type: 'string', examples: ['a', 'b'] }, { type: 'string', example: 'a' }],
    [
      'names of properties',
      { type: 'object', propertyNames: { pattern: 'a' }, additionalProperties: { type: ['integer', 'null'] } },
      { type: 'object', additionalProperties: { type: 'integer', nullable: true } },
    ],
    ['a reference with something beside it', { ...time, description: 'When.' }, { allOf: [time], description: 'When.' }],
    ['a bare reference', time, time],
    [
      'deeper down',
      { type: 'object', properties: { at: { type: 'array', items: { const: 1 } } } },
      { type: 'object', properties: { at: { type: 'array', items: { type: 'number', enum: [1] } } } },
    ],
  ])('%s', (_name, given, expected) => {
    expect(olderSchema(given, schemas)).toEqual(expected);
  });
});

test('the older document has the operations of the newer one, and no word that 3.0 does not know', () => {
  const newer = currentDocument();
  const older = asOpenApi30(newer) as unknown as typeof newer;
  expect(Object.keys(older.paths ?? {})).toEqual(Object.keys(newer.paths ?? {}));
  expect(older.webhooks).toBeUndefined();
  // A property may have any name: only keywords count.
  const keywords: string[] = [];
  const walk = (value: unknown, parent: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, one] of Object.entries(value)) {
      if (parent !== 'properties' && !Array.isArray(value))
        keywords.push(name === 'type' && typeof one !== 'string' ? 'type that is no word' : name);
      if (name !== 'example' && name !== 'examples' && name !== 'default') walk(one, parent === 'properties' ? '' : name);
    }
  };
  walk(older.components?.schemas, 'properties');
  walk(older.paths, 'properties');
  for (const unknown of ['const', 'propertyNames', 'prefixItems', '$defs', 'type that is no word']) expect(keywords).not.toContain(unknown);
  expect(JSON.stringify(older)).not.toContain('"type":"null"');
});

test('making the older document leaves the newer one as it is', () => {
  const newer = currentDocument();
  const before = JSON.stringify(newer);
  asOpenApi30(newer);
  expect(JSON.stringify(newer)).toBe(before);
});
