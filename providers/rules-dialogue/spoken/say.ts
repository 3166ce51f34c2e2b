/** Numbers, dates and times as they are said aloud. Pure. */
import { WEEKDAYS } from '../hours.ts';

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
const IRREGULAR: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const SCALES: readonly [number, string][] = [
  [1_000_000_000, 'billion'],
  [1_000_000, 'million'],
  [1_000, 'thousand'],
  [100, 'hundred'],
];

function sayWhole(value: number): string {
  if (value < 20) return UNITS[value] ?? String(value);
  if (value < 100) return `${TENS[Math.floor(value / 10)] ?? ''}${value % 10 === 0 ? '' : `-${UNITS[value % 10] ?? ''}`}`;
  const [scale, name] = SCALES.find(([size]) => value >= size) ?? [100, 'hundred'];
  const rest = value % scale;
  const head = `${sayWhole(Math.floor(value / scale))} ${name}`;
  if (rest === 0) return head;
  return `${head}${rest < 100 ? ' and' : ''} ${sayWhole(rest)}`;
}

export function sayNumber(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e12) return String(value);
  if (value < 0) return `minus ${sayNumber(-value)}`;
  const [whole = '0', decimals] = String(value).split('.');
  if (/e/.test(whole) || decimals?.includes('e') === true) return String(value);
  const said = sayWhole(Number(whole));
  return decimals === undefined ? said : `${said} point ${[...decimals].map((digit) => UNITS[Number(digit)] ?? digit).join(' ')}`;
}

export function sayOrdinal(value: number): string {
  const said = sayWhole(value);
  const [, head = '', last = said] = /^(.*[- ])?(\w+)$/.exec(said) ?? [];
  return head + (IRREGULAR[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`));
}

/** Short numbers as a number, long or zero-led ones digit by digit in groups of three. */
export function sayDigits(digits: string): string {
  if (digits.length <= 3 && !digits.startsWith('0')) return sayNumber(Number(digits));
  const said = [...digits].map((digit) => UNITS[Number(digit)] ?? digit);
  const groups: string[] = [];
  for (let at = 0; at < said.length; at += 3) groups.push(said.slice(at, at + (said.length - at === 4 ? 4 : 3)).join(' '));
  return said.length % 3 === 1 && said.length > 3 ? groups.slice(0, -1).join(', ') : groups.join(', ');
}

/** `HH:MM` of 24 hours: "two fifteen p.m.", "noon". */
export function sayTime(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  if (minute === 0 && hour === 12) return 'noon';
  if (minute === 0 && hour % 24 === 0) return 'midnight';
  const said = sayWhole(hour % 12 === 0 ? 12 : hour % 12);
  const minutes = minute === 0 ? '' : ` ${minute < 10 ? 'oh ' : ''}${sayWhole(minute)}`;
  return `${said}${minutes} ${hour % 24 < 12 ? 'a.m.' : 'p.m.'}`;
}

export const sayMinutes = (minutes: number): string => sayTime(`${Math.floor(minutes / 60)}:${minutes % 60}`);

function sayYear(year: number): string {
  if (year >= 2000 && year < 2010) return year === 2000 ? 'two thousand' : `two thousand and ${sayWhole(year - 2000)}`;
  if (year < 1000 || year > 2099) return sayWhole(year);
  const rest = year % 100;
  const tail = rest === 0 ? 'hundred' : rest < 10 ? `oh ${sayWhole(rest)}` : sayWhole(rest);
  return `${sayWhole(Math.floor(year / 100))} ${tail}`;
}

const CLOSE_DAYS = 300;

/** `yyyy-mm-dd`: "Friday the twenty-seventh of November", with the year when it is not near `today`. */
export function sayDate(date: string, today: string): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const at = Date.UTC(year, month - 1, day);
  const distance = (at - Date.parse(`${today}T00:00:00Z`)) / 86_400_000;
  const weekday = WEEKDAYS[new Date(at).getUTCDay()] ?? '';
  const said = `${weekday} the ${sayOrdinal(day)} of ${MONTHS[month - 1] ?? ''}`;
  return distance > CLOSE_DAYS || distance < -60 ? `${said} ${sayYear(year)}` : said;
}
