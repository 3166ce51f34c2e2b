/** Runs on the embedded database and on PostgreSQL, or on those that the command names. */
import { findTools, startPostgres } from '../scripts/tools.mjs';

/** `run` gets the address of a PostgreSQL server, or undefined for the embedded database. */
export async function onDatabases(run: (kind: string, databaseUrl: string | undefined) => Promise<void>): Promise<void> {
  const wanted = process.argv.slice(2);
  if (wanted.length === 0 || wanted.includes('embedded')) await run('embedded', undefined);
  if (wanted.length > 0 && !wanted.includes('postgresql')) return;
  const { postgres } = await findTools();
  if (postgres === null) throw new Error('There is no PostgreSQL server to measure on.');
  const server = await startPostgres(postgres);
  try {
    await run('PostgreSQL', server.url);
  } finally {
    server.stop();
  }
}
