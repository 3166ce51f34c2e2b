/** Opening hours of a script: `Hours: Monday to Friday 08:00-17:00, Saturday 09:00-12:00`. Pure. */

export interface OpenSpan {
  /** Minutes since midnight. */
  from: number;
  to: number;
}

/** By weekday, 0 = Sunday; an absent day is closed. */
export type OpeningHours = Readonly<Record<number, OpenSpan>>;

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const dayOf = (text: string): number => {
  const word = text.toLowerCase();
  return word.length < 3 ? -1 : WEEKDAYS.findIndex((day) => day.toLowerCase().startsWith(word));
};

const minutesOf = (text: string): number | null => {
  const [hour = NaN, minute = NaN] = text.split(':').map(Number);
  return hour <= 24 && minute < 60 && hour * 60 + minute <= 24 * 60 ? hour * 60 + minute : null;
};

const SPAN = /^\s*(?:on\s+)?([a-z]+)(?:\s*(?:to|-|–)\s*([a-z]+))?\s*(?:from\s+)?(\d{1,2}:\d{2})\s*(?:-|–|to)\s*(\d{1,2}:\d{2})\s*$/i;

/** Null when it cannot be read. */
export function parseHours(text: string): OpeningHours | null {
  const hours: Record<number, OpenSpan> = {};
  for (const part of text.replace(/\.\s*$/, '').split(/[,;]|\band\b/)) {
    const match = SPAN.exec(part);
    if (match === null) return null;
    const [, firstDay = '', lastDay = firstDay, opens = '', closes = ''] = match;
    const [first, last] = [dayOf(firstDay), dayOf(lastDay)];
    const [from, to] = [minutesOf(opens), minutesOf(closes)];
    if (first < 0 || last < 0 || from === null || to === null || from >= to) return null;
    for (let day = first; ; day = (day + 1) % 7) {
      hours[day] = { from, to };
      if (day === last) break;
    }
  }
  return hours;
}
