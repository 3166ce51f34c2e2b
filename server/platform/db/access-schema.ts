/** Keys, limits, usage and quotas. */
import { sql } from 'drizzle-orm';
import { bigint, date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { QuotaNotice, QuotaPeriod, Scope, UsageMetric } from '@parley/contract';
import { at, createdAt, tenantPolicies } from './columns.ts';
import { organizationId } from './tenant-column.ts';

export const apiKeys = pgTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    organizationId: organizationId(),
    name: text('name').notNull(),
    /** base64url of the SHA-256 of the secret. */
    hash: text('hash').notNull().unique(),
    prefix: text('prefix').notNull(),
    lastFour: text('last_four').notNull(),
    scopes: jsonb('scopes').$type<Scope[]>().notNull().default(['*']),
    /** Addresses and networks; empty: any. */
    allowedIps: jsonb('allowed_ips').$type<string[]>().notNull().default([]),
    /** Null: the installation's default. */
    requestsPerMinute: integer('requests_per_minute'),
    /** The secret before the last rotation, and until when it works. */
    previousHash: text('previous_hash').unique(),
    previousExpiresAt: at('previous_expires_at'),
    createdAt: createdAt(),
    lastUsedAt: at('last_used_at'),
    expiresAt: at('expires_at'),
    revokedAt: at('revoked_at'),
  },
  (table) => [
    index('api_keys_list').on(table.organizationId, table.createdAt, table.id),
    ...tenantPolicies('api_keys', table.organizationId),
  ],
);

/** Sums by day; `concurrent_calls` is a maximum. `''` stands for what belongs to no key or agent. */
export const usageDaily = pgTable(
  'usage_daily',
  {
    organizationId: organizationId(),
    day: date('day', { mode: 'string' }).notNull(),
    apiKeyId: text('api_key_id').notNull().default(''),
    agentId: text('agent_id').notNull().default(''),
    metric: text('metric').$type<UsageMetric>().notNull(),
    value: bigint('value', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.day, table.metric, table.apiKeyId, table.agentId] }),
    ...tenantPolicies('usage_daily', table.organizationId),
  ],
);

export const quotas = pgTable(
  'quotas',
  {
    id: text('id').primaryKey(),
    organizationId: organizationId(),
    metric: text('metric').$type<UsageMetric>().notNull(),
    period: text('period').$type<QuotaPeriod>().notNull(),
    limit: bigint('limit', { mode: 'number' }).notNull(),
    warnPercent: integer('warn_percent').notNull(),
    apiKeyId: text('api_key_id').references(() => apiKeys.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('quotas_one_each').on(table.organizationId, table.metric, table.period, sql`coalesce(${table.apiKeyId}, '')`),
    ...tenantPolicies('quotas', table.organizationId),
  ],
);

/** The soft warning and the hard stop, once a quota and period. */
export const quotaNotices = pgTable(
  'quota_notices',
  {
    organizationId: organizationId(),
    quotaId: text('quota_id').notNull(),
    metric: text('metric').$type<UsageMetric>().notNull(),
    level: text('level').$type<QuotaNotice['level']>().notNull(),
    periodStart: at('period_start').notNull(),
    used: bigint('used', { mode: 'number' }).notNull(),
    limit: bigint('limit', { mode: 'number' }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.quotaId, table.periodStart, table.level] }),
    index('quota_notices_list').on(table.organizationId, table.createdAt),
    ...tenantPolicies('quota_notices', table.organizationId),
  ],
);

/** Answers to requests with an `Idempotency-Key`. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    organizationId: organizationId(),
    /** The API key or user that sent it. */
    owner: text('owner').notNull(),
    key: text('key').notNull(),
    /** base64url of the SHA-256 of operation, path and body. */
    requestHash: text('request_hash').notNull(),
    /** Null while the first request is being answered. */
    status: integer('status'),
    headers: jsonb('headers').$type<Record<string, string>>().notNull().default({}),
    /** Sealed by secret-box.ts: an answer may hold a secret. */
    body: text('body'),
    createdAt: createdAt(),
    /** While this node answers: until when another may not. */
    lockedUntil: at('locked_until').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.owner, table.key] }),
    index('idempotency_keys_by_age').on(table.createdAt),
    ...tenantPolicies('idempotency_keys', table.organizationId),
  ],
);

/** Points taken from a rate limit in the window that began at `windowStart`. */
export const rateLimitWindows = pgTable('rate_limit_windows', {
  bucket: text('bucket').primaryKey(),
  windowStart: at('window_start').notNull(),
  taken: integer('taken').notNull(),
});

/** Keys that sign access tokens. */
export const signingKeys = pgTable('signing_keys', {
  /** The `kid`. */
  id: text('id').primaryKey(),
  publicJwk: jsonb('public_jwk').$type<Record<string, unknown>>().notNull(),
  /** Sealed by secret-box.ts. */
  encryptedPrivateJwk: text('encrypted_private_jwk').notNull(),
  createdAt: createdAt(),
});
