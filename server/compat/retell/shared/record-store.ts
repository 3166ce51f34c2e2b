/** What Retell's clients gave that has no home in our resources: every query about it. */
import { AppError } from '@parley/contract';
import { and, asc, desc, eq, gt, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { Database, Transaction } from '../../../platform/db/database.ts';
import { compatRecords } from '../../../platform/db/schema.ts';
import type { Fields } from './lens.ts';

/** Of one record, however often it is added to. */
const MOST_CHARACTERS = 2_000_000;

export type Channel = 'voice' | 'chat';

/** The records by kind. `given`: the fields as they were last given. */
export interface RecordData {
  'retell.agent': {
    channel: Channel;
    llm_id?: string;
    given: Fields;
    title?: string;
    description?: string;
    base_version?: number;
    draft_is_latest?: boolean;
  };
  /** Of a published version; its id is `<agent>@<version>`. */
  'retell.agent_version': {
    given: Fields;
    llm_given: Fields;
    llm_id?: string;
    title?: string;
    description?: string;
    base_version?: number;
  };
  'retell.llm': { given: Fields };
  'retell.call': { metadata?: unknown; custom_attributes?: Fields; data_storage_setting?: string };
  'retell.chat': { metadata?: unknown; custom_attributes?: Fields; data_storage_setting?: string };
  'retell.phone_number': { given: Fields };
}
export type RecordKind = keyof RecordData;

export interface CompatRecord<K extends RecordKind> {
  id: string;
  data: RecordData[K];
  createdAt: Date;
  updatedAt: Date;
}

type Row = typeof compatRecords.$inferSelect;

const asRecord = <K extends RecordKind>({ id, data, createdAt, updatedAt }: Row): CompatRecord<K> => ({
  id,
  data: data as unknown as RecordData[K],
  createdAt,
  updatedAt,
});

/** With what a record goes, and what it points at. */
function columnsOf(kind: RecordKind, id: string, data: RecordData[RecordKind]): Partial<typeof compatRecords.$inferInsert> {
  if (kind === 'retell.agent') return { refersTo: (data as RecordData['retell.agent']).llm_id ?? null };
  if (kind === 'retell.agent_version') return { refersTo: id.replace(/@.*$/, '') };
  if (kind === 'retell.call') return { callId: id };
  if (kind === 'retell.chat') return { conversationId: id };
  return kind === 'retell.phone_number' ? { phoneNumberId: id } : {};
}

const one = (organizationId: string, kind: RecordKind, id: string): SQL | undefined =>
  and(eq(compatRecords.organizationId, organizationId), eq(compatRecords.kind, kind), eq(compatRecords.id, id));
const all = (organizationId: string, kind: RecordKind): SQL | undefined =>
  and(eq(compatRecords.organizationId, organizationId), eq(compatRecords.kind, kind));

const select = (tx: Transaction, condition: SQL | undefined): Promise<Row[]> =>
  tx.select().from(compatRecords).where(condition).orderBy(asc(compatRecords.id));

export class Records {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get<K extends RecordKind>(organizationId: string, kind: K, id: string): Promise<CompatRecord<K> | undefined> {
    const [row] = await this.#database.asOrganization(organizationId, (tx) => select(tx, one(organizationId, kind, id)));
    return row && asRecord<K>(row);
  }

  async getAll<K extends RecordKind>(organizationId: string, kind: K, ids: readonly string[]): Promise<Map<string, CompatRecord<K>>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#database.asOrganization(organizationId, (tx) =>
      select(tx, and(all(organizationId, kind), inArray(compatRecords.id, [...ids]))),
    );
    return new Map(rows.map((row) => [row.id, asRecord<K>(row)]));
  }

  /** In the order of their ids, which is that of their making. */
  async referringTo<K extends RecordKind>(organizationId: string, kind: K, id: string): Promise<CompatRecord<K>[]> {
    const rows = await this.#database.asOrganization(organizationId, (tx) =>
      select(tx, and(all(organizationId, kind), eq(compatRecords.refersTo, id))),
    );
    return rows.map((row) => asRecord<K>(row));
  }

  async page<K extends RecordKind>(
    organizationId: string,
    kind: K,
    { after, limit, descending }: { after: string | undefined; limit: number; descending: boolean },
  ): Promise<CompatRecord<K>[]> {
    const beyond = after === undefined ? undefined : descending ? lt(compatRecords.id, after) : gt(compatRecords.id, after);
    const rows = await this.#database.asOrganization(organizationId, (tx) =>
      tx
        .select()
        .from(compatRecords)
        .where(and(all(organizationId, kind), beyond))
        .orderBy(descending ? desc(compatRecords.id) : asc(compatRecords.id))
        .limit(limit),
    );
    return rows.map((row) => asRecord<K>(row));
  }

  /** `change` gets what was there; two changes of one record happen one after the other. */
  async change<K extends RecordKind>(
    organizationId: string,
    kind: K,
    id: string,
    change: (known: RecordData[K] | undefined) => RecordData[K],
  ): Promise<void> {
    await this.#database.asOrganization(organizationId, async (tx) => {
      // A record that is not there yet cannot be locked.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`${organizationId} ${kind} ${id}`}))`);
      const [row] = await tx
        .select()
        .from(compatRecords)
        .where(one(organizationId, kind, id))
        .for('update');
      const data = change(row && asRecord<K>(row).data);
      if (JSON.stringify(data).length > MOST_CHARACTERS)
        throw new AppError('body_too_large', { detail: 'What is kept with the resource is larger than the limit.' });
      const columns = { ...columnsOf(kind, id, data), data: data as unknown as Record<string, unknown>, updatedAt: new Date() };
      await tx
        .insert(compatRecords)
        .values({ organizationId, kind, id, ...columns })
        .onConflictDoUpdate({ target: [compatRecords.organizationId, compatRecords.kind, compatRecords.id], set: columns });
    });
  }

  async removeReferringTo(organizationId: string, kind: RecordKind, id: string): Promise<void> {
    await this.#database.asOrganization(organizationId, (tx) =>
      tx.delete(compatRecords).where(and(all(organizationId, kind), eq(compatRecords.refersTo, id))),
    );
  }

  async remove(organizationId: string, kind: RecordKind, id: string): Promise<boolean> {
    const removed = await this.#database.asOrganization(organizationId, (tx) =>
      tx
        .delete(compatRecords)
        .where(one(organizationId, kind, id))
        .returning({ id: compatRecords.id }),
    );
    return removed.length > 0;
  }
}
