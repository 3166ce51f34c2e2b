/** JSON merge patches (RFC 7396). */
import { isObject } from './json-object.ts';

export type Json = Record<string, unknown>;

/** Objects merge, null removes, anything else replaces; neither `target` nor `patch` is changed. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  // A map: `__proto__` is a member like others.
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

/** Of JSON; a member that is undefined is as one that is absent. */
export function isEqualJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, index) => isEqualJson(each, b[index]));
  if (isObject(a) && isObject(b)) return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isEqualJson(a[key], b[key]));
  return Object.is(a, b);
}

/** The patch that makes `after` of `before`. */
export function mergePatchOf(before: Json, after: Json): Json {
  const patch = new Map<string, unknown>();
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [from, to] = [before[key], after[key]];
    if (isEqualJson(from, to)) continue;
    patch.set(key, isObject(from) && isObject(to) ? mergePatchOf(from, to) : to === undefined ? null : to);
  }
  return Object.fromEntries(patch);
}
