/** Which words are being heard at a time, and which hold what is searched for. Pure. */
import type { TranscriptTurn, Word } from '@parley/contract';

/** The word heard at `ms`, or -1; between two words the earlier one stays on for a moment. */
const HOLD_MS = 250;
export function wordAt(words: readonly Word[], ms: number): number {
  const at = words.findLastIndex(({ start_ms: start }) => start <= ms);
  const word = words[at];
  return word !== undefined && ms <= word.end_ms + HOLD_MS ? at : -1;
}

export const holds = (turn: TranscriptTurn, query: string): boolean =>
  query === '' || turn.text.toLowerCase().includes(query.toLowerCase());

export const wordHolds = (word: string, query: string): boolean =>
  query !== '' &&
  query
    .toLowerCase()
    .split(/\s+/)
    .some((part) => part !== '' && word.toLowerCase().includes(part));
