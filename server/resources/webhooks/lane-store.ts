/**
 * Every query of the delivery itself. An endpoint is sent to by one node at a time, under a lease: what a node that died was sending
 * is sent again by the next.
 */
import type { WebhookEvent } from '@parley/contract';
import { and, asc, eq, exists, gt, inArray, isNotNull, isNull, lt, lte, min, ne, or, sql, type SQL } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { fromNow } from '../../platform/db/database-clock.ts';
import { events, webhookAttempts, webhookDeliveries, webhooks } from '../../platform/db/schema.ts';
import { emit } from '../../platform/outbox/emit.ts';
import { occurred } from '../../platform/outbox/occurred.ts';
import type { AttemptResult, EndpointRow } from './sender.ts';

/** For how long a node may have a lane without renewing its lease: as the others see it, for clocks may step. */
export const LEASE_MS = 15_000;

/** A lane that another node has, as its row tells it. */
export interface OtherLane {
  webhookId: string;
  nodeId: string | null;
  /** Another with every renewal. */
  until: string;
}

/** `left`: lanes that their nodes do not renew any more, as they were seen last. */
export interface LaneTimes {
  now: Date;
  left: readonly OtherLane[];
}

const until = sql<string>`coalesce(${webhooks.laneUntil}::text, '')`;

export const selectOtherLanes = (tx: Transaction, nodeId: string): Promise<OtherLane[]> =>
  tx
    .select({ webhookId: webhooks.id, nodeId: webhooks.laneNode, until })
    .from(webhooks)
    .where(and(isNotNull(webhooks.laneNode), ne(webhooks.laneNode, nodeId)));

const stillLeft = (lane: OtherLane): SQL | undefined => and(eq(webhooks.id, lane.webhookId), sql`${until} = ${lane.until}`);

const freeFor = (nodeId: string, { left }: LaneTimes): SQL | undefined =>
  or(isNull(webhooks.laneNode), eq(webhooks.laneNode, nodeId), ...left.map(stillLeft));

/** What was never tried is due at once, whatever the clock of the node said that wrote it. */
const isDue = (now: Date): SQL | undefined =>
  or(eq(webhookDeliveries.status, 'pending'), and(eq(webhookDeliveries.status, 'retrying'), lte(webhookDeliveries.nextAttemptAt, now)));

/** A node's claim on the lane of an endpoint. */
export interface LaneClaim {
  webhookId: string;
  nodeId: string;
  /** At most so many deliveries. */
  limit: number;
  /** The lane begins with this. */
  first: boolean;
}

export interface DueDelivery {
  id: string;
  eventId: string;
  orderKey: string;
  attemptCount: number;
  tries: number;
  event: WebhookEvent;
}

const WAITING = ['pending', 'retrying'] as const;

/** Longer than a test takes: the node that sent it is gone. Who asked for it is gone too, so it is not sent again. */
const TEST_LOST_MS = 120_000;

const isLostTest = (now: Date): SQL | undefined =>
  and(eq(webhookDeliveries.test, true), lt(webhookDeliveries.createdAt, new Date(now.getTime() - TEST_LOST_MS)));

/** Leases the endpoint to this node, or renews the lease; undefined when another node has it, or nothing may be sent to it. */
async function leaseLane(tx: Transaction, { webhookId, nodeId, first }: LaneClaim, times: LaneTimes): Promise<EndpointRow | undefined> {
  const { now } = times;
  const [known] = await tx
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.id, webhookId), eq(webhooks.enabled, true), freeFor(nodeId, times)))
    .for('update');
  if (known === undefined) return undefined;
  const mine = known.laneNode === nodeId;
  // What the lane before was sending when it broke off, here or at a node that died.
  if (first || !mine) {
    const own = and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.status, 'sending'));
    await tx
      .update(webhookDeliveries)
      .set({ status: 'pending', nextAttemptAt: now })
      .where(and(own, eq(webhookDeliveries.test, false)));
    await tx
      .update(webhookDeliveries)
      .set({ status: 'dead' })
      .where(and(own, isLostTest(now)));
  }
  await tx
    .update(webhooks)
    .set({ laneNode: nodeId, laneUntil: fromNow(LEASE_MS) })
    .where(eq(webhooks.id, webhookId));
  return known;
}

export interface Claimed {
  endpoint: EndpointRow;
  due: DueDelivery[];
}

