/** Defaults of objects, which generators of clients cannot read. */
import { isObject } from '@parley/contract';

/** Keywords whose value is a schema, or a list or a table of schemas. */
const ONE = ['items', 'additionalProperties', 'propertyNames', 'not'];
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const TABLES = ['properties', 'patternProperties', '$defs'];

/**
 * The same schema, in which no object has a default: it is `{}`, whose members have defaults of their own. openapi-python-client leaves
 * out every schema that has one, and every operation that uses such a schema.
 */
export function withoutObjectDefaults<S>(schema: S): S {
  if (!isObject(schema)) return schema;
  const changed: Record<string, unknown> = { ...schema };
  if (isObject(changed.default)) delete changed.default;
  for (const name of ONE) if (name in changed) changed[name] = withoutObjectDefaults(changed[name]);
  for (const name of LISTS)
    if (Array.isArray(changed[name])) changed[name] = changed[name].map((one: unknown) => withoutObjectDefaults(one));
  for (const name of TABLES) {
    const table = changed[name];
    if (isObject(table)) changed[name] = Object.fromEntries(Object.entries(table).map(([key, one]) => [key, withoutObjectDefaults(one)]));
  }
  return changed as S;
}
