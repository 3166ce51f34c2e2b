/** Quotas of an organization and its API keys. */
import { AppError, type CreateQuota, type Page, type Quota, type UpdateQuota } from '@parley/contract';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { requireTag, type WantedTag } from '../../platform/http/etag.ts';
import { found } from '../../platform/http/found.ts';
import { pageOf } from '../../platform/http/paging.ts';
import { newId } from '../../platform/ids.ts';
import { periodEnd, stateOf, usedOf } from './metering.ts';
import * as store from './quota-store.ts';

const CHANGED_CHANNEL = 'quota_changed';

const present = (row: store.QuotaRow, used: number, now: number): Quota => ({
  id: row.id,
  metric: row.metric,
  period: row.period,
  limit: row.limit,
  warn_percent: row.warnPercent,
  api_key_id: row.apiKeyId,
  used,
  state: stateOf(row, used),
  resets_at: row.metric === 'concurrent_calls' ? null : periodEnd(row.period, now).toISOString(),
  created_at: row.createdAt.toISOString(),
});

/** What its ETag stands for. */
export const changeable = ({ limit, warn_percent }: Pick<Quota, 'limit' | 'warn_percent'>) => ({ limit, warn_percent });
const changeableOf = ({ limit, warnPercent }: store.QuotaRow) => changeable({ limit, warn_percent: warnPercent });

export class Quotas {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #changed = new Set<() => void>();

  constructor(database: Database, now: () => number = Date.now) {
    this.#database = database;
    this.#now = now;
  }

  async start(): Promise<() => Promise<void>> {
    return this.#database.listen(CHANGED_CHANNEL, () => this.#tell());
  }

  /** Calls back when quotas were changed on any node. */
  onChange(listener: () => void): void {
    this.#changed.add(listener);
  }

  list(organizationId: string, page: { limit: number; cursor?: string | undefined }): Promise<Page<Quota>> {
    return this.#database.asOrganization(organizationId, async (tx) => {
      const rows = await store.selectQuotas(tx, organizationId, page);
      const used = await usedOf(tx, rows, this.#now());
      return pageOf(rows, page.limit, (row) => present(row, used.get(row.id) ?? 0, this.#now()));
    });
  }

  get(organizationId: string, id: string): Promise<Quota> {
    return this.#database.asOrganization(organizationId, async (tx) => this.#present(tx, await store.selectQuota(tx, organizationId, id)));
  }

  async create(organizationId: string, { metric, period, limit, warn_percent, api_key_id }: CreateQuota): Promise<Quota> {
    const created = await this.#database.asOrganization(organizationId, async (tx) => {
      if (api_key_id !== null && !(await store.keyExists(tx, organizationId, api_key_id)))
        throw new AppError('validation_failed', { fields: [{ pointer: '/api_key_id', message: 'is not an API key of the organization' }] });
      const row = { id: newId('quota'), organizationId, metric, period, limit, warnPercent: warn_percent, apiKeyId: api_key_id };
      const inserted = await store.insertQuota(tx, row);
      if (inserted === undefined)
        throw new AppError('conflict', { detail: 'There is a quota on this metric and period already; change that one.' });
      return this.#present(tx, inserted);
    });
    await this.#publish();
    return created;
  }

  async update(organizationId: string, id: string, { limit, warn_percent }: UpdateQuota, ifMatch: WantedTag): Promise<Quota> {
    const change = { ...(limit === undefined ? {} : { limit }), ...(warn_percent === undefined ? {} : { warnPercent: warn_percent }) };
    const updated = await this.#database.asOrganization(organizationId, async (tx) => {
      const row = await store.lockQuota(tx, organizationId, id);
      if (row !== undefined) requireTag(ifMatch, changeableOf(row));
      return this.#present(tx, Object.keys(change).length === 0 ? row : await store.updateQuota(tx, organizationId, id, change));
    });
    await this.#publish();
    return updated;
  }

  async remove(organizationId: string, id: string, ifMatch: WantedTag = null): Promise<void> {
    await this.#database.asOrganization(organizationId, async (tx) => {
      requireTag(ifMatch, changeableOf(found(await store.lockQuota(tx, organizationId, id))));
      await store.deleteQuota(tx, organizationId, id);
    });
    await this.#publish();
  }

  async #present(tx: Transaction, row: store.QuotaRow | undefined): Promise<Quota> {
    const known = found(row);
    return present(known, (await usedOf(tx, [known], this.#now())).get(known.id) ?? 0, this.#now());
  }

  async #publish(): Promise<void> {
    this.#tell();
    await this.#database.notify(CHANGED_CHANNEL, 'changed');
  }

  #tell(): void {
    for (const listener of this.#changed) listener();
  }
}
