/** Every query about quotas and their notices. */
import type { UsageMetric } from '@parley/contract';
import { and, asc, desc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { apiKeys, quotaNotices, quotas } from '../../platform/db/schema.ts';
import { afterCursor, newestFirst } from '../../platform/http/paging.ts';

export type QuotaRow = typeof quotas.$inferSelect;
export type NoticeRow = typeof quotaNotices.$inferSelect;

const own = (organizationId: string, id: string) => and(eq(quotas.organizationId, organizationId), eq(quotas.id, id));

/** The organization's quotas and the key's, of these metrics. */
export const selectQuotasFor = (tx: Transaction, organizationId: string, metrics: readonly UsageMetric[]): Promise<QuotaRow[]> =>
  tx
    .select()
    .from(quotas)
    .where(and(eq(quotas.organizationId, organizationId), inArray(quotas.metric, [...metrics])))
    .orderBy(asc(quotas.id));

/** Until the transaction ends no other call of the organization is counted or begun against a quota. */
export const lockCallsOf = async (tx: Transaction, organizationId: string): Promise<void> => {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`calls of ${organizationId}`}))`);
};

export const selectQuotas = (
  tx: Transaction,
  organizationId: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<QuotaRow[]> =>
  tx
    .select()
    .from(quotas)
    .where(and(eq(quotas.organizationId, organizationId), afterCursor(page.cursor, quotas.createdAt, quotas.id)))
    .orderBy(...newestFirst(quotas.createdAt, quotas.id))
    .limit(page.limit + 1);

export const selectQuota = async (tx: Transaction, organizationId: string, id: string): Promise<QuotaRow | undefined> =>
  (await tx.select().from(quotas).where(own(organizationId, id)))[0];

export const lockQuota = async (tx: Transaction, organizationId: string, id: string): Promise<QuotaRow | undefined> =>
  (await tx.select().from(quotas).where(own(organizationId, id)).for('update'))[0];

/** Undefined when there is such a quota already. */
export const insertQuota = async (tx: Transaction, row: typeof quotas.$inferInsert): Promise<QuotaRow | undefined> =>
  (await tx.insert(quotas).values(row).onConflictDoNothing().returning())[0];

export const updateQuota = async (
  tx: Transaction,
  organizationId: string,
  id: string,
  change: Partial<QuotaRow>,
): Promise<QuotaRow | undefined> => (await tx.update(quotas).set(change).where(own(organizationId, id)).returning())[0];

export const deleteQuota = async (tx: Transaction, organizationId: string, id: string): Promise<void> => {
  await tx.delete(quotas).where(own(organizationId, id));
};

export const keyExists = async (tx: Transaction, organizationId: string, id: string): Promise<boolean> =>
  (
    await tx
      .select({ id: apiKeys.id })
      .from(apiKeys)
      .where(and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
  ).length > 0;

/** Once a quota, period and level. */
export const insertNotice = async (tx: Transaction, row: typeof quotaNotices.$inferInsert): Promise<boolean> =>
  (await tx.insert(quotaNotices).values(row).onConflictDoNothing().returning()).length > 0;

export const selectNotices = (tx: Transaction, organizationId: string, from: Date, before: Date): Promise<NoticeRow[]> =>
  tx
    .select()
    .from(quotaNotices)
    .where(and(eq(quotaNotices.organizationId, organizationId), gte(quotaNotices.createdAt, from), lt(quotaNotices.createdAt, before)))
    .orderBy(desc(quotaNotices.createdAt))
    .limit(100);

/** Quotas that hold for a caller: the organization's and those of the key. */
export const holdsFor = (quota: QuotaRow, apiKeyId: string | null): boolean => quota.apiKeyId === null || quota.apiKeyId === apiKeyId;
