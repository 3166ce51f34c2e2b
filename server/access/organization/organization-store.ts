/** Every query about an organization and what it has set. */
import { OrganizationSettings } from '@parley/contract';
import { eq } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { organization, organizationSettings } from '../../platform/db/schema.ts';

export type OrganizationRow = typeof organization.$inferSelect;

export const selectOrganization = async (tx: Transaction, id: string): Promise<OrganizationRow | undefined> =>
  (await tx.select().from(organization).where(eq(organization.id, id)))[0];

/** Holds the organization until the transaction ends. */
export const lockOrganization = async (tx: Transaction, id: string): Promise<OrganizationRow | undefined> =>
  (await tx.select().from(organization).where(eq(organization.id, id)).for('update'))[0];

export const updateName = async (tx: Transaction, id: string, name: string): Promise<void> => {
  await tx.update(organization).set({ name }).where(eq(organization.id, id));
};

/** Defaults where it has set none. */
export async function selectSettings(tx: Transaction, organizationId: string): Promise<OrganizationSettings> {
  const [row] = await tx.select().from(organizationSettings).where(eq(organizationSettings.organizationId, organizationId));
  return OrganizationSettings.parse(row?.settings ?? {});
}

export const putSettings = async (tx: Transaction, organizationId: string, settings: OrganizationSettings): Promise<void> => {
  await tx
    .insert(organizationSettings)
    .values({ organizationId, settings })
    .onConflictDoUpdate({ target: organizationSettings.organizationId, set: { settings, updatedAt: new Date() } });
};
