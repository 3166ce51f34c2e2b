import { AppError, type MemberRole } from '@parley/contract';
import { and, asc, eq } from 'drizzle-orm';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { member, organization, user } from '../../platform/db/schema.ts';
import { afterCursor, newestFirst } from '../../platform/http/paging.ts';

export interface Membership {
  organizationId: string;
  role: string;
}

export interface MemberRow {
  id: string;
  userId: string;
  name: string;
  email: string;
  role: string;
  createdAt: Date;
}

const memberColumns = {
  id: member.id,
  userId: member.userId,
  role: member.role,
  createdAt: member.createdAt,
  name: user.name,
  email: user.email,
};

/** better-auth keeps several roles of a member with commas between them. */
const isOwner = ({ role }: { role: string }): boolean => role.split(',').includes('owner');

export class MemberStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The user's membership in the organization that is active, else in the oldest of theirs. */
  membershipOf(userId: string, active: string | null): Promise<Membership | undefined> {
    return this.#database.asSystem(async (tx) => {
      const rows = await tx
        .select({ organizationId: member.organizationId, role: member.role })
        .from(member)
        .where(eq(member.userId, userId))
        .orderBy(asc(member.createdAt));
      return rows.find((row) => row.organizationId === active) ?? rows[0];
    });
  }

  organizationsOf(userId: string): Promise<(typeof organization.$inferSelect)[]> {
    return this.#database.asSystem(async (tx) => {
      const rows = await tx
        .select({ organization })
        .from(member)
        .innerJoin(organization, eq(member.organizationId, organization.id))
        .where(eq(member.userId, userId))
        .orderBy(asc(organization.createdAt));
      return rows.map((row) => row.organization);
    });
  }

  organization(id: string): Promise<typeof organization.$inferSelect | undefined> {
    return this.#database.asOrganization(
      id,
      async (tx) =>
        (
          await tx
            .select()
            .from(organization)
            .where(and(eq(organization.id, id)))
        )[0],
    );
  }

  list(organizationId: string, page: { limit: number; cursor?: string | undefined }): Promise<MemberRow[]> {
    return this.#database.asSystem((tx) =>
      tx
        .select(memberColumns)
        .from(member)
        .innerJoin(user, eq(member.userId, user.id))
        .where(and(eq(member.organizationId, organizationId), afterCursor(page.cursor, member.createdAt, member.id)))
        .orderBy(...newestFirst(member.createdAt, member.id))
        .limit(page.limit + 1),
    );
  }

  /** Undefined when there is none of that id; throws `conflict` when nobody would own the organization any more. */
  changeRole(organizationId: string, id: string, role: MemberRole): Promise<MemberRow | undefined> {
    return this.#database.asSystem(async (tx) => {
      const found = await this.#lock(tx, organizationId, id);
      if (found === undefined) return undefined;
      if (role !== 'owner') await this.#requireAnotherOwner(tx, organizationId, found);
      await tx.update(member).set({ role }).where(eq(member.id, id));
      return { ...found, role };
    });
  }

  remove(organizationId: string, id: string): Promise<MemberRow | undefined> {
    return this.#database.asSystem(async (tx) => {
      const found = await this.#lock(tx, organizationId, id);
      if (found === undefined) return undefined;
      await this.#requireAnotherOwner(tx, organizationId, found);
      await tx.delete(member).where(eq(member.id, id));
      return found;
    });
  }

  /** Holds all members of the organization: two owners who remove each other at once must not both succeed. */
  async #lock(tx: Transaction, organizationId: string, id: string): Promise<MemberRow | undefined> {
    await tx.select({ id: member.id }).from(member).where(eq(member.organizationId, organizationId)).orderBy(asc(member.id)).for('update');
    const condition = and(eq(member.organizationId, organizationId), eq(member.id, id));
    return (await tx.select(memberColumns).from(member).innerJoin(user, eq(member.userId, user.id)).where(condition))[0];
  }

  async #requireAnotherOwner(tx: Transaction, organizationId: string, found: MemberRow): Promise<void> {
    if (!isOwner(found)) return;
    const members = await tx.select({ id: member.id, role: member.role }).from(member).where(eq(member.organizationId, organizationId));
    if (!members.some((one) => one.id !== found.id && isOwner(one)))
      throw new AppError('conflict', { detail: 'An organization needs an owner; make somebody else one first.' });
  }
}
