/** Every query about commands to live calls. */
import { and, asc, eq, inArray, lt } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { callCommands } from '../../platform/db/schema.ts';

export type CommandRow = typeof callCommands.$inferSelect;

export const insertCommand = async (tx: Transaction, row: typeof callCommands.$inferInsert): Promise<void> => {
  await tx.insert(callCommands).values(row);
};

/** The call's, in the order in which they were given; they are the claimant's to carry out, and here no more. */
export async function claimCommands(tx: Transaction, callId: string): Promise<CommandRow[]> {
  const rows = await tx.select().from(callCommands).where(eq(callCommands.callId, callId)).orderBy(asc(callCommands.id));
  const ids = rows.map((row) => row.id);
  if (ids.length > 0) await tx.delete(callCommands).where(and(eq(callCommands.callId, callId), inArray(callCommands.id, ids)));
  return rows;
}

export const deleteCommandsBefore = async (tx: Transaction, before: Date): Promise<void> => {
  await tx.delete(callCommands).where(lt(callCommands.createdAt, before));
};
