/** Every query about API keys. */
import { and, desc, eq, gt, isNull, or } from 'drizzle-orm';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { apiKeys } from '../../platform/db/schema.ts';
import { afterCursor, newestFirst } from '../../platform/http/paging.ts';

export type ApiKeyRow = typeof apiKeys.$inferSelect;
export type NewApiKeyRow = typeof apiKeys.$inferInsert;

const live = isNull(apiKeys.revokedAt);
const own = (organizationId: string, id: string) => and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.id, id), live);

/** Across organizations: which key a secret belongs to is what tells the organization. */
export const findKeyByHash = (database: Database, hash: string, now: Date): Promise<ApiKeyRow | undefined> => {
  const rotatedOut = and(eq(apiKeys.previousHash, hash), gt(apiKeys.previousExpiresAt, now));
  return database.asSystem(
    async (tx) =>
      (
        await tx
          .select()
          .from(apiKeys)
          .where(and(or(eq(apiKeys.hash, hash), rotatedOut), live))
      )[0],
  );
};

export const findKeyById = (database: Database, id: string): Promise<ApiKeyRow | undefined> =>
  database.asSystem(
    async (tx) =>
      (
        await tx
          .select()
          .from(apiKeys)
          .where(and(eq(apiKeys.id, id), live))
      )[0],
  );

export const insertKey = (tx: Transaction, row: NewApiKeyRow): Promise<ApiKeyRow | undefined> =>
  tx
    .insert(apiKeys)
    .values(row)
    .returning()
    .then(([inserted]) => inserted);

export const selectKey = (database: Database, organizationId: string, id: string): Promise<ApiKeyRow | undefined> =>
  database.asOrganization(organizationId, async (tx) => (await tx.select().from(apiKeys).where(own(organizationId, id)))[0]);

export const listKeys = (
  database: Database,
  organizationId: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<ApiKeyRow[]> =>
  database.asOrganization(organizationId, (tx) =>
    tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.organizationId, organizationId), live, afterCursor(page.cursor, apiKeys.createdAt, apiKeys.id)))
      .orderBy(...newestFirst(apiKeys.createdAt, apiKeys.id))
      .limit(page.limit + 1),
  );

/** The changed key, undefined when there is none of that id. */
export const changeKey = (
  database: Database,
  organizationId: string,
  id: string,
  change: (row: ApiKeyRow) => Partial<NewApiKeyRow>,
): Promise<ApiKeyRow | undefined> =>
  database.asOrganization(organizationId, async (tx) => {
    const [row] = await tx.select().from(apiKeys).where(own(organizationId, id)).for('update');
    if (row === undefined) return undefined;
    const changed = change(row);
    if (Object.keys(changed).length === 0) return row;
    return (await tx.update(apiKeys).set(changed).where(eq(apiKeys.id, id)).returning())[0];
  });

export const touchKey = (database: Database, organizationId: string, id: string): Promise<unknown> =>
  database.asOrganization(organizationId, (tx) => tx.update(apiKeys).set({ lastUsedAt: new Date() }).where(eq(apiKeys.id, id)));

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
