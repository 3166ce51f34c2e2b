/** Every query about phone numbers. */
import type { PhoneNumberListQuery } from '@parley/contract';
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { hasKey, holds } from '../../platform/db/attributes.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { contains, is } from '../../platform/db/filters.ts';
import { phoneNumbers } from '../../platform/db/schema.ts';
import { sortedPage, type SortColumns } from '../../platform/http/paging.ts';

export type PhoneNumberRow = typeof phoneNumbers.$inferSelect;

const own = (organizationId: string, id: string) => and(eq(phoneNumbers.organizationId, organizationId), eq(phoneNumbers.id, id));
const isAgent = (column: typeof phoneNumbers.inboundAgent | typeof phoneNumbers.outboundAgent, agentIds: string[]) =>
  inArray(sql`${column}->>'agent_id'`, agentIds);

/** Undefined when the number belongs to somebody already. */
export const insertNumber = async (tx: Transaction, row: typeof phoneNumbers.$inferInsert): Promise<PhoneNumberRow | undefined> =>
  (await tx.insert(phoneNumbers).values(row).onConflictDoNothing().returning())[0];

export const selectNumber = async (tx: Transaction, organizationId: string, id: string): Promise<PhoneNumberRow | undefined> =>
  (await tx.select().from(phoneNumbers).where(own(organizationId, id)))[0];

export const lockNumber = async (tx: Transaction, organizationId: string, id: string): Promise<PhoneNumberRow | undefined> =>
  (await tx.select().from(phoneNumbers).where(own(organizationId, id)).for('update'))[0];

export const NUMBER_SORTS: SortColumns<PhoneNumberRow> = {
  created_at: { column: phoneNumbers.createdAt, valueOf: (row) => row.createdAt.toISOString(), kind: 'time' },
  number: { column: phoneNumbers.number, valueOf: (row) => row.number, kind: 'text' },
};

export const selectNumbers = (
  tx: Transaction,
  organizationId: string,
  { q, number, agent_id, metadata, metadata_key, cursor, sort, limit }: PhoneNumberListQuery,
): Promise<PhoneNumberRow[]> => {
  const { after, orderBy } = sortedPage(NUMBER_SORTS, sort, cursor, phoneNumbers.id);
  const condition = and(
    eq(phoneNumbers.organizationId, organizationId),
    contains(q, phoneNumbers.nickname, phoneNumbers.number),
    is(phoneNumbers.number, number),
    agent_id === undefined ? undefined : or(isAgent(phoneNumbers.inboundAgent, agent_id), isAgent(phoneNumbers.outboundAgent, agent_id)),
    holds(phoneNumbers.id, phoneNumbers.metadata, 'metadata', metadata),
    hasKey(phoneNumbers.id, 'metadata', metadata_key),
    after,
  );
  return tx
    .select()
    .from(phoneNumbers)
    .where(condition)
    .orderBy(...orderBy)
    .limit(limit + 1);
};

export const updateNumber = async (tx: Transaction, id: string, change: Partial<PhoneNumberRow>): Promise<PhoneNumberRow | undefined> =>
  (
    await tx
      .update(phoneNumbers)
      .set({ ...change, updatedAt: new Date() })
      .where(eq(phoneNumbers.id, id))
      .returning()
  )[0];

export const deleteNumber = async (tx: Transaction, organizationId: string, id: string): Promise<void> => {
  await tx.delete(phoneNumbers).where(own(organizationId, id));
};
