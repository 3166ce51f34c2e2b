/** An organization's settings, defaults where it has set none. */
import { OrganizationSettings } from '@parley/contract';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { organizationSettings } from '../db/schema.ts';

export class Settings {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  of(organizationId: string): Promise<OrganizationSettings> {
    return this.#database.asOrganization(organizationId, async (tx) => {
      const [row] = await tx.select().from(organizationSettings).where(eq(organizationSettings.organizationId, organizationId));
      return OrganizationSettings.parse(row?.settings ?? {});
    });
  }

  async change(
    organizationId: string,
    change: { [K in keyof OrganizationSettings]?: OrganizationSettings[K] | undefined },
  ): Promise<OrganizationSettings> {
    await this.#database.asOrganization(organizationId, (tx) =>
      tx
        .insert(organizationSettings)
        .values({ organizationId, settings: OrganizationSettings.parse(change) })
        .onConflictDoUpdate({
          target: organizationSettings.organizationId,
          set: { settings: sql`${organizationSettings.settings} || ${JSON.stringify(change)}::jsonb`, updatedAt: new Date() },
        }),
    );
    return this.of(organizationId);
  }
}
