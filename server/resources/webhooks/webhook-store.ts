/** Every query about endpoints, deliveries as the API lists them, and the events that are sent again. */
import type { WebhookDeliveryListQuery, WebhookListQuery } from '@parley/contract';
import { and, asc, desc, eq, gte, inArray, lte, ne, not, sql, type SQL } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { contains, from, is, until } from '../../platform/db/filters.ts';
import { events, webhookAttempts, webhookDeliveries, webhooks } from '../../platform/db/schema.ts';
import { afterCursor, newestFirst } from '../../platform/http/paging.ts';
import type { EndpointRow } from './sender.ts';

export type DeliveryRow = typeof webhookDeliveries.$inferSelect;
export type AttemptRow = typeof webhookAttempts.$inferSelect;
export type EventRow = typeof events.$inferSelect;

const own = (organizationId: string, id: string): SQL | undefined => and(eq(webhooks.organizationId, organizationId), eq(webhooks.id, id));

export const insertWebhook = async (tx: Transaction, row: typeof webhooks.$inferInsert): Promise<EndpointRow | undefined> =>
  (await tx.insert(webhooks).values(row).returning())[0];

/** Made for single agents, in Retell's format: there may be one for each agent. */
export const isOfAgents = ({ format, agentIds }: Pick<EndpointRow, 'format' | 'agentIds'>): boolean =>
  format === 'retell' && agentIds.length > 0;
const OF_AGENTS = sql`(${webhooks.format} = 'retell' and ${webhooks.agentIds} <> '[]'::jsonb)`;

export const countWebhooks = (tx: Transaction, organizationId: string, ofAgents: boolean): Promise<number> =>
  tx.$count(webhooks, and(eq(webhooks.organizationId, organizationId), ofAgents ? OF_AGENTS : not(OF_AGENTS)));

/** Enabled ones that are for single agents. */
export const selectOfAgents = (tx: Transaction, organizationId: string): Promise<EndpointRow[]> =>
  tx
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.organizationId, organizationId), eq(webhooks.enabled, true), OF_AGENTS));

export const selectWebhook = async (tx: Transaction, organizationId: string, id: string): Promise<EndpointRow | undefined> =>
  (await tx.select().from(webhooks).where(own(organizationId, id)))[0];

export const lockWebhook = async (tx: Transaction, organizationId: string, id: string): Promise<EndpointRow | undefined> =>
  (await tx.select().from(webhooks).where(own(organizationId, id)).for('update'))[0];

export const selectWebhooks = (tx: Transaction, organizationId: string, page: WebhookListQuery): Promise<EndpointRow[]> =>
  tx
    .select()
    .from(webhooks)
    .where(
      and(
        eq(webhooks.organizationId, organizationId),
        contains(page.q, webhooks.url, webhooks.description),
        afterCursor(page.cursor, webhooks.createdAt, webhooks.id),
      ),
    )
    .orderBy(...newestFirst(webhooks.createdAt, webhooks.id))
    .limit(page.limit + 1);

export const updateWebhook = async (tx: Transaction, id: string, change: Partial<EndpointRow>): Promise<EndpointRow | undefined> =>
  (
    await tx
      .update(webhooks)
      .set({ ...change, updatedAt: new Date() })
      .where(eq(webhooks.id, id))
      .returning()
  )[0];

export const deleteWebhook = async (tx: Transaction, organizationId: string, id: string): Promise<void> => {
  await tx.delete(webhooks).where(own(organizationId, id));
};

export const selectDeliveries = (tx: Transaction, organizationId: string, query: WebhookDeliveryListQuery): Promise<DeliveryRow[]> => {
  const d = webhookDeliveries;
  const condition = and(
    eq(d.organizationId, organizationId),
    is(d.webhookId, query.webhook_id),
    is(d.eventType, query.event_type),
    is(d.status, query.status),
    is(d.callId, query.call_id),
    from(d.createdAt, query.created_after),
    until(d.createdAt, query.created_before),
    afterCursor(query.cursor, d.createdAt, d.id),
  );
  return tx
    .select()
    .from(d)
    .where(condition)
    .orderBy(...newestFirst(d.createdAt, d.id))
    .limit(query.limit + 1);
};

