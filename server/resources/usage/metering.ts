/** What was used, and what may still be: quotas warn when most of one is used and stop when all of it is, in the transaction of the use. */
import { AppError, type Quota, type QuotaPeriod, type UsageMetric } from '@parley/contract';
import type { Transaction } from '../../platform/db/database.ts';
import { emit } from '../../platform/outbox/emit.ts';
import { occurred } from '../../platform/outbox/occurred.ts';
import * as store from './quota-store.ts';
import { addUsage, dayOf, entriesOf, liveCalls, PEAK, usedSince, type OwnedBy, type UsageEntry, type UsedBy } from './usage-store.ts';

/** What a new call or conversation may not go beyond. */
export const OF_CALLS: readonly UsageMetric[] = [
  'calls',
  'call_ms',
  'llm_input_tokens',
  'llm_output_tokens',
  'stt_ms',
  'tts_characters',
  'cost',
];
/** And once it is connected. */
export const OF_LIVE_CALLS: readonly UsageMetric[] = [...OF_CALLS, 'concurrent_calls'];
export const OF_MESSAGES: readonly UsageMetric[] = ['messages', 'llm_input_tokens', 'llm_output_tokens', 'cost'];

export function periodStart(period: QuotaPeriod, now: number): Date {
  const date = new Date(now);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), period === 'day' ? date.getUTCDate() : 1));
}

export function periodEnd(period: QuotaPeriod, now: number): Date {
  const start = periodStart(period, now);
  return period === 'day' ? new Date(start.getTime() + 86_400_000) : new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
}

/** How much of each quota is used in its period. */
export async function usedOf(tx: Transaction, quotas: readonly store.QuotaRow[], now: number): Promise<Map<string, number>> {
  const used = new Map<string, number>();
  for (const { id, organizationId, metric, period, apiKeyId } of quotas) {
    const value =
      metric === 'concurrent_calls'
        ? await liveCalls(tx, organizationId, { apiKeyId })
        : ((await usedSince(tx, { organizationId, apiKeyId }, [metric], dayOf(periodStart(period, now)))).get(metric) ?? 0);
    used.set(id, value);
  }
  return used;
}

const warnAt = (row: store.QuotaRow): number => Math.ceil((row.limit * row.warnPercent) / 100);

export const stateOf = (row: store.QuotaRow, used: number): Quota['state'] =>
  used >= row.limit ? 'exceeded' : used >= warnAt(row) ? 'warning' : 'ok';

/** Keeps what was used, and the notices that follow from it. */
export async function use(tx: Transaction, organizationId: string, entries: readonly UsageEntry[], now: number): Promise<void> {
  await addUsage(tx, organizationId, entries);
  const metrics = [...new Set(entries.map((entry) => entry.metric))];
  if (metrics.length === 0) return;
  const quotas = await store.selectQuotasFor(tx, organizationId, metrics);
  const used = await usedOf(tx, quotas, now);
  for (const quota of quotas) await notice(tx, quota, used.get(quota.id) ?? 0, now);
}

/** The same for the use of one agent and key. */
export const useBy = (
  tx: Transaction,
  { organizationId, ...by }: UsedBy & { organizationId: string },
  values: Partial<Record<UsageMetric, number>>,
  now: number,
): Promise<void> => use(tx, organizationId, entriesOf(by, now, values), now);

/** How many calls of the organization, the agent and the key go on at once now. */
export async function notePeak(tx: Transaction, organizationId: string, { apiKeyId, agentId }: UsedBy, now: number): Promise<void> {
  const entry = async (by: UsedBy): Promise<UsageEntry> => ({
    day: dayOf(now),
    apiKeyId: by.apiKeyId ?? '',
    agentId: by.agentId ?? '',
    metric: PEAK,
    value: await liveCalls(tx, organizationId, by),
  });
  const entries = [await entry({ apiKeyId: null, agentId: null })];
  if (agentId !== null) entries.push(await entry({ apiKeyId: null, agentId }));
  if (apiKeyId !== null) entries.push(await entry({ apiKeyId, agentId: null }));
  await addUsage(tx, organizationId, entries);
}

/** Once a quota, period and level; with it goes the event. */
async function notice(tx: Transaction, quota: store.QuotaRow, used: number, now: number): Promise<void> {
  const level = stateOf(quota, used);
  if (level === 'ok') return;
  const { organizationId, id, metric, limit, period } = quota;
  const [periodBegan, createdAt] = [periodStart(period, now), new Date(now)];
  const fresh = await store.insertNotice(tx, {
    organizationId,
    quotaId: id,
    metric,
    level,
    periodStart: periodBegan,
    used,
    limit,
    createdAt,
  });
  if (!fresh) return;
  const data = { quota_id: id, metric, level, period_start: periodBegan.toISOString(), used, limit, created_at: createdAt.toISOString() };
  const warning = { type: 'usage.quota_warning' as const, data, agentId: null };
  await emit(tx, organizationId, level === 'exceeded' ? [warning, occurred('quota_exceeded', exceededText(quota))] : [warning], createdAt);
}

const exceededText = ({ metric, period }: store.QuotaRow): string =>
  `The quota on ${metric} is used up${metric === 'concurrent_calls' ? '' : ` for this ${period}`}.`;

const exceeded = (quota: store.QuotaRow): AppError => new AppError('quota_exceeded', { detail: exceededText(quota) });

/** Throws `quota_exceeded` when one of these quotas leaves nothing. */
export async function requireQuota(
  tx: Transaction,
  { organizationId, apiKeyId }: OwnedBy,
  metrics: readonly UsageMetric[],
  now: number,
): Promise<void> {
  const quotas = (await store.selectQuotasFor(tx, organizationId, metrics)).filter((quota) => store.holdsFor(quota, apiKeyId));
  if (quotas.length === 0) return;
  // Of calls that begin at once, each must see the others.
  if (quotas.some((quota) => quota.metric === 'concurrent_calls')) await store.lockCallsOf(tx, organizationId);
  const used = await usedOf(tx, quotas, now);
  const full = quotas.find((quota) => (used.get(quota.id) ?? 0) >= quota.limit);
  if (full !== undefined) throw exceeded(full);
}
