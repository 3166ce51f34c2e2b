import { randomInt } from 'node:crypto';
import { monotonicFactory, ulid } from 'ulid';

/** ULIDs draw one character at a time. */
const random = (): number => randomInt(32) / 32;
const next = monotonicFactory(random);

let lastMs = 0;

/**
 * `<prefix>_` and a lower-case ULID. Ids of one process sort in the order they were made, even within a millisecond and
 * when the clock steps back; an id for an explicit earlier `atMs` takes its place in the past.
 */
export function newId(prefix: string, atMs?: number): string {
  if (atMs !== undefined && atMs < lastMs) return `${prefix}_${ulid(atMs, random).toLowerCase()}`;
  lastMs = Math.max(atMs ?? Date.now(), lastMs);
  return `${prefix}_${next(lastMs).toLowerCase()}`;
}
