/**
 * Brings spoken and typed English into one form that the rest reads: lower case, no punctuation, digits for number words
 * ("two fifteen" → `2 15`, "twenty first" → `21st`, "one hundred and five" → `105`). Pure.
 */

const UNITS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const ORDINAL_UNITS = [
  'zeroth',
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
  'thirteenth',
  'fourteenth',
  'fifteenth',
  'sixteenth',
  'seventeenth',
  'eighteenth',
  'nineteenth',
];
const ORDINAL_TENS = ['', '', 'twentieth', 'thirtieth'];

const indexed = (words: readonly string[], step = 1): [string, number][] =>
  words.flatMap((word, index) => (word === '' ? [] : [[word, index * step]]));
const CARDINAL = new Map([...indexed(UNITS), ['fourty', 40] as [string, number], ...indexed(TENS, 10)]);
const ORDINAL = new Map([...indexed(ORDINAL_UNITS), ...indexed(ORDINAL_TENS, 10)]);
const SCALE = new Map([
  ['hundred', 100],
  ['thousand', 1_000],
  ['million', 1_000_000],
]);

const suffixOf = (value: number): string => {
  if (value % 100 >= 11 && value % 100 <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][value % 10] ?? 'th';
};
const ordinalDigits = (value: number): string => `${value}${suffixOf(value)}`;

