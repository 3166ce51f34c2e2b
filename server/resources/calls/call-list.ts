/** The list of calls: its filters, its orders, and only the columns that are shown. */
import { DEFAULT_CALL_FIELDS, type CallListQuery } from '@parley/contract';
import { and, count, eq, getTableColumns, gte, inArray, lte, sql, type SQL } from 'drizzle-orm';
import { hasKey, holds } from '../../platform/db/attributes.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { contains, from, is, until } from '../../platform/db/filters.ts';
import { agentTags, calls } from '../../platform/db/schema.ts';
import { sortedPage, type SortColumns } from '../../platform/http/paging.ts';

type CallRow = typeof calls.$inferSelect;
/** The large columns are there when they were asked for. */
export type ListedCallRow = Omit<CallRow, 'agentSnapshot' | 'transcript' | 'collected' | 'agentOverride'> &
  Partial<Pick<CallRow, 'transcript' | 'collected' | 'agentOverride'>>;

export const CALL_SORTS: SortColumns<ListedCallRow> = {
  created_at: { column: calls.createdAt, valueOf: (row) => row.createdAt.toISOString(), kind: 'time' },
  started_at: { column: calls.startedAt, valueOf: (row) => row.startedAt?.toISOString() ?? null, kind: 'time', nullable: true },
  ended_at: { column: calls.endedAt, valueOf: (row) => row.endedAt?.toISOString() ?? null, kind: 'time', nullable: true },
  duration_ms: { column: calls.durationMs, valueOf: (row) => row.durationMs, kind: 'number', nullable: true },
};

type Several =
  'status' | 'type' | 'direction' | 'agent_id' | 'agent_version' | 'disconnection_reason' | 'sentiment' | 'from_number' | 'to_number';
/** As the API asks, or with one value where that is all. */
export type CallSelection = Omit<CallListQuery, Several> & {
  [K in Several]?: CallListQuery[K] | Readonly<CallListQuery[K]> | NonNullable<CallListQuery[K]>[number] | undefined;
} & Measured;

/** What other APIs ask for. */
interface Measured {
  id?: readonly string[];
  /** Tags that point at the version which the call ran. */
  agent_tag?: readonly string[];
  /** As the analysis found. */
  successful?: boolean;
  /** Of the median from the caller's end to the agent's first sound. */
  min_e2e_ms?: number;
  max_e2e_ms?: number;
  /** In micro-USD. */
  min_cost?: number;
  max_cost?: number;
}

const E2E_MS = sql`(${calls.latency}->'e2e'->>'p50')::float8`;
/** A call without a cost yet has cost nothing. */
const COST = sql`coalesce((${calls.cost}->>'total')::float8, 0)`;

const measured = (query: Measured): (SQL | undefined)[] => [
  is(calls.id, query.id),
  query.agent_tag === undefined
    ? undefined
    : sql`exists (select from ${agentTags} where ${agentTags.agentId} = ${calls.agentId}
    and ${agentTags.version} = ${calls.agentVersion} and ${inArray(agentTags.tag, [...query.agent_tag])})`,
  query.successful === undefined ? undefined : sql`(${calls.analysis}->>'successful')::boolean = ${query.successful}`,
  query.min_e2e_ms === undefined ? undefined : sql`${E2E_MS} >= ${query.min_e2e_ms}`,
  query.max_e2e_ms === undefined ? undefined : sql`${E2E_MS} <= ${query.max_e2e_ms}`,
  query.min_cost === undefined ? undefined : sql`${COST} >= ${query.min_cost}`,
  query.max_cost === undefined ? undefined : sql`${COST} <= ${query.max_cost}`,
];

const conditions = (organizationId: string, query: Omit<CallSelection, 'limit' | 'sort'>): (SQL | undefined)[] => [
  eq(calls.organizationId, organizationId),
  contains(query.q, calls.agentName, calls.fromNumber, calls.toNumber),
  is(calls.status, query.status),
  is(calls.type, query.type),
  is(calls.direction, query.direction),
  is(calls.agentId, query.agent_id),
  is(calls.agentVersion, query.agent_version),
  is(calls.disconnectionReason, query.disconnection_reason),
  is(calls.sentiment, query.sentiment),
  is(calls.fromNumber, query.from_number),
  is(calls.toNumber, query.to_number),
  from(calls.createdAt, query.created_after),
  until(calls.createdAt, query.created_before),
  from(calls.startedAt, query.started_after),
  until(calls.startedAt, query.started_before),
  from(calls.endedAt, query.ended_after),
  until(calls.endedAt, query.ended_before),
  query.min_duration_ms === undefined ? undefined : gte(calls.durationMs, query.min_duration_ms),
  query.max_duration_ms === undefined ? undefined : lte(calls.durationMs, query.max_duration_ms),
  holds(calls.id, calls.metadata, 'metadata', query.metadata),
  hasKey(calls.id, 'metadata', query.metadata_key),
  holds(calls.id, calls.variables, 'variables', query.variables),
  ...measured(query),
];

export async function selectCalls(tx: Transaction, organizationId: string, query: CallSelection): Promise<ListedCallRow[]> {
  const { after, orderBy } = sortedPage(CALL_SORTS, query.sort, query.cursor, calls.id);
  const fields = query.fields ?? DEFAULT_CALL_FIELDS;
  const { agentSnapshot: _snapshot, agentOverride, transcript, collected, ...columns } = getTableColumns(calls);
  const rows = await tx
    .select({
      ...columns,
      ...(fields.includes('transcript') ? { transcript } : {}),
      ...(fields.includes('collected') ? { collected } : {}),
      ...(fields.includes('agent_override') ? { agentOverride } : {}),
    })
    .from(calls)
    .where(and(...conditions(organizationId, query), after))
    .orderBy(...orderBy)
    .limit(query.limit + 1);
  return rows;
}

export async function countCalls(tx: Transaction, organizationId: string, query: Omit<CallSelection, 'limit' | 'sort'>): Promise<number> {
  const [row] = await tx
    .select({ calls: count() })
    .from(calls)
    .where(and(...conditions(organizationId, query)));
  return row?.calls ?? 0;
}
