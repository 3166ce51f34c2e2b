/** Calendar days as `yyyy-mm-dd`, and where an agent stands in time. Pure. */

export interface Here {
  /** Local date. */
  today: string;
  /** Local minutes since midnight. */
  minutes: number;
}

const partsIn = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });

const formats = new Map<string, Intl.DateTimeFormat>();

/** An unknown zone counts as UTC: the agent's setting is checked where it is saved. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat;
  try {
    format = partsIn(timeZone);
  } catch {
    format = partsIn('UTC');
  }
  if (formats.size < 1_000) formats.set(timeZone, format);
  return format;
}

export function hereAt(now: Date, timeZone: string): Here {
  const parts = Object.fromEntries(
    formatFor(timeZone)
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  );
  return { today: `${parts['year']}-${parts['month']}-${parts['day']}`, minutes: Number(parts['hour']) * 60 + Number(parts['minute']) };
}

const DAY_MS = 86_400_000;
const epochOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const dateOf = (epoch: number): string => new Date(epoch).toISOString().slice(0, 10);

export const addDays = (date: string, days: number): string => dateOf(epochOf(date) + days * DAY_MS);
/** 0 = Sunday. */
export const weekdayOf = (date: string): number => new Date(epochOf(date)).getUTCDay();

export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return dateOf(first.getTime() + (Math.min(day, length) - 1) * DAY_MS);
}

/** Null for a day that does not exist, such as February 30. */
export function dateFrom(year: number, month: number, day: number): string | null {
  if (year < 1_000 || year > 9_999) return null;
  const made = new Date(Date.UTC(year, month - 1, day));
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? made.toISOString().slice(0, 10) : null;
}
