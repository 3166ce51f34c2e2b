/** A quota in words. Pure. */
import type { Quota, QuotaNotice } from '@parley/contract';
import type { Tone } from '../ui/pill.tsx';
import { amount, amountWithUnit, METRICS } from './metrics.ts';

export const STATES = {
  ok: { word: 'fine', tone: 'green', fill: 'bg-green' },
  warning: { word: 'nearly used up', tone: 'amber', fill: 'bg-amber-fill' },
  exceeded: { word: 'used up', tone: 'red', fill: 'bg-red' },
} as const satisfies Record<Quota['state'], { word: string; tone: Tone; fill: string }>;

const PERIODS = { day: 'a day', month: 'a month' } as const;

/** `API requests a month`; how many calls go on at once has no period. */
export const quotaName = ({ metric, period }: Pick<Quota, 'metric' | 'period'>): string =>
  metric === 'concurrent_calls' ? METRICS[metric].name : `${METRICS[metric].name} ${PERIODS[period]}`;

/** What part of the limit is used, in whole percent. Nothing of nothing is all of it. */
export const percentUsed = ({ used, limit }: Pick<Quota, 'used' | 'limit'>): number =>
  limit === 0 ? 100 : Math.floor((used / limit) * 100);

export const usedInWords = (quota: Pick<Quota, 'metric' | 'used' | 'limit'>): string =>
  `${amount(quota.metric, quota.used)} of ${amountWithUnit(quota.metric, quota.limit)}`;

const date = (time: string, options: Intl.DateTimeFormatOptions): string =>
  new Date(time).toLocaleDateString('en-GB', { timeZone: 'UTC', ...options });

export const resetInWords = ({ resets_at }: Quota): string =>
  resets_at === null
    ? 'Counts the calls that go on now'
    : `Begins anew on ${date(resets_at, { day: 'numeric', month: 'long' })}, 00:00 UTC`;

export const noticeInWords = (notice: QuotaNotice): string =>
  `${METRICS[notice.metric].name} ${notice.level === 'exceeded' ? 'reached the limit' : 'came near the limit'}: ${usedInWords(notice)}`;
