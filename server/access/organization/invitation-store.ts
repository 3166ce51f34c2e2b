/** Every query about invitations, and what accepting one makes. */
import { and, desc, eq } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { account, invitation, member, session, user } from '../../platform/db/schema.ts';

export type InvitationRow = typeof invitation.$inferSelect;

export const insertInvitation = async (tx: Transaction, row: typeof invitation.$inferInsert): Promise<InvitationRow | undefined> =>
  (await tx.insert(invitation).values(row).returning())[0];

/** The newest first; an organization has few. */
export const selectInvitations = (tx: Transaction, organizationId: string): Promise<InvitationRow[]> =>
  tx.select().from(invitation).where(eq(invitation.organizationId, organizationId)).orderBy(desc(invitation.createdAt)).limit(100);

/** Holds it until the transaction ends: it works once. */
export const lockInvitation = async (tx: Transaction, id: string): Promise<InvitationRow | undefined> =>
  (await tx.select().from(invitation).where(eq(invitation.id, id)).for('update'))[0];

export const updateStatus = async (tx: Transaction, id: string, status: string): Promise<void> => {
  await tx.update(invitation).set({ status }).where(eq(invitation.id, id));
};

export const selectAccount = async (tx: Transaction, email: string): Promise<{ userId: string; password: string | null } | undefined> =>
  (
    await tx
      .select({ userId: user.id, password: account.password })
      .from(user)
      .leftJoin(account, and(eq(account.userId, user.id), eq(account.providerId, 'credential')))
      .where(eq(user.email, email))
  )[0];

export const insertPerson = async (
  tx: Transaction,
  person: { user: typeof user.$inferInsert; account: typeof account.$inferInsert },
): Promise<void> => {
  await tx.insert(user).values(person.user);
  await tx.insert(account).values(person.account);
};

/** False where the person is a member already. */
export const insertMember = async (tx: Transaction, row: typeof member.$inferInsert): Promise<boolean> =>
  (await tx.insert(member).values(row).onConflictDoNothing().returning()).length > 0;

export const selectSessions = (tx: Transaction, userId: string) =>
  tx.select().from(session).where(eq(session.userId, userId)).orderBy(desc(session.createdAt)).limit(100);

export const deleteSessions = async (tx: Transaction, userId: string): Promise<void> => {
  await tx.delete(session).where(eq(session.userId, userId));
};
