/**
 * An event is a fact's shadow: it is kept in the transaction of the fact, with a delivery for every endpoint that wants it. It can
 * neither be lost nor tell what did not happen. Who sends them is told when the transaction commits (resources/webhooks/dispatcher.ts).
 */
import { WEBHOOK_API_VERSION, type WebhookEvent, type WebhookEventType } from '@parley/contract';
import { and, desc, eq, or, sql, type SQL } from 'drizzle-orm';
import { notifyIn } from '../db/pooled-database.ts';
import type { Transaction } from '../db/database.ts';
import { events, webhookDeliveries, webhooks } from '../db/schema.ts';
import { newId } from '../ids.ts';
import { tells, wants, withOwnEndpoint } from './match.ts';

/** Carries organization ids that have something new: ids travel, events are read. */
export const EVENTS_CHANNEL = 'events';
/** Carries endpoint ids that have something to send. */
export const DELIVERIES_CHANNEL = 'webhook_deliveries';

interface FactOf<T extends WebhookEventType> {
  type: T;
  data: Extract<WebhookEvent, { type: T }>['data'];
  agentId: string | null;
  callId?: string | null;
  conversationId?: string | null;
}
export type Fact = { [T in WebhookEventType]: FactOf<T> }[WebhookEventType];

type EventRow = typeof events.$inferSelect;
type EndpointRow = typeof webhooks.$inferSelect;

export const filterOf = ({ events: patterns, agentIds, conditions }: Pick<EndpointRow, 'events' | 'agentIds' | 'conditions'>) => ({
  events: patterns,
  agent_ids: agentIds,
  conditions,
});

/** Deliveries about one call or conversation reach an endpoint in order; others have no order to keep. */
const orderKeyOf = ({ callId, conversationId, id }: Pick<EventRow, 'callId' | 'conversationId' | 'id'>): string =>
  callId ?? conversationId ?? id;

export const deliveryOf = (row: EventRow, webhookId: string, now: Date): typeof webhookDeliveries.$inferInsert => ({
  id: newId('delivery'),
  organizationId: row.organizationId,
  webhookId,
  eventId: row.id,
  eventType: row.type,
  callId: row.callId,
  agentId: row.agentId,
  orderKey: orderKeyOf(row),
  nextAttemptAt: now,
  createdAt: now,
});

export function rowOf(organizationId: string, { type, data, agentId, callId = null, conversationId = null }: Fact, now: Date): EventRow {
  const id = newId('event');
  const event = {
    id,
    type,
    created_at: now.toISOString(),
    organization_id: organizationId,
    api_version: WEBHOOK_API_VERSION,
    data,
  } as WebhookEvent;
  return { id, organizationId, type, event, callId, agentId, conversationId, test: false, createdAt: now };
}

/**
 * Where an event stands in its organization's order: at its time, but behind the last whatever the clocks say. Nodes' clocks differ and are
 * set back, and a reader follows this order. The event itself tells the time as it was read.
 */
async function placeAfterLast(tx: Transaction, organizationId: string, now: Date): Promise<Date> {
  const [last] = await tx
    .select({ at: events.createdAt })
    .from(events)
    .where(and(eq(events.organizationId, organizationId), eq(events.test, false)))
    .orderBy(desc(events.createdAt), desc(events.id))
    .limit(1);
  return last === undefined || last.at < now ? now : new Date(last.at.getTime() + 1);
}

export async function emit(tx: Transaction, organizationId: string, facts: readonly Fact[], now: Date = new Date()): Promise<void> {
  if (facts.length === 0) return;
  const place = await placeAfterLast(tx, organizationId, now);
  const rows = facts.map((fact) => ({ ...rowOf(organizationId, fact, now), createdAt: place }));
  await tx.insert(events).values(rows);
  const endpoints = await tx
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.organizationId, organizationId), eq(webhooks.enabled, true), concerning(rows)));
  const own = withOwnEndpoint(endpoints);
  const due = rows.flatMap((row) =>
    endpoints
      .filter((endpoint) => tells(endpoint, row.event, row.agentId, own) && wants(filterOf(endpoint), row.event, row.agentId))
      .map((endpoint) => deliveryOf(row, endpoint.id, now)),
  );
  if (due.length > 0) {
    await tx.insert(webhookDeliveries).values(due);
    await announce(
      tx,
      due.map((delivery) => delivery.webhookId),
    );
  }
  await notifyIn(tx, EVENTS_CHANNEL, organizationId);
}

/** Not those of other agents, of which there may be one an agent. */
function concerning(rows: readonly EventRow[]): SQL | undefined {
  const ids = [...new Set(rows.flatMap(({ agentId }) => agentId ?? []))];
  return or(sql`${webhooks.agentIds} = '[]'::jsonb`, ...ids.map((id) => sql`${webhooks.agentIds} @> ${JSON.stringify([id])}::jsonb`));
}

const IDS_A_MESSAGE = 200;

/** Tells every node, once the transaction commits, that these endpoints have something to send. */
export async function announce(tx: Transaction, webhookIds: readonly string[]): Promise<void> {
  const ids = [...new Set(webhookIds)];
  for (let at = 0; at < ids.length; at += IDS_A_MESSAGE)
    await notifyIn(tx, DELIVERIES_CHANNEL, ids.slice(at, at + IDS_A_MESSAGE).join(','));
}
