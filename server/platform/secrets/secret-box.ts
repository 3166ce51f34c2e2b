import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { AppError } from '@parley/contract';
import { StartError } from '../../config.ts';
import { deriveKey } from './secret-key.ts';
import type { SecretKey } from './secret-key.ts';
import type { Database } from '../db/database.ts';
import { serverSettings } from '../db/schema.ts';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FINGERPRINT = 'secret_key_fingerprint';

/** Seals what must not be readable in the database. What was sealed for one organization opens for that one only. */
export interface SecretBox {
  seal(organizationId: string, plaintext: string): string;
  /** Throws where the text was altered, sealed for another organization or with another key. */
  open(organizationId: string, sealed: string): string;
}

export function createSecretBox(secret: SecretKey): SecretBox {
  const key = deriveKey(secret, 'secret-box');
  return {
    seal(organizationId, plaintext) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(organizationId));
      const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return `${VERSION}.${Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url')}`;
    },
    open(organizationId, sealed) {
      const [version, text = ''] = sealed.split('.');
      const bytes = Buffer.from(text, 'base64url');
      if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES)
        throw new AppError('internal', { detail: 'A stored secret has an unknown form.' });
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(organizationId))
          .setAuthTag(bytes.subarray(-TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new AppError('internal', { detail: 'A stored secret cannot be opened with this installation’s secret key.', cause });
      }
    },
  };
}

/** Tells two secret keys apart and says nothing about either. */
export const fingerprint = (secret: SecretKey): string => deriveKey(secret, 'fingerprint').toString('base64url');

/** Remembers the installation's secret key by its fingerprint; a StartError when the database was used with another one. */
export async function checkSecretKey(database: Database, secret: SecretKey): Promise<void> {
  const known = await database.asSystem(async (tx) => {
    await tx
      .insert(serverSettings)
      .values({ key: FINGERPRINT, value: fingerprint(secret) })
      .onConflictDoNothing();
    return tx.select({ value: serverSettings.value }).from(serverSettings).where(eq(serverSettings.key, FINGERPRINT));
  });
  if (known[0]?.value === fingerprint(secret)) return;
  throw new StartError(
    secret.source === 'PARLEY_SECRET_KEY'
      ? 'PARLEY_SECRET_KEY is not the one that this database was made with: set it back, otherwise no stored provider key can be read.'
      : 'This database was made with another secret key: set PARLEY_SECRET_KEY to it, or put its file "secret-key" back into the data directory.',
  );
}
