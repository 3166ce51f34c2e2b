/** Databases for tests: quick to open, thrown away on close. */
import { createHash } from 'node:crypto';
import { cpSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { newId } from '../ids.ts';
import type { Database } from './database.ts';
import { EMBEDDED_DIRECTORY } from '../data-directory.ts';
import { MIGRATIONS_FOLDER } from './migrate.ts';
import { openDatabase } from './open.ts';

export interface TestDatabase {
  database: Database;
  /** What `openDatabase` was called with: open it again with this after `database.close()`. */
  config: { databaseUrl: string | undefined; dataDirectory: string };
  /** Closes the database and deletes it. */
  close(): Promise<void>;
}

/** A server, as its superuser, on which tests make and drop databases; `npm test` starts one where it can. */
const testServer = (): string | undefined => process.env['PARLEY_TEST_DATABASE_URL'];

const templateName = (): string => {
  const hash = createHash('sha256');
  const pglite = new URL('.', import.meta.resolve('@electric-sql/pglite'));
  hash.update(readFileSync(new URL('../package.json', pglite)));
  for (const file of readdirSync(MIGRATIONS_FOLDER).filter((name) => name.endsWith('.sql')))
    hash.update(readFileSync(join(MIGRATIONS_FOLDER, file)));
  return `parley-test-database-${hash.digest('hex').slice(0, 16)}`;
};

/** A migrated data directory, made once and copied for each test: making one takes ten times as long. */
async function template(): Promise<string> {
  const ready = join(tmpdir(), templateName());
  if (existsSync(ready)) return ready;
  const unfinished = mkdtempSync(`${ready}-`);
  const database = await openDatabase({ databaseUrl: undefined, dataDirectory: unfinished }, { durable: false });
  await database.close();
  try {
    renameSync(unfinished, ready);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(ready) || !statSync(ready).isDirectory()) throw error;
  }
  return ready;
}

/** Puts a migrated database into an empty data directory. */
export async function copyTemplate(dataDirectory: string): Promise<void> {
  cpSync(join(await template(), EMBEDDED_DIRECTORY), join(dataDirectory, EMBEDDED_DIRECTORY), {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
  });
}

async function openEmbeddedForTest(dataDirectory: string): Promise<TestDatabase> {
  await copyTemplate(dataDirectory);
  const config = { databaseUrl: undefined, dataDirectory };
  const database = await openDatabase(config, { durable: false });
  const close = async (): Promise<void> => {
    await database.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  return { database, config, close };
}

/** Runs one statement, as the server's superuser. */
export async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function openPostgresqlForTest(server: string, dataDirectory: string): Promise<TestDatabase> {
  const name = newId('parley_test');
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const config = { databaseUrl: url.href, dataDirectory };
  const database = await openDatabase(config);
  const close = async (): Promise<void> => {
    await database.close();
    await onServer(server, `drop database ${name} with (force)`);
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  return { database, config, close };
}

/** A migrated, empty database and a data directory of its own. PostgreSQL needs PARLEY_TEST_DATABASE_URL: see `describeWith('postgresql', …)`. */
export async function openTestDatabase(options: { kind?: Database['kind'] } = {}): Promise<TestDatabase> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'parley-test-'));
  if (options.kind !== 'postgresql') return openEmbeddedForTest(dataDirectory);
  const server = testServer();
  if (server === undefined) throw new Error('PARLEY_TEST_DATABASE_URL must name a PostgreSQL server.');
  return openPostgresqlForTest(server, dataDirectory);
}

/** The same database, as if everything asked had been answered for so long. */
export const steadyFor = (database: Database, steadyMs: () => number): Database =>
  new Proxy(database, {
    get(target, name) {
      if (name === 'steadyMs') return steadyMs();
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
