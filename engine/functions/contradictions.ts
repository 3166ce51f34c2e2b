/** Schemas that obviously nothing can satisfy. Pure. */
import { isEqualJson, isObject } from '@parley/contract';
import type { Subschema } from './subschemas.ts';

interface Contradiction {
  pointer: string;
  message: string;
}

/** Least and most of the values of a type. */
const BOUNDS = [
  { type: 'object', least: 'minProperties', most: 'maxProperties' },
  { type: 'array', least: 'minItems', most: 'maxItems' },
  { type: 'string', least: 'minLength', most: 'maxLength' },
  { type: 'number', least: 'minimum', most: 'maximum' },
  { type: 'integer', least: 'minimum', most: 'maximum' },
] as const;

/** What of one schema nothing can satisfy, where whatever is valid has to. */
export function contradictionsOf(one: Subschema): Contradiction[] {
  const { pointer, schema, binding } = one;
  const type = one.isRoot ? 'object' : schema['type'];
  if (!binding || typeof type !== 'string') return [];
  return [
    ...(type === 'object' ? requiredFaults(one) : []),
    ...BOUNDS.flatMap(({ type: bound, least, most }) => {
      const [from, to] = [schema[least], schema[most]];
      const contradicts = bound === type && typeof from === 'number' && typeof to === 'number' && from > to;
      return contradicts ? [{ pointer: `${pointer}/${least}`, message: `must not be more than ${most}` }] : [];
    }),
    ...valueFaults(one, type),
    ...rangeFaults(one, type),
    ...togetherFaults(one, type),
  ];
}

function requiredFaults({ pointer, schema, isRoot }: Subschema): Contradiction[] {
  const { required, properties, patternProperties, additionalProperties } = schema;
  if (!Array.isArray(required)) return [];
  const named = isObject(properties) ? properties : {};
  const patterns = isObject(patternProperties) ? Object.keys(patternProperties) : [];
  const isExcluded = (name: string): boolean => {
    if (Object.hasOwn(named, name)) return isNever(named[name], isRoot);
    return additionalProperties === false && !patterns.some((pattern) => matches(pattern, name));
  };
  return required.flatMap((name: unknown, index) =>
    typeof name === 'string' && isExcluded(name)
      ? [{ pointer: `${pointer}/required/${index}`, message: 'must be one of the properties that may be given' }]
      : [],
  );
}

/** A tenant's pattern is not run here: one that could match anything does. */
const matches = (pattern: string, name: string): boolean =>
  !/^\^[\w-]*\$?$/.test(pattern) || name.startsWith(pattern.slice(1).replace(/\$$/, ''));

/** `false`, what is not anything, and at the root what would have to hold itself without end. */
function isNever(schema: unknown, isOfRoot: boolean): boolean {
  if (!isObject(schema)) return schema === false;
  const { not, $ref } = schema;
  return not === true || (isObject(not) && Object.keys(not).length === 0) || (isOfRoot && $ref === '#');
}

/** Numbers between whose bounds none lies. */
function rangeFaults({ pointer, schema }: Subschema, type: string): Contradiction[] {
  if (type !== 'number' && type !== 'integer') return [];
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
  const [from, above] = [number(minimum, -Infinity), number(exclusiveMinimum, -Infinity)];
  const [to, below] = [number(maximum, Infinity), number(exclusiveMaximum, Infinity)];
  // Told at its own keyword where only these two contradict.
  if (from > to) return [];
  const fault = (keyword: string, message: string): Contradiction[] => [{ pointer: `${pointer}/${keyword}`, message }];
  if (above >= Math.min(to, below)) return fault('exclusiveMinimum', 'must be less than the most that is allowed');
  if (from >= below) return fault('exclusiveMaximum', 'must be more than minimum');
  const step = type === 'integer' && typeof multipleOf !== 'number' ? 1 : number(multipleOf, 0);
  const [least, most] = [Math.max(from, above), Math.min(to, below)];
  // Multiples of a fraction are as exact as the arithmetic of whoever checks them.
  if (!Number.isInteger(step) || step <= 0 || !Number.isFinite(least) || !Number.isFinite(most)) return [];
  const first = Math.ceil(least / step) * step;
  const allowed = first === above ? first + step : first;
  const fits = allowed < most || (allowed === most && most !== below);
  return fits ? [] : fault(typeof multipleOf === 'number' ? 'multipleOf' : 'type', 'must leave a number between the bounds');
}

const typesOf = (type: unknown): unknown[] => (Array.isArray(type) ? type : [type]);

/** What has to hold at the same time and cannot. */
function togetherFaults({ pointer, schema }: Subschema, type: string): Contradiction[] {
  if (schema['nullable'] === true) return [];
  const { allOf, enum: values } = schema;
  const fits = (other: unknown): boolean =>
    typesOf(other).some((one) => one === type || (one === 'number' && type === 'integer') || (one === 'integer' && type === 'number'));
  const apart = Array.isArray(allOf)
    ? allOf.flatMap((one: unknown, index) =>
        isObject(one) && one['type'] !== undefined && one['nullable'] !== true && !fits(one['type'])
          ? [{ pointer: `${pointer}/allOf/${String(index)}/type`, message: `must be of the type ${type}, as what it stands in` }]
          : [],
      )
    : [];
  const outside =
    'const' in schema &&
    isOf(type, schema['const']) &&
    Array.isArray(values) &&
    !values.some((value) => isEqualJson(value, schema['const']));
  return [...apart, ...(outside ? [{ pointer: `${pointer}/const`, message: 'must be one of enum' }] : [])];
}

function valueFaults({ pointer, schema }: Subschema, type: string): Contradiction[] {
  if (schema['nullable'] === true) return [];
  const { enum: values } = schema;
  return [
    ...('const' in schema && !isOf(type, schema['const']) ? [{ pointer: `${pointer}/const`, message: `must be of the type ${type}` }] : []),
    ...(Array.isArray(values) && !values.some((value) => isOf(type, value))
      ? [{ pointer: `${pointer}/enum`, message: `must have a value of the type ${type}` }]
      : []),
  ];
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}
