/** Schemas that obviously nothing can satisfy. Pure. */
import { isObject } from '@parley/contract';
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
  ];
}

function requiredFaults({ pointer, schema }: Subschema): Contradiction[] {
  const { required, properties, patternProperties, additionalProperties } = schema;
  if (!Array.isArray(required)) return [];
  const named = isObject(properties) ? properties : {};
  const patterns = isObject(patternProperties) ? Object.keys(patternProperties) : [];
  const isExcluded = (name: string): boolean => {
    if (Object.hasOwn(named, name)) return named[name] === false;
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
