/** An organization's name and settings, defaults where it has set none. */
import { AppError, OrganizationSettings, type Organization, type UpdateOrganization } from '@parley/contract';
import { eq } from 'drizzle-orm';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { organization, organizationSettings } from '../../platform/db/schema.ts';
import { requireTag } from '../../platform/http/etag.ts';

type Row = typeof organization.$inferSelect;

export const present = (row: Row, settings: OrganizationSettings): Organization => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  settings,
  created_at: row.createdAt.toISOString(),
});

/** What its ETag stands for. */
export const changeable = ({ name, settings }: Pick<Organization, 'name' | 'settings'>) => ({ name, settings });

async function selectSettings(tx: Transaction, organizationId: string): Promise<OrganizationSettings> {
  const [row] = await tx.select().from(organizationSettings).where(eq(organizationSettings.organizationId, organizationId));
  return OrganizationSettings.parse(row?.settings ?? {});
}

export class Settings {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  of(organizationId: string): Promise<OrganizationSettings> {
    return this.#database.asOrganization(organizationId, (tx) => selectSettings(tx, organizationId));
  }

  /** `ifMatch` guards against another's change in between. */
  change(organizationId: string, { name, settings: patch }: UpdateOrganization, ifMatch: string | null): Promise<Organization> {
    return this.#database.asOrganization(organizationId, async (tx) => {
      const [row] = await tx.select().from(organization).where(eq(organization.id, organizationId)).for('update');
      if (row === undefined) throw new AppError('not_found');
      const before = await selectSettings(tx, organizationId);
      requireTag(ifMatch, changeable({ name: row.name, settings: before }));
      const settings = OrganizationSettings.parse({ ...before, ...patch });
      if (name !== undefined) await tx.update(organization).set({ name }).where(eq(organization.id, organizationId));
      await tx
        .insert(organizationSettings)
        .values({ organizationId, settings })
        .onConflictDoUpdate({ target: organizationSettings.organizationId, set: { settings, updatedAt: new Date() } });
      return present({ ...row, name: name ?? row.name }, settings);
    });
  }
}
