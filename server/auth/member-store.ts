import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { member, organization } from '../db/schema.ts';

export interface Membership {
  organizationId: string;
  role: string;
}

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

  rename(id: string, name: string): Promise<typeof organization.$inferSelect | undefined> {
    return this.#database.asOrganization(
      id,
      async (tx) => (await tx.update(organization).set({ name }).where(eq(organization.id, id)).returning())[0],
    );
  }
}
