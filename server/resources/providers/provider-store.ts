import type { ProviderName } from '@parley/contract';
import { and, eq } from 'drizzle-orm';
import type { Database } from '../../platform/db/database.ts';
import { providerCredentials } from '../../platform/db/schema.ts';

export type CredentialRow = typeof providerCredentials.$inferSelect;

export class ProviderStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  all(organizationId: string): Promise<CredentialRow[]> {
    return this.#database.asOrganization(organizationId, (tx) =>
      tx.select().from(providerCredentials).where(eq(providerCredentials.organizationId, organizationId)),
    );
  }

  async put(
    row: Pick<CredentialRow, 'organizationId' | 'provider' | 'encryptedKey' | 'keyLastFour' | 'baseUrl' | 'models'>,
  ): Promise<void> {
    const { encryptedKey, keyLastFour, baseUrl, models } = row;
    const target = [providerCredentials.organizationId, providerCredentials.provider];
    await this.#database.asOrganization(row.organizationId, (tx) =>
      tx
        .insert(providerCredentials)
        .values(row)
        .onConflictDoUpdate({ target, set: { encryptedKey, keyLastFour, baseUrl, models, updatedAt: new Date() } }),
    );
  }

  async remove(organizationId: string, provider: ProviderName): Promise<void> {
    const one = and(eq(providerCredentials.organizationId, organizationId), eq(providerCredentials.provider, provider));
    await this.#database.asOrganization(organizationId, (tx) => tx.delete(providerCredentials).where(one));
  }
}
