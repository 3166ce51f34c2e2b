/** What an organization has used, by day, agent and key, and the quotas on it. */
import { z } from 'zod';
import { id, pageQuery, timestamp } from './common.ts';

export const USAGE_METRICS = [
  'requests',
  'calls',
  'call_ms',
  'concurrent_calls',
  'conversations',
  'messages',
  'llm_input_tokens',
  'llm_output_tokens',
  'stt_ms',
  'tts_characters',
  'cost',
] as const;
export const UsageMetric = z.enum(USAGE_METRICS).meta({
  id: 'UsageMetric',
  description:
    '`concurrent_calls` is the highest number at once; everything else is a sum. `call_ms` and `stt_ms` are milliseconds, `cost` is micro-USD.',
});
export type UsageMetric = z.infer<typeof UsageMetric>;

export const UsageValues = z
  .strictObject(Object.fromEntries(USAGE_METRICS.map((metric) => [metric, z.int()])) as Record<UsageMetric, z.ZodInt>)
  .meta({ id: 'UsageValues' });
export type UsageValues = z.infer<typeof UsageValues>;

/** Reports count days back and on: at both ends of what calendars know that would lead out of them. */
export const day = z.iso.date().refine((text) => text >= '1970-01-01' && text < '3000-01-01', 'must be a day from 1970 to 2999');

const GROUPS = ['day', 'agent', 'api_key'] as const;
export type UsageGroup = (typeof GROUPS)[number];

export const UsageQuery = z.strictObject({
  from: day.optional().meta({ description: 'First and last day, inclusive, in UTC; absent: the last 30 days. At most 366.' }),
  to: day.optional(),
  agent_id: id('agent').optional(),
  api_key_id: id('key').optional(),
  group_by: z.enum(GROUPS).default('day'),
});
export type UsageQuery = z.infer<typeof UsageQuery>;

export const UsageRow = z
  .strictObject({
    key: z
      .string()
      .nullable()
      .meta({ description: 'The day, agent id or key id; null for what belongs to none, such as requests of a signed-in person.' }),
    name: z.string().nullable().meta({ description: 'Name of the agent or key, where it is still known.' }),
    values: UsageValues,
  })
  .meta({ id: 'UsageRow' });
export type UsageRow = z.infer<typeof UsageRow>;

export const QuotaPeriod = z.enum(['day', 'month']).meta({ id: 'QuotaPeriod' });
export type QuotaPeriod = z.infer<typeof QuotaPeriod>;

export const Quota = z
  .strictObject({
    id: id('quota'),
    metric: UsageMetric,
    period: QuotaPeriod.meta({ description: 'Calendar days and months in UTC. Without meaning for `concurrent_calls`.' }),
    limit: z.int().meta({ description: 'In the unit of the metric.' }),
    warn_percent: z.int().meta({ description: 'Percent of the limit at which a warning is given.' }),
    api_key_id: id('key').nullable().meta({ description: 'The key that it limits; null: the whole organization.' }),
    used: z.int().meta({ description: 'Used in the current period.' }),
    state: z.enum(['ok', 'warning', 'exceeded']),
    resets_at: timestamp.nullable().meta({ description: 'When the period ends; null for `concurrent_calls`.' }),
    created_at: timestamp,
  })
  .meta({ id: 'Quota' });
export type Quota = z.infer<typeof Quota>;

export const CreateQuota = z
  .strictObject({
    metric: UsageMetric,
    period: QuotaPeriod.default('month'),
    limit: z.int().min(0),
    warn_percent: z.int().min(1).max(100).default(80),
    api_key_id: id('key').nullable().default(null),
  })
  .meta({ id: 'CreateQuota' });
export type CreateQuota = z.infer<typeof CreateQuota>;
export const UpdateQuota = z
  .strictObject({ limit: z.int().min(0), warn_percent: z.int().min(1).max(100) })
  .partial()
  .meta({ id: 'UpdateQuota' });
export type UpdateQuota = z.infer<typeof UpdateQuota>;
export const QuotaListQuery = z.strictObject(pageQuery.shape);

export const QuotaNotice = z
  .strictObject({
    quota_id: id('quota'),
    metric: UsageMetric,
    level: z.enum(['warning', 'exceeded']),
    period_start: timestamp,
    used: z.int(),
    limit: z.int(),
    created_at: timestamp,
  })
  .meta({ id: 'QuotaNotice', description: 'Kept once a quota and period: the soft warning, and the hard stop.' });
export type QuotaNotice = z.infer<typeof QuotaNotice>;

export const Usage = z
  .strictObject({
    from: day,
    to: day,
    group_by: z.enum(GROUPS),
    total: UsageValues,
    rows: z.array(UsageRow),
    notices: z.array(QuotaNotice).meta({ description: 'Of the asked days, newest first, at most 100.' }),
  })
  .meta({ id: 'Usage' });
export type Usage = z.infer<typeof Usage>;
