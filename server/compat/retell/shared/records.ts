/** What Retell's clients gave that has no home in our resources, kept beside them. */
import { AppError } from '@parley/contract';
import type { Database } from '../../../platform/db/database.ts';
import * as store from './record-store.ts';
import type { CompatRecord, RecordData, RecordKind, RecordPage } from './record-store.ts';

/** Of one record, however often it is added to. */
const MOST_CHARACTERS = 2_000_000;

export class Records {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get<K extends RecordKind>(organizationId: string, kind: K, id: string): Promise<CompatRecord<K> | undefined> {
    return this.#database.asOrganization(organizationId, (tx) => store.selectRecord(tx, { organizationId, kind, id }));
  }

  async getAll<K extends RecordKind>(organizationId: string, kind: K, ids: readonly string[]): Promise<Map<string, CompatRecord<K>>> {
    if (ids.length === 0) return new Map();
    const records = await this.#database.asOrganization(organizationId, (tx) => store.selectRecords(tx, organizationId, kind, ids));
    return new Map(records.map((record) => [record.id, record]));
  }

  /** In the order of their ids, which is that of their making. */
  referringTo<K extends RecordKind>(organizationId: string, kind: K, id: string): Promise<CompatRecord<K>[]> {
    return this.#database.asOrganization(organizationId, (tx) => store.selectReferring(tx, { organizationId, kind, id }));
  }

  page<K extends RecordKind>(organizationId: string, kind: K, page: RecordPage): Promise<CompatRecord<K>[]> {
    return this.#database.asOrganization(organizationId, (tx) => store.selectRecordPage(tx, organizationId, kind, page));
  }

  /** `change` gets what was there; two changes of one record happen one after the other. */
  async change<K extends RecordKind>(
    organizationId: string,
    kind: K,
    id: string,
    change: (known: RecordData[K] | undefined) => RecordData[K],
  ): Promise<void> {
    const ref = { organizationId, kind, id };
    await this.#database.asOrganization(organizationId, async (tx) => {
      const data = change((await store.lockRecord(tx, ref))?.data);
      if (JSON.stringify(data).length > MOST_CHARACTERS)
        throw new AppError('body_too_large', { detail: 'What is kept with the resource is larger than the limit.' });
      await store.putRecord(tx, ref, data);
    });
  }

  async removeReferringTo(organizationId: string, kind: RecordKind, id: string): Promise<void> {
    await this.#database.asOrganization(organizationId, (tx) => store.deleteReferring(tx, { organizationId, kind, id }));
  }

  remove(organizationId: string, kind: RecordKind, id: string): Promise<boolean> {
    return this.#database.asOrganization(organizationId, (tx) => store.deleteRecord(tx, { organizationId, kind, id }));
  }
}
