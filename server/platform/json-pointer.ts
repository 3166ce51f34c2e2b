/** JSON pointers (RFC 6901). */

export const pointerPart = (part: PropertyKey): string => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`;

export const NOT_THERE = Symbol('not there');

/** What `document` has at `pointer`; of its own, not of its prototype's. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value: unknown = document;
  for (const part of pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return NOT_THERE;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
