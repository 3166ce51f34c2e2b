/** Days named in canonical text (canonical.ts), relative to where the agent stands. Pure. */
import { casual } from 'chrono-node';
import { addDays, addMonths, dateFrom, weekdayOf, type Here } from './calendar.ts';

export interface Found<T> {
  value: T;
  /** Place in the canonical text. */
  from: number;
  to: number;
}

const DAY = '(sunday|monday|tuesday|wednesday|thursday|friday|saturday)s?';
const MONTH =
  '(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)';
const ORDINAL = '(\\d{1,2})(?:st|nd|rd|th)';
const YEAR = '(?: ((?:19|20)\\d\\d|19 \\d\\d|20 \\d\\d|2000(?: and)? \\d{1,2}))?';

const DAY_NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const monthNumber = (name: string): number => MONTH_NAMES.indexOf(name.slice(0, 3)) + 1;

/** Canonical text reads "nineteen eighty five" as `19 85` and "two thousand and five" as `2005`. */
function yearNumber(text: string): number {
  const [first = '', second] = text.replace(' and', '').split(' ');
  if (second === undefined) return Number(first);
  return first === '2000' ? 2_000 + Number(second) : Number(first) * 100 + Number(second);
}

/** The coming one of that weekday; today's own only when asked for. */
function coming(here: Here, weekday: number, includeToday = false): string {
  const ahead = (weekday - weekdayOf(here.today) + 7) % 7;
  return addDays(here.today, ahead === 0 && !includeToday ? 7 : ahead);
}

/** Weeks begin on Monday: "next Friday" is the Friday of the week after this one. */
function inNextWeek(here: Here, weekday: number): string {
  const sinceMonday = (weekdayOf(here.today) + 6) % 7;
  return addDays(here.today, 7 - sinceMonday + ((weekday + 6) % 7));
}

function withoutYear(here: Here, month: number, day: number): string | null {
  const year = Number(here.today.slice(0, 4));
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const date = dateFrom(year + ahead, month, day);
    if (date !== null && date >= here.today) return date;
  }
  return null;
}

const dayAndMonth = (here: Here, month: string, day: string, year: string | undefined): string | null =>
  year === undefined ? withoutYear(here, monthNumber(month), Number(day)) : dateFrom(yearNumber(year), monthNumber(month), Number(day));

/** The coming day of that number. */
function dayOfMonth(here: Here, day: number, weekday?: number): string | null {
  let first: string | null = null;
  for (let ahead = 0; ahead <= 12; ahead += 1) {
    const month = addMonths(`${here.today.slice(0, 7)}-01`, ahead);
    const date = dateFrom(Number(month.slice(0, 4)), Number(month.slice(5, 7)), day);
    if (date === null || date < here.today) continue;
    first ??= date;
    // "Friday the 27th" is the month in which both are true; a slip of a day must not reach far ahead.
    if (weekday === undefined || weekdayOf(date) === weekday || ahead > 2)
      return weekday === undefined || weekdayOf(date) === weekday ? date : first;
  }
  return first;
}

function slashed(here: Here, [first, second, yearText]: readonly [number, number, string | undefined], language: string): string | null {
  const dayFirst = first > 12 || (second <= 12 && !/^en(-(us|ph))?$/i.test(language));
  const [day, month] = dayFirst ? [first, second] : [second, first];
  if (yearText === undefined) return withoutYear(here, month, day);
  return dateFrom(yearText.length <= 2 ? 2_000 + Number(yearText) : Number(yearText), month, day);
}

const ahead = (here: Here, count: string | undefined, unit: string): string => {
  const number = count === undefined || count === 'a' || count === 'one' ? 1 : count === 'a couple of' ? 2 : Number(count);
  if (unit.startsWith('month')) return addMonths(here.today, number);
  return addDays(here.today, number * (unit.startsWith('week') ? 7 : unit.startsWith('fortnight') ? 14 : 1));
};

type Rule = readonly [RegExp, (match: readonly (string | undefined)[], here: Here, language: string) => string | null];
const rule = (pattern: string, read: Rule[1]): Rule => [new RegExp(`\\b${pattern}(?=$| )`, 'g'), read];
const weekdayIn = (name: string | undefined): number => DAY_NAMES.indexOf(name ?? '');

