/** Keys that the caller presses one after the other: one word of the conversation. Pure. */

export interface Keys {
  /** In order: `0`–`9`, `*`, `#`, `A`–`D`. */
  readonly pressed: string;
  /** Call times of the first and the last. */
  readonly sinceMs: number;
  readonly lastMs: number;
}

/** More belong to the next turn: nobody dials as much. */
const MAX_KEYS = 64;

export const withKey = (keys: Keys | null, digit: string, now: number): Keys => ({
  pressed: (keys?.pressed ?? '') + digit,
  sinceMs: keys?.sinceMs ?? now,
  lastMs: now,
});

export const joinKeys = (before: Keys | null, after: Keys | null): Keys | null =>
  before === null || after === null
    ? (after ?? before)
    : { pressed: before.pressed + after.pressed, sinceMs: before.sinceMs, lastMs: after.lastMs };

/** `#` says that there is no more. */
export const areComplete = ({ pressed }: Keys): boolean => pressed.endsWith('#') || pressed.length >= MAX_KEYS;

/** As transcript and model have them. */
export const keysInWords = ({ pressed }: Keys): string => `[keys: ${pressed}]`;
