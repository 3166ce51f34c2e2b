/** Every query about agents, their versions and tags. */
import type { AgentConfig, AgentListQuery } from '@parley/contract';
import { and, asc, desc, eq, inArray, isNotNull, isNull, sql, type SQL } from 'drizzle-orm';
import { hasKey, holds } from '../../platform/db/attributes.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { contains } from '../../platform/db/filters.ts';
import { agents, agentTags, agentVersions } from '../../platform/db/schema.ts';
import { sortedPage, type SortColumns } from '../../platform/http/paging.ts';

export type AgentRow = typeof agents.$inferSelect;
export type AgentVersionRow = typeof agentVersions.$inferSelect;
/** An agent with the settings it was last published with, and its tags. */
export type WholeAgent = AgentRow & { publishedConfig: AgentConfig | null; tags: Record<string, number> };

const tags = sql<
  Record<string, number>
>`coalesce((select jsonb_object_agg(${agentTags.tag}, ${agentTags.version}) from ${agentTags} where ${agentTags.agentId} = ${agents.id}), '{}'::jsonb)`;
const columns = { agent: agents, publishedConfig: agentVersions.config, tags };
type Selected = { agent: AgentRow; publishedConfig: AgentConfig | null; tags: Record<string, number> };
const flat = ({ agent, ...rest }: Selected): WholeAgent => ({ ...agent, ...rest });
const published = and(eq(agentVersions.agentId, agents.id), eq(agentVersions.version, agents.publishedVersion));
const nameOf = sql<string>`${agents.draft}->>'name'`;
const own = (organizationId: string, id: string): SQL | undefined =>
  and(eq(agents.organizationId, organizationId), eq(agents.id, id), isNull(agents.deletedAt));

export async function selectAgent(tx: Transaction, organizationId: string, id: string): Promise<WholeAgent | undefined> {
  const [row] = await tx.select(columns).from(agents).leftJoin(agentVersions, published).where(own(organizationId, id));
  return row && flat(row);
}

/** Holds the agent until the transaction ends. */
export async function lockAgent(tx: Transaction, organizationId: string, id: string): Promise<AgentRow | undefined> {
  return (await tx.select().from(agents).where(own(organizationId, id)).for('update'))[0];
}

export const AGENT_SORTS: SortColumns<WholeAgent> = {
  created_at: { column: agents.createdAt, valueOf: (row) => row.createdAt.toISOString(), kind: 'time' },
  updated_at: { column: agents.updatedAt, valueOf: (row) => row.updatedAt.toISOString(), kind: 'time' },
  name: { column: nameOf, valueOf: (row) => row.draft.name, kind: 'text' },
};

export async function selectAgents(tx: Transaction, organizationId: string, query: AgentListQuery): Promise<WholeAgent[]> {
  const { after, orderBy } = sortedPage(AGENT_SORTS, query.sort, query.cursor, agents.id);
  const condition = and(
    eq(agents.organizationId, organizationId),
    isNull(agents.deletedAt),
    contains(query.q, nameOf),
    query.published === undefined
      ? undefined
      : query.published === 'true'
        ? isNotNull(agents.publishedVersion)
        : isNull(agents.publishedVersion),
    query.tag === undefined
      ? undefined
      : sql`exists (select from ${agentTags} where ${agentTags.agentId} = ${agents.id} and ${inArray(agentTags.tag, query.tag)})`,
    holds(agents.id, agents.metadata, 'metadata', query.metadata),
    hasKey(agents.id, 'metadata', query.metadata_key),
    after,
  );
  const rows = await tx
    .select(columns)
    .from(agents)
    .leftJoin(agentVersions, published)
    .where(condition)
    .orderBy(...orderBy)
    .limit(query.limit + 1);
  return rows.map(flat);
}

export const insertAgent = async (tx: Transaction, row: typeof agents.$inferInsert): Promise<void> => {
  await tx.insert(agents).values(row);
};

export const updateAgent = async (tx: Transaction, id: string, change: Partial<typeof agents.$inferInsert>): Promise<void> => {
  await tx
    .update(agents)
    .set({ ...change, updatedAt: new Date() })
    .where(eq(agents.id, id));
};

export const insertVersion = async (tx: Transaction, row: typeof agentVersions.$inferInsert): Promise<AgentVersionRow | undefined> =>
  (await tx.insert(agentVersions).values(row).returning())[0];

/** Newest first; `before` is the version that the page before ended with. */
export const selectVersions = (tx: Transaction, agentId: string, limit: number, before: number | undefined): Promise<AgentVersionRow[]> =>
  tx
    .select()
    .from(agentVersions)
    .where(and(eq(agentVersions.agentId, agentId), before === undefined ? undefined : sql`${agentVersions.version} < ${before}`))
    .orderBy(desc(agentVersions.version))
    .limit(limit);

export const selectVersion = async (tx: Transaction, agentId: string, version: number): Promise<AgentVersionRow | undefined> =>
  (
    await tx
      .select()
      .from(agentVersions)
      .where(and(eq(agentVersions.agentId, agentId), eq(agentVersions.version, version)))
  )[0];

export const selectTags = (tx: Transaction, agentId: string): Promise<{ tag: string; version: number }[]> =>
  tx
    .select({ tag: agentTags.tag, version: agentTags.version })
    .from(agentTags)
    .where(eq(agentTags.agentId, agentId))
    .orderBy(asc(agentTags.tag));

export const putTag = async (tx: Transaction, row: typeof agentTags.$inferInsert): Promise<void> => {
  await tx
    .insert(agentTags)
    .values(row)
    .onConflictDoUpdate({ target: [agentTags.agentId, agentTags.tag], set: { version: row.version } });
};

export const deleteTag = async (tx: Transaction, agentId: string, tag: string): Promise<boolean> =>
  (
    await tx
      .delete(agentTags)
      .where(and(eq(agentTags.agentId, agentId), eq(agentTags.tag, tag)))
      .returning()
  ).length > 0;
