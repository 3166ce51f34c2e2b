/** Small letters of the languages whose dictation we know; "÷" among them stands in no word. */
const LETTERS = 'a-zß-ɏ';

/**
 * A pattern over text in small letters. `\p{L}` in it stands for Latin letters only: Unicode's whole class is long, and a hundred of them would hold
 * up the first call that asks. Pure.
 */
export const latinPattern = (source: string): RegExp =>
  new RegExp(source.replaceAll('[\\p{L}', `[${LETTERS}`).replaceAll('\\p{L}', `[${LETTERS}]`), 'u');
