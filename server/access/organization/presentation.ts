/** Organizations and their members as the API shows them. */
import type { Member, Organization, OrganizationSettings } from '@parley/contract';
import { highestRole } from '../roles.ts';
import type { MemberRow } from './member-store.ts';
import type { OrganizationRow } from './organization-store.ts';

export const presentOrganization = (row: OrganizationRow, settings: OrganizationSettings): Organization => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  settings,
  created_at: row.createdAt.toISOString(),
});

/** What its ETag stands for. */
export const changeable = ({ name, settings }: Pick<Organization, 'name' | 'settings'>) => ({ name, settings });

export const presentMember = (row: MemberRow): Member => ({
  id: row.id,
  user_id: row.userId,
  name: row.name,
  email: row.email,
  role: highestRole(row.role),
  created_at: row.createdAt.toISOString(),
});
