/** Every query about an organization's keys and addresses of providers. */
import type { ProviderName } from '@parley/contract';
import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../../platform/db/database.ts';
import { providerCredentials } from '../../platform/db/schema.ts';

export type CredentialRow = typeof providerCredentials.$inferSelect;

export const selectCredentials = (tx: Transaction, organizationId: string): Promise<CredentialRow[]> =>
  tx.select().from(providerCredentials).where(eq(providerCredentials.organizationId, organizationId));

export async function putCredential(
  tx: Transaction,
  row: Pick<CredentialRow, 'organizationId' | 'provider' | 'encryptedKey' | 'keyLastFour' | 'baseUrl' | 'models'>,
): Promise<void> {
  const { encryptedKey, keyLastFour, baseUrl, models } = row;
  const target = [providerCredentials.organizationId, providerCredentials.provider];
  await tx
    .insert(providerCredentials)
    .values(row)
    .onConflictDoUpdate({ target, set: { encryptedKey, keyLastFour, baseUrl, models, updatedAt: new Date() } });
}

export const deleteCredential = async (tx: Transaction, organizationId: string, provider: ProviderName): Promise<void> => {
  const one = and(eq(providerCredentials.organizationId, organizationId), eq(providerCredentials.provider, provider));
  await tx.delete(providerCredentials).where(one);
};
