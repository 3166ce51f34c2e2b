import { MAX_PARAMETERS_BYTES, MAX_PARAMETERS_SCHEMAS } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { argumentValidation } from './schemas.ts';
import { parameterFaults } from './parameter-faults.ts';

const object = (properties: object, rest: object = {}): Record<string, unknown> => ({ type: 'object', properties, ...rest });
const pointersOf = (schema: Record<string, unknown>): string[] => parameterFaults(schema).map(({ pointer }) => pointer);

describe('refused', () => {
  test.each<[name: string, schema: Record<string, unknown>, pointer: string]>([
    ['pattern', object({ a: { type: 'string', pattern: '(' } }), '/properties/a/pattern'],
    ['pattern-of-no-unicode-regexp', object({ a: { type: 'string', pattern: '[\\w-\\.]' } }), '/properties/a/pattern'],
    ['pattern-of-names', object({}, { patternProperties: { '[': {} } }), '/patternProperties'],
    ['pattern-in-a-list', object({ a: { type: 'array', items: [{ type: 'string', pattern: '*' }] } }), '/properties/a/items/0/pattern'],
    ['reference-to-nothing', object({ a: { type: 'string', $ref: '#/nope' } }), '/properties/a/$ref'],
    ['reference-to-a-name', object({ a: { type: 'string', $ref: '#nobody' } }), '/properties/a/$ref'],
    ['reference-to-elsewhere', object({ a: { type: 'string', $ref: 'https://example.com/schema' } }), '/properties/a/$ref'],
    ['reference-to-what-is-no-schema', object({ a: { type: 'string', $ref: '#/type' } }), '/properties/a/$ref'],
    ['reference-to-itself', object({ 'a/b': { type: 'string', $ref: '#/properties/a~1b' } }), '/properties/a~1b/$ref'],
    [
      'reference-in-what-is-referred-to',
      object({ a: { type: 'string', $ref: '#/other' } }, { other: { $ref: '#/nope' } }),
      '/properties/a/$ref/$ref',
    ],
    ['required-and-excluded', object({ a: {} }, { required: ['a', 'zzz'], additionalProperties: false }), '/required/1'],
    ['required-and-false', object({ o: object({ a: false }, { required: ['a'] }) }), '/properties/o/required/0'],
    ['more-than-most', object({ a: { type: 'string', minLength: 5, maxLength: 4 } }), '/properties/a/minLength'],
    ['value-of-another-type', object({ a: { type: 'integer', const: 'one' } }), '/properties/a/const'],
    ['choice-of-another-type', object({ a: { type: 'integer', enum: ['1', '2'] } }), '/properties/a/enum'],
    ['required-and-not-anything', object({ a: { type: 'string', not: {} } }, { required: ['a'] }), '/required/0'],
    ['required-within-itself', object({ a: { type: 'object', $ref: '#' } }, { required: ['a'] }), '/required/0'],
    ['two-types-at-once', object({ a: { type: 'string', allOf: [{ type: 'number' }] } }), '/properties/a/allOf/0/type'],
    ['nothing-between', object({ a: { type: 'number', exclusiveMinimum: 5, exclusiveMaximum: 5 } }), '/properties/a/exclusiveMinimum'],
    ['nothing-above-the-most', object({ a: { type: 'number', exclusiveMinimum: 5, maximum: 5 } }), '/properties/a/exclusiveMinimum'],
    ['nothing-below-the-least', object({ a: { type: 'number', minimum: 5, exclusiveMaximum: 5 } }), '/properties/a/exclusiveMaximum'],
    ['no-multiple-between', object({ a: { type: 'number', minimum: 1, maximum: 4, multipleOf: 5 } }), '/properties/a/multipleOf'],
    ['no-integer-between', object({ a: { type: 'integer', minimum: 1.2, maximum: 1.8 } }), '/properties/a/type'],
    ['const-outside-its-choices', object({ a: { type: 'string', const: 'c', enum: ['a', 'b'] } }), '/properties/a/const'],
    ['more-items-than-most', object({ a: { type: 'array', minItems: 2, maxItems: 1 } }), '/properties/a/minItems'],
    ['two-of-one-name', object({}, { definitions: { d: { $id: 'sub' }, e: { $id: 'sub' } } }), '/definitions/e'],
    ['answers-later', object({}, { $async: true }), '/$async'],
    ['not-a-schema', object({ a: { type: 'nonsense' } }), ''],
    ['too-many-properties', object(Object.fromEntries(Array.from({ length: MAX_PARAMETERS_SCHEMAS }, (_, n) => [`p${n}`, {}]))), ''],
    ['too-large', object({ a: { type: 'string', description: 'ж'.repeat(MAX_PARAMETERS_BYTES / 2) } }), ''],
    ['too-deep', JSON.parse(`{"type":"object","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) as Record<string, unknown>, ''],
  ])('%s', (_name, schema, pointer) => expect(pointersOf(schema)).toEqual([pointer]));
});

describe('taken', () => {
  test.each<[name: string, schema: Record<string, unknown>]>([
    ['definitions', object({ a: { type: 'object', $ref: '#/definitions/x%20y' } }, { definitions: { 'x y': { pattern: '^a$' } } })],
    ['recursion', object({ children: { type: 'array', items: { $ref: '#' } } })],
    [
      'names',
      object(
        { a: { $ref: 'sub#top' }, b: { $ref: '#here' } },
        { $id: 'https://x.example/a', definitions: { s: { $id: 'sub', definitions: { t: { $anchor: 'top' } } }, h: { $anchor: 'here' } } },
      ),
    ],
    ['schema-of-schemas', object({ a: { $ref: 'http://json-schema.org/draft-07/schema#' } })],
    ['required-by-pattern', object({}, { required: ['x_1'], patternProperties: { '^x_': {} }, additionalProperties: false })],
    ['required-elsewhere', object({}, { required: ['a'], allOf: [{ properties: { a: {} } }] })],
    ['one-alternative-that-never-fits', object({ a: { anyOf: [{ type: 'string' }, { type: 'string', minLength: 2, maxLength: 1 }] } })],
    ['properties-called-like-keywords', object({ id: { type: 'string' }, $ref: { type: 'string' }, pattern: { type: 'string' } })],
    ['not-anything-that-need-not-be-given', object({ a: { type: 'string', not: {} } })],
    ['one-number', object({ a: { type: 'integer', minimum: 5, maximum: 5, multipleOf: 5 } })],
    ['the-next-integer', object({ a: { type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 3 } })],
    ['a-narrower-type', object({ a: { type: 'number', allOf: [{ type: 'integer' }] } })],
    ['const-among-its-choices', object({ a: { type: 'string', const: 'a', enum: ['a', 'b'] } })],
    ['null', object({ a: { type: 'string', nullable: true, enum: ['x', null] } })],
  ])('%s', (_name, schema) => {
    expect(parameterFaults(schema)).toEqual([]);
    expect(() => argumentValidation().compile(schema)).not.toThrow();
  });
});

/** Mostly schemas, of the keywords that a compiler may stumble over. */
const { schema } = fc.letrec<{ schema: Record<string, unknown> | boolean }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 2 },
    fc.boolean(),
    fc.record(
      {
        type: fc.constantFrom('string', 'object', 'array', 'null', ['string', 'null']),
        $ref: fc.constantFrom(
          '#',
          '#/properties/a',
          '#/definitions/d',
          '#/definitions/d/items',
          '#x',
          '#/%',
          'other',
          'sub#/properties/a',
          '#/type',
        ),
        $id: fc.constantFrom('sub', '#x', 'https://x.example/'),
        $anchor: fc.constantFrom('x', 'y'),
        pattern: fc.constantFrom('^a', '(', '\\p{L}', '\\-', 'a{2,1}'),
        nullable: fc.constantFrom<unknown>(true, false, 'yes'),
        enum: fc.constantFrom<unknown[]>([], [1], ['a', 'a']),
        id: fc.constant('x'),
        $async: fc.boolean(),
        properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema')),
        patternProperties: fc.dictionary(fc.constantFrom('^a', '['), tie('schema')),
        definitions: fc.dictionary(fc.constantFrom('d', 'e'), tie('schema')),
        items: fc.oneof(tie('schema'), fc.array(tie('schema'), { maxLength: 2 })),
        if: tie('schema'),
        then: tie('schema'),
        allOf: fc.array(tie('schema'), { maxLength: 2 }),
        dependencies: fc.dictionary(fc.constant('a'), fc.oneof(tie('schema'), fc.constant(['b']))),
      },
      { requiredKeys: [] },
    ),
  ),
}));

test('whatever has no fault compiles', () => {
  const ajv = argumentValidation();
  fc.assert(
    fc.property(schema, (root) => {
      const whole = { ...(typeof root === 'object' ? root : {}), type: 'object' };
      try {
        if (parameterFaults(whole).length === 0) ajv.compile(whole);
      } finally {
        ajv.removeSchema(whole);
      }
    }),
    { numRuns: 300, seed: 20_261_127 },
  );
});
