/** What happened, for those who ask. */
import type { EventListQuery, Page, WebhookEvent } from '@parley/contract';
import type { Database } from '../../platform/db/database.ts';
import { pageOf } from '../../platform/http/paging.ts';
import { found } from '../../platform/http/found.ts';
import { selectEvent, selectEventPage } from './event-store.ts';

export class Events {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(organizationId: string, query: EventListQuery): Promise<Page<WebhookEvent>> {
    return this.#database.asOrganization(organizationId, async (tx) =>
      pageOf(await selectEventPage(tx, organizationId, query), query.limit, (row) => row.event),
    );
  }

  get(organizationId: string, id: string): Promise<WebhookEvent> {
    return this.#database.asOrganization(organizationId, async (tx) => found(await selectEvent(tx, organizationId, id)).event);
  }
}
