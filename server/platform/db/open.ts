import type { Config } from '../../config.ts';
import type { Database, OpenOptions } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { openPostgresql } from './postgresql.ts';

/** Opens the database that the configuration names and brings it up to date. What prevents it is a StartError of one sentence. */
export function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataDirectory'>, options: OpenOptions = {}): Promise<Database> {
  return config.databaseUrl === undefined ? openEmbedded(config.dataDirectory, options) : openPostgresql(config.databaseUrl, options);
}
