/** Every query about agents and their versions. */
import type { AgentConfig } from '@parley/contract';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { agents, agentVersions } from '../db/schema.ts';
import { afterCursor, newestFirst } from '../http/paging.ts';

export type AgentRow = typeof agents.$inferSelect;
export type AgentVersionRow = typeof agentVersions.$inferSelect;
/** An agent with the settings it was last published with. */
export type AgentWithPublished = AgentRow & { publishedConfig: AgentConfig | null };

const columns = { agent: agents, publishedConfig: agentVersions.config };
const flat = ({ agent, publishedConfig }: { agent: AgentRow; publishedConfig: AgentConfig | null }): AgentWithPublished => ({
  ...agent,
  publishedConfig,
});
const published = and(eq(agentVersions.agentId, agents.id), eq(agentVersions.version, agents.publishedVersion));

export async function selectAgent(tx: Transaction, organizationId: string, id: string): Promise<AgentWithPublished | undefined> {
  const condition = and(eq(agents.organizationId, organizationId), eq(agents.id, id), isNull(agents.deletedAt));
  const [row] = await tx.select(columns).from(agents).leftJoin(agentVersions, published).where(condition);
  return row && flat(row);
}

/** Holds the agent until the transaction ends. */
export async function lockAgent(tx: Transaction, organizationId: string, id: string): Promise<AgentRow | undefined> {
  const condition = and(eq(agents.organizationId, organizationId), eq(agents.id, id), isNull(agents.deletedAt));
  return (await tx.select().from(agents).where(condition).for('update'))[0];
}

export async function selectAgents(
  tx: Transaction,
  organizationId: string,
  query: { q: string | undefined; cursor: string | undefined; limit: number },
): Promise<AgentWithPublished[]> {
  const likes = query.q === undefined ? undefined : sql`${agents.draft}->>'name' ilike ${`%${query.q.replace(/[\\%_]/g, '\\$&')}%`}`;
  const condition = and(
    eq(agents.organizationId, organizationId),
    isNull(agents.deletedAt),
    likes,
    afterCursor(query.cursor, agents.createdAt, agents.id),
  );
  const rows = await tx
    .select(columns)
    .from(agents)
    .leftJoin(agentVersions, published)
    .where(condition)
    .orderBy(...newestFirst(agents.createdAt, agents.id))
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

export const selectVersions = (tx: Transaction, agentId: string): Promise<AgentVersionRow[]> =>
  tx.select().from(agentVersions).where(eq(agentVersions.agentId, agentId)).orderBy(desc(agentVersions.version));

export const selectVersion = async (tx: Transaction, agentId: string, version: number): Promise<AgentVersionRow | undefined> =>
  (
    await tx
      .select()
      .from(agentVersions)
      .where(and(eq(agentVersions.agentId, agentId), eq(agentVersions.version, version)))
  )[0];