/** Up to `limit` deliveries that are due, oldest first, now `sending`. */
export async function claim(tx: Transaction, claimed: LaneClaim, times: LaneTimes): Promise<Claimed | undefined> {
  const { now } = times;
  const endpoint = await leaseLane(tx, claimed, times);
  if (endpoint === undefined) return undefined;
  const { id, eventId, orderKey, attemptCount, tries } = webhookDeliveries;
  const due = await tx
    .select({ id, eventId, orderKey, attemptCount, tries, event: events.event })
    .from(webhookDeliveries)
    .innerJoin(events, eq(events.id, webhookDeliveries.eventId))
    .where(and(eq(webhookDeliveries.webhookId, claimed.webhookId), inArray(webhookDeliveries.status, [...WAITING]), isDue(now)))
    .orderBy(asc(webhookDeliveries.id))
    .limit(claimed.limit);
  const ids = due.map((one) => one.id);
  if (ids.length > 0) await tx.update(webhookDeliveries).set({ status: 'sending' }).where(inArray(id, ids));
  return { endpoint, due };
}

/** Renews the node's leases on these lanes. */
export async function renew(tx: Transaction, nodeId: string, webhookIds: readonly string[]): Promise<void> {
  const mine = and(inArray(webhooks.id, [...webhookIds]), eq(webhooks.laneNode, nodeId));
  await tx
    .update(webhooks)
    .set({ laneUntil: fromNow(LEASE_MS) })
    .where(mine);
}

/** The node sends nothing more to it now; what it had claimed and not sent waits again. */
export async function release(
  tx: Transaction,
  { webhookId, nodeId }: Pick<LaneClaim, 'webhookId' | 'nodeId'>,
  unsent: readonly string[],
  now: Date,
): Promise<void> {
  if (unsent.length > 0)
    await tx
      .update(webhookDeliveries)
      .set({ status: 'pending', nextAttemptAt: now })
      .where(and(inArray(webhookDeliveries.id, [...unsent]), eq(webhookDeliveries.status, 'sending')));
  await tx
    .update(webhooks)
    .set({ laneNode: null, laneUntil: null })
    .where(and(eq(webhooks.id, webhookId), eq(webhooks.laneNode, nodeId)));
}

/** At the start of the only node there is: nobody sends anything. */
export async function freeAllLanes(tx: Transaction): Promise<void> {
  await tx.update(webhooks).set({ laneNode: null, laneUntil: null }).where(isNotNull(webhooks.laneNode));
}

/** Endpoints that have something to send and no other node that sends it. */
export async function selectDueEndpoints(tx: Transaction, nodeId: string, times: LaneTimes, limit: number): Promise<string[]> {
  const { now } = times;
  const free = and(eq(webhooks.enabled, true), freeFor(nodeId, times));
  const due = tx
    .select({ id: webhookDeliveries.webhookId })
    .from(webhookDeliveries)
    .where(and(inArray(webhookDeliveries.status, [...WAITING]), isDue(now)));
  // A test is sent by the request that asked for it, not by a lane.
  const orphaned = tx
    .select({ id: webhookDeliveries.webhookId })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.status, 'sending'), or(eq(webhookDeliveries.test, false), isLostTest(now))));
  const rows = await tx
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(free, or(inArray(webhooks.id, due), inArray(webhooks.id, orphaned))))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** The clock was set back: what was tried at a time that is yet to come is tried again now, for nobody knows how long ago that was. */
export async function dueAfterStep(tx: Transaction, now: Date): Promise<void> {
  const tried = tx
    .select({ id: webhookAttempts.deliveryId })
    .from(webhookAttempts)
    .where(and(eq(webhookAttempts.deliveryId, webhookDeliveries.id), gt(webhookAttempts.startedAt, now)));
  await tx
    .update(webhookDeliveries)
    .set({ nextAttemptAt: now })
    .where(and(eq(webhookDeliveries.status, 'retrying'), gt(webhookDeliveries.nextAttemptAt, now), exists(tried)));
}

/** When the next delivery to an enabled endpoint is due; null without any. */
export async function selectNextDue(tx: Transaction): Promise<Date | null> {
  const [next] = await tx
    .select({ at: min(webhookDeliveries.nextAttemptAt) })
    .from(webhookDeliveries)
    .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    .where(and(inArray(webhookDeliveries.status, [...WAITING]), eq(webhooks.enabled, true)));
  return next?.at ?? null;
}

export interface Recorded {
  endpoint: EndpointRow;
  delivery: Pick<DueDelivery, 'id' | 'attemptCount'>;
  result: AttemptResult;
  status: 'delivered' | 'retrying' | 'dead';
  nextAttemptAt: Date | null;
}

