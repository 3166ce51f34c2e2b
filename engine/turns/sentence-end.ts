/**
 * Where a sentence ends in text that is still growing. Rules and tables of our own rather than `Intl.Segmenter`, which knows no abbreviations,
 * needs the whole text, and answers by the machine's ICU: a recorded call would be decided otherwise elsewhere. Pure.
 */
import { isSpeakable } from '../tts/written-words.ts';
import { unreachable } from '../unreachable.ts';
import { abbreviationKind, followsTime, type LanguageWords } from './abbreviations.ts';

/** Marks that end a sentence wherever they stand: Unicode's sentence terminals of the scripts that are written today (PropList.txt), and the Tibetan shad. */
const PLAIN_MARKS = '。！？｡︒︕︖﹖﹗।॥؟۔؝܀܁܂߹։።፧፨᙮។៕᠃᠉᥄᥅။᭚᭛᭞᭟᰻᰼᱾᱿꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꯫།༎';
/** Marks that end one only before a space: "3.5", "example.com/?page=2". */
const SPACED_MARKS = '.!?…‼⁇⁈⁉‽';
const LINE_BREAKS = '\\n\\r\\u000B\\u000C\\u0085\\u2028\\u2029';
/** What may close after a mark and still belong to it, Markdown's emphasis included. */
const CLOSERS = '"\'”’“‘»›)\\]}」』）】〉》*_';
const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}';

const marks = (spaced: string): RegExp =>
  new RegExp(
    [
      `[${LINE_BREAKS}]+`,
      `[${spaced}]+[${CLOSERS}]*(?=\\s)`,
      `[?!]+[${CLOSERS}]*(?=[${UNSPACED}])`,
      `．[${CLOSERS}]*(?=[^\\p{Nd}${CLOSERS}])`,
      `[${PLAIN_MARKS}][${PLAIN_MARKS}${spaced}]*[${CLOSERS}]*`,
    ].join('|'),
    'gu',
  );
const MARKS = marks(SPACED_MARKS);
/** Greek asks with a semicolon. */
const GREEK_MARKS = marks(`${SPACED_MARKS};\\u037E`);

const SPACE = /\s/u;
const LINE_BREAK = new RegExp(`[${LINE_BREAKS}]`, 'u');

