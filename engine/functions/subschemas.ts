/** The schemas within a JSON Schema (draft-07), and its references that lead nowhere. Pure. */
import { isObject } from '@parley/contract';

export interface Subschema {
  /** JSON pointer within the whole schema. */
  pointer: string;
  schema: Record<string, unknown>;
  /** Whatever is valid has to satisfy it, as far as it has a value there: not one of alternatives, and no condition. */
  binding: boolean;
  isRoot: boolean;
}

interface Found extends Subschema {
  /** What its references are relative to. */
  base: string;
}

/** By name. */
const MAPS = ['properties', 'patternProperties', 'dependencies', 'definitions', '$defs'];
const SINGLE = ['additionalProperties', 'additionalItems', 'items', 'contains', 'propertyNames', 'not', 'if', 'then', 'else'];
const LISTS = ['items', 'allOf', 'anyOf', 'oneOf'];
/** What stands under these need not hold. */
const FREE = new Set(['not', 'if', 'then', 'else', 'anyOf', 'oneOf', 'contains', 'definitions', '$defs', 'dependencies', 'propertyNames']);

/** Where a schema without `$id` is. */
const HERE = 'schema://parameters/';
const META = 'http://json-schema.org/draft-07/schema';

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

export interface Schemas {
  subschemas: Subschema[];
  /** Pointers to references that lead nowhere, or round in a circle. */
  lost: string[];
  /** Pointers to schemas that are called as another one is. */
  repeated: string[];
}

export function subschemasOf(root: Record<string, unknown>): Schemas {
  const found: Found[] = [];
  const seen = new Set<unknown>();
  const places = new Map<string, Record<string, unknown>>();
  const repeated: string[] = [];
  const visit = (at: Found): void => {
    if (seen.has(at.schema)) return;
    seen.add(at.schema);
    const { base, names } = namesOf(at);
    const here = { ...at, base };
    found.push(here);
    if (names.some((name) => places.has(name))) repeated.push(at.pointer);
    for (const name of names) places.set(name, at.schema);
    for (const below of childrenOf(here)) visit(below);
  };
  visit({ pointer: '', schema: root, binding: true, isRoot: true, base: HERE });
  // A reference may lead to what stands under no keyword, which may refer in its turn.
  const lost: string[] = [];
  for (let index = 0; index < found.length; index += 1) {
    const at = found[index];
    if (at === undefined || typeof at.schema['$ref'] !== 'string') continue;
    const target = targetOf(at, places);
    if (target === undefined || isCircle(at, places)) lost.push(`${at.pointer}/$ref`);
    else if (isObject(target)) visit({ ...at, schema: target, pointer: `${at.pointer}/$ref`, binding: false, isRoot: false });
  }
  return { subschemas: found, lost, repeated };
}

const nested = (at: Found, keyword: string, key: string, value: unknown): Found[] =>
  isObject(value)
    ? [
        {
          pointer: `${at.pointer}/${escaped(keyword)}${key}`,
          schema: value,
          binding: at.binding && !FREE.has(keyword),
          isRoot: false,
          base: at.base,
        },
      ]
    : [];

function childrenOf(at: Found): Found[] {
  const { schema } = at;
  return [
    ...MAPS.flatMap((keyword) => {
      const map = schema[keyword];
      return isObject(map) ? Object.entries(map).flatMap(([name, value]) => nested(at, keyword, `/${escaped(name)}`, value)) : [];
    }),
    ...SINGLE.flatMap((keyword) => nested(at, keyword, '', schema[keyword])),
    ...LISTS.flatMap((keyword) => {
      const list: unknown = schema[keyword];
      return Array.isArray(list) ? list.flatMap((value, index) => nested(at, keyword, `/${index}`, value)) : [];
    }),
  ];
}

const resolved = (reference: string, base: string): string | null => URL.parse(reference, base)?.href ?? null;
const withoutFragment = (uri: string): string => uri.replace(/#.*$/s, '');

/** Under which names references reach the schema. */
function namesOf({ schema, base, isRoot }: Found): { base: string; names: string[] } {
  const { $id, $anchor } = schema;
  const uri = typeof $id === 'string' ? (resolved($id, base) ?? base) : base;
  const here = withoutFragment(uri);
  const isWhole = isRoot || (typeof $id === 'string' && !$id.startsWith('#'));
  return {
    base: here,
    names: [
      ...(isWhole ? [here] : []),
      ...(typeof $id === 'string' && $id.startsWith('#') ? [uri] : []),
      ...(typeof $anchor === 'string' ? [`${here}#${$anchor}`] : []),
    ],
  };
}

function targetOf({ schema, base }: Pick<Found, 'schema' | 'base'>, places: ReadonlyMap<string, Record<string, unknown>>): unknown {
  const uri = resolved(String(schema['$ref']), base);
  if (uri === null) return undefined;
  const [whole = '', fragment = ''] = uri.split('#');
  if (whole === META) return fragment === '' || fragment.startsWith('/definitions/') ? true : undefined;
  if (fragment !== '' && !fragment.startsWith('/')) return places.get(uri);
  const place = places.get(whole);
  return place === undefined ? undefined : pointedAt(place, fragment);
}

function pointedAt(place: Record<string, unknown>, fragment: string): unknown {
  let value: unknown = place;
  for (const part of fragment.split('/').slice(1)) {
    const name = unescaped(part);
    if (name === null || typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  // A reference leads to a schema.
  return isObject(value) || typeof value === 'boolean' ? value : undefined;
}

function unescaped(part: string): string | null {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return null;
  }
}

/** References from one to the next that come back: nobody could ever tell whether a value fits. */
function isCircle(from: Found, places: ReadonlyMap<string, Record<string, unknown>>): boolean {
  const passed = new Set<unknown>();
  let schema: unknown = from.schema;
  while (isObject(schema) && typeof schema['$ref'] === 'string') {
    if (passed.has(schema)) return true;
    passed.add(schema);
    schema = targetOf({ schema, base: from.base }, places);
  }
  return false;
}
