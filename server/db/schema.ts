import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { CALL_STATUSES } from '@parley/contract';
import type {
  AgentConfig,
  AgentSnapshot,
  Call,
  CallCost,
  CallEvent,
  CallLatency,
  CallStatus,
  CallTransportKind,
  DisconnectionReason,
  Metadata,
  ProviderName,
  TranscriptTurn,
} from '@parley/contract';
import { at, createdAt, tenantPolicies, updatedAt } from './columns.ts';
import { organization } from './auth-schema.ts';

export * from './auth-schema.ts';

const organizationId = () =>
  text('organization_id')
    .notNull()
    .references(() => organization.id, { onDelete: 'cascade' });

export const agents = pgTable(
  'agents',
  {
    id: text('id').primaryKey(),
    organizationId: organizationId(),
    draft: jsonb('draft').$type<AgentConfig>().notNull(),
    /** Counts the draft's saves. */
    revision: integer('revision').notNull().default(1),
    /** The newest published version; null before the first publication. */
    publishedVersion: integer('published_version'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** Deleted agents stay for the calls that ran on them. */
    deletedAt: at('deleted_at'),
  },
  (table) => [index('agents_list').on(table.organizationId, table.createdAt, table.id), ...tenantPolicies('agents', table.organizationId)],
);

export const agentVersions = pgTable(
  'agent_versions',
  {
    organizationId: organizationId(),
    agentId: text('agent_id')
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    config: jsonb('config').$type<AgentConfig>().notNull(),
    publishedAt: at('published_at').notNull().defaultNow(),
    /** Name of the user or API key. */
    publishedBy: text('published_by'),
  },
  (table) => [primaryKey({ columns: [table.agentId, table.version] }), ...tenantPolicies('agent_versions', table.organizationId)],
);

export const calls = pgTable(
  'calls',
  {
    id: text('id').primaryKey(),
    organizationId: organizationId(),
    status: text('status').$type<CallStatus>().notNull().default('registered'),
    type: text('type').$type<'web'>().notNull().default('web'),
    transport: text('transport').$type<CallTransportKind>().notNull(),
    direction: text('direction').$type<'inbound'>().notNull().default('inbound'),
    agentId: text('agent_id')
      .notNull()
      .references(() => agents.id),
    agentName: text('agent_name').notNull(),
    /** Null when the call runs the draft. */
    agentVersion: integer('agent_version'),
    agentSnapshot: jsonb('agent_snapshot').$type<AgentSnapshot>().notNull(),
    metadata: jsonb('metadata').$type<Metadata>().notNull().default({}),
    variables: jsonb('variables').$type<Record<string, string>>().notNull().default({}),
    createdAt: createdAt(),
    startedAt: at('started_at'),
    endedAt: at('ended_at'),
    durationMs: integer('duration_ms'),
    disconnectionReason: text('disconnection_reason').$type<DisconnectionReason>(),
    transcript: jsonb('transcript').$type<TranscriptTurn[]>().notNull().default([]),
    collected: jsonb('collected').$type<Call['collected']>().notNull().default([]),
    /** Null until the first turn was measured. */
    latency: jsonb('latency').$type<CallLatency>(),
    /** Null until the call's first cost. */
    cost: jsonb('cost').$type<CallCost>(),
    recordingDurationMs: integer('recording_duration_ms'),
    /** Relative to the recordings directory; null when there is none. */
    recordingPath: text('recording_path'),
    /** The node that owns the call, its media process, and until when the node's word holds. */
    nodeId: text('node_id'),
    mediaProcess: integer('media_process'),
    leaseExpiresAt: at('lease_expires_at'),
    /** `seq` of the newest event in call_events. */
    lastSeq: integer('last_seq').notNull().default(0),
  },
  (table) => [
    index('calls_list').on(table.organizationId, table.createdAt, table.id),
    index('calls_by_agent').on(table.organizationId, table.agentId, table.createdAt, table.id),
    index('calls_by_status').on(table.organizationId, table.status, table.createdAt, table.id),
    /** Recovery looks for calls that nobody holds any more. */
    index('calls_open')
      .on(table.leaseExpiresAt)
      .where(sql`status in ('registered', 'ongoing')`),
    check('calls_status', sql.raw(`status in (${CALL_STATUSES.map((status) => `'${status}'`).join(', ')})`)),
    ...tenantPolicies('calls', table.organizationId),
  ],
);

/** Append-only. */
export const callEvents = pgTable(
  'call_events',
  {
    organizationId: organizationId(),
    callId: text('call_id')
      .notNull()
      .references(() => calls.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    atMs: integer('at_ms').notNull(),
    kind: text('kind').$type<CallEvent['kind']>().notNull(),
    type: text('type').$type<CallEvent['event']['type']>().notNull(),
    event: jsonb('event').$type<CallEvent['event']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.callId, table.seq] }), ...tenantPolicies('call_events', table.organizationId)],
);

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

export const providerCredentials = pgTable(
  'provider_credentials',
  {
    organizationId: organizationId(),
    provider: text('provider').$type<ProviderName>().notNull(),
    /** Sealed by secret-box.ts; null when only a base URL is kept. */
    encryptedKey: text('encrypted_key'),
    keyLastFour: text('key_last_four'),
    baseUrl: text('base_url'),
    models: jsonb('models').$type<string[]>().notNull().default([]),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.provider] }),
    ...tenantPolicies('provider_credentials', table.organizationId),
  ],
);

export const nodes = pgTable('nodes', {
  id: text('id').primaryKey(),
  startedAt: at('started_at').notNull().defaultNow(),
  heartbeatAt: at('heartbeat_at').notNull().defaultNow(),
});

export const ownerSetupTokens = pgTable('owner_setup_tokens', {
  /** base64url of the SHA-256 of the token. */
  hash: text('hash').primaryKey(),
  createdAt: createdAt(),
  usedAt: at('used_at'),
});

export const serverSettings = pgTable('server_settings', {
  key: text('key').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
  updatedAt: updatedAt(),
});
