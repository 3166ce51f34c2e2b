/** Which days the usage page shows, and how: in the URL. Pure. Days are those of the API: UTC, inclusive. */
import type { UsageGroup, UsageMetric } from '@parley/contract';
import { dayIn, defined, keyIn } from '../url/search-values.ts';
import { METRIC_NAMES } from './metrics.ts';

const DAY_MS = 86_400_000;
/** The longest range that the API reports on. */
export const MAX_DAYS = 366;

export const RANGES = { '7d': 'Last 7 days', '30d': 'Last 30 days', '90d': 'Last 90 days', month: 'This month' } as const;
export type RangeName = keyof typeof RANGES;
const LENGTHS = { '7d': 7, '30d': 30, '90d': 90 } as const;
const DEFAULT = '30d';

export const GROUPS = { day: 'Day', agent: 'Agent', api_key: 'API key' } as const satisfies Record<UsageGroup, string>;

export interface UsageSearch {
  /** Absent: the last 30 days, or `from` and `to`. */
  range?: Exclude<RangeName, '30d'> | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** Absent: by day. */
  by?: Exclude<UsageGroup, 'day'> | undefined;
  /** Absent: charts. */
  view?: 'table' | undefined;
  /** What the agents or keys are ordered by. */
  sort?: UsageMetric | undefined;
}

const textOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Two days of the person's own: in order, and no further apart than the API goes. */
export function customRange(a: string, b: string): { from: string; to: string } {
  const [from, to] = a <= b ? [a, b] : [b, a];
  const earliest = textOf(Date.parse(to) - (MAX_DAYS - 1) * DAY_MS);
  return { from: from < earliest ? earliest : from, to };
}

/** From a URL's search, dropping what means nothing. */
export function usageSearchOf(search: Record<string, unknown>): UsageSearch {
  const from = dayIn(search.from);
  const to = dayIn(search.to);
  const range = keyIn(RANGES, search.range);
  const by = keyIn(GROUPS, search.by);
  const days: Pick<UsageSearch, 'range' | 'from' | 'to'> =
    from !== undefined && to !== undefined ? customRange(from, to) : { range: range === DEFAULT ? undefined : range };
  return defined<UsageSearch>({
    ...days,
    by: by === 'day' ? undefined : by,
    view: search.view === 'table' ? 'table' : undefined,
    sort: METRIC_NAMES.find((metric) => metric === search.sort),
  });
}

export const rangeNameOf = ({ range, from }: UsageSearch): RangeName | 'custom' => (from === undefined ? (range ?? DEFAULT) : 'custom');

/** The days meant, today being `now`. */
export function daysOf({ range, from, to }: UsageSearch, now: number): { from: string; to: string } {
  if (from !== undefined && to !== undefined) return { from, to };
  const today = textOf(now);
  return range === 'month'
    ? { from: `${today.slice(0, 8)}01`, to: today }
    : { from: textOf(now - (LENGTHS[range ?? DEFAULT] - 1) * DAY_MS), to: today };
}

export const todayOf = textOf;
