/** Spoken dates and times, found in text and said back. Dates are `yyyy-mm-dd`, times `HH:MM`, both where the agent works. Pure. */
import * as chrono from 'chrono-node';
import { cardinal, digitise, ordinalWord } from './numbers.ts';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const DAY_MS = 86_400_000;

export interface LocalNow {
  /** Midnight of today, as if the place were in UTC. */
  today: Date;
  minutes: number;
}

export function localNow(now: Date, timeZone: string): LocalNow {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' }).formatToParts(now);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return { today: new Date(Date.UTC(part('year'), part('month') - 1, part('day'))), minutes: part('hour') * 60 + part('minute') };
}

const iso = (date: Date): string => date.toISOString().slice(0, 10);
const plusDays = (date: Date, days: number): Date => new Date(date.getTime() + days * DAY_MS);

export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

/** The coming day of that name; `next` skips to the week after when the day is still in this week. */
function weekdayDate(day: number, next: boolean, now: LocalNow): string {
  const today = now.today.getUTCDay();
  const ahead = (day - today + 7) % 7 || 7;
  // The week begins on Monday: "next Friday", said on a Tuesday, is the Friday of next week.
  const leftInWeek = (7 - today) % 7;
  return iso(plusDays(now.today, next && ahead <= leftInWeek ? ahead + 7 : ahead));
}

/** The first such day of the month from today on. */
function monthDate(month: number, day: number, year: number | null, now: LocalNow): string | null {
  const from = now.today.getUTCFullYear();
  for (const candidate of year === null ? [from, from + 1] : [year]) {
    const date = new Date(Date.UTC(candidate, month, day));
    if (date.getUTCMonth() !== month) return null;
    if (year !== null || date >= now.today) return iso(date);
  }
  return null;
}

function dayOfMonth(day: number, now: LocalNow): string | null {
  for (let ahead = 0; ahead < 3; ahead += 1) {
    const date = new Date(Date.UTC(now.today.getUTCFullYear(), now.today.getUTCMonth() + ahead, day));
    if (date.getUTCDate() === day && date >= now.today) return iso(date);
  }
  return null;
}

const MONTH = `(${MONTHS.join('|')})`;
const WEEKDAY = `(${WEEKDAYS.join('|')})s?`;

type Reader = [RegExp, (match: RegExpExecArray, now: LocalNow) => string | null];

/** In order of precedence: the first that matches wins. */
const DATE_READERS: readonly Reader[] = [
  [/\bday after tomorrow\b/, (_match, now) => iso(plusDays(now.today, 2))],
  [new RegExp(`\\b${MONTH} (?:the )?(\\d{1,2})(?:th|st|nd|rd)?(?: (\\d{4}))?\\b`), ([, month = '', day, year], now) => monthDate(MONTHS.indexOf(month), Number(day), year === undefined ? null : Number(year), now)],
  [new RegExp(`\\b(\\d{1,2})(?:th|st|nd|rd)?(?: of)? ${MONTH}(?: (\\d{4}))?\\b`), ([, day, month = '', year], now) => monthDate(MONTHS.indexOf(month), Number(day), year === undefined ? null : Number(year), now)],
  [/\b(?:in|after) (\d+|a) (day|week)s?\b/, ([, count, unit], now) => iso(plusDays(now.today, (count === 'a' ? 1 : Number(count)) * (unit === 'week' ? 7 : 1)))],
  [new RegExp(`\\b(next |this |on |coming )?${WEEKDAY}(?: next week)?\\b`), (match, now) => weekdayDate(WEEKDAYS.indexOf(match[2] ?? ''), match[1] === 'next ' || match[0].endsWith('next week'), now)],
  [/\btomorrow\b/, (_match, now) => iso(plusDays(now.today, 1))],
  [/\btoday\b|\bthis (?:morning|afternoon|evening)\b|\btonight\b/, (_match, now) => iso(now.today)],
  [/\b(?:on |for )?the (\d{1,2})(?:th|st|nd|rd)\b/, ([, day], now) => dayOfMonth(Number(day), now)],
];

/** Written forms ("27/11/2026", "Nov 27") that speech does not have, left to a library. */
function writtenDate(text: string, now: LocalNow): string | null {
  const [found] = chrono.en.GB.parse(text, { instant: now.today, timezone: 0 }, { forwardDate: true });
  if (found === undefined || !found.start.isCertain('day')) return null;
  return iso(new Date(Date.UTC(found.start.get('year') ?? 0, (found.start.get('month') ?? 1) - 1, found.start.get('day') ?? 1)));
}

export interface Found {
  value: string;
  /** The text without what was understood as the value. */
  rest: string;
}

/** A date in normalised text (lower case, no punctuation). */
export function findDate(text: string, now: LocalNow): Found | null {
  const digits = digitise(text);
  for (const [pattern, read] of DATE_READERS) {
    const match = pattern.exec(digits);
    if (match === null) continue;
    const value = read(match, now);
    if (value !== null) return { value, rest: digits.replace(match[0], ' ').replace(/\s+/g, ' ').trim() };
  }
  const written = /\d[/.-]\d/.test(text) || /\b(?:jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)\b/.test(text) ? writtenDate(text, now) : null;
  return written === null ? null : { value: written, rest: '' };
}

