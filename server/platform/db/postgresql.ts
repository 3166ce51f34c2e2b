import pg from 'pg';
import { StartError } from '../../config.ts';
import { codeOf } from '../data-directory.ts';
import type { Database, OpenOptions } from './database.ts';
import { GuardedPool } from './guarded-pool.ts';
import { ConnectionListener } from './listener.ts';
import { migrateDatabase } from './migrate.ts';
import { fullWords, Outage, outageWords } from './outage.ts';
import { PooledDatabase, restrict } from './pooled-database.ts';

const OLDEST_VERSION = 15;
const CONNECTIONS = 20;
const CONNECT_MS = 10_000;
/** A server that does not even close its connections is given up after this; longer than any query of ours takes. */
const QUERY_MS = 60_000;
const KEEP_ALIVE_AFTER_MS = 10_000;

const connectFailure = (url: string, cause: unknown): StartError => {
  const { host, pathname } = new URL(url);
  switch (codeOf(cause)) {
    case '28P01':
    case '28000':
      return new StartError(`PostgreSQL at ${host} refuses the user or password of DATABASE_URL: correct them.`, cause);
    case '3D000':
      return new StartError(`PostgreSQL at ${host} has no database "${pathname.slice(1)}": create it or correct DATABASE_URL.`, cause);
    case '53300':
      return new StartError(`PostgreSQL at ${host} has no connection left: raise its max_connections.`, cause);
    default:
      return new StartError(`PostgreSQL at ${host} cannot be reached: start it or correct DATABASE_URL.`, cause);
  }
};

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(`select current_setting('server_version_num')::int / 10000 as version`);
  const version = rows[0]?.version ?? 0;
  if (version < OLDEST_VERSION)
    throw new StartError(`DATABASE_URL leads to PostgreSQL ${version.toString()}: Parley needs ${OLDEST_VERSION.toString()} or newer.`);
}

async function bringUpToDate(client: pg.Client, url: string): Promise<void> {
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw connectFailure(url, cause);
  }
  try {
    await checkVersion(client);
    await migrateDatabase(client);
  } finally {
    await client.end();
  }
}

/** A PostgreSQL server, reached directly: the role of a connection and LISTEN do not survive a transaction pooler. */
export async function openPostgresql(url: string, options: OpenOptions): Promise<Database> {
  const connection = {
    connectionString: url,
    application_name: 'parley',
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    connectionTimeoutMillis: CONNECT_MS,
  };
  await bringUpToDate(new pg.Client(connection), url);
  const pool = new GuardedPool({ ...connection, max: CONNECTIONS, idleTimeoutMillis: 30_000, query_timeout: QUERY_MS }, restrict);
  const outage = new Outage(outageWords('PostgreSQL', options));
  // An idle connection that is lost is replaced when somebody needs one; who asks in vain tells of the outage.
  pool.on('error', () => undefined);
  const listener = new ConnectionListener(() => new pg.Client({ ...connection, query_timeout: CONNECT_MS }));
  return new PooledDatabase({
    kind: 'postgresql',
    pool,
    listener,
    outage,
    full: fullWords('PostgreSQL', options),
    beforeClose: () => Promise.resolve(),
    afterClose: () => Promise.resolve(),
  });
}
