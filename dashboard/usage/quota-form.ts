/** The form of a quota: what is typed, and what the API takes. Pure. */
import { CreateQuota, QuotaPeriod, UsageMetric, type Quota } from '@parley/contract';
import { z } from 'zod';
import { atNames, heldTo, textWithout } from '../ui/form-schema.ts';
import { amountOf, METRICS, typedAmount } from './metrics.ts';

export interface QuotaForm {
  metric: UsageMetric;
  period: QuotaPeriod;
  /** Id of a key; empty: the whole organization. */
  key: string;
  /** In the metric's unit. */
  limit: string;
  /** Percent of the limit. */
  warn: string;
}

export const formOf = (quota: Quota | null): QuotaForm => ({
  metric: quota?.metric ?? 'requests',
  period: quota?.period ?? 'month',
  key: quota?.api_key_id ?? '',
  limit: quota === null ? '' : typedAmount(quota.metric, quota.limit),
  warn: String(quota?.warn_percent ?? 80),
});

export const bodyOf = ({ metric, period, key, limit, warn }: QuotaForm): CreateQuota => ({
  metric,
  period,
  limit: amountOf(metric, limit) ?? 0,
  warn_percent: Number(warn),
  api_key_id: key === '' ? null : key,
});

export const problemsFrom = atNames({ warn_percent: 'warn', api_key_id: 'key' });

const isPercent = (text: string): boolean => /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 100;

export const QUOTA_SCHEMA: z.ZodType<QuotaForm, QuotaForm> = heldTo(
  z
    .object({
      metric: UsageMetric,
      period: QuotaPeriod,
      key: z.string(),
      limit: z.string(),
      warn: textWithout((text) => (isPercent(text) ? undefined : 'Give a whole number from 1 to 100.')),
    })
    .superRefine(({ metric, limit }, context) => {
      const { unit, per } = METRICS[metric];
      if (amountOf(metric, limit) !== undefined) return;
      context.addIssue({
        code: 'custom',
        path: ['limit'],
        message: `Give a ${per === 1 ? 'whole number' : 'number'} of ${unit}, such as 1000.`,
      });
    }),
  { body: bodyOf, contract: CreateQuota, problemsFrom },
);
