/** The words of a written text, and how long each of them takes to say beside the others. Pure. */

export interface WrittenWord {
  readonly text: string;
  /** Its characters (UTF-16 units) in the text: the first, and the first behind it. */
  readonly start: number;
  readonly end: number;
  /** Its share of the time in which the text is spoken. */
  readonly units: number;
}

/** A word takes as long as its letters and this many more: short words are spoken slower. Fitted to the embedded voices. */
const UNITS_PER_WORD = 2;
/** What is written without a letter or a digit is a short pause at most. */
const PAUSE_UNITS = 1;

const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const SPEAKABLE = /[\p{L}\p{N}]/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** False for text without a letter or digit: no voice has anything to pronounce there. */
export const isSpeakable = (text: string): boolean => SPEAKABLE.test(text);

/** A digit is a word when spoken, a character of Chinese or Japanese a syllable. */
function unitsOf(word: string): number {
  const letters = word
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/\p{N}/gu, 'four')
    .replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu, 'syl').length;
  return letters === 0 ? PAUSE_UNITS : letters + UNITS_PER_WORD;
}

/** Lengths of the words in what is written without a space between them; punctuation stays with the word before it. */
function lengthsWithin(token: string): number[] {
  if (!WITHOUT_SPACES.test(token)) return [token.length];
  const lengths: number[] = [];
  let begun = false;
  for (const { segment, isWordLike } of segmenter.segment(token)) {
    const opens = lengths.length === 0 || (begun && isWordLike === true);
    if (opens) lengths.push(segment.length);
    else lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + segment.length;
    begun ||= isWordLike === true;
  }
  return lengths;
}

export function writtenWords(text: string): WrittenWord[] {
  return [...text.matchAll(/\S+/g)].flatMap(({ 0: token, index }) => {
    let start = index;
    return lengthsWithin(token).map((length) => {
      const word = text.slice(start, start + length);
      const written = { text: word, start, end: start + length, units: unitsOf(word) };
      start += length;
      return written;
    });
  });
}