/** The longer form stands before the shorter one that it contains. */
const RULES: readonly Rule[] = [
  rule('(\\d{4})-(\\d{1,2})-(\\d{1,2})', ([, year, month, day]) => dateFrom(Number(year), Number(month), Number(day))),
  rule('(\\d{1,2})[/-](\\d{1,2})(?:[/-](\\d{4}|\\d\\d))?', ([, first, second, year], here, language) =>
    slashed(here, [Number(first), Number(second), year], language),
  ),
  rule(
    `(?:${DAY} )?(?:the )?${MONTH} (?:the )?(?:${ORDINAL}|(\\d{1,2}))(?! (?:am|pm|oclock))${YEAR}`,
    ([, , month = '', ordinal, cardinal, year], here) => dayAndMonth(here, month, ordinal ?? cardinal ?? '', year),
  ),
  rule(`(?:${DAY} )?(?:the )?(?:${ORDINAL}|(\\d{1,2}))(?: of)? ${MONTH}${YEAR}`, ([, , ordinal, cardinal, month = '', year], here) =>
    dayAndMonth(here, month, ordinal ?? cardinal ?? '', year),
  ),
  rule(`${DAY} (?:on )?(?:the )?${ORDINAL}`, ([, day, ordinal], here) => dayOfMonth(here, Number(ordinal), weekdayIn(day))),
  rule('(?:the )?day after tomorrow', (_match, here) => addDays(here.today, 2)),
  rule(`(?:a|1) week from (today|tomorrow|${DAY})`, ([, named = '', day], here) =>
    addDays(day === undefined ? addDays(here.today, named === 'tomorrow' ? 1 : 0) : coming(here, weekdayIn(day), true), 7),
  ),
  rule(`${DAY} (?:in )?(?:of )?next week|next week (?:on )?${DAY}`, ([, before, after], here) =>
    inNextWeek(here, weekdayIn(before ?? after)),
  ),
  rule(`${DAY} (?:in )?(?:of )?this week|this (?:coming )?${DAY}`, ([, before, after], here) =>
    coming(here, weekdayIn(before ?? after), true),
  ),
  rule(`next ${DAY}`, ([, day], here) => inNextWeek(here, weekdayIn(day))),
  rule(`(?:the )?${DAY} after next`, ([, day], here) => addDays(inNextWeek(here, weekdayIn(day)), 7)),
  rule(
    '(?:in )?(a|one|a couple of|\\d{1,3}) (days?|weeks?|fortnights?|months?)(?: from (?:now|today)| time)',
    ([, count, unit = ''], here) => ahead(here, count, unit),
  ),
  rule('in (a|one|a couple of|\\d{1,3}) (days?|weeks?|fortnights?|months?)', ([, count, unit = ''], here) => ahead(here, count, unit)),
  rule('tomorrow', (_match, here) => addDays(here.today, 1)),
  rule('today|tonight|this (?:morning|afternoon|evening)', (_match, here) => here.today),
  rule('yesterday', (_match, here) => addDays(here.today, -1)),
  rule(`(?:on )?${DAY}`, ([, day], here) => coming(here, weekdayIn(day))),
  rule(`(?:on )?the ${ORDINAL}(?! (?:one|option|time|question|choice))`, ([, ordinal], here) => dayOfMonth(here, Number(ordinal))),
];

function byRules(text: string, here: Here, language: string): Found<string>[] {
  const found: Found<string>[] = [];
  let rest = text;
  for (const [pattern, read] of RULES) {
    for (const match of rest.matchAll(pattern)) {
      const value = read(match, here, language);
      if (value === null) continue;
      found.push({ value, from: match.index, to: match.index + match[0].length });
      rest = rest.slice(0, match.index) + '#'.repeat(match[0].length) + rest.slice(match.index + match[0].length);
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

/** What the rules have no form for: "three weeks after Monday", "end of the month". */
function byChrono(text: string, here: Here): Found<string>[] {
  if (!/\b(?:days?|weeks?|months?|after|before|last|end)\b/.test(text)) return [];
  const instant = new Date(`${here.today}T12:00:00Z`);
  return casual.parse(text, { instant, timezone: 0 }, { forwardDate: true }).flatMap((result) => {
    // "Next week" alone is no day.
    if ((!result.start.isCertain('day') && !result.start.isCertain('weekday')) || !/\d|day\b/.test(result.text)) return [];
    const [year, month, day] = [result.start.get('year'), result.start.get('month'), result.start.get('day')];
    const value = year === null || month === null || day === null ? null : dateFrom(year, month, day);
    return value === null ? [] : [{ value, from: result.index, to: result.index + result.text.length }];
  });
}

/** Every day named, in the order of the text. `asked`: a bare "27th" is an answer too. */
export function datesIn(text: string, here: Here, options: { language?: string; asked?: boolean } = {}): Found<string>[] {
  const found = byRules(text, here, options.language ?? 'en-US');
  if (found.length > 0) return found;
  const bare = options.asked === true ? new RegExp(`\\b${ORDINAL}(?=$| )`).exec(text) : null;
  const value = bare === null ? null : dayOfMonth(here, Number(bare[1]));
  if (bare !== null && value !== null) return [{ value, from: bare.index, to: bare.index + bare[0].length }];
  return byChrono(text, here);
}
