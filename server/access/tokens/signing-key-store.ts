/** Every query about the keys that sign access tokens. */
import { desc, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { signingKeys } from '../../platform/db/schema.ts';

export type SigningKeyRow = typeof signingKeys.$inferSelect;

/** The newest first. */
export const selectSigningKeys = (tx: Transaction): Promise<SigningKeyRow[]> =>
  tx.select().from(signingKeys).orderBy(desc(signingKeys.createdAt));

/** Holds the whole set until the transaction ends, keys that are not there yet included. */
export async function lockSigningKeys(tx: Transaction): Promise<Pick<SigningKeyRow, 'id' | 'createdAt'>[]> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('parley signing keys'))`);
  return tx.select({ id: signingKeys.id, createdAt: signingKeys.createdAt }).from(signingKeys);
}

export const insertSigningKey = async (tx: Transaction, row: typeof signingKeys.$inferInsert): Promise<void> => {
  await tx.insert(signingKeys).values(row);
};

export const deleteSigningKeys = async (tx: Transaction, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0) await tx.delete(signingKeys).where(inArray(signingKeys.id, [...ids]));
};
