/** What Retell's clients gave that has no home in our resources: every query about it. */
import { and, asc, desc, eq, gt, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { Transaction } from '../../../platform/db/database.ts';
import { compatRecords } from '../../../platform/db/schema.ts';
import type { Fields } from './lens.ts';

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
    /** Of our endpoint that is the agent's own webhook. */
    webhook_id?: string;
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

const one = ({ organizationId, kind, id }: RecordRef): SQL | undefined => and(all(organizationId, kind), eq(compatRecords.id, id));
const all = (organizationId: string, kind: RecordKind): SQL | undefined =>
  and(eq(compatRecords.organizationId, organizationId), eq(compatRecords.kind, kind));

/** A record of the organization. */
export interface RecordRef<K extends RecordKind = RecordKind> {
  organizationId: string;
  kind: K;
  id: string;
}

/** In the order of their ids, which is that of their making. */
const select = (tx: Transaction, condition: SQL | undefined): Promise<Row[]> =>
  tx.select().from(compatRecords).where(condition).orderBy(asc(compatRecords.id));

export async function selectRecord<K extends RecordKind>(tx: Transaction, ref: RecordRef<K>): Promise<CompatRecord<K> | undefined> {
  const [row] = await select(tx, one(ref));
  return row && asRecord<K>(row);
}

export async function selectRecords<K extends RecordKind>(
  tx: Transaction,
  organizationId: string,
  kind: K,
  ids: readonly string[],
): Promise<CompatRecord<K>[]> {
  return (await select(tx, and(all(organizationId, kind), inArray(compatRecords.id, [...ids])))).map((row) => asRecord<K>(row));
}

/** Those that point at `id`. */
export async function selectReferring<K extends RecordKind>(
  tx: Transaction,
  { organizationId, kind, id }: RecordRef<K>,
): Promise<CompatRecord<K>[]> {
  return (await select(tx, and(all(organizationId, kind), eq(compatRecords.refersTo, id)))).map((row) => asRecord<K>(row));
}

export interface RecordPage {
  after: string | undefined;
  limit: number;
  descending: boolean;
}

export async function selectRecordPage<K extends RecordKind>(
  tx: Transaction,
  organizationId: string,
  kind: K,
  { after, limit, descending }: RecordPage,
): Promise<CompatRecord<K>[]> {
  const beyond = after === undefined ? undefined : descending ? lt(compatRecords.id, after) : gt(compatRecords.id, after);
  const rows = await tx
    .select()
    .from(compatRecords)
    .where(and(all(organizationId, kind), beyond))
    .orderBy(descending ? desc(compatRecords.id) : asc(compatRecords.id))
    .limit(limit);
  return rows.map((row) => asRecord<K>(row));
}

/** Holds the record until the transaction ends, one that is not there yet too. */
export async function lockRecord<K extends RecordKind>(tx: Transaction, ref: RecordRef<K>): Promise<CompatRecord<K> | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`${ref.organizationId} ${ref.kind} ${ref.id}`}))`);
  const [row] = await tx.select().from(compatRecords).where(one(ref)).for('update');
  return row && asRecord<K>(row);
}

export async function putRecord<K extends RecordKind>(tx: Transaction, ref: RecordRef<K>, data: RecordData[K]): Promise<void> {
  const columns = { ...columnsOf(ref.kind, ref.id, data), data: data as unknown as Record<string, unknown>, updatedAt: new Date() };
  await tx
    .insert(compatRecords)
    .values({ ...ref, ...columns })
    .onConflictDoUpdate({ target: [compatRecords.organizationId, compatRecords.kind, compatRecords.id], set: columns });
}

export const deleteReferring = async (tx: Transaction, { organizationId, kind, id }: RecordRef): Promise<void> => {
  await tx.delete(compatRecords).where(and(all(organizationId, kind), eq(compatRecords.refersTo, id)));
};

export const deleteRecord = async (tx: Transaction, ref: RecordRef): Promise<boolean> =>
  (await tx.delete(compatRecords).where(one(ref)).returning({ id: compatRecords.id })).length > 0;
