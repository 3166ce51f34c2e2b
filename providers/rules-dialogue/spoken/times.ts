/** Times of day named in canonical text (canonical.ts). Pure. */
import type { Found } from './dates.ts';

export type DayPart = 'morning' | 'afternoon' | 'evening';

/** A time as said: hour and minute, and what tells the half of the day, where anything does. */
export interface ClockTime {
  hour: number;
  minute: number;
  half: 'am' | 'pm' | null;
}

const HALF = '(?: (am|pm)| (?:in the |on the |this |tomorrow )?(morning|afternoon|evening|night)| (?:at )?(night|tonight))?';
const MINUTES = '([0-5]\\d|0 \\d)';
const halfOf = (mark: string | undefined, part: string | undefined, night: string | undefined): 'am' | 'pm' | null => {
  if (mark !== undefined) return mark === 'am' ? 'am' : 'pm';
  if (part === undefined && night === undefined) return null;
  return part === 'morning' ? 'am' : 'pm';
};

type Rule = readonly [RegExp, (match: readonly (string | undefined)[]) => ClockTime | null];
const rule = (pattern: string, read: Rule[1]): Rule => [new RegExp(`\\b${pattern}(?=$| )`, 'g'), read];

const clock = (hour: number, minute: number, half: ClockTime['half']): ClockTime | null =>
  hour <= 24 && minute < 60 && !(half !== null && hour > 12)
    ? { hour: hour % 24, minute, half: hour > 12 || hour === 0 ? null : half }
    : null;

const minutesFrom = (text: string | undefined): number => Number((text ?? '0').replace(' ', ''));

/** Number words as misheard or mistyped where only a time fits. */
const HOMOPHONES: Readonly<Record<string, number>> = { to: 2, too: 2, for: 4, fore: 4, ate: 8, won: 1, tree: 3, sex: 6, tin: 10 };
const HOMOPHONE = '(to|too|for|fore|ate|won|tree|tin)';

/** "quarter to nine": minutes before or after an hour. */
function relative(amount: string, direction: string, hour: number, half: ClockTime['half']): ClockTime | null {
  const minutes = amount === 'half' ? 30 : amount === 'quarter' ? 15 : Number(amount);
  if (minutes >= 60 || hour < 1 || hour > 24) return null;
  if (direction === 'past' || direction === 'after') return clock(hour, minutes, half);
  const before = hour === 1 ? 12 : hour - 1;
  // "A quarter to twelve p.m." lies before noon by the clock, and nobody says it of midnight.
  return clock(before, 60 - minutes, half);
}

const RULES: readonly Rule[] = [
  rule(`(\\d{1,2})[:.](\\d\\d)${HALF}`, ([, hour, minute, mark, part, night]) =>
    clock(Number(hour), Number(minute), halfOf(mark, part, night)),
  ),
  rule(
    `(?:a )?(half|quarter|\\d{1,2})(?: minutes?)? (past|after|to|till|before|of) (\\d{1,2})(?: oclock)?${HALF}`,
    ([, amount = '', direction = '', hour, mark, part, night]) =>
      /^\d+$/.test(amount) && Number(amount) % 5 !== 0 ? null : relative(amount, direction, Number(hour), halfOf(mark, part, night)),
  ),
  rule('(?:a )?(half|quarter) (past|to) (noon|midnight)', ([, amount = '', direction = '', which]) =>
    relative(amount, direction, 12, direction === 'to' ? (which === 'noon' ? 'am' : 'pm') : which === 'noon' ? 'pm' : 'am'),
  ),
  rule('half (\\d{1,2})', ([, hour]) => clock(Number(hour), 30, null)),
  rule(`(\\d{1,2}) ${MINUTES} (?:oclock )?(am|pm)`, ([, hour, minute, mark]) =>
    clock(Number(hour), minutesFrom(minute), mark === 'am' ? 'am' : 'pm'),
  ),
  rule(`(\\d{1,2}) (?:(?:oclock)${HALF}|(am|pm))`, ([, hour, mark, part, night, only]) =>
    clock(Number(hour), 0, halfOf(only ?? mark, part, night)),
  ),
  rule(`${HOMOPHONE} (?:(oclock)|(am|pm))`, ([, word = '', , mark]) =>
    clock(HOMOPHONES[word] ?? 0, 0, mark === undefined ? null : mark === 'am' ? 'am' : 'pm'),
  ),
  rule(
    '(?<!\\d )([1-9]|1\\d|2[0-3]) ([0-5][05]|0 [05])(?! ?(?:\\d|am|pm|times|plus|minus))(?: (?:in the )?(morning|afternoon|evening))?',
    ([, hour, minute, part]) => clock(Number(hour), minutesFrom(minute), halfOf(undefined, part, undefined)),
  ),
  rule('(\\d{1,2}) (?:in the |at |on the |this |tomorrow )(morning|afternoon|evening|night)', ([, hour, part]) =>
    clock(Number(hour), 0, part === 'morning' ? 'am' : 'pm'),
  ),
  rule('noon', () => ({ hour: 12, minute: 0, half: null })),
  rule('midnight', () => ({ hour: 0, minute: 0, half: null })),
];

