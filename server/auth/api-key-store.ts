/** Every query about API keys. */
import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Database, Transaction } from '../db/database.ts';
import { apiKeys } from '../db/schema.ts';

export type ApiKeyRow = typeof apiKeys.$inferSelect;
export type NewApiKeyRow = typeof apiKeys.$inferInsert;

/** Across organizations: which key a secret belongs to is what tells the organization. */
export const findKeyByHash = (database: Database, hash: string): Promise<ApiKeyRow | undefined> =>
  database.asSystem(
    async (tx) =>
      (
        await tx
          .select()
          .from(apiKeys)
          .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)))
      )[0],
  );

export const insertKey = (tx: Transaction, row: typeof apiKeys.$inferInsert): Promise<ApiKeyRow | undefined> =>
  tx
    .insert(apiKeys)
    .values(row)
    .returning()
    .then(([inserted]) => inserted);

export const listKeys = (database: Database, organizationId: string): Promise<ApiKeyRow[]> =>
  database.asOrganization(organizationId, (tx) =>
    tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.organizationId, organizationId), isNull(apiKeys.revokedAt)))
      .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id)),
  );

/** The revoked key, undefined when there is none of that id. */
export const revokeKey = (database: Database, organizationId: string, id: string): Promise<ApiKeyRow | undefined> =>
  database.asOrganization(organizationId, async (tx) => {
    const condition = and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt));
    return (await tx.update(apiKeys).set({ revokedAt: new Date() }).where(condition).returning())[0];
  });

export const touchKey = (database: Database, organizationId: string, id: string): Promise<unknown> =>
  database.asOrganization(organizationId, (tx) => tx.update(apiKeys).set({ lastUsedAt: new Date() }).where(eq(apiKeys.id, id)));