export interface DeliveryWithEvent {
  delivery: DeliveryRow;
  event: EventRow;
}

export async function selectDelivery(tx: Transaction, organizationId: string, id: string): Promise<DeliveryWithEvent | undefined> {
  const condition = and(eq(webhookDeliveries.organizationId, organizationId), eq(webhookDeliveries.id, id));
  const [row] = await tx
    .select({ delivery: webhookDeliveries, event: events })
    .from(webhookDeliveries)
    .innerJoin(events, eq(events.id, webhookDeliveries.eventId))
    .where(condition);
  return row;
}

export const selectAttempts = (tx: Transaction, deliveryId: string): Promise<AttemptRow[]> =>
  tx.select().from(webhookAttempts).where(eq(webhookAttempts.deliveryId, deliveryId)).orderBy(asc(webhookAttempts.attempt));

/** Deliveries to endpoints that are enabled begin anew, those that are being sent excepted; their endpoints, one for each. */
export const restartDeliveries = async (tx: Transaction, condition: SQL | undefined, now: Date): Promise<string[]> =>
  (
    await tx
      .update(webhookDeliveries)
      .set({ status: 'pending', tries: 0, nextAttemptAt: now, deliveredAt: null })
      .where(
        and(
          condition,
          ne(webhookDeliveries.status, 'sending'),
          sql`${webhookDeliveries.webhookId} in (select id from webhooks where enabled)`,
        ),
      )
      .returning({ webhookId: webhookDeliveries.webhookId })
  ).map((row) => row.webhookId);

export const byIds = (organizationId: string, ids: readonly string[]): SQL | undefined =>
  and(eq(webhookDeliveries.organizationId, organizationId), inArray(webhookDeliveries.id, [...ids]));

export interface Period {
  since: Date;
  until: Date;
}

export const notArrived = (organizationId: string, webhookId: string, { since, until }: Period): SQL | undefined =>
  and(
    eq(webhookDeliveries.organizationId, organizationId),
    eq(webhookDeliveries.webhookId, webhookId),
    inArray(webhookDeliveries.status, ['retrying', 'dead']),
    eq(webhookDeliveries.test, false),
    gte(webhookDeliveries.createdAt, since),
    lte(webhookDeliveries.createdAt, until),
  );

export const insertEvent = async (tx: Transaction, row: typeof events.$inferInsert): Promise<EventRow | undefined> =>
  (await tx.insert(events).values(row).returning())[0];

export const insertDeliveries = async (tx: Transaction, rows: readonly (typeof webhookDeliveries.$inferInsert)[]): Promise<void> => {
  if (rows.length > 0) await tx.insert(webhookDeliveries).values([...rows]);
};

/** Events of a period, tests excepted, in the order in which they happened; `after` goes on behind the event that a page ended with. */
export const selectEventsOf = (
  tx: Transaction,
  organizationId: string,
  { since, until }: Period,
  { after, limit }: { after: string; limit: number },
): Promise<EventRow[]> =>
  tx
    .select()
    .from(events)
    .where(
      and(
        eq(events.organizationId, organizationId),
        eq(events.test, false),
        gte(events.createdAt, since),
        lte(events.createdAt, until),
        sql`${events.id} > ${after}`,
      ),
    )
    .orderBy(asc(events.id))
    .limit(limit);

export const selectNewestEvents = (tx: Transaction, organizationId: string, since: Date, limit: number): Promise<EventRow[]> =>
  tx
    .select()
    .from(events)
    .where(and(eq(events.organizationId, organizationId), eq(events.test, false), gte(events.createdAt, since)))
    .orderBy(desc(events.createdAt), desc(events.id))
    .limit(limit);
