/** Values out of JSON Schemas, for property tests: what fits, and what nearly does. */
import fc, { type Arbitrary } from 'fast-check';

export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  format?: string;
}

export interface SchemaContext {
  components: Readonly<Record<string, JsonSchema>>;
  /** Ids that exist, for what looks like an id. */
  ids: readonly string[];
}

const MAX_ITEMS = 4;
const MAX_LENGTH = 40;
const WHOLE = { min: -2_147_483_648, max: 2_147_483_647 };

export function resolve(schema: JsonSchema, { components }: Pick<SchemaContext, 'components'>): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const found = components[schema.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`there is no ${schema.$ref}`);
  return resolve(found, { components });
}

const time = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map((date) => date.toISOString());

const FORMATS: Readonly<Record<string, Arbitrary<string>>> = {
  'date-time': time,
  date: time.map((text) => text.slice(0, 10)),
  uri: fc.webUrl(),
  email: fc.emailAddress(),
  ipv4: fc.ipV4(),
  ipv6: fc.ipV6(),
};

function stringOf({ pattern, format, minLength = 0, maxLength = MAX_LENGTH }: JsonSchema, { ids }: SchemaContext): Arbitrary<string> {
  const known = format === undefined ? undefined : FORMATS[format];
  if (known !== undefined) return known;
  if (pattern !== undefined) {
    const matching = ids.filter((id) => new RegExp(pattern).test(id));
    const made = fc.stringMatching(new RegExp(pattern));
    return matching.length === 0 ? made : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...matching) }, made);
  }
  return fc.string({ unit: 'binary', minLength, maxLength: Math.max(minLength, Math.min(maxLength, MAX_LENGTH)) });
}

function objectOf(schema: JsonSchema, context: SchemaContext, depth: number): Arbitrary<unknown> {
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, valueOf(inner, context, depth + 1)]),
  );
  const known = fc.record(properties, { requiredKeys: (schema.required ?? []).filter((name) => name in properties) });
  const { additionalProperties } = schema;
  if (typeof additionalProperties !== 'object' || depth > 4) return known;
  const key =
    schema.propertyNames === undefined
      ? fc.string({ maxLength: 12 })
      : (valueOf(schema.propertyNames, context, depth + 1) as Arbitrary<string>);
  const more = fc.dictionary(key, valueOf(additionalProperties, context, depth + 1), { maxKeys: 3 });
  return fc.tuple(known, more).map(([a, b]) => ({ ...b, ...(a as object) }));
}

function ofType(type: string | undefined, schema: JsonSchema, context: SchemaContext, depth: number): Arbitrary<unknown> {
  const { minimum, maximum, exclusiveMinimum } = schema;
  switch (type) {
    case 'string':
      return stringOf(schema, context);
    case 'integer': {
      const range = { min: Math.max(minimum ?? WHOLE.min, WHOLE.min), max: Math.min(maximum ?? WHOLE.max, WHOLE.max) };
      return fc.oneof(fc.integer(range), fc.constant(Math.max(range.min, Math.min(range.max, 1))));
    }
    case 'number':
      return fc.double({ min: minimum ?? exclusiveMinimum ?? -1e9, max: maximum ?? 1e9, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(depth > 5 ? fc.constant(null) : valueOf(schema.items ?? {}, context, depth + 1), {
        minLength: Math.min(schema.minItems ?? 0, MAX_ITEMS),
        maxLength: Math.min(schema.maxItems ?? MAX_ITEMS, MAX_ITEMS),
      });
    case 'object':
      return objectOf(schema, context, depth);
    case undefined:
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** What fits the schema, as far as the schema says. */
export function valueOf(given: JsonSchema, context: SchemaContext, depth = 0): Arbitrary<unknown> {
  const schema = resolve(given, context);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((one) => valueOf(one, context, depth)));
  if (schema.allOf !== undefined)
    return fc.tuple(...schema.allOf.map((one) => valueOf(one, context, depth))).map((parts) => Object.assign({}, ...parts) as object);
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return fc.oneof(...types.map((type) => ofType(type, schema, context, depth)));
}

const anything = (): Arbitrary<unknown> =>
  fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>(null, '', '\u0000', '\ud800', -1, 0, 1e308, 2 ** 53, [], {}, '9'.repeat(400), 'x'.repeat(20_000)),
  );

/** One place of the value is something else, missing, or one too many. */
export function nearly(value: Arbitrary<unknown>): Arbitrary<unknown> {
  return fc.tuple(value, fc.nat(), anything(), fc.constantFrom('replace', 'drop', 'add')).map(([whole, at, other, how]) => {
    if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return other;
    const copy = structuredClone(whole) as Record<string, unknown>;
    const keys = Object.keys(copy);
    const key = keys[at % Math.max(1, keys.length)];
    if (how === 'add' || key === undefined) return { ...copy, surprise: other };
    const inner = copy[key];
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner) && at % 3 === 0) {
      const names = Object.keys(inner);
      const name = names[at % Math.max(1, names.length)];
      if (name !== undefined) return { ...copy, [key]: { ...inner, [name]: other } };
    }
    if (how === 'drop') delete copy[key];
    else copy[key] = other;
    return copy;
  });
}
