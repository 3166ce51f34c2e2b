/** Transactions over connections that are always given back, whole or broken. */
import { drizzle } from 'drizzle-orm/node-postgres';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool, PoolClient } from 'pg';
import { actingSetting, saidOn } from './acting.ts';
import { isUnavailable } from './query-failed.ts';

/** Runs `work` with a connection of the pool. One whose state nobody knows any more is closed instead of handed to the next. */
export async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    broken = isUnavailable(error);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Drizzle over a pool. Its own transaction never gives a connection back that was lost before `begin`. */
export function drizzleOver(pool: Pool): NodePgDatabase {
  const db = drizzle({ query: (...query: [never]) => acted(pool, (client) => client.query(...query)) } as unknown as Pool);
  db.transaction = (work, options) => acted(pool, (client) => drizzle(client as PoolClient).transaction(work, options));
  return db;
}

/** On a connection that knows who acts, where somebody does. */
function acted<T>(pool: Pool, work: (client: Pool | PoolClient) => Promise<T>): Promise<T> {
  const setting = actingSetting();
  return setting === '' ? withClient(pool, work) : withClient(pool, (client) => saidOn(client, setting, () => work(client)));
}
