/** Usage by day as charts and tables show it. Pure. */
import type { UsageMetric, UsageRow, UsageValues } from '@parley/contract';
import { inUnit, METRIC_NAMES } from './metrics.ts';

export interface UsageDay {
  day: string;
  /** Null where there can be no figure: the day has not come, or the organization was not there yet. */
  values: UsageValues | null;
  /** Today: more may follow. */
  unfinished: boolean;
}

const isEmpty = (values: UsageValues): boolean => METRIC_NAMES.every((metric) => values[metric] === 0);

/** `since`: the organization's first day. A day of the past without use is zero, not a gap. */
export const daysIn = (rows: readonly UsageRow[], { since, today }: { since: string; today: string }): UsageDay[] =>
  rows.flatMap(({ key: day, values }) => {
    if (day === null) return [];
    const none = day > today || (day < since && isEmpty(values));
    return [{ day, values: none ? null : values, unfinished: day === today }];
  });

export interface ChartRow {
  day: string;
  unfinished: boolean;
  /** In the unit that is shown, by metric; null is a gap. */
  [metric: string]: number | string | boolean | null;
}

export const chartRows = (days: readonly UsageDay[], metrics: readonly UsageMetric[]): ChartRow[] =>
  days.map(({ day, values, unfinished }) => ({
    day,
    unfinished,
    ...Object.fromEntries(metrics.map((metric) => [metric, values === null ? null : inUnit(metric, values[metric])])),
  }));

const date = (day: string, options: Intl.DateTimeFormatOptions): string =>
  new Date(day).toLocaleDateString('en-GB', { timeZone: 'UTC', ...options });

/** `24 Nov` */
export const shortDay = (day: string): string => date(day, { day: 'numeric', month: 'short' });
/** `Tue 24 Nov 2026` */
export const longDay = (day: string): string =>
  date(day, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).replace(',', '');

/** The marks of an axis: `1,200` as `1.2K`. */
export const axisMark = (value: number): string => value.toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 2 });

const STEPS = [1, 2, 2.5, 5, 10];
const MARKS = 4;

/** From zero to beyond the highest bar in round steps; whole ones where there are no halves of a thing. */
export function axisMarks(highest: number, whole: boolean): number[] {
  const least = Math.max(highest / MARKS, whole ? 1 : Number.MIN_VALUE);
  const size = 10 ** Math.floor(Math.log10(least));
  const step = STEPS.map((each) => each * size).find((each) => each >= least && (!whole || Number.isInteger(each))) ?? 10 * size;
  // Multiplied anew each time: sums of 0.1 drift.
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
