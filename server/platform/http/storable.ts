/** What JSON can say and nothing behind us can keep: PostgreSQL has no NUL and no half of a surrogate pair, and depth is stack. */
import { isStorable } from '../db/storable-text.ts';
import { pointerPart } from '../json-pointer.ts';

const MAX_DEPTH = 64;

/** The first fault of a parsed value, by its JSON pointer; undefined when there is none. Never recursive: the value may be as deep as it likes. */
export function unstorable(value: unknown, prefix = ''): { pointer: string; message: string } | undefined {
  const waiting: { at: string; depth: number; value: unknown }[] = [{ at: prefix, depth: 0, value }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { at, depth } = next;
    if (typeof next.value === 'string' && !isStorable(next.value))
      return { pointer: at, message: 'must be text without NUL and without unpaired surrogates' };
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (depth === MAX_DEPTH) return { pointer: at, message: `must not be nested deeper than ${String(MAX_DEPTH)} levels` };
    for (const [key, inner] of Object.entries(next.value)) {
      if (!isStorable(key)) return { pointer: at, message: 'must have keys without NUL and without unpaired surrogates' };
      // Schemas pass it over in silence.
      if (key === '__proto__') return { pointer: at + pointerPart(key), message: 'is not a field here' };
      waiting.push({ at: at + pointerPart(key), depth: depth + 1, value: inner });
    }
  }
  return undefined;
}
