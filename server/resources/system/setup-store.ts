/** Every query of the first start: the organization, its owner, and the one-time link. */
import { and, eq, gt, isNull, sql, type SQL } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { account, agents, apiKeys, member, organization, ownerSetupTokens, user } from '../../platform/db/schema.ts';

/** Of several nodes that start at once, one goes on; the others wait until its transaction ends. */
export const lockFirstStart = async (tx: Transaction): Promise<void> => {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('parley first start'))`);
};

export const selectFirstOrganization = async (tx: Transaction): Promise<{ id: string } | undefined> =>
  (await tx.select({ id: organization.id }).from(organization).orderBy(organization.createdAt).limit(1))[0];

export const insertOrganization = async (tx: Transaction, row: typeof organization.$inferInsert): Promise<void> => {
  await tx.insert(organization).values(row);
};

export const updateOrganizationName = async (tx: Transaction, id: string, name: string): Promise<void> => {
  await tx.update(organization).set({ name }).where(eq(organization.id, id));
};

export const insertApiKey = async (tx: Transaction, row: typeof apiKeys.$inferInsert): Promise<void> => {
  await tx.insert(apiKeys).values(row);
};

/** Deleted agents count. */
export const hasAgent = async (tx: Transaction, organizationId: string): Promise<boolean> =>
  (await tx.select({ id: agents.id }).from(agents).where(eq(agents.organizationId, organizationId)).limit(1)).length > 0;

export const hasOwner = async (tx: Transaction): Promise<boolean> =>
  (await tx.select({ id: member.id }).from(member).where(eq(member.role, 'owner')).limit(1)).length > 0;

/** Those before it that nobody used are void. */
export async function replaceToken(tx: Transaction, hash: string): Promise<void> {
  await tx.delete(ownerSetupTokens).where(isNull(ownerSetupTokens.usedAt));
  await tx.insert(ownerSetupTokens).values({ hash });
}

const valid = (hash: string, since: Date): SQL | undefined =>
  and(eq(ownerSetupTokens.hash, hash), isNull(ownerSetupTokens.usedAt), gt(ownerSetupTokens.createdAt, since));

export const isTokenValid = async (tx: Transaction, hash: string, since: Date): Promise<boolean> =>
  (await tx.select({ hash: ownerSetupTokens.hash }).from(ownerSetupTokens).where(valid(hash, since))).length > 0;

/** False when it is not valid any more. */
export const spendToken = async (tx: Transaction, hash: string, since: Date): Promise<boolean> =>
  (await tx.update(ownerSetupTokens).set({ usedAt: new Date() }).where(valid(hash, since)).returning()).length > 0;

export interface NewOwner {
  user: typeof user.$inferInsert;
  account: typeof account.$inferInsert;
  member: typeof member.$inferInsert;
}

export async function insertOwner(tx: Transaction, owner: NewOwner): Promise<void> {
  await tx.insert(user).values(owner.user);
  await tx.insert(account).values(owner.account);
  await tx.insert(member).values(owner.member);
}
