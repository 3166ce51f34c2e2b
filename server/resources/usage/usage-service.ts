import { AppError, USAGE_METRICS, type QuotaNotice, type Usage, type UsageQuery, type UsageRow, type UsageValues } from '@parley/contract';
import { namesOfKeys } from '../../access/api-keys/api-key-service.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { selectNotices, type NoticeRow } from './quota-store.ts';
import { dayOf, selectAgentNames, sumUsage, type UsageSum } from './usage-store.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MAX_DAYS = 366;

const nothing = (): UsageValues => Object.fromEntries(USAGE_METRICS.map((metric) => [metric, 0])) as UsageValues;

function daysOf({ from, to }: UsageQuery, now: number): { from: string; to: string } {
  const last = to ?? dayOf(now);
  const first = from ?? dayOf(Math.max(0, Date.parse(last) - (DEFAULT_DAYS - 1) * DAY_MS));
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if (days < 1) throw new AppError('validation_failed', { fields: [{ pointer: '/query/from', message: 'must not be after "to"' }] });
  if (days > MAX_DAYS)
    throw new AppError('validation_failed', {
      fields: [{ pointer: '/query/from', message: `must be at most ${String(MAX_DAYS)} days before "to"` }],
    });
  return { from: first, to: last };
}

function byGroup(sums: readonly UsageSum[]): Map<string, UsageValues> {
  const groups = new Map<string, UsageValues>();
  for (const { group, metric, value } of sums) {
    const values = groups.get(group) ?? nothing();
    groups.set(group, values);
    values[metric] = value;
  }
  return groups;
}

/** Every day has its row, those without use too. */
function dayRows(groups: Map<string, UsageValues>, from: string, to: string): UsageRow[] {
  const rows: UsageRow[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += DAY_MS) {
    const key = dayOf(time);
    rows.push({ key, name: null, values: groups.get(key) ?? nothing() });
  }
  return rows;
}

const presentNotice = (row: NoticeRow): QuotaNotice => ({
  quota_id: row.quotaId,
  metric: row.metric,
  level: row.level,
  period_start: row.periodStart.toISOString(),
  used: row.used,
  limit: row.limit,
  created_at: row.createdAt.toISOString(),
});

export class UsageReports {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number = Date.now) {
    this.#database = database;
    this.#now = now;
  }

  report(organizationId: string, query: UsageQuery): Promise<Usage> {
    const { from, to } = daysOf(query, this.#now());
    const range = { from, to, agentId: query.agent_id, apiKeyId: query.api_key_id };
    return this.#database.asOrganization(organizationId, async (tx) => {
      const byDay = byGroup(await sumUsage(tx, organizationId, range, 'day'));
      const rows =
        query.group_by === 'day'
          ? dayRows(byDay, from, to)
          : await this.#namedRows(tx, organizationId, byGroup(await sumUsage(tx, organizationId, range, query.group_by)), query.group_by);
      const notices = await selectNotices(tx, organizationId, new Date(from), new Date(Date.parse(to) + DAY_MS));
      return { from, to, group_by: query.group_by, total: totalOf(byDay), rows, notices: notices.map(presentNotice) };
    });
  }

  async #namedRows(
    tx: Transaction,
    organizationId: string,
    groups: Map<string, UsageValues>,
    group: 'agent' | 'api_key',
  ): Promise<UsageRow[]> {
    const names = group === 'agent' ? await selectAgentNames(tx, organizationId) : await namesOfKeys(tx, organizationId);
    return [...groups]
      .map(([key, values]) => ({ key: key === '' ? null : key, name: names.get(key) ?? null, values }))
      .sort((a, b) => b.values.cost - a.values.cost || b.values.call_ms - a.values.call_ms || (a.key ?? '').localeCompare(b.key ?? ''));
  }
}

function totalOf(byDay: Map<string, UsageValues>): UsageValues {
  const total = nothing();
  for (const values of byDay.values()) {
    for (const metric of USAGE_METRICS)
      total[metric] = metric === 'concurrent_calls' ? Math.max(total[metric], values[metric]) : total[metric] + values[metric];
  }
  return total;
}
