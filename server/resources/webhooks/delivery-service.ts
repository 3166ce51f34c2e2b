/** Deliveries: read, sent again, replayed, and tried with a sample. */
import {
  AppError,
  type Page,
  type ReplayWebhook,
  type TestWebhook,
  type WebhookDelivery,
  type WebhookDeliveryDetail,
  type WebhookDeliveryListQuery,
} from '@parley/contract';
import { sampleDataOf } from '@parley/contract/examples/index.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { announce, deliveryOf, filterOf, rowOf, type Fact } from '../../platform/outbox/emit.ts';
import { tells, wants, withOwnEndpoint } from '../../platform/outbox/match.ts';
import { found } from '../../platform/http/found.ts';
import { pageOf } from '../../platform/http/paging.ts';
import { record } from './lane-store.ts';
import { presentAttempt, presentDelivery } from './presentation.ts';
import { succeeded, type EndpointRow, type Send } from './sender.ts';
import * as store from './webhook-store.ts';

/** Of a replay: so many events are read together. */
const EVENTS_AT_ONCE = 500;

export interface DeliveryDeps {
  database: Database;
  send: Send;
  now?: () => number;
}

export class Deliveries {
  readonly #database: Database;
  readonly #send: Send;
  readonly #now: () => number;

  constructor({ database, send, now = Date.now }: DeliveryDeps) {
    this.#database = database;
    this.#send = send;
    this.#now = now;
  }

  list(organizationId: string, query: WebhookDeliveryListQuery): Promise<Page<WebhookDelivery>> {
    return this.#in(organizationId, async (tx) =>
      pageOf(await store.selectDeliveries(tx, organizationId, query), query.limit, presentDelivery),
    );
  }

  /** Those of one endpoint, which must be there. */
  async listOf(organizationId: string, id: string, query: Omit<WebhookDeliveryListQuery, 'webhook_id'>): Promise<Page<WebhookDelivery>> {
    await this.#in(organizationId, async (tx) => found(await store.selectWebhook(tx, organizationId, id)));
    return this.list(organizationId, { ...query, webhook_id: [id] });
  }

  get(organizationId: string, id: string): Promise<WebhookDeliveryDetail> {
    return this.#in(organizationId, async (tx) => {
      const { delivery, event } = found(await store.selectDelivery(tx, organizationId, id));
      return { ...presentDelivery(delivery), event: event.event, attempts: (await store.selectAttempts(tx, id)).map(presentAttempt) };
    });
  }

  /** Begins those deliveries anew whose endpoints are enabled; how many. */
  resend(organizationId: string, ids: readonly string[]): Promise<number> {
    return this.#in(organizationId, async (tx) => {
      const restarted = await store.restartDeliveries(tx, store.byIds(organizationId, ids), new Date(this.#now()));
      await announce(tx, restarted);
      return restarted.length;
    });
  }

  async resendOne(organizationId: string, id: string): Promise<WebhookDelivery> {
    return this.#in(organizationId, async (tx) => {
      const { delivery } = found(await store.selectDelivery(tx, organizationId, id));
      const endpoint = found(await store.selectWebhook(tx, organizationId, delivery.webhookId));
      if (!endpoint.enabled) throw new AppError('webhook_disabled');
      if (delivery.status === 'sending') throw new AppError('conflict', { detail: 'The delivery is being sent.' });
      await store.restartDeliveries(tx, store.byIds(organizationId, [id]), new Date(this.#now()));
      await announce(tx, [delivery.webhookId]);
      return presentDelivery(found(await store.selectDelivery(tx, organizationId, id)).delivery);
    });
  }

  /** Sends everything since then again, or only what did not arrive; how many deliveries. */
  replay(organizationId: string, id: string, { since, until, only_failed }: ReplayWebhook): Promise<number> {
    const now = new Date(this.#now());
    const [from, to] = [new Date(since), until === undefined ? now : new Date(until)];
    return this.#in(organizationId, async (tx) => {
      const endpoint = found(await store.selectWebhook(tx, organizationId, id));
      if (!endpoint.enabled) throw new AppError('webhook_disabled');
      const count = only_failed
        ? (await store.restartDeliveries(tx, store.notArrived(organizationId, id, { since: from, until: to }), now)).length
        : await this.#deliverAgain(tx, endpoint, { since: from, until: to }, now);
      if (count > 0) await announce(tx, [id]);
      return count;
    });
  }

  /** Sends a sample, or own data, at once, and tells what came of it. It is tried once. */
  async test(organizationId: string, id: string, { type, data = sampleDataOf(type) }: TestWebhook): Promise<WebhookDeliveryDetail> {
    const now = new Date(this.#now());
    const event = { ...rowOf(organizationId, { type, data, agentId: null } as unknown as Fact, now), test: true };
    const delivery = { ...deliveryOf(event, id, now), status: 'sending' as const, test: true, nextAttemptAt: null };
    const endpoint = await this.#in(organizationId, async (tx) => found(await store.selectWebhook(tx, organizationId, id)));
    const stored = await this.#in(organizationId, async (tx) => {
      const row = found(await store.insertEvent(tx, event));
      await store.insertDeliveries(tx, [delivery]);
      return row;
    });
    const result = await this.#send(endpoint, { eventId: event.id, event: stored.event });
    const status = succeeded(result) ? 'delivered' : 'dead';
    const recorded = { endpoint, delivery: { id: delivery.id, attemptCount: 0 }, result, status, nextAttemptAt: null } as const;
    await this.#database.asSystem((tx) => record(tx, [recorded], new Date(this.#now())));
    return this.get(organizationId, delivery.id);
  }

  async #deliverAgain(tx: Transaction, endpoint: EndpointRow, period: store.Period, now: Date): Promise<number> {
    const own = withOwnEndpoint(await store.selectOfAgents(tx, endpoint.organizationId));
    let count = 0;
    for (let after = ''; ;) {
      const rows = await store.selectEventsOf(tx, endpoint.organizationId, period, { after, limit: EVENTS_AT_ONCE });
      const wanted = rows
        .filter((row) => tells(endpoint, row.event, row.agentId, own) && wants(filterOf(endpoint), row.event, row.agentId))
        .map((row) => deliveryOf(row, endpoint.id, now));
      await store.insertDeliveries(tx, wanted);
      count += wanted.length;
      const last = rows.at(-1);
      if (last === undefined || rows.length < EVENTS_AT_ONCE) return count;
      after = last.id;
    }
  }

  #in<T>(organizationId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#database.asOrganization(organizationId, work);
  }
}