const CONTRACTIONS: readonly [RegExp, string][] = [
  [/\b(what|that|where|who|how|when|there)s\b/g, '$1 is'],
  [/\b(is|are|was|do|does|did|have|has|would|could|should)nt\b/g, '$1 not'],
  [/\bcant\b/g, 'can not'],
  [/\bim\b/g, 'i am'],
  [/\bwon't\b/g, 'will not'],
  [/\bcan't\b|\bcannot\b/g, 'can not'],
  [/\bshan't\b/g, 'shall not'],
  [/\b(is|are|was|were|do|does|did|have|has|had|would|could|should|must|need)n't\b/g, '$1 not'],
  [/\b(i)'m\b/g, '$1 am'],
  [/\b(\w+)'re\b/g, '$1 are'],
  [/\b(\w+)'ve\b/g, '$1 have'],
  [/\b(\w+)'ll\b/g, '$1 will'],
  [/\b(i|you|he|she|we|they|it)'d\b/g, '$1 would'],
  [/\blet's\b/g, 'let us'],
  [/\b(it|that|what|where|who|how|when|there|he|she|name|here)'s\b/g, '$1 is'],
];

/** What recognisers and fast typists make of common words. */
const NEAR_MISSES: readonly [RegExp, string][] = [
  [/\b(?:an|a|the) ?(?:pointment|point ment|ointment)(s?)\b/g, 'an appointment$1'],
  [/\b(?:apointment|appointmnt|appoinment|apoinment|appointement)(s?)\b/g, 'appointment$1'],
  [/\b(?:gonna)\b/g, 'going to'],
  [/\b(?:wanna)\b/g, 'want to'],
  [/\bgood bye\b|\bbuy buy\b|\bbye bye\b|\bgood buy\b/g, 'goodbye'],
  [/\bo'? ?clock\b/g, 'oclock'],
  [/\b([ap])[. ]?m\b\.?/g, '$1m'],
  [/\b(?:tmrw|tomorow|tommorow|tommorrow|to morrow)\b/g, 'tomorrow'],
  [/\bto day\b/g, 'today'],
  [/\bwed(?:s|nes)?\b(?! [a-z]+ding)/g, 'wednesday'],
  [/\bmid ?day\b/g, 'noon'],
];

const FILLERS = /\b(?:um+|uh+|er+|erm+|hmm+|mhm|ah|you know|well)\b/g;

export function plain(text: string): string {
  let out = text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[’‘`]/g, "'")
    .replace(/(\d),(\d{3})\b/g, '$1$2');
  for (const [pattern, replacement] of CONTRACTIONS) out = out.replace(pattern, replacement);
  // A point or colon stays inside a number and a stroke or hyphen inside a numeric date; everything else is a blank.
  out = out
    .replace(/(\d) +- +(?=\d)/g, '$1 minus ')
    .replace(/(\d)\.(\d)/g, '$1\uE001$2')
    .replace(/(\d):(\d)/g, '$1\uE002$2')
    .replace(/(\d)([/-])(?=\d)/g, (_whole, digit: string, mark: string) => `${digit}${mark === '/' ? '\uE003' : '\uE004'}`)
    .replace(/([ap])\.\s?m\.?(?!\w)/g, '$1m')
    .replace(/[^\p{L}\p{M}\p{N}'%+*/=\uE001-\uE004 ]+/gu, ' ')
    .replaceAll('\uE001', '.')
    .replaceAll('\uE002', ':')
    .replaceAll('\uE003', '/')
    .replaceAll('\uE004', '-')
    .replace(FILLERS, ' ')
    .replace(/\s+/g, ' ');
  for (const [pattern, replacement] of NEAR_MISSES) out = out.replace(pattern, replacement);
  return out
    .replace(/(\d)(am|pm)\b/g, '$1 $2')
    .replace(/\s+/g, ' ')
    .trim();
}

interface Reading {
  text: string;
  /** Tokens taken. */
  length: number;
}

const pair = (tens: number, next: string | undefined): Reading | null => {
  if (next === undefined) return null;
  const unit = CARDINAL.get(next);
  if (unit !== undefined && unit >= 1 && unit <= 9) return { text: String(tens + unit), length: 2 };
  const ordinal = ORDINAL.get(next);
  if (ordinal !== undefined && ordinal >= 1 && ordinal <= 9) return { text: ordinalDigits(tens + ordinal), length: 2 };
  return null;
};

/** A number below one hundred at `at`. */
function small(tokens: readonly string[], at: number): Reading | null {
  const token = tokens[at] ?? '';
  const value = CARDINAL.get(token);
  if (value !== undefined) {
    const both = value >= 20 ? pair(value, tokens[at + 1]) : null;
    return both ?? { text: String(value), length: 1 };
  }
  const ordinal = ORDINAL.get(token);
  return ordinal === undefined || ordinal === 0 ? null : { text: ordinalDigits(ordinal), length: 1 };
}

/** "two hundred and five", "one thousand two hundred", "a hundred". */
function large(tokens: readonly string[], at: number): Reading | null {
  let position = at;
  let total = 0;
  let scaled = false;
  for (;;) {
    const article = tokens[position] === 'a' && SCALE.has(tokens[position + 1] ?? '');
    const digits = /^\d+$/.test(tokens[position] ?? '') ? { text: tokens[position] ?? '', length: 1 } : null;
    const head = article ? { text: '1', length: 1 } : (digits ?? small(tokens, position));
    if (head === null || !/^\d+$/.test(head.text)) break;
    let value = Number(head.text);
    let next = position + head.length;
    let scale = SCALE.get(tokens[next] ?? '');
    if (scale === undefined && (!scaled || total % 100 !== 0)) break;
    while (scale !== undefined) {
      scaled = true;
      value *= scale;
      next += 1;
      scale = SCALE.get(tokens[next] ?? '');
    }
    total += value;
    position = next;
    if (tokens[position] === 'and' && small(tokens, position + 1) !== null) position += 1;
    if (total % 100 !== 0) break;
  }
  return scaled && total < Number.MAX_SAFE_INTEGER ? { text: String(total), length: position - at } : null;
}

const isNumber = (token: string | undefined): boolean => token !== undefined && (CARDINAL.has(token) || /^\d+$/.test(token));

/** "oh" and "o" are zero beside another number; "double five" is two fives. */
function digitWord(tokens: readonly string[], at: number): Reading | null {
  const token = tokens[at] ?? '';
  if ((token === 'oh' || token === 'o') && (isNumber(tokens[at - 1]) || isNumber(tokens[at + 1]))) return { text: '0', length: 1 };
  const times = token === 'double' ? 2 : token === 'triple' ? 3 : 0;
  const repeated = times === 0 ? null : small(tokens, at + 1);
  return repeated !== null && /^\d$/.test(repeated.text)
    ? { text: Array<string>(times).fill(repeated.text).join(' '), length: 1 + repeated.length }
    : null;
}

/** "a second", "one second", "just a second" is a moment, not the 2nd. */
const isMoment = (tokens: readonly string[], at: number): boolean =>
  tokens[at] === 'second' && /^(?:a|one|1|per|this)$/.test(tokens[at - 1] ?? '');

export function canonical(text: string): string {
  const tokens = plain(text).split(' ');
  const out: string[] = [];
  for (let at = 0; at < tokens.length;) {
    const reading = isMoment(tokens, at) ? null : (large(tokens, at) ?? digitWord(tokens, at) ?? small(tokens, at));
    out.push(reading?.text ?? tokens[at] ?? '');
    at += reading?.length ?? 1;
  }
  return out.join(' ').trim();
}
