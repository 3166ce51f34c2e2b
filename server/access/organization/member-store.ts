/** Every query about who belongs to which organization. */
import type { MemberListQuery, MemberRole } from '@parley/contract';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { contains } from '../../platform/db/filters.ts';
import { member, organization, organizationSettings, user } from '../../platform/db/schema.ts';
import { afterCursor, newestFirst } from '../../platform/http/paging.ts';
import type { OrganizationRow } from './organization-store.ts';

/** One as better-auth keeps it: several roles may stand in it, with commas between them. */
export interface Membership {
  organizationId: string;
  role: string;
  /** The organization asks its members for one. */
  requiresSecondFactor: boolean;
}

export interface MemberRow {
  id: string;
  userId: string;
  name: string;
  email: string;
  role: string;
  createdAt: Date;
}

const columns = {
  id: member.id,
  userId: member.userId,
  role: member.role,
  createdAt: member.createdAt,
  name: user.name,
  email: user.email,
};

const requiresSecondFactor = sql<boolean>`coalesce((${organizationSettings.settings}->>'require_second_factor')::boolean, false)`;

/** The user's, the oldest first. */
export const selectMemberships = (tx: Transaction, userId: string): Promise<Membership[]> =>
  tx
    .select({ organizationId: member.organizationId, role: member.role, requiresSecondFactor })
    .from(member)
    .leftJoin(organizationSettings, eq(organizationSettings.organizationId, member.organizationId))
    .where(eq(member.userId, userId))
    .orderBy(asc(member.createdAt));

export const hasSecondFactor = async (tx: Transaction, userId: string): Promise<boolean> =>
  (await tx.select({ on: user.twoFactorEnabled }).from(user).where(eq(user.id, userId)))[0]?.on === true;

export async function selectOrganizationsOf(tx: Transaction, userId: string): Promise<OrganizationRow[]> {
  const rows = await tx
    .select({ organization })
    .from(member)
    .innerJoin(organization, eq(member.organizationId, organization.id))
    .where(eq(member.userId, userId))
    .orderBy(asc(organization.createdAt));
  return rows.map((row) => row.organization);
}

export const selectMembers = (tx: Transaction, organizationId: string, page: MemberListQuery): Promise<MemberRow[]> =>
  tx
    .select(columns)
    .from(member)
    .innerJoin(user, eq(member.userId, user.id))
    .where(
      and(
        eq(member.organizationId, organizationId),
        contains(page.q, user.name, user.email),
        afterCursor(page.cursor, member.createdAt, member.id),
      ),
    )
    .orderBy(...newestFirst(member.createdAt, member.id))
    .limit(page.limit + 1);

export const selectMember = async (tx: Transaction, organizationId: string, id: string): Promise<MemberRow | undefined> => {
  const condition = and(eq(member.organizationId, organizationId), eq(member.id, id));
  return (await tx.select(columns).from(member).innerJoin(user, eq(member.userId, user.id)).where(condition))[0];
};

/** Holds all members of the organization until the transaction ends. */
export const lockMembers = (tx: Transaction, organizationId: string): Promise<{ id: string; role: string }[]> =>
  tx
    .select({ id: member.id, role: member.role })
    .from(member)
    .where(eq(member.organizationId, organizationId))
    .orderBy(asc(member.id))
    .for('update');

export const updateRole = async (tx: Transaction, id: string, role: MemberRole): Promise<void> => {
  await tx.update(member).set({ role }).where(eq(member.id, id));
};

export const deleteMember = async (tx: Transaction, id: string): Promise<void> => {
  await tx.delete(member).where(eq(member.id, id));
};
