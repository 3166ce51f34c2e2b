/** Copies of the embedded database's files, for `parley backup`: it opens them and deletes them. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EMBEDDED_DIRECTORY } from '../data-directory.ts';
import type { Database } from '../db/database.ts';

const PREFIX = 'snapshot-';

/** What makes one and tells where it is, a data directory of its own; null where PostgreSQL has the data. Removes what an earlier run left. */
export function prepareSnapshots(dataDirectory: string, database: Database): (() => Promise<string>) | null {
  if (database.snapshot === undefined) return null;
  const left = readdirSync(dataDirectory).filter((name) => name.startsWith(PREFIX));
  for (const name of left) rmSync(join(dataDirectory, name), { recursive: true, force: true });
  return async () => {
    const directory = join(dataDirectory, `${PREFIX}${randomBytes(8).toString('hex')}`);
    mkdirSync(directory, { mode: 0o700 });
    try {
      await database.snapshot?.(join(directory, EMBEDDED_DIRECTORY));
      return directory;
    } catch (error) {
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  };
}
