/** Every query about usage. Sums a day, agent and key; `concurrent_calls` is a maximum, kept for each of them alone and for all. */
import type { UsageMetric } from '@parley/contract';
import { and, eq, gte, inArray, lte, max, sql, sum } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { agents, calls, usageDaily } from '../../platform/db/schema.ts';

export interface UsageEntry {
  /** yyyy-mm-dd, UTC */
  day: string;
  /** `''` where there is none. */
  apiKeyId: string;
  agentId: string;
  metric: UsageMetric;
  value: number;
}

export const dayOf = (time: Date | number): string => new Date(time).toISOString().slice(0, 10);

/** Whose quotas hold: those of the organization, and of the key where there is one. */
export interface OwnedBy {
  organizationId: string;
  apiKeyId: string | null;
}

/** Whose use it is. */
export interface UsedBy {
  apiKeyId: string | null;
  agentId: string | null;
}

export const entriesOf = ({ apiKeyId, agentId }: UsedBy, now: number, values: Partial<Record<UsageMetric, number>>): UsageEntry[] =>
  Object.entries(values)
    .filter(([, value]) => value > 0)
    .map(([metric, value]) => ({
      day: dayOf(now),
      apiKeyId: apiKeyId ?? '',
      agentId: agentId ?? '',
      metric: metric as UsageMetric,
      value: Math.round(value),
    }));

export const PEAK: UsageMetric = 'concurrent_calls';
const order = (entry: UsageEntry): string => `${entry.day} ${entry.metric} ${entry.apiKeyId} ${entry.agentId}`;

export async function addUsage(tx: Transaction, organizationId: string, entries: readonly UsageEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { day, metric, apiKeyId, agentId, value } = usageDaily;
  // In one order everywhere: transactions that wait for each other would never end.
  const rows = entries.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)).map((entry) => ({ organizationId, ...entry }));
  await tx
    .insert(usageDaily)
    .values(rows)
    .onConflictDoUpdate({
      target: [usageDaily.organizationId, day, metric, apiKeyId, agentId],
      set: { value: sql`case when ${metric} = ${PEAK} then greatest(${value}, excluded.value) else ${value} + excluded.value end` },
    });
}

/** Calls that are going on. */
export async function liveCalls(tx: Transaction, organizationId: string, by: Partial<UsedBy> = {}): Promise<number> {
  const { apiKeyId = null, agentId = null } = by;
  const condition = and(
    eq(calls.organizationId, organizationId),
    inArray(calls.status, ['registered', 'ongoing']),
    sql`${calls.nodeId} is not null`,
    apiKeyId === null ? undefined : eq(calls.apiKeyId, apiKeyId),
    agentId === null ? undefined : eq(calls.agentId, agentId),
  );
  return tx.$count(calls, condition);
}

export interface UsageRange {
  from: string;
  to: string;
  agentId?: string | undefined;
  apiKeyId?: string | undefined;
}

const GROUP_COLUMNS = { day: usageDaily.day, agent: usageDaily.agentId, api_key: usageDaily.apiKeyId } as const;

export interface UsageSum {
  group: string;
  metric: UsageMetric;
  value: number;
}

const within = (organizationId: string, { from, to, agentId, apiKeyId }: UsageRange) =>
  and(
    eq(usageDaily.organizationId, organizationId),
    gte(usageDaily.day, from),
    lte(usageDaily.day, to),
    agentId === undefined ? undefined : eq(usageDaily.agentId, agentId),
    apiKeyId === undefined ? undefined : eq(usageDaily.apiKeyId, apiKeyId),
  );

export async function sumUsage(
  tx: Transaction,
  organizationId: string,
  range: UsageRange,
  groupBy: keyof typeof GROUP_COLUMNS,
): Promise<UsageSum[]> {
  const group = GROUP_COLUMNS[groupBy];
  const rows = await tx
    .select({ group, metric: usageDaily.metric, total: sum(usageDaily.value).mapWith(Number), peak: max(usageDaily.value).mapWith(Number) })
    .from(usageDaily)
    .where(within(organizationId, range))
    .groupBy(group, usageDaily.metric);
  return rows.map((row) => ({ group: row.group, metric: row.metric, value: (row.metric === PEAK ? row.peak : row.total) ?? 0 }));
}

/** Used since a day, of the organization or of one key. */
export async function usedSince(
  tx: Transaction,
  { organizationId, apiKeyId }: OwnedBy,
  metrics: readonly UsageMetric[],
  since: string,
): Promise<Map<UsageMetric, number>> {
  if (metrics.length === 0) return new Map();
  const rows = await tx
    .select({ metric: usageDaily.metric, used: sum(usageDaily.value).mapWith(Number) })
    .from(usageDaily)
    .where(
      and(
        eq(usageDaily.organizationId, organizationId),
        gte(usageDaily.day, since),
        inArray(usageDaily.metric, [...metrics]),
        apiKeyId === null ? undefined : eq(usageDaily.apiKeyId, apiKeyId),
      ),
    )
    .groupBy(usageDaily.metric);
  return new Map(rows.map((row) => [row.metric, row.used ?? 0]));
}

/** Names of agents, deleted ones too. */
export const selectAgentNames = async (tx: Transaction, organizationId: string): Promise<Map<string, string>> =>
  new Map(
    (
      await tx
        .select({ id: agents.id, name: sql<string>`${agents.draft}->>'name'` })
        .from(agents)
        .where(eq(agents.organizationId, organizationId))
        .limit(10_000)
    ).map(({ id, name }) => [id, name]),
  );