const UNIT_AFTER =
  '(?! (?:days?|weeks?|months?|years?|hours?|minutes?|people|persons?|times|plus|minus|percent|divided|of|and|\\d|january|february|march|april|may|june|july|august|september|october|november|december)\\b)';
/** A bare hour after a word that makes it one. */
const LED = new RegExp(
  `\\b(?:at|around|about|by|say|make it|after|before|until|till|not|no|sorry|actually|i said|i meant|i mean|instead of|rather than) ([1-9]|1\\d|2[0-3])${UNIT_AFTER}(?=$| )`,
  'g',
);
const LED_HOMOPHONE = new RegExp(
  `\\b(?:at|around|about|make it|day) ${HOMOPHONE}(?=$| (?:please|thirty|30|fifteen|15|45|oclock|then|instead|for |under |if ))`,
  'g',
);
/** Hours told only by where they stand: after the day, or when a time was asked for. */
const AFTER_DAY = new RegExp(`\\b(?:\\w+day|tomorrow|today) ([1-9]|1[0-2])${UNIT_AFTER}(?=$| )`, 'g');
const BARE = new RegExp(`(?<!\\d )\\b([1-9]|1\\d|2[0-3])${UNIT_AFTER}(?=$| )`, 'g');
const BARE_HOMOPHONE = new RegExp(
  `^(?:it is |i said |no |have |had |has |that |at )?${HOMOPHONE}(?: (?:30|15|45))?(?: please| then| instead)?$`,
  'g',
);

const blank = (text: string, from: number, to: number): string => text.slice(0, from) + '#'.repeat(to - from) + text.slice(to);

export interface TimesOptions {
  /** A time was asked for, or one is being corrected: a bare number is an hour. */
  asked?: boolean;
}

/** Every time named, in the order of the text; dates must be blanked out of `text` beforehand. */
export function timesIn(text: string, options: TimesOptions = {}): Found<ClockTime>[] {
  const found: Found<ClockTime>[] = [];
  let rest = text;
  const collect = (pattern: RegExp, read: Rule[1]): void => {
    for (const match of rest.matchAll(pattern)) {
      const value = read(match);
      if (value === null) continue;
      found.push({ value, from: match.index, to: match.index + match[0].length });
      rest = blank(rest, match.index, match.index + match[0].length);
    }
  };
  const hourOnly: Rule[1] = ([, hour]) => clock(Number(hour), 0, null);
  const misheard: Rule[1] = (match) => clock(HOMOPHONES[match[1] ?? ''] ?? 0, Number(/(30|15|45)/.exec(match[0] ?? '')?.[0] ?? 0), null);
  for (const [pattern, read] of RULES) collect(pattern, read);
  collect(LED, hourOnly);
  collect(AFTER_DAY, hourOnly);
  collect(LED_HOMOPHONE, misheard);
  if (options.asked === true && found.length === 0) {
    collect(BARE, hourOnly);
    collect(BARE_HOMOPHONE, misheard);
  }
  return found.sort((a, b) => a.from - b.from);
}

export function dayPartIn(text: string): DayPart | null {
  const match = /\b(morning|afternoon|evening|tonight)\b(?! (?:how|i|can|hello))/.exec(
    text.replace(/\bgood (?:morning|afternoon|evening)\b/g, ''),
  );
  return match === null ? null : match[1] === 'tonight' ? 'evening' : ((match[1] ?? 'evening') as DayPart);
}

/** Minutes since midnight of the reading that fits: the half said, then opening hours, then office hours. */
export function minutesOfDay(time: ClockTime, part: DayPart | null, open: { from: number; to: number } | null): number {
  const { hour, minute } = time;
  const at = (h: number): number => h * 60 + minute;
  const half = time.half ?? (part === null ? null : part === 'morning' ? 'am' : 'pm');
  if (hour > 12 || hour === 0) return at(hour);
  if (half === 'am') return at(hour === 12 ? 0 : hour);
  if (half === 'pm') return at(hour === 12 ? 12 : hour + 12);
  const [early, late] = [at(hour === 12 ? 0 : hour), at(hour === 12 ? 12 : hour + 12)];
  const fits = (minutes: number): boolean => open !== null && minutes >= open.from && minutes < open.to;
  if (fits(early) !== fits(late)) return fits(early) ? early : late;
  return hour >= 7 && hour < 12 ? early : late;
}

export const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
