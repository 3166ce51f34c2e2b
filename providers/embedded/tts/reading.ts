/** From written text to what the synthesiser reads right: it knows numbers and titles, and stumbles over the rest. Pure. */

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const SHORT_MONTHS: readonly [RegExp, string][] = MONTHS.filter((month) => month !== 'May').map((month) => [
  new RegExp(
    `\\b(?:${month.slice(0, 3)}${month === 'September' ? 't?' : ''})\\b\\.?(?=\\s+\\d)|(?<=\\d(?:st|nd|rd|th)?\\s+)${month.slice(0, 3)}\\b\\.?`,
    'g',
  ),
  month,
]);
const SHORT_DAYS: readonly [RegExp, string][] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'].map((day) => [
  new RegExp(`\\b${day.slice(0, 3)}(?:s|rs|urs)?\\b\\.?(?=[\\s,]+(?:\\d|the|at|to))`, 'g'),
  day,
]);

const isoDate = (_whole: string, year: string, month: string, day: string): string =>
  `${MONTHS[Number(month) - 1] ?? month} ${Number(day)}, ${year}`;

const RULES: readonly [RegExp, string | ((...groups: string[]) => string)][] = [
  // Markup.
  [/<\/?[a-z][^<>]*>/gi, ' '],
  [/\b(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b/g, isoDate],
  ...SHORT_MONTHS,
  ...SHORT_DAYS,
  [/(\d{1,2}:\d{2})\s*[-–—]\s*(\d{1,2}:\d{2})/g, '$1 to $2'],
  [/\b0(\d):(\d{2})\b/g, '$1:$2'],
  [/\b(\d{1,2}):0([1-9])\b/g, '$1 oh $2'],
  [/(\d)\s*a\.?m\b\.?/gi, '$1 A M'],
  [/(\d)\s*p\.?m\b\.?/gi, '$1 P M'],
  [/€\s?(\d+(?:[.,]\d+)?)|(\d+(?:[.,]\d+)?)\s?€/g, (_whole, before, after) => `${before ?? after ?? ''} euros`],
  [/£\s?(\d+(?:[.,]\d+)?)/g, '$1 pounds'],
  [/\be\.g\./gi, 'for example'],
  [/\bi\.e\./gi, 'that is'],
  [/\betc\./gi, 'et cetera'],
  // A hum without a vowel would be spelled; "5 mm" is a unit.
  [/\bm+[-\s]?h+m+\b/gi, 'umhum'],
  [/\bh+m+\b/gi, 'hum'],
  [/(?<!\d\s*)\bmm+\b/gi, 'um'],
  [/\bapprox\./gi, 'approximately'],
  [/\bno\.\s(?=\d)/gi, 'number '],
  [/https?:\/\/(?:www\.)?/gi, ''],
  [/(\w)@(\w)/g, '$1 at $2'],
  [/(?<=[a-z]{2})\.(?=[a-z]{2})/gi, ' dot '],
  [/\s*&\s*/g, ' and '],
  [/(\w)\s*\/\s*(\w)/g, '$1 or $2'],
  [/\+(?=\d)/g, 'plus '],
  [/\s[-–—]+\s/g, ', '],
  [/[–—]/g, '-'],
  [/[‘’]/g, "'"],
  [/[“”"<>*_#`~|{}[\]\\]/g, ' '],
];

/** Plain ASCII for the synthesiser. */
export function readable(text: string): string {
  let spoken = text;
  for (const [pattern, replacement] of RULES)
    spoken = typeof replacement === 'string' ? spoken.replace(pattern, replacement) : spoken.replace(pattern, replacement);
  return (
    spoken
      .normalize('NFKD')
      // Diacritics and what else is not ASCII would be spoken byte by byte.
      .replace(/[^\x20-\x7e]/g, (char) => (/\s/.test(char) ? ' ' : ''))
      .replace(/\s+/g, ' ')
      // A leading dash would be read as an option.
      .replace(/^[\s\-,.;:!?]+/, '')
      .trim()
  );
}

/** Longer pieces are cut, so that the first audio comes soon. */
const LONG_PIECE = 160;
const LONGEST_PIECE = 260;

/** Sentences, and where they are long their clauses; each piece is rendered by itself. Joined by spaces they are the text. */
export function piecesOf(text: string): string[] {
  if (text.length <= LONG_PIECE) return [text.trim()];
  return text
    .split(/(?<=[.!?]["')]?)\s+(?=\S)/)
    .flatMap((sentence) => (sentence.length <= LONG_PIECE ? [sentence] : sentence.split(/(?<=[,;:])\s+/)))
    .flatMap(cutAtSpaces)
    .reduce<string[]>(joinShort, [])
    .filter((piece) => piece.trim() !== '');
}

const cutAtSpaces = (piece: string): string[] => {
  const parts: string[] = [];
  let rest = piece.trim();
  while (rest.length > LONGEST_PIECE) {
    const space = rest.lastIndexOf(' ', LONG_PIECE);
    const at = space > 0 ? space : LONG_PIECE;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at).trim();
  }
  return [...parts, rest];
};

/** Clauses of one sentence stay together while they are short: fewer seams. */
const joinShort = (pieces: string[], piece: string): string[] => {
  const last = pieces.at(-1);
  if (last === undefined || last.length + piece.length >= LONG_PIECE || /[.!?]["')]?$/.test(last)) return [...pieces, piece];
  return [...pieces.slice(0, -1), `${last} ${piece}`];
};
