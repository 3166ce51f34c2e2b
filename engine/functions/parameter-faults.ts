/** What keeps a function from ever being called with the parameters that it declares: each fault with where it stands. Pure. */
import { isObject, MAX_PARAMETERS_BYTES, MAX_PARAMETERS_DEPTH, MAX_PARAMETERS_SCHEMAS } from '@parley/contract';
import { isJsonSchema } from './schemas.ts';
import { subschemasOf, type Subschema } from './subschemas.ts';
import { contradictionsOf } from './contradictions.ts';

export interface ParameterFault {
  /** JSON pointer within the schema. */
  pointer: string;
  message: string;
}

/** As many are told of one function. */
const MOST_TOLD = 20;

const NOT_A_PATTERN = 'must be a regular expression (ECMA-262, Unicode)';

/**
 * Nothing of it is compiled, which takes seconds for a schema of some hundred properties: whoever answers requests does not have them.
 * A schema without a fault compiles, but for what its references have of other drafts' keywords.
 */
export function parameterFaults(schema: Record<string, unknown>): ParameterFault[] {
  const root = (message: string): ParameterFault[] => [{ pointer: '', message }];
  if (depthOf(schema) > MAX_PARAMETERS_DEPTH) return root(`must be at most ${MAX_PARAMETERS_DEPTH} levels deep`);
  if (bytesOf(schema) > MAX_PARAMETERS_BYTES) return root(`must have at most ${MAX_PARAMETERS_BYTES} bytes of JSON`);
  if (!isJsonSchema(schema)) return root('must be a JSON Schema');
  const { subschemas, lost, repeated } = subschemasOf(schema);
  if (subschemas.length > MAX_PARAMETERS_SCHEMAS)
    return root(`must have at most ${MAX_PARAMETERS_SCHEMAS} schemas, each property being one`);
  const faults = subschemas.flatMap((one) => [...patternFaults(one), ...keywordFaults(one), ...contradictionsOf(one)]);
  return [
    ...lost.map((pointer) => ({ pointer, message: 'must lead to a schema' })),
    ...repeated.map((pointer) => ({ pointer, message: 'has the $id or $anchor of another schema' })),
    ...faults,
  ].slice(0, MOST_TOLD);
}

/** Levels of objects and lists, without a call stack of as many; beyond the limit it is not measured. */
function depthOf(schema: unknown): number {
  let level: unknown[] = [schema];
  let depth = 0;
  while (level.length > 0 && depth <= MAX_PARAMETERS_DEPTH) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value as Record<string, unknown>) : []));
    if (level.length > 0) depth += 1;
  }
  return depth;
}

const bytesOf = (schema: unknown): number => new TextEncoder().encode(JSON.stringify(schema)).length;

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

function patternFaults({ pointer, schema }: Subschema): ParameterFault[] {
  const { pattern, patternProperties } = schema;
  const own = typeof pattern === 'string' && !isPattern(pattern) ? [`${pointer}/pattern`] : [];
  const names = isObject(patternProperties) && Object.keys(patternProperties).some((name) => !isPattern(name));
  return [...own, ...(names ? [`${pointer}/patternProperties`] : [])].map((at) => ({ pointer: at, message: NOT_A_PATTERN }));
}

/** Of other drafts or of validators' own. */
function keywordFaults({ pointer, schema }: Subschema): ParameterFault[] {
  const fault = (keyword: string, message: string): ParameterFault => ({ pointer: `${pointer}/${keyword}`, message });
  const { nullable, type } = schema;
  return [
    ...('$async' in schema ? [fault('$async', 'must not be there')] : []),
    ...('id' in schema ? [fault('id', 'must be $id')] : []),
    ...(nullable !== undefined && typeof nullable !== 'boolean' ? [fault('nullable', 'must be true or false')] : []),
    ...(nullable === true && type === undefined ? [fault('nullable', 'must stand beside a type')] : []),
    ...(nullable === false && (type === 'null' || (Array.isArray(type) && type.includes('null')))
      ? [fault('nullable', 'contradicts the type')]
      : []),
  ];
}
