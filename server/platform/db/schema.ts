import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { CALL_STATUSES } from '@parley/contract';
import type {
  AgentConfig,
  AgentOverride,
  AgentSnapshot,
  Call,
  CallAnalysis,
  CallCost,
  CallEvent,
  CallLatency,
  CallStatus,
  CallTransportKind,
  Conversation,
  DisconnectionReason,
  Message,
  Metadata,
  NumberAgent,
  OrganizationSettings,
  ProviderName,
  TranscriptTurn,
} from '@parley/contract';
import { at, createdAt, tenantPolicies, updatedAt } from './columns.ts';
import { organizationId } from './tenant-column.ts';

export * from './access-schema.ts';
export * from './webhook-schema.ts';
export * from './auth-schema.ts';
export * from './audit-schema.ts';

export const agents = pgTable(
  'agents',
  {
    id: text('id').primaryKey(),
    organizationId: organizationId(),
    draft: jsonb('draft').$type<AgentConfig>().notNull(),
    metadata: jsonb('metadata').$type<Metadata>().notNull().default({}),
    /** Counts the saves of draft and metadata. */
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

/** Names that point at published versions. */
export const agentTags = pgTable(
  'agent_tags',
  {
    organizationId: organizationId(),
    agentId: text('agent_id')
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    tag: text('tag').notNull(),
    version: integer('version').notNull(),
  },
  (table) => [primaryKey({ columns: [table.agentId, table.tag] }), ...tenantPolicies('agent_tags', table.organizationId)],
);

export const calls = pgTable(
  'calls',
  {
    id: text('id').primaryKey(),
    organizationId: organizationId(),
    status: text('status').$type<CallStatus>().notNull().default('registered'),
    type: text('type').$type<Call['type']>().notNull().default('web'),
    transport: text('transport').$type<CallTransportKind>().notNull(),
    direction: text('direction').$type<Call['direction']>().notNull().default('inbound'),
    fromNumber: text('from_number'),
    toNumber: text('to_number'),
    agentId: text('agent_id')
      .notNull()
      .references(() => agents.id),
    agentName: text('agent_name').notNull(),
    /** Null when the call runs the draft. */
    agentVersion: integer('agent_version'),
    agentSnapshot: jsonb('agent_snapshot').$type<AgentSnapshot>().notNull(),
    /** What the snapshot has otherwise than the agent. */
    agentOverride: jsonb('agent_override').$type<AgentOverride>(),
    metadata: jsonb('metadata').$type<Metadata>().notNull().default({}),
    /** Counts the changes of `metadata`. */
    revision: integer('revision').notNull().default(1),
    variables: jsonb('variables').$type<Record<string, string>>().notNull().default({}),
    /** The key that made the call, for usage. */
    apiKeyId: text('api_key_id'),
    /** Null until it was analysed. */
    analysis: jsonb('analysis').$type<CallAnalysis>(),
    sentiment: text('sentiment').$type<NonNullable<Call['sentiment']>>(),
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
    /** Relative to the recordings directory, and below the prefix of the object storage; null when there is none. */
    recordingPath: text('recording_path'),
    /** True: the object storage has it. False: it is on a node's disk. */
    recordingStored: boolean('recording_stored').notNull().default(false),
    /** The name of the node on whose disk it is, or was until it was stored. */
    recordingNode: text('recording_node'),
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
    index('calls_by_reason').on(table.organizationId, table.disconnectionReason, table.createdAt, table.id),
    index('calls_by_start').on(table.organizationId, table.startedAt.desc().nullsLast(), table.id.desc()),
    index('calls_by_end').on(table.organizationId, table.endedAt.desc().nullsLast(), table.id.desc()),
    index('calls_by_duration').on(table.organizationId, table.durationMs.desc().nullsLast(), table.id.desc()),
    index('calls_by_from').on(table.organizationId, table.fromNumber, table.createdAt, table.id),
    index('calls_by_to').on(table.organizationId, table.toNumber, table.createdAt, table.id),
    /** What is left of a recording is looked for when its node is gone. */
    index('calls_recording_lost')
      .on(table.endedAt)
      .where(sql`disconnection_reason = 'error_node_lost' and recording_path is null`),
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

/** The exchange itself. A call's messages are read from its event log; typed ones are kept here. */
/** Ended calls that are still to be analysed. */
export const pendingAnalyses = pgTable(
  'pending_analyses',
  {
    organizationId: organizationId(),
    callId: text('call_id')
      .primaryKey()
      .references(() => calls.id, { onDelete: 'cascade' }),
    /** Once claimed: when the node that claimed it is given up. */
    dueAt: at('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
  },
  (table) => [index('pending_analyses_due').on(table.dueAt), ...tenantPolicies('pending_analyses', table.organizationId)],
);

export const conversations = pgTable(
  'conversations',
  {
    id: text('id').primaryKey(),
    organizationId: organizationId(),
    channel: text('channel').$type<Conversation['channel']>().notNull(),
    callId: text('call_id')
      .unique()
      .references(() => calls.id, { onDelete: 'cascade' }),
    agentId: text('agent_id')
      .notNull()
      .references(() => agents.id),
    agentName: text('agent_name').notNull(),
    agentVersion: integer('agent_version'),
    /** Null for a call's: the call has it. */
    agentSnapshot: jsonb('agent_snapshot').$type<AgentSnapshot>(),
    agentOverride: jsonb('agent_override').$type<AgentOverride>(),
    status: text('status').$type<Conversation['status']>().notNull().default('ongoing'),
    endReason: text('end_reason'),
    metadata: jsonb('metadata').$type<Metadata>().notNull().default({}),
    revision: integer('revision').notNull().default(1),
    variables: jsonb('variables').$type<Record<string, string>>().notNull().default({}),
    apiKeyId: text('api_key_id'),
    messageCount: integer('message_count').notNull().default(0),
    collected: jsonb('collected').$type<Conversation['collected']>().notNull().default([]),
    cost: jsonb('cost').$type<Conversation['cost']>(),
    createdAt: createdAt(),
    lastMessageAt: at('last_message_at'),
    endedAt: at('ended_at'),
    /** Until when an answer is being made, so that messages are answered one after the other. */
    answeringUntil: at('answering_until'),
  },
  (table) => [
    index('conversations_list').on(table.organizationId, table.createdAt, table.id),
    index('conversations_by_agent').on(table.organizationId, table.agentId, table.createdAt, table.id),
    index('conversations_by_last_message').on(table.organizationId, table.lastMessageAt.desc().nullsLast(), table.id.desc()),
    ...tenantPolicies('conversations', table.organizationId),
  ],
);

export const conversationMessages = pgTable(
  'conversation_messages',
  {
    organizationId: organizationId(),
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    message: jsonb('message').$type<Message>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.conversationId, table.seq] }), ...tenantPolicies('conversation_messages', table.organizationId)],
);

/** What a node asks of the node that carries a call. */
export const callCommands = pgTable(
  'call_commands',
  {
    id: text('id').primaryKey(),
    organizationId: organizationId(),
    callId: text('call_id')
      .notNull()
      .references(() => calls.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<'hang_up' | 'inject'>().notNull(),
    content: text('content').notNull().default(''),
    createdAt: createdAt(),
  },
  (table) => [index('call_commands_by_call').on(table.callId, table.id), ...tenantPolicies('call_commands', table.organizationId)],
);

export const phoneNumbers = pgTable(
  'phone_numbers',
  {
    id: text('id').primaryKey(),
    organizationId: organizationId(),
    /** E.164; belongs to one organization of the installation. */
    number: text('number').notNull().unique(),
    nickname: text('nickname').notNull().default(''),
    inboundAgent: jsonb('inbound_agent').$type<NumberAgent>(),
    outboundAgent: jsonb('outbound_agent').$type<NumberAgent>(),
    metadata: jsonb('metadata').$type<Metadata>().notNull().default({}),
    revision: integer('revision').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('phone_numbers_list').on(table.organizationId, table.createdAt, table.id),
    ...tenantPolicies('phone_numbers', table.organizationId),
  ],
);

/** What clients of another platform's API gave that has no home in ours, and gives back unchanged. */
export const compatRecords = pgTable(
  'compat_records',
  {
    organizationId: organizationId(),
    kind: text('kind').notNull(),
    /** Of the resource that it belongs to. */
    id: text('id').notNull(),
    /** The record that this one points at, such as an agent's response engine. */
    refersTo: text('refers_to'),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    /** Of these, one at most: the record goes with it. */
    callId: text('call_id').references(() => calls.id, { onDelete: 'cascade' }),
    conversationId: text('conversation_id').references(() => conversations.id, { onDelete: 'cascade' }),
    phoneNumberId: text('phone_number_id').references(() => phoneNumbers.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.kind, table.id] }),
    index('compat_records_by_reference').on(table.organizationId, table.kind, table.refersTo),
    index('compat_records_by_call').on(table.callId),
    index('compat_records_by_conversation').on(table.conversationId),
    index('compat_records_by_phone_number').on(table.phoneNumberId),
    ...tenantPolicies('compat_records', table.organizationId),
  ],
);

export const organizationSettings = pgTable(
  'organization_settings',
  {
    organizationId: organizationId().primaryKey(),
    settings: jsonb('settings').$type<OrganizationSettings>().notNull(),
    updatedAt: updatedAt(),
  },
  (table) => tenantPolicies('organization_settings', table.organizationId),
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

/** Recordings of calls that are gone (a trigger notes them), and copies in the object storage that were moved away: deleted by rounds. */
export const recordingRemovals = pgTable('recording_removals', {
  path: text('path').primaryKey(),
  /** False: only the copy in the object storage goes. */
  everywhere: boolean('everywhere').notNull().default(true),
  /** The node whose disk has it, '' for one that is not known; null: the object storage. */
  node: text('node'),
  createdAt: createdAt(),
  attempts: integer('attempts').notNull().default(0),
  nextAttemptAt: at('next_attempt_at').notNull().defaultNow(),
});

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
