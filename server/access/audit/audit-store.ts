/** Every query about the audit trail. Its entries of changes are written by triggers (0002_audit_log.sql). */
import type { AuditLogQuery } from '@parley/contract';
import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { contains, from, is, until } from '../../platform/db/filters.ts';
import { auditLog, member, organization, user } from '../../platform/db/schema.ts';
import { afterCursor, newestFirst } from '../../platform/http/paging.ts';

export type AuditRow = typeof auditLog.$inferSelect;
export type AuditFilters = Omit<AuditLogQuery, 'limit' | 'cursor'>;

const matching = (organizationId: string, filters: AuditFilters): SQL | undefined =>
  and(
    eq(auditLog.organizationId, organizationId),
    contains(filters.q, auditLog.actorName),
    is(auditLog.actorId, filters.actor_id),
    is(auditLog.actorType, filters.actor_type),
    is(auditLog.action, filters.action),
    is(auditLog.resourceType, filters.resource_type),
    is(auditLog.resourceId, filters.resource_id),
    is(auditLog.requestId, filters.request_id),
    is(auditLog.outcome, filters.outcome),
    from(auditLog.createdAt, filters.created_after),
    until(auditLog.createdAt, filters.created_before),
  );

export const selectEntries = (
  tx: Transaction,
  organizationId: string,
  filters: AuditFilters,
  page: { limit: number; cursor?: string | undefined },
): Promise<AuditRow[]> =>
  tx
    .select()
    .from(auditLog)
    .where(and(matching(organizationId, filters), afterCursor(page.cursor, auditLog.createdAt, auditLog.id)))
    .orderBy(...newestFirst(auditLog.createdAt, auditLog.id))
    .limit(page.limit + 1);

export const hasEntryOf = async (tx: Transaction, requestId: string): Promise<boolean> =>
  (await tx.select({ id: auditLog.id }).from(auditLog).where(eq(auditLog.requestId, requestId)).limit(1)).length > 0;

export type NewEntry = Omit<typeof auditLog.$inferInsert, 'id' | 'createdAt'>;

export const insertEntries = async (tx: Transaction, entries: readonly NewEntry[]): Promise<void> => {
  if (entries.length === 0) return;
  await tx.insert(auditLog).values(
    entries.map((entry) => ({
      ...entry,
      id: sql<string>`audit_id()` as unknown as string,
      createdAt: sql`clock_timestamp()` as unknown as Date,
    })),
  );
};

/** Only those that the table itself lets go: 30 days old at least. */
export const deleteEntriesBefore = async (tx: Transaction, before: Date): Promise<void> => {
  await tx.execute(sql`select set_config('app.audit_retention', 'on', true)`);
  await tx.execute(sql`delete from audit_log where created_at < ${before.toISOString()} and created_at < now() - interval '30 days'`);
};

/** Whose account the address names, and the organizations of that person. */
export const selectPersonByEmail = async (tx: Transaction, email: string): Promise<{ id: string; organizationId: string }[]> =>
  tx
    .select({ id: user.id, organizationId: member.organizationId })
    .from(user)
    .innerJoin(member, eq(member.userId, user.id))
    .where(eq(user.email, email.toLowerCase()));

export const selectOrganizationIds = async (tx: Transaction): Promise<string[]> =>
  (await tx.select({ id: organization.id }).from(organization)).map(({ id }) => id);

/** The one that the installation began with. */
export const selectFirstOrganization = async (tx: Transaction): Promise<string | undefined> =>
  (await tx.select({ id: organization.id }).from(organization).orderBy(asc(organization.createdAt)).limit(1))[0]?.id;