const attemptRow = ({ endpoint, delivery, result }: Recorded): typeof webhookAttempts.$inferInsert => ({
  organizationId: endpoint.organizationId,
  deliveryId: delivery.id,
  attempt: delivery.attemptCount + 1,
  startedAt: result.startedAt,
  ms: result.ms,
  url: result.url,
  requestHeaders: result.requestHeaders,
  responseStatus: result.response?.status ?? null,
  responseHeaders: result.response?.headers ?? null,
  responseBody: result.response?.body ?? null,
  error: result.error,
});

const outcome = ({ delivery, result, status, nextAttemptAt }: Recorded, now: Date) => ({
  id: delivery.id,
  status,
  next_attempt_at: nextAttemptAt?.toISOString() ?? null,
  last_status_code: result.response?.status ?? null,
  last_error: result.error,
  last_ms: result.ms,
  delivered_at: status === 'delivered' ? now.toISOString() : null,
});

/** Keeps what came of many attempts at once. A delivery that was deleted meanwhile is passed over. */
export async function record(tx: Transaction, results: readonly Recorded[], now: Date): Promise<void> {
  const ids = results.map((one) => one.delivery.id);
  const rows = await tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(inArray(webhookDeliveries.id, ids))
    .for('update');
  const there = new Set(rows.map((row) => row.id));
  const kept = results.filter((one) => there.has(one.delivery.id));
  if (kept.length === 0) return;
  await tx.insert(webhookAttempts).values(kept.map(attemptRow)).onConflictDoNothing();
  await tx.execute(sql`
    update webhook_deliveries d set status = v.status, next_attempt_at = v.next_attempt_at, last_status_code = v.last_status_code, last_error = v.last_error,
      last_ms = v.last_ms, delivered_at = v.delivered_at, attempt_count = d.attempt_count + 1, tries = d.tries + 1
    from jsonb_to_recordset(${JSON.stringify(kept.map((one) => outcome(one, now)))}::jsonb)
      as v(id text, status text, next_attempt_at timestamptz, last_status_code int, last_error text, last_ms int, delivered_at timestamptz)
    where d.id = v.id`);
  await noteHealth(tx, kept, now);
}

/** Since when an endpoint has taken nothing. */
async function noteHealth(tx: Transaction, results: readonly Recorded[], now: Date): Promise<void> {
  const of = (wanted: boolean): string[] => [
    ...new Set(results.filter((one) => (one.status === 'delivered') === wanted).map((one) => one.endpoint.id)),
  ];
  const [well, failing] = [of(true), of(false)];
  if (well.length > 0)
    await tx
      .update(webhooks)
      .set({ failingSince: null })
      .where(and(inArray(webhooks.id, well), isNotNull(webhooks.failingSince)));
  const onlyFailing = failing.filter((id) => !well.includes(id));
  if (onlyFailing.length > 0)
    await tx
      .update(webhooks)
      .set({ failingSince: now })
      .where(and(inArray(webhooks.id, onlyFailing), isNull(webhooks.failingSince)));
}

/** Disables an endpoint that is gone, or has failed for too long; what waits for it is dead, and can be sent again. */
export async function giveUp(tx: Transaction, { id, organizationId }: EndpointRow, reason: 'gone' | 'failing', now: Date): Promise<void> {
  const [disabled] = await tx
    .update(webhooks)
    .set({ enabled: false, disabledReason: reason, revision: sql`${webhooks.revision} + 1`, updatedAt: now })
    .where(and(eq(webhooks.id, id), eq(webhooks.enabled, true)))
    .returning({ id: webhooks.id });
  if (disabled === undefined) return;
  await tx
    .update(webhookDeliveries)
    .set({ status: 'dead', nextAttemptAt: null, lastError: 'The webhook was disabled.' })
    .where(and(eq(webhookDeliveries.webhookId, id), inArray(webhookDeliveries.status, [...WAITING])));
  const why = reason === 'gone' ? 'it answered 410' : 'nothing has arrived there for five days';
  await emit(tx, organizationId, [occurred('webhook_disabled', `A webhook was disabled: ${why}.`)], now);
}

/** Events, and with them their deliveries, that are too old to be of use. */
export async function deleteEventsBefore(tx: Transaction, before: Date): Promise<void> {
  await tx.delete(events).where(and(lt(events.createdAt, before), gt(events.createdAt, new Date(0))));
}