const OPENING = /^["'“‘«‹„‚([{¿¡*_#]+/u;
const CLOSED_AT_ONCE = ['「」', '『』', '（）', '“”'] as const;
const CLOSED_AFTER_SPACE = ['«»'] as const;
const isOpen = (text: string, pairs: readonly string[]): boolean =>
  pairs.some((pair) => {
    const opened = text.lastIndexOf(pair.charAt(0));
    return opened !== -1 && opened > text.lastIndexOf(pair.charAt(1));
  });

type Verdict = 'ends' | 'goes on' | 'not known yet';

/** The first word after a mark. `next` undefined: it has not come yet; `word` undefined: it has not come whole. */
interface Following {
  readonly next: string | undefined;
  readonly word: string | undefined;
  /** "A." in "J. A. Smith": no word. */
  readonly isInitial: boolean;
}
const WORD = /[\p{L}\p{M}'’]*/uy;
const BEFORE_WORD = /[\s"'“‘«‹„‚([{*_#]*/uy;
/** The longest word that is waited for. */
const MAX_WORD_CHARS = 24;

function following(text: string, from: number): Following {
  BEFORE_WORD.lastIndex = from;
  const start = from + (BEFORE_WORD.exec(text)?.[0].length ?? 0);
  const point = text.codePointAt(start);
  if (point === undefined) return { next: undefined, word: undefined, isInitial: false };
  WORD.lastIndex = start;
  const word = WORD.exec(text)?.[0] ?? '';
  const isWhole = start + word.length < text.length || word.length > MAX_WORD_CHARS;
  const isInitial = word.length === 1 && text.charAt(start + 1) === '.';
  return { next: String.fromCodePoint(point), word: isWhole ? word : undefined, isInitial };
}

const DIGIT = /^[\p{Nd}#]/u;
const CAPITAL = /^\p{Lu}/u;
const SMALL = /^\p{Ll}/u;
/** Letters of scripts without capitals, and the marks that open a Spanish sentence. */
const BEGINS = /^[\p{Lo}¿¡]/u;

/** Ends when a sentence's usual first word follows. */
function endsBeforeBeginning({ next, word, isInitial }: Following, { begins }: LanguageWords): Verdict {
  if (next === undefined) return 'not known yet';
  if (BEGINS.test(next)) return 'ends';
  if (!CAPITAL.test(next)) return 'goes on';
  if (word === undefined) return 'not known yet';
  if (isInitial) return 'goes on';
  const plain = word.toLowerCase().replaceAll('’', "'");
  return begins.has(plain) || begins.has(plain.slice(0, plain.indexOf("'") + 1)) ? 'ends' : 'goes on';
}

/** Ends before any capital but those of days and time zones. */
function endsAfterMeasure({ next, word }: Following): Verdict {
  if (next === undefined) return 'not known yet';
  if (BEGINS.test(next)) return 'ends';
  if (!CAPITAL.test(next)) return 'goes on';
  if (word === undefined) return 'not known yet';
  return followsTime(word) ? 'goes on' : 'ends';
}

/** "Rm. B.", "Gate C": a letter by which something is told from others; "A" and "I" alone may begin a sentence. */
const isLabel = ({ word, isInitial }: Following): boolean => word?.length === 1 && CAPITAL.test(word) && (isInitial || !/[AI]/.test(word));

function endsUnlessNumbered(after: Following, words: LanguageWords): Verdict {
  const isLetter = after.word?.length === 1 && CAPITAL.test(after.word);
  return isLetter ? 'goes on' : endsBeforeBeginning(after, words);
}

/** A full stop, the word before it and what stands before that word. */
interface FullStop {
  readonly word: string;
  readonly before: string;
  readonly after: Following;
}

const lastWord = (text: string): string => {
  const end = text.trimEnd();
  let start = end.length;
  while (start > 0 && !SPACE.test(end.charAt(start - 1))) start -= 1;
  return end.slice(start);
};

/** "vitamin C. Oranges", "plan B. Parking", "the grade is B. Bob": these take a letter, and no name follows. */
const TAKES_LETTER =
  /(?:^|\s)(?:vitamins?|plan|grade|type|gate|section|suite|option|appendix|building|hepatitis|terminal|line|team|group|class|category|door|row|block|zone|part|level|schedule|exhibit|form|letter|press|wing|hall|concourse|vitamina|gruppe|klasse|typ|vitamine|groupe|porte|(?:grade|plan|option|size|answer|type|letter|(?:seat|row|gate|room|platform|bay|unit|apt\.?) \d+)(?: is| was)?)\s*$/i;
/** "123 N. Main St.", "5 W. 42nd St.": the side of a street after the house's number. */
const NUMBER_AT_END = /(?:^|\s)\d+[a-z]?\s*$/i;
const SIDE = /^[NESW]$/;
/** "on N. 5th St." */
const TAKES_STREET = /(?:^|\s)(?:on|onto|at|to|from|near|off|along|via)\s*$/i;
const LIST_MARK = /^(?:\d{1,3}|[\p{Lu}\p{Ll}]|[ivx]{1,5}|[IVX]{1,5})$/u;
const FEW_DIGITS = /^\d{1,2}$/;
const ONE_LETTER = /^[\p{Lu}\p{Ll}]$/u;
const INITIALS = /^\p{L}\p{M}*\p{L}?\p{M}*(?:\.-?\p{L}\p{M}*\p{L}?\p{M}*)+$/u;
/** Letters that stand alone only where they are short for a word; in other scripts without capitals one may be a word. */
const LONE_LETTERS = /^\p{Script=Arabic}\u0640?$/u;
const NO_CAPITALS = /^\p{Lo}/u;
const INTRODUCES_LIST = /[:;–—-]$/;
/** "Step 1. Open it": what is numbered, and no list. */
const TAKES_STEP = /(?:^|[\s*_])(?:step|stage|schritt|paso|étape|passo|stap)\s*$/i;
/** "Ludwig II. war". */
const ROMAN = /^[IVX]{2,5}$/;
/** "24.12." */
const DAY_AND_MONTH = /^\d{1,2}\.\d{1,2}$/;
/** What a plain number follows, and no ordinal: "Hauptstr. 12. Klingeln", "Zimmer 5. Klopfen". */
const TAKES_CARDINAL = /(?:nummer|straße|strasse|weg|platz|allee|gasse|zimmer|raum|seite|gleis|taste|haus|linie|halle|tor|kamer|pokój)$/i;
/** No abbreviation that the tables do not have is longer. */
const LONGEST_UNKNOWN = 6;
const LETTERS = /^\p{L}[\p{L}'’-]*$/u;
/** Who cuts a word short cuts it after a consonant. */
const ENDS_IN_VOWEL = /[aeiouyáéíóúýàèìòùâêîôûãõäöüåæøœąęůěаеёиоуыэюяαεηιουωάέήίόύώ]$/iu;
/** Written with capitals: a sentence does not begin with a small letter then. */
const HAS_CAPITAL = /(?:^|[^\p{L}])\p{Lu}/u;
/** "Mo. - Fr.", "Mo. bis Fr.": a weekday rather than a title. */
const RANGE_AT_END = /(?:\.|\s)(?:[-–—]|bis|und|oder|to|and|or)\s*$/u;
const ENDS_IN_NUMBER =
  /(?:\p{Nd}|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|half|few))$/u;
const NAME_OR_ORDINAL = /^(?:\p{Lu}[\p{L}'’-]+|\d+(?:st|nd|rd|th))$/u;
/** "z. B.", "p. m.", "J. R.": the parts of one abbreviation. */
const SPACED_PARTS = /(?:^|\s)((?:\p{L}{1,2}\.[ \u00A0\u202F])+)$/u;

/** "Okay, 1. What is your name?": the first of a list, whatever follows. */
const beginsList = (number: number, before: string): boolean =>
  INTRODUCES_LIST.test(before.trimEnd()) || (number === 1 && before.trimEnd().endsWith(','));

/** "1. Sales, 2. Billing" within a line: the first of a list, or the one after what stands before. */
const isOnList = (number: number, before: string): boolean =>
  INTRODUCES_LIST.test(before.trimEnd()) || number === 1 || new RegExp(`(?:^|\\s)${(number - 1).toString()}\\.\\s`).test(before);

function afterNumber({ word, before, after }: FullStop, words: LanguageWords): Verdict {
  if ((!FEW_DIGITS.test(word) && !DAY_AND_MONTH.test(word)) || TAKES_STEP.test(before)) return 'ends';
  if (after.next === undefined) return 'not known yet';
  if (SMALL.test(after.next)) return words.ordinals ? 'goes on' : 'ends';
  if (DIGIT.test(after.next)) return words.ordinals ? 'goes on' : 'ends';
  const isListed = isOnList(Number(word), before);
  if (!CAPITAL.test(after.next) || (!words.ordinals && !isListed)) return 'ends';
  if (beginsList(Number(word), before)) return 'goes on';
  const last = lastWord(before);
  const isCardinal = TAKES_CARDINAL.test(last) || (last.endsWith('.') && abbreviationKind(last.slice(0, -1), words) === 'numbered');
  return isCardinal && !isListed ? 'ends' : endsBeforeBeginning(after, words);
}

/** "Apt. B. Ring twice": what stands before a number or a letter. */
function isNumberedBy(before: string, words: LanguageWords): boolean {
  const last = lastWord(before);
  const kind = last.endsWith('.') ? abbreviationKind(last.slice(0, -1), words) : undefined;
  return kind === 'numbered' || (kind === 'word' && !ONE_LETTER.test(last.slice(0, -1)));
}

function afterLetter({ word, before, after }: FullStop, words: LanguageWords): Verdict {
  if (after.next === undefined) return 'not known yet';
  const isCapital = CAPITAL.test(word);
  if (isCapital && (TAKES_LETTER.test(before) || isNumberedBy(before, words)))
    return CAPITAL.test(after.next) || DIGIT.test(after.next) ? 'ends' : 'goes on';
  const isNumbered = NUMBER_AT_END.test(before);
  if (isNumbered && SIDE.test(word)) return DIGIT.test(after.next) ? 'goes on' : endsBeforeBeginning(after, words);
  if (DIGIT.test(after.next)) return SIDE.test(word) && TAKES_STREET.test(before) ? 'goes on' : 'ends';
  return isCapital && isNumbered && CAPITAL.test(after.next) ? 'ends' : endsBeforeBeginning(after, words);
}

/** Initials in a script without capitals, "د. أحمد", and what stands after a time or a year, "5 م.". */
const afterLetters = ({ before }: FullStop): Verdict => (ENDS_IN_NUMBER.test(before.trimEnd()) ? 'ends' : 'goes on');

function afterInitials(stop: FullStop, words: LanguageWords): Verdict | undefined {
  if (!INITIALS.test(stop.word)) return undefined;
  return NO_CAPITALS.test(stop.word) ? afterLetters(stop) : endsBeforeBeginning(stop.after, words);
}

/** A word that may be an abbreviation which nobody told us of: then a small letter follows, in text that has capitals. */
function afterUnknownWord({ word, before, after }: FullStop, { ordinary, ordinals }: LanguageWords): Verdict {
  if (ordinals && ROMAN.test(word)) return unlessSmallFollows(word, before, after);
  if (word.length > LONGEST_UNKNOWN || !LETTERS.test(word) || ENDS_IN_VOWEL.test(word) || ordinary.has(word.toLowerCase())) return 'ends';
  return unlessSmallFollows(word, before, after);
}

function unlessSmallFollows(word: string, before: string, { next }: Following): Verdict {
  if (!HAS_CAPITAL.test(before) && !CAPITAL.test(word)) return 'ends';
  if (next === undefined) return 'not known yet';
  return SMALL.test(next) ? 'goes on' : 'ends';
}

/** "No. 5", "sec. B", "5 sec. left", "P. O. Box": undefined where the letter is an initial, "P. Smith". */
function afterShortWord({ word, before, after }: FullStop): Verdict | undefined {
  if (after.next === undefined) return 'not known yet';
  if (DIGIT.test(after.next)) return 'goes on';
  if (ONE_LETTER.test(word) && CAPITAL.test(word)) return undefined;
  if (ENDS_IN_NUMBER.test(before.trimEnd())) return endsAfterMeasure(after);
  if (CAPITAL.test(after.next) && !/^nos?$/i.test(word)) {
    if (after.word === undefined) return 'not known yet';
    if (isLabel(after)) return 'goes on';
  }
  return unlessSmallFollows(word, before, after);
}

/** "Am. Express", "So. Cal.": what is an abbreviation before that word only. */
function beforeItsName({ word, after }: FullStop, { names }: LanguageWords): Verdict | undefined {
  const all = names.get(word);
  if (all === undefined) return undefined;
  if (after.next === undefined) return 'not known yet';
  if (!CAPITAL.test(after.next)) return undefined;
  if (after.word === undefined) return 'not known yet';
  return all.has(after.word) ? 'goes on' : undefined;
}

function afterAbbreviation(stop: FullStop, words: LanguageWords): Verdict | undefined {
  const kind = abbreviationKind(stop.word, words);
  const { before, after } = stop;
  switch (kind) {
    case undefined:
      return undefined;
    case 'title':
      // "on Oak Dr. We open": a street, or a title after the name.
      return NAME_OR_ORDINAL.test(lastWord(before)) || RANGE_AT_END.test(before) ? endsBeforeBeginning(after, words) : 'goes on';
    case 'numbered':
      return endsUnlessNumbered(after, words);
    case 'word':
      return afterShortWord(stop);
    case 'name':
      return endsBeforeBeginning(after, words);
    case 'unit':
      return ENDS_IN_NUMBER.test(before.trimEnd()) ? endsAfterMeasure(after) : undefined;
    case 'measure':
      return endsAfterMeasure(after);
    default:
      return unreachable(kind);
  }
}

function afterFullStop(stop: FullStop, words: LanguageWords): Verdict {
  if (LIST_MARK.test(stop.word) && !isSpeakable(stop.before)) return 'goes on';
  const parts = SPACED_PARTS.exec(stop.before)?.[1];
  if (parts !== undefined) {
    const whole = { word: parts.replaceAll(/\s/gu, '') + stop.word, before: stop.before.slice(0, -parts.length), after: stop.after };
    const verdict = afterAbbreviation(whole, words) ?? afterInitials(whole, words);
    if (verdict !== undefined) return verdict;
  }
  const verdict = beforeItsName(stop, words) ?? afterAbbreviation(stop, words);
  if (verdict !== undefined) return verdict;
  if (LONE_LETTERS.test(stop.word)) return afterLetters(stop);
  if (ONE_LETTER.test(stop.word)) return afterLetter(stop, words);
  const initials = afterInitials(stop, words);
  if (initials !== undefined) return initials;
  if (/^\d+$/.test(stop.word) || (words.ordinals && DAY_AND_MONTH.test(stop.word))) return afterNumber(stop, words);
  return afterUnknownWord(stop, words);
}

function afterEllipsis({ next }: Following): Verdict {
  if (next === undefined) return 'not known yet';
  return SMALL.test(next) || next === '.' || next === '…' ? 'goes on' : 'ends';
}

/** Characters that are written together with the word after them: "请看No. 5". */
const WITHOUT_SPACE = new RegExp(`^.*[${UNSPACED}](?=[\\p{Script=Latin}\\d]+$)`, 'u');

/** "Mon.-Fri.", "Sat./Sun.", "L'Ing.": the abbreviation that comes last, where the whole is none. */
const JOINED = /^(?:.*\.[-–—/&]|\p{L}{1,5}['’])(?=\p{L}{2,}(?:\.\p{L}+)*$)/u;
/** "Mon-Fri." */
const RANGE = /^\p{Lu}\p{L}+[-–—/](?=\p{Lu}\p{L}+$)/u;
function lastOfJoined(word: string, words: LanguageWords): string {
  if (abbreviationKind(word, words) !== undefined || INITIALS.test(word)) return word;
  const last = word.replace(JOINED, '');
  if (last !== word) return abbreviationKind(last, words) === undefined ? word : last;
  const end = word.replace(RANGE, '');
  return abbreviationKind(end, words) === 'name' && abbreviationKind(word.slice(0, -end.length - 1), words) === 'name' ? end : word;
}

/** Whether a mark with a closing quote or bracket is part of a longer sentence: `"Stop!" he said`. */
const CLOSED = /["'”’“‘»›)\]}」』）】〉》]$/u;

/** "「はい。」と言いました": in Japanese a quotation goes on with who said it. */
const QUOTED = /[。！？][」』]$/u;
const afterQuotation = (next: string): Verdict => (next === '' ? 'not known yet' : /[とっ]/u.test(next) ? 'goes on' : 'ends');

function judgeMark(text: string, at: number, mark: string, words: LanguageWords): Verdict {
  if (LINE_BREAK.test(mark)) return 'ends';
  const end = at + mark.length;
  const before = text.slice(0, at);
  // Without a space after it only what is quoted is waited for: its closing quote.
  if (QUOTED.test(mark)) return afterQuotation(text.charAt(end));
  if (!SPACE.test(text.charAt(end))) return end === text.length && isOpen(before, CLOSED_AT_ONCE) ? 'not known yet' : 'ends';
  const after = following(text, end);
  if (CLOSED.test(mark)) {
    if (after.next === undefined) return 'not known yet';
    if (SMALL.test(after.next)) return 'goes on';
  }
  if (/[?!‼⁇⁈⁉‽;\u037E]/u.test(mark) || !/^[.…]/u.test(mark)) return 'ends';
  if (/^(?:\.\.|…|\.…)/u.test(mark) || SPACE.test(before.slice(-1))) return afterEllipsis(after);
  const word = lastOfJoined(lastWord(before).replace(OPENING, '').replace(WITHOUT_SPACE, ''), words);
  return afterFullStop({ word, before: before.slice(0, before.length - word.length), after }, words);
}

/** A French quotation closes after a space: "« Oui. » Puis". The index after it; undefined while it may still come. */
function withSpacedCloser(text: string, at: number, end: number): number | undefined {
  if (!isOpen(text.slice(0, at), CLOSED_AFTER_SPACE)) return end;
  const rest = text.slice(end).trimStart();
  if (rest === '') return undefined;
  return rest.startsWith('»') ? text.indexOf('»', end) + 1 : end;
}

/**
 * The end of the first sentence of `text`, as the index just after it; -1 when there is none, or when only what is still to come can tell.
 * `language` is a BCP 47 tag.
 */
export function sentenceEnd(text: string, language: string, words: LanguageWords): number {
  for (const match of text.matchAll(/^el\b/i.test(language) ? GREEK_MARKS : MARKS)) {
    if (!isSpeakable(text.slice(0, match.index))) continue;
    const verdict = judgeMark(text, match.index, match[0], words);
    if (verdict !== 'ends') continue;
    const end = withSpacedCloser(text, match.index, match.index + match[0].length);
    if (end !== undefined) return end;
  }
  return -1;
}
