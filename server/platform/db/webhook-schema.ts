/** Events, the endpoints that they are sent to, and what became of each delivery. */
import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { DeliveryStatus, EventCondition, Webhook, WebhookDisabledReason, WebhookEvent, WebhookEventType } from '@parley/contract';
import { at, createdAt, tenantPolicies, updatedAt } from './columns.ts';
import { organizationId } from './tenant-column.ts';

/** What happened, kept whether or not anybody is told. */
export const events = pgTable(
  'events',
  {
    id: text('id').primaryKey(),
    organizationId: organizationId(),
    type: text('type').$type<WebhookEventType>().notNull(),
    /** The body of every delivery. */
    event: jsonb('event').$type<WebhookEvent>().notNull(),
    callId: text('call_id'),
    agentId: text('agent_id'),
    conversationId: text('conversation_id'),
    /** Made to try an endpoint: nothing happened. */
    test: boolean('test').notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [
    index('events_list').on(table.organizationId, table.createdAt, table.id),
    index('events_by_age').on(table.createdAt),
    ...tenantPolicies('events', table.organizationId),
  ],
);

/** Conversations that changed and of which `conversation.updated` is still to be told. */
export const pendingUpdates = pgTable(
  'pending_updates',
  {
    conversationId: text('conversation_id').primaryKey(),
    organizationId: organizationId(),
    dueAt: at('due_at').notNull(),
    /** False: told, and kept until a second has passed, so that the next change waits. */
    dirty: boolean('dirty').notNull(),
  },
  (table) => [index('pending_updates_due').on(table.dueAt), ...tenantPolicies('pending_updates', table.organizationId)],
);

export const webhooks = pgTable(
  'webhooks',
  {
    id: text('id').primaryKey(),
    organizationId: organizationId(),
    url: text('url').notNull(),
    description: text('description').notNull(),
    events: jsonb('events').$type<string[]>().notNull(),
    agentIds: jsonb('agent_ids').$type<string[]>().notNull(),
    conditions: jsonb('conditions').$type<EventCondition[]>().notNull(),
    /** Sealed by secret-box.ts. */
    encryptedHeaders: text('encrypted_headers').notNull(),
    headerNames: jsonb('header_names').$type<string[]>().notNull(),
    encryptedSecret: text('encrypted_secret').notNull(),
    secretLastFour: text('secret_last_four').notNull(),
    previousEncryptedSecret: text('previous_encrypted_secret'),
    previousExpiresAt: at('previous_expires_at'),
    timeoutMs: integer('timeout_ms').notNull(),
    retellSignature: boolean('retell_signature').notNull(),
    format: text('format').$type<Webhook['format']>().notNull().default('parley'),
    enabled: boolean('enabled').notNull(),
    disabledReason: text('disabled_reason').$type<WebhookDisabledReason>(),
    failingSince: at('failing_since'),
    /** The node that sends to it now, and until when its lease holds. */
    laneNode: text('lane_node'),
    laneUntil: at('lane_until'),
    revision: integer('revision').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('webhooks_list').on(table.organizationId, table.createdAt, table.id),
    ...tenantPolicies('webhooks', table.organizationId),
  ],
);

export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: text('id').primaryKey(),
    organizationId: organizationId(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    eventId: text('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    eventType: text('event_type').$type<WebhookEventType>().notNull(),
    callId: text('call_id'),
    agentId: text('agent_id'),
    /** Deliveries of one key reach their endpoint in order. */
    orderKey: text('order_key').notNull(),
    status: text('status').$type<DeliveryStatus>().notNull().default('pending'),
    test: boolean('test').notNull().default(false),
    attemptCount: integer('attempt_count').notNull().default(0),
    /** Attempts since it was begun or sent again: the schedule counts these. */
    tries: integer('tries').notNull().default(0),
    nextAttemptAt: at('next_attempt_at'),
    lastStatusCode: integer('last_status_code'),
    lastError: text('last_error'),
    lastMs: integer('last_ms'),
    createdAt: createdAt(),
    deliveredAt: at('delivered_at'),
  },
  (table) => [
    index('webhook_deliveries_list').on(table.organizationId, table.createdAt, table.id),
    index('webhook_deliveries_of_webhook').on(table.webhookId, table.createdAt, table.id),
    index('webhook_deliveries_by_status').on(table.organizationId, table.status, table.createdAt, table.id),
    index('webhook_deliveries_by_type').on(table.organizationId, table.eventType, table.createdAt, table.id),
    index('webhook_deliveries_by_call').on(table.callId),
    index('webhook_deliveries_by_event').on(table.eventId),
    /** What is due, endpoint by endpoint. */
    index('webhook_deliveries_due')
      .on(table.webhookId, table.nextAttemptAt, table.id)
      .where(sql`status in ('pending', 'retrying')`),
    index('webhook_deliveries_next')
      .on(table.nextAttemptAt)
      .where(sql`status in ('pending', 'retrying')`),
    index('webhook_deliveries_sending')
      .on(table.webhookId)
      .where(sql`status = 'sending'`),
    ...tenantPolicies('webhook_deliveries', table.organizationId),
  ],
);

export const webhookAttempts = pgTable(
  'webhook_attempts',
  {
    organizationId: organizationId(),
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => webhookDeliveries.id, { onDelete: 'cascade' }),
    attempt: integer('attempt').notNull(),
    startedAt: at('started_at').notNull(),
    ms: integer('ms').notNull(),
    requestHeaders: jsonb('request_headers').$type<Record<string, string>>().notNull(),
    url: text('url').notNull(),
    responseStatus: integer('response_status'),
    responseHeaders: jsonb('response_headers').$type<Record<string, string>>(),
    responseBody: text('response_body'),
    error: text('error'),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.attempt] }), ...tenantPolicies('webhook_attempts', table.organizationId)],
);
