import type { OpenOptions } from './database.ts';
import type { GuardedPool } from './guarded-pool.ts';
import { restrict } from './pooled-database.ts';
import { startRounds } from '../rounds.ts';

const CHECKPOINT_EVERY_MS = 5 * 60_000;
const VACUUM_EVERY_MS = 60 * 60_000;

type Tidying = 'checkpoint' | 'vacuum (analyze)';

/** PGlite has neither checkpointer nor autovacuum. Both statements belong to the owner, so the connection's role is lifted for them. */
export async function runAsOwner(pool: GuardedPool, statement: Tidying): Promise<void> {
  const client = await pool.connect();
  let failure: unknown;
  try {
    await client.query('reset role');
    await client.query(statement);
    await restrict(client);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    client.release(failure !== undefined);
  }
}

/** Returns the way to stop. */
export function keepTidy(pool: GuardedPool, onProblem: OpenOptions['onProblem']): () => Promise<void> {
  const rounds = (everyMs: number, statement: Tidying): (() => Promise<void>) =>
    startRounds({
      everyMs,
      work: () => runAsOwner(pool, statement),
      onFailed: (error) => onProblem?.(`The embedded database could not run ${statement}.`, error),
    });
  const stops = [rounds(CHECKPOINT_EVERY_MS, 'checkpoint'), rounds(VACUUM_EVERY_MS, 'vacuum (analyze)')];
  return async () => void (await Promise.all(stops.map((stop) => stop())));
}
