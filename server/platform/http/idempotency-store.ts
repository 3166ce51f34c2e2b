/** Every query about idempotency keys and their answers. */
import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { idempotencyKeys } from '../db/schema.ts';
import type { IdempotencyRecord } from './idempotency.ts';

export type IdempotencyRow = typeof idempotencyKeys.$inferSelect;

const at = ({ organizationId, owner, key }: IdempotencyRecord) =>
  and(eq(idempotencyKeys.organizationId, organizationId), eq(idempotencyKeys.owner, owner), eq(idempotencyKeys.key, key));

/** Until the transaction ends; false where another has it. */
export const tryHold = async (tx: Transaction, { organizationId, owner, key }: IdempotencyRecord): Promise<boolean> => {
  const { rows } = await tx.execute<{ held: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`idempotency ${organizationId} ${owner} ${key}`}, 0)) as held`,
  );
  return rows[0]?.held === true;
};

/** False where the key is known already. */
export const insertKey = async (tx: Transaction, row: typeof idempotencyKeys.$inferInsert): Promise<boolean> =>
  (await tx.insert(idempotencyKeys).values(row).onConflictDoNothing().returning()).length > 0;

/** Holds the key until the transaction ends. */
export const lockKey = async (tx: Transaction, record: IdempotencyRecord): Promise<IdempotencyRow | undefined> =>
  (await tx.select().from(idempotencyKeys).where(at(record)).for('update'))[0];

export const updateKey = async (tx: Transaction, record: IdempotencyRecord, change: Partial<IdempotencyRow>): Promise<void> => {
  await tx.update(idempotencyKeys).set(change).where(at(record));
};

export const deleteUnanswered = async (tx: Transaction, record: IdempotencyRecord): Promise<void> => {
  await tx.delete(idempotencyKeys).where(and(at(record), isNull(idempotencyKeys.status)));
};

/** The key where it was first given before then. */
export const deleteExpired = async (tx: Transaction, record: IdempotencyRecord, before: Date): Promise<void> => {
  await tx.delete(idempotencyKeys).where(and(at(record), lt(idempotencyKeys.createdAt, before)));
};

export const deleteAllExpired = async (tx: Transaction, before: Date): Promise<void> => {
  await tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before));
};
