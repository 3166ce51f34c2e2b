/** Every query about API keys. */
import type { ApiKeyListQuery } from '@parley/contract';
import { and, desc, eq, gt, isNull, or } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { contains } from '../../platform/db/filters.ts';
import { apiKeys } from '../../platform/db/schema.ts';
import { afterCursor, newestFirst } from '../../platform/http/paging.ts';

export type ApiKeyRow = typeof apiKeys.$inferSelect;
export type NewApiKeyRow = typeof apiKeys.$inferInsert;

const live = isNull(apiKeys.revokedAt);
const own = (organizationId: string, id: string) => and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.id, id), live);

/** Across organizations: which key a secret belongs to is what tells the organization. */
export const selectKeyByHash = async (tx: Transaction, hash: string, now: Date): Promise<ApiKeyRow | undefined> => {
  const rotatedOut = and(eq(apiKeys.previousHash, hash), gt(apiKeys.previousExpiresAt, now));
  const [row] = await tx
    .select()
    .from(apiKeys)
    .where(and(or(eq(apiKeys.hash, hash), rotatedOut), live));
  return row;
};

/** Across organizations. */
export const selectKeyById = async (tx: Transaction, id: string): Promise<ApiKeyRow | undefined> =>
  (
    await tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.id, id), live))
  )[0];

export const insertKey = async (tx: Transaction, row: NewApiKeyRow): Promise<ApiKeyRow | undefined> =>
  (await tx.insert(apiKeys).values(row).returning())[0];

export const selectKey = async (tx: Transaction, organizationId: string, id: string): Promise<ApiKeyRow | undefined> =>
  (await tx.select().from(apiKeys).where(own(organizationId, id)))[0];

/** Holds the key until the transaction ends. */
export const lockKey = async (tx: Transaction, organizationId: string, id: string): Promise<ApiKeyRow | undefined> =>
  (await tx.select().from(apiKeys).where(own(organizationId, id)).for('update'))[0];

export const selectKeys = (tx: Transaction, organizationId: string, page: ApiKeyListQuery): Promise<ApiKeyRow[]> =>
  tx
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.organizationId, organizationId),
        live,
        contains(page.q, apiKeys.name),
        afterCursor(page.cursor, apiKeys.createdAt, apiKeys.id),
      ),
    )
    .orderBy(...newestFirst(apiKeys.createdAt, apiKeys.id))
    .limit(page.limit + 1);

export const updateKey = async (tx: Transaction, id: string, change: Partial<NewApiKeyRow>): Promise<ApiKeyRow | undefined> =>
  (await tx.update(apiKeys).set(change).where(eq(apiKeys.id, id)).returning())[0];

/** Names of keys, revoked ones too: what they used stays on record. */
export const selectKeyNames = async (tx: Transaction, organizationId: string): Promise<Map<string, string>> =>
  new Map(
    (
      await tx
        .select({ id: apiKeys.id, name: apiKeys.name })
        .from(apiKeys)
        .where(eq(apiKeys.organizationId, organizationId))
        .orderBy(desc(apiKeys.createdAt))
        .limit(10_000)
    ).map(({ id, name }) => [id, name]),
  );
