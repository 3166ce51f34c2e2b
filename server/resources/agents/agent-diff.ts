/** Differences between two settings of an agent, by JSON pointer. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type AgentChange } from '@parley/contract';
import { pointerPart } from '../../platform/json-pointer.ts';

/** Functions are told apart by their names: one that was added in front changes no other. */
const named = (list: readonly unknown[]): Record<string, unknown> | null => {
  const entries = list.map((item) => [isObject(item) && typeof item.name === 'string' ? item.name : null, item] as const);
  if (entries.some(([name]) => name === null) || new Set(entries.map(([name]) => name)).size < entries.length) return null;
  return Object.fromEntries(entries) as Record<string, unknown>;
};

const membersOf = (value: unknown): Record<string, unknown> | null => {
  if (isObject(value)) return value;
  return Array.isArray(value) && value.length > 0 ? named(value) : null;
};

export function diffSettings(before: unknown, after: unknown, path = ''): AgentChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  const from = membersOf(before) ?? (Array.isArray(before) ? {} : null);
  const to = membersOf(after) ?? (Array.isArray(after) ? {} : null);
  const bothNamed =
    from !== null &&
    to !== null &&
    Array.isArray(before) === Array.isArray(after) &&
    (membersOf(before) !== null || membersOf(after) !== null);
  if (!bothNamed) return [{ path, change: 'changed', before, after }];
  const changes = [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key): AgentChange[] => {
    const at = path + pointerPart(key);
    if (!Object.hasOwn(from, key)) return [{ path: at, change: 'added', after: to[key] }];
    if (!Object.hasOwn(to, key)) return [{ path: at, change: 'removed', before: from[key] }];
    return diffSettings(from[key], to[key], at);
  });
  // The same members in another order.
  return changes.length > 0 ? changes : [{ path, change: 'changed', before, after }];
}