const clock = (hour: number, minute: number): string => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

/** Office hours decide between two and fourteen o'clock when the caller does not. */
function withHalf(hour: number, minute: number, half: string | undefined): string | null {
  if (hour > 24 || minute > 59) return null;
  const afternoon = half !== undefined && /^(?:p|afternoon|evening|night)/.test(half);
  const morning = half !== undefined && /^(?:a|morning)/.test(half);
  if (afternoon && hour < 12) return clock(hour + 12, minute);
  if (morning) return clock(hour % 12, minute);
  if (half === undefined && hour >= 1 && hour <= 6) return clock(hour + 12, minute);
  return clock(hour % 24, minute);
}

const HALF = '(?: ?(a ?m|p ?m|(?:in the )?(?:morning|afternoon|evening)))?';
const halfOf = (text: string | undefined): string | undefined => text?.replace('in the ', '').replace(/^a ?m$/, 'am').replace(/^p ?m$/, 'pm');

type TimeReader = [RegExp, (match: RegExpExecArray) => string | null];
const TIME_READERS: readonly TimeReader[] = [
  [/\b(?:noon|midday|12 noon)\b/, () => '12:00'],
  [/\bmidnight\b/, () => '00:00'],
  [new RegExp(`\\bhalf (?:past )?(\\d{1,2})${HALF}\\b`), ([, hour, half]) => withHalf(Number(hour), 30, halfOf(half))],
  [new RegExp(`\\b(?:a )?quarter past (\\d{1,2})${HALF}\\b`), ([, hour, half]) => withHalf(Number(hour), 15, halfOf(half))],
  [new RegExp(`\\b(?:a )?quarter to (\\d{1,2})${HALF}\\b`), ([, hour, half]) => withHalf(Number(hour) === 1 ? 12 : Number(hour) - 1, 45, halfOf(half))],
  [new RegExp(`\\b(\\d{1,2}) (?:minutes )?past (\\d{1,2})${HALF}\\b`), ([, minute, hour, half]) => withHalf(Number(hour), Number(minute), halfOf(half))],
  [new RegExp(`\\b(\\d{1,2}) (?:minutes )?to (\\d{1,2})${HALF}\\b`), ([, minute, hour, half]) => withHalf(Number(hour) === 1 ? 12 : Number(hour) - 1, 60 - Number(minute), halfOf(half))],
  [new RegExp(`\\b(\\d{1,2}):(\\d{2})${HALF}\\b`), ([, hour, minute, half]) => withHalf(Number(hour), Number(minute), halfOf(half))],
  [new RegExp(`\\b(\\d{1,2}) (15|30|45|10|20|40|50|0 ?5)${HALF}\\b`), ([, hour, minute, half]) => withHalf(Number(hour), Number((minute ?? '').replace(/^0 ?/, '')), halfOf(half))],
  [new RegExp(`\\b(\\d{1,2}) ?o'?clock${HALF}\\b`), ([, hour, half]) => withHalf(Number(hour), 0, halfOf(half))],
  [/\b(\d{1,2}) ?(a ?m|p ?m|(?:in the )?(?:morning|afternoon|evening))\b/, ([, hour, half]) => withHalf(Number(hour), 0, halfOf(half))],
  [/\b(?:at|around|about|to|it|for|make it) (\d{1,2})(?! ?(?:\d|people|days|weeks|times|th\b))\b/, ([, hour]) => withHalf(Number(hour), 0, undefined)],
];

/** A time in normalised text; `bare`: a lone number counts as an hour, because a time was asked for. */
export function findTime(text: string, bare: boolean): Found | null {
  const digits = digitise(text);
  for (const [pattern, read] of TIME_READERS) {
    const match = pattern.exec(digits);
    if (match === null) continue;
    const value = read(match);
    if (value !== null) return { value, rest: digits.replace(match[0], ' ').replace(/\s+/g, ' ').trim() };
  }
  const alone = bare ? /\b(\d{1,2})\b(?!th)/.exec(digits) : null;
  const value = alone === null ? null : withHalf(Number(alone[1]), 0, undefined);
  return value === null || alone === null ? null : { value, rest: digits.replace(alone[0], ' ').trim() };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** "Friday the twenty-seventh of November". */
export function sayDate(date: string): string {
  const [, month = '1', day = '1'] = date.split('-');
  return `${capital(WEEKDAYS[weekdayOf(date)] ?? '')} the ${ordinalWord(Number(day))} of ${capital(MONTHS[Number(month) - 1] ?? '')}`;
}

/** "two p.m.", "half past" is not used: "two thirty p.m.". */
export function sayTime(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  if (hour === 12 && minute === 0) return 'noon';
  const half = hour < 12 ? 'a.m.' : 'p.m.';
  const minutes = minute === 0 ? '' : ` ${minute < 10 ? 'oh ' : ''}${cardinal(minute)}`;
  return `${cardinal(hour % 12 === 0 ? 12 : hour % 12)}${minutes} ${half}`;
}
