/** Who changed what: rows that triggers on the audited tables write, in the transaction of the change (0002_audit_log.sql). */
import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { AuditActor, AuditChange, AuditEntry } from '@parley/contract';
import { at, tenantPolicies } from './columns.ts';

/** Append-only. No reference to the organization: the trail outlives what it tells of. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: text('id').primaryKey(),
    /** '' where it concerns no organization. */
    organizationId: text('organization_id').notNull(),
    createdAt: at('created_at').notNull(),
    actorType: text('actor_type').$type<AuditActor['type']>().notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name'),
    action: text('action').notNull(),
    outcome: text('outcome').$type<AuditEntry['outcome']>().notNull().default('success'),
    resourceType: text('resource_type').notNull(),
    resourceId: text('resource_id'),
    changes: jsonb('changes').$type<AuditChange[]>().notNull().default([]),
    address: text('address'),
    userAgent: text('user_agent'),
    requestId: text('request_id'),
  },
  (table) => [
    index('audit_log_list').on(table.organizationId, table.createdAt, table.id),
    index('audit_log_by_actor').on(table.organizationId, table.actorId, table.createdAt, table.id),
    index('audit_log_by_resource').on(table.organizationId, table.resourceId, table.createdAt, table.id),
    index('audit_log_by_request').on(table.requestId),
    index('audit_log_by_age').on(table.createdAt),
    ...tenantPolicies('audit_log', table.organizationId),
  ],
);
