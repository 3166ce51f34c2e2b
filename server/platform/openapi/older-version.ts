/** An OpenAPI 3.1 document as 3.0.3, for tools that know no later one. What 3.0 cannot say is left out. */
import { isObject, type Json } from '@parley/contract';
import type { OpenApiDocument } from './operations.ts';

type Schemas = Readonly<Record<string, Json>>;

const REFERENCE = '#/components/schemas/';

const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const mapped = (value: unknown, change: (one: Json) => unknown): Json =>
  Object.fromEntries(Object.entries(isObject(value) ? value : {}).map(([name, one]) => [name, isObject(one) ? change(one) : one]));

/** Keywords of JSON Schema 2020-12 that 3.0 does not have. */
const UNKNOWN_KEYWORDS = [
  'propertyNames',
  'contentMediaType',
  'contentEncoding',
  '$schema',
  '$id',
  '$defs',
  'examples',
  'const',
  'unevaluatedProperties',
];

const isNull = (schema: Json): boolean => schema.type === 'null';

/**
 * The same schema, which `null` fits too. What is referred to is written out: `null` would have to fit it as well, whatever
 * stands beside the reference.
 */
function orNull(schema: Json, schemas: Schemas): Json {
  const { $ref, ...beside } = schema;
  if (typeof $ref === 'string') return orNull({ ...schemas[$ref.slice(REFERENCE.length)], ...beside }, schemas);
  for (const keyword of ['oneOf', 'anyOf']) {
    const [first, ...more] = objects(schema[keyword]);
    if (first !== undefined) return { ...schema, [keyword]: [orNull(first, schemas), ...more] };
  }
  return { ...schema, nullable: true, ...(Array.isArray(schema.enum) ? { enum: [...(schema.enum as unknown[]), null] } : {}) };
}

/** `anyOf` with `null` among its members. */
function withoutNullMember(schema: Json, keyword: 'anyOf' | 'oneOf', schemas: Schemas): Json {
  const members = objects(schema[keyword]);
  const rest = members.filter((member) => !isNull(member));
  if (rest.length === members.length) return schema;
  const { [keyword]: _members, ...others } = schema;
  const [first = {}, ...more] = rest;
  return more.length === 0 ? { ...others, ...orNull(first, schemas) } : { ...others, [keyword]: [orNull(first, schemas), ...more] };
}

function exclusiveBounds(schema: Json): Json {
  const { exclusiveMinimum, exclusiveMaximum, ...rest } = schema;
  return {
    ...rest,
    ...(typeof exclusiveMinimum === 'number' ? { minimum: exclusiveMinimum, exclusiveMinimum: true } : {}),
    ...(typeof exclusiveMaximum === 'number' ? { maximum: exclusiveMaximum, exclusiveMaximum: true } : {}),
  };
}

/** Types, constants, bounds and examples of one schema, whatever is within it left as it is. */
function olderKeywords(schema: Json, schemas: Schemas): Json {
  const { type, const: constant, examples } = schema;
  const types = Array.isArray(type) ? (type as string[]) : null;
  const known = Object.fromEntries(Object.entries(exclusiveBounds(schema)).filter(([name]) => !UNKNOWN_KEYWORDS.includes(name)));
  const older: Json = {
    ...known,
    ...(constant === undefined ? {} : { type: typeof constant, enum: [constant] }),
    ...(Array.isArray(examples) ? { example: examples[0] as unknown } : {}),
    ...(types === null ? {} : { type: types.find((one) => one !== 'null') }),
  };
  return types?.includes('null') === true ? orNull(older, schemas) : older;
}

export function olderSchema(given: Json, schemas: Schemas): Json {
  const inner = (one: Json): Json => olderSchema(one, schemas);
  const schema = olderKeywords(withoutNullMember(withoutNullMember(given, 'anyOf', schemas), 'oneOf', schemas), schemas);
  const changed: Json = { ...schema };
  for (const name of ['anyOf', 'oneOf', 'allOf']) if (schema[name] !== undefined) changed[name] = objects(schema[name]).map(inner);
  for (const name of ['items', 'additionalProperties', 'not']) if (isObject(schema[name])) changed[name] = inner(schema[name]);
  if (schema.properties !== undefined) changed.properties = mapped(schema.properties, inner);
  const { $ref, ...siblings } = changed;
  // A reference has nothing beside it.
  return $ref === undefined || Object.keys(siblings).length === 0 ? changed : { allOf: [{ $ref }], ...siblings };
}

/** Every `schema` below paths and components; examples are data, and stay. */
function olderParts(value: unknown, schemas: Schemas): unknown {
  if (Array.isArray(value)) return value.map((one) => olderParts(one, schemas));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      if (name === 'schema' && isObject(one)) return [name, olderSchema(one, schemas)];
      return [name, name === 'example' || name === 'examples' ? one : olderParts(one, schemas)];
    }),
  );
}

/** Names of schemas that are referred to, directly or through others, from these parts of a document. */
function reached(parts: unknown, schemas: Schemas): Set<string> {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      visit(schemas[name]);
    }
  };
  visit(parts);
  return found;
}

export function asOpenApi30(document: OpenApiDocument): Json {
  const {
    webhooks: _webhooks,
    info,
    tags = [],
    paths,
    components = {},
    ...rest
  } = structuredClone(document) as unknown as Json & OpenApiDocument;
  const { schemas: given = {}, ...others } = components;
  const schemas = given as Schemas;
  const older = { paths: olderParts(paths, schemas), ...(olderParts(others, schemas) as Json) };
  const olderSchemas: Schemas = mapped(schemas, (schema) => olderSchema(schema, schemas)) as Schemas;
  const used = reached(older, olderSchemas);
  const usedTags = new Set([...JSON.stringify(paths).matchAll(/"tags":\["([^"]+)"\]/g)].map(([, name]) => name));
  const { paths: olderPaths, ...components30 } = older;
  return {
    ...rest,
    openapi: '3.0.3',
    info: { ...info, license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' } },
    tags: tags.filter((tag) => usedTags.has(tag.name)),
    paths: olderPaths,
    components: { ...components30, schemas: Object.fromEntries(Object.entries(olderSchemas).filter(([name]) => used.has(name))) },
  };
}
