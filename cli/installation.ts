/** The installation that the environment names, opened by the command itself. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, type Config } from '@parley/server/config.ts';
import { EMBEDDED_DIRECTORY } from '@parley/server/platform/data-directory.ts';
import { openDatabase } from '@parley/server/platform/db/open.ts';
import { loadSecretKey } from '@parley/server/platform/secrets/secret-key.ts';
import { TransferError } from '@parley/server/platform/transfer/archive.ts';
import type { Installation } from '@parley/server/platform/transfer/export.ts';

export async function withInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  const config = loadConfig(process.env);
  const secret = loadSecretKey(config);
  const database = await openDatabase(config);
  try {
    return await work({ database, dataDirectory: config.dataDirectory, secret });
  } finally {
    await database.close();
  }
}

/** Opening an empty directory would make an installation there, and the export would hold nothing. */
export function refuseMissing(config: Config): void {
  if (config.databaseUrl !== undefined || existsSync(join(config.dataDirectory, EMBEDDED_DIRECTORY))) return;
  throw new TransferError(`There is no Parley installation in ${config.dataDirectory}: set PARLEY_DATA_DIR or DATABASE_URL.`);
}
