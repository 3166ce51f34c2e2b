import { ParleyError } from './errors.ts';

/** A path with ids in it. An id that would lead to another path is refused: an empty one would turn `get` into `list`. */
export function pathOf(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return parts.reduce((path, part, index) => {
    const value = String(values[index - 1] ?? '');
    if (value === '' || value === '.' || value === '..') throw new ParleyError(`"${value}" cannot be a part of a path.`);
    return path + encodeURIComponent(value) + part;
  });
}

const scalar = (value: unknown): string =>
  typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : JSON.stringify(value);

function pairsOf(name: string, value: unknown): [string, string][] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.length === 0 ? [] : [[name, value.map(scalar).join(',')]];
  if (typeof value === 'object' && !(value instanceof Date)) {
    return Object.entries(value).flatMap(([key, member]) => pairsOf(`${name}[${key}]`, member));
  }
  return [[name, scalar(value)]];
}

/** Members of objects as `metadata[plan]=gold`, lists as `fields=a,b`; what is undefined or null is left out. */
export function urlOf(base: string, path: string, query: object = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => pairsOf(name, value));
  return pairs.length === 0 ? `${base}${path}` : `${base}${path}?${new URLSearchParams(pairs).toString()}`;
}

/** Where the server is, with or without `/api/v1` behind it. */
export function apiBaseOf(baseUrl: string): string {
  if (!/^https?:\/\/[^/]/.test(baseUrl)) throw new ParleyError(`baseUrl must begin with http:// or https://, but is "${baseUrl}".`);
  return `${baseUrl.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}/api/v1`;
}
