/** Cuts a model's text stream into clauses that can be spoken one by one. Pure. */
import { isSpeakable } from '../tts/written-words.ts';
import { languageWords } from './abbreviations.ts';
import { sentenceEnd } from './sentence-end.ts';

/** The first clause may end at a comma once it is this long, so that the answer begins early. */
const EARLY_CLAUSE_LENGTH = 24;
/** A clause without the end of a sentence is cut here. */
const MAX_CLAUSE_LENGTH = 220;
/** Text that must have come beyond `MAX_CLAUSE_LENGTH`: by then it is known whether a sentence ends before. */
const LOOK_AHEAD = 32;
/** As far as the end of the first clause is looked for: what one delta costs does not grow with the answer. */
const WINDOW = MAX_CLAUSE_LENGTH + 2 * LOOK_AHEAD;

/** Lengths are in letters as they are spoken: one that is a syllable or a word of its own counts three. */
const SYLLABLE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const SYLLABLE_LENGTH = 3;
/** Below the first of them, Hangul Jamo. */
const FIRST_SYLLABLE = 0x1100;

/** Index at which `text` is longer than `length`, its end when it never is. */
function indexAt(text: string, length: number): number {
  let spoken = 0;
  for (let index = 0; index < text.length; index += 1) {
    spoken += text.charCodeAt(index) >= FIRST_SYLLABLE && SYLLABLE.test(text.charAt(index)) ? SYLLABLE_LENGTH : 1;
    if (spoken > length) return index;
  }
  return text.length;
}

const COMMAS = /(?:[,;:–—]|\.{2,}|…)(?=\s)|[、，；：､،؛﹐﹑﹔﹕၊፣፤፥]/gu;
/** Where phrases are parted by spaces and words by nothing. */
const SPACES = /[,;:](?=\s)|\s(?=\S)/gu;
const PARTS_PHRASES_BY_SPACES = /^(?:th|lo|km|my)\b/i;

function commaEnd(text: string, language: string): number {
  const earliest = indexAt(text, EARLY_CLAUSE_LENGTH - 1);
  if (earliest === text.length) return -1;
  for (const match of text.matchAll(PARTS_PHRASES_BY_SPACES.test(language) ? SPACES : COMMAS)) {
    const end = match.index + match[0].length;
    if (end > earliest) return end;
  }
  return -1;
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** More than any character that is one to a reader. */
const MAX_GRAPHEME_CHARS = 64;

/** The last index up to `index` at which a reader sees a new character. */
function characterStart(text: string, index: number): number {
  const from = Math.max(0, index - MAX_GRAPHEME_CHARS);
  const start = GRAPHEMES.segment(text.slice(from, index + MAX_GRAPHEME_CHARS)).containing(index - from)?.index ?? 0;
  if (start > 0) return from + start;
  return (text.codePointAt(index - 1) ?? 0) > 0xffff ? index - 1 : index;
}

/** The last comma of the text's second half, else its last space, else its end. */
function lastPause(text: string): number {
  const commas = [...text.matchAll(COMMAS)].map((match) => match.index + match[0].length);
  const comma = commas.findLast((end) => end > text.length / 2);
  const space = text.search(/\s\S*$/u);
  return comma ?? (space > 0 && isSpeakable(text.slice(0, space)) ? space : text.length);
}

/** Where a clause that never ends is cut. */
function forcedEnd(text: string, limit: number): number {
  const pause = lastPause(text.slice(0, limit));
  return pause < limit ? pause : characterStart(text, limit);
}

export interface ClauseOptions {
  /** Nothing of the answer has been cut yet: its first clause may end early, at a comma. */
  first: boolean;
  /** BCP 47 tag of the language that is spoken. */
  language: string;
  /** Nothing more will come: what is left is a clause too. */
  whole?: boolean;
}

/** Index just after the first clause, -1 when there is none yet. */
function clauseEnd(text: string, options: ClauseOptions, early: boolean): number {
  const { language, whole = false } = options;
  const limit = indexAt(text, MAX_CLAUSE_LENGTH);
  const ends = [sentenceEnd(text, language, languageWords(language)), early ? commaEnd(text, language) : -1];
  const found = ends.filter((end) => end > 0 && end <= limit);
  if (found.length > 0) return Math.min(...found);
  return limit + (whole ? 0 : LOOK_AHEAD) < text.length ? forcedEnd(text, limit) : -1;
}

/**
 * Takes every complete clause from the front of `text`. What is left may go on, and is handed in again in front of what comes next.
 * What no voice can say, such as an emoji, goes with the clause after it, and when there is none it is left out.
 */
export function takeClauses(text: string, options: ClauseOptions): { clauses: string[]; rest: string } {
  const { first, whole = false } = options;
  const clauses: string[] = [];
  let rest = text;
  for (;;) {
    const end = clauseEnd(rest.slice(0, WINDOW), options, first && clauses.length === 0);
    if (end <= 0) break;
    const clause = rest.slice(0, end).trim();
    if (isSpeakable(clause)) clauses.push(clause);
    rest = rest.slice(end);
  }
  if (!whole) return { clauses, rest };
  const last = rest.trim();
  const isNeeded = isSpeakable(last) || (first && clauses.length === 0);
  return { clauses: last !== '' && isNeeded ? [...clauses, last] : clauses, rest: '' };
}
