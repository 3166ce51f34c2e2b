/** `parley backup` and `parley restore`: the whole installation in one file, taken while the server runs. */
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '@parley/server/config.ts';
import { askServer } from '@parley/server/platform/control/control.ts';
import { openDatabase } from '@parley/server/platform/db/open.ts';
import { checkSecretKey } from '@parley/server/platform/secrets/secret-box.ts';
import { loadSecretKey } from '@parley/server/platform/secrets/secret-key.ts';
import { exportInstallation, type ExportOptions } from '@parley/server/platform/transfer/export.ts';
import type { TransferSummary } from '@parley/server/platform/transfer/archive.ts';

/**
 * Of the embedded database that a server has open: from a copy of its files, which the server makes in between two of its queries. Null where no
 * server runs; then the database can be opened.
 */
export async function backUpRunning(config: Config, file: string, options: ExportOptions): Promise<TransferSummary | null> {
  if (config.databaseUrl !== undefined) return null;
  const snapshot = await askServer(config.dataDirectory, 'snapshot');
  if (snapshot === null) return null;
  try {
    const secret = loadSecretKey(config);
    const database = await openDatabase({ databaseUrl: undefined, dataDirectory: snapshot }, { durable: false });
    try {
      await checkSecretKey(database, secret);
      return await exportInstallation({ database, dataDirectory: config.dataDirectory, secret }, resolve(file), options);
    } finally {
      await database.close();
    }
  } finally {
    rmSync(snapshot, { recursive: true, force: true });
  }
}
