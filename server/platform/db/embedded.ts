import { join } from 'node:path';
import pg from 'pg';
import { StartError } from '../../config.ts';
import type { Database, OpenOptions } from './database.ts';
import { copyLoosely } from './copy-files.ts';
import { closeDatabaseToOthers, codeOf, EMBEDDED_DIRECTORY, prepareDataDirectory } from '../data-directory.ts';
import { lockDirectory } from './directory-lock.ts';
import { GuardedPool } from './guarded-pool.ts';
import { PoolListener } from './listener.ts';
import { migrateDatabase } from './migrate.ts';
import { PgliteProcess } from './pglite-process.ts';
import { fullWords, Outage, outageWords } from './outage.ts';
import { PooledDatabase, restrict } from './pooled-database.ts';
import { keepTidy } from './tidy.ts';
import { WireStream } from './wire-stream.ts';

/** Longer than any transaction of ours: whoever waits this long for the one connection waits for ever. */
const WAIT_FOR_CONNECTION_MS = 30_000;

const identity = { user: 'postgres', database: 'postgres' };

async function bringUpToDate(process: PgliteProcess): Promise<void> {
  const client = new pg.Client({ ...identity, stream: () => new WireStream(process) });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await migrateDatabase(client);
  } finally {
    await client.end();
  }
}

const startFailure = (dataDirectory: string, cause: unknown): Error => {
  if (cause instanceof StartError) return cause;
  const reason = cause instanceof Error ? `${cause.message} ${String(cause.cause)}` : '';
  if (codeOf(cause) === 'ENOSPC' || /ENOSPC|No space left|disk full/i.test(reason))
    return new StartError(`The disk of the data directory ${dataDirectory} is full: make room and start again.`, cause);
  return new StartError(
    `The embedded database in ${join(dataDirectory, EMBEDDED_DIRECTORY)} does not open: restore a backup of that directory, or start with an empty PARLEY_DATA_DIR.`,
    cause,
  );
};

/** PGlite in a worker thread, in the data directory, behind the same driver as PostgreSQL. */
export async function openEmbedded(dataDirectory: string, options: OpenOptions): Promise<Database> {
  prepareDataDirectory(dataDirectory);
  const lock = lockDirectory(dataDirectory);
  const process = new PgliteProcess({ directory: join(dataDirectory, EMBEDDED_DIRECTORY), durable: options.durable ?? true });
  try {
    await bringUpToDate(process);
    // A database that was just made has the modes of its template, whatever the umask.
    closeDatabaseToOthers(dataDirectory);
  } catch (cause) {
    await process.close();
    lock.release();
    throw startFailure(dataDirectory, cause);
  }
  const listener = new PoolListener();
  const pool = new GuardedPool(
    { ...identity, max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS, stream: () => new WireStream(process) },
    async (client) => {
      await restrict(client);
      await listener.attach(client);
    },
  );
  const outage = new Outage(outageWords('The embedded database', options));
  // An idle connection that is lost is replaced when somebody needs one; who asks in vain tells of the outage.
  pool.on('error', () => undefined);
  listener.use(pool);
  const stopTidying = keepTidy(pool, options.onProblem);
  return new PooledDatabase({
    kind: 'embedded',
    pool,
    listener,
    outage,
    full: fullWords('The embedded database', options),
    beforeClose: stopTidying,
    async snapshot(directory) {
      // Most of it while the database works on.
      const began = await copyLoosely(join(dataDirectory, EMBEDDED_DIRECTORY), directory);
      await (await process.start()).bringUp(directory, began);
    },
    afterClose: async () => {
      await process.close();
      lock.release();
    },
  });
}
