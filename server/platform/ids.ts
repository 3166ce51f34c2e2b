import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const RANDOM_CHARACTERS = 16;

/** The last id's time and random part, as alphabet indexes: the next id of the same millisecond counts on from it. */
let lastMs = -1;
let lastRandom: number[] = [];

const encodeTime = (atMs: number): string => {
  let rest = atMs;
  let text = '';
  for (let i = 0; i < 10; i += 1) {
    text = (ALPHABET[rest % 32] ?? '') + text;
    rest = Math.floor(rest / 32);
  }
  return text;
};

const freshRandom = (): number[] => Array.from(randomFillSync(new Uint8Array(RANDOM_CHARACTERS)), (byte) => byte % 32);

const nextRandom = (previous: readonly number[]): number[] => {
  const digits = [...previous];
  for (let i = digits.length - 1; i >= 0; i -= 1) {
    const digit = (digits[i] ?? 0) + 1;
    if (digit < 32) {
      digits[i] = digit;
      return digits;
    }
    digits[i] = 0;
  }
  return digits;
};

const encode = (prefix: string, atMs: number, random: readonly number[]): string =>
  `${prefix}_${encodeTime(atMs)}${random.map((digit) => ALPHABET[digit] ?? '').join('')}`;

/**
 * `<prefix>_` and a lower-case ULID. Ids of one process sort in the order they were made, even within a millisecond and
 * when the clock steps back; an id for an explicit earlier `atMs` takes its place in the past.
 */
export function newId(prefix: string, atMs?: number): string {
  if (atMs !== undefined && atMs < lastMs) return encode(prefix, atMs, freshRandom());
  const now = Math.max(atMs ?? Date.now(), lastMs);
  lastRandom = now === lastMs ? nextRandom(lastRandom) : freshRandom();
  lastMs = now;
  return encode(prefix, now, lastRandom);
}
