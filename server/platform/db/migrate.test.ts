import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StartError } from '../../config.ts';
import type { Database } from './database.ts';
import { EMBEDDED_DIRECTORY } from '../data-directory.ts';
import { MIGRATIONS_FOLDER, readJournal } from './migrate.ts';
import { openDatabase } from './open.ts';
import { openPglite } from './pglite-open.ts';
import { organization } from './schema.ts';
import { openTestDatabase } from './testing.ts';
import type { TestDatabase } from './testing.ts';
import { describeOnBoth } from './testing-suites.ts';

/** The dates of the twelve migrations that 0000_schema.sql stands for. */
const CHAIN = [
  1795515742119, 1795515851758, 1795579115928, 1795579116611, 1795580892927, 1795580895479, 1795581733652, 1795581734601, 1795584932880,
  1795584934470, 1795598391204, 1795598392555,
];
const TOO_OLD = new StartError(
  'The database was used by a version of Parley that is too old to update from: run "parley export" with the version that docs/upgrading.md names, and "parley import" with this one into an empty database and data directory.',
);

const journalOf = (dates: number[]): string =>
  `delete from drizzle.__drizzle_migrations;
   insert into drizzle.__drizzle_migrations (hash, created_at) values ${dates.map((date) => `('of ${date.toString()}', ${date.toString()})`).join(', ')}`;

/** The tables as the chain left them: what later migrations make is not there. */
const TABLES_OF_CHAIN = `drop schema public cascade; create schema public;
   ${readFileSync(join(MIGRATIONS_FOLDER, '0000_schema.sql'), 'utf8')};
   insert into organization (id, name, slug) values ('org_kept', 'Kept', 'kept');`;

type Query = (text: string) => Promise<unknown[]>;

describeOnBoth('a database, when it is opened again,', (kind) => {
  let opened: TestDatabase;
  let again: Database | undefined;

  /** With the rights of the tables' owner, while no program has the database open. */
  const asOwner = async <T>(work: (query: Query) => Promise<T>): Promise<T> => {
    const { databaseUrl, dataDirectory } = opened.config;
    if (databaseUrl === undefined) {
      const pglite = await openPglite(join(dataDirectory, EMBEDDED_DIRECTORY), false, []);
      return work(async (text) => (await pglite.exec(text)).at(-1)?.rows ?? []).finally(() => pglite.close());
    }
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    return work(async (text) => (await client.query<Record<string, unknown>>(text)).rows).finally(() => client.end());
  };
  const reopen = async (): Promise<Database> => (again = await openDatabase(opened.config, { durable: false }));
  /** What a start could have changed: rows, the journal, the tables. */
  const contents = (): Promise<unknown[][]> =>
    asOwner(async (query) => [
      await query('select id, name from organization'),
      await query('select hash, created_at::text from drizzle.__drizzle_migrations order by created_at'),
      await query(`select table_name from information_schema.tables where table_schema = 'public' order by 1`),
    ]);

  beforeEach(async () => {
    again = undefined;
    opened = await openTestDatabase({ kind });
    await opened.database.asSystem((tx) => tx.insert(organization).values({ id: 'org_kept', name: 'Kept', slug: 'kept' }));
    await opened.database.close();
  });
  afterEach(async () => {
    await again?.close();
    await opened.close();
  });

  test('is adopted with its rows after the last migration of the chain before', async () => {
    await asOwner((query) => query(`${TABLES_OF_CHAIN} ${journalOf(CHAIN)}`));
    const before = await contents();
    const database = await reopen();
    expect(await database.asSystem((tx) => tx.select({ id: organization.id }).from(organization))).toEqual([{ id: 'org_kept' }]);
    await database.close();
    const [rows, journal] = await contents();
    expect([rows, journal?.slice(0, CHAIN.length)]).toEqual(before.slice(0, 2));
  });

  test('is refused in words and left as it is after an older migration', async () => {
    await asOwner((query) =>
      query(`${TABLES_OF_CHAIN} ${journalOf(CHAIN.slice(0, -2))}; drop table pending_analyses; alter table calls drop column analysis`),
    );
    const before = await contents();
    await expect(reopen()).rejects.toThrow(TOO_OLD);
    expect(await contents()).toEqual(before);
  });

  test('is refused in words after the first migration of that chain', async () => {
    await asOwner((query) => query(journalOf(CHAIN.slice(0, 1))));
    await expect(reopen()).rejects.toThrow(TOO_OLD);
  });

  test('is begun where a first start was killed before the first migration', async () => {
    await asOwner((query) => query('drop schema public cascade; create schema public; delete from drizzle.__drizzle_migrations'));
    const database = await reopen();
    expect(await database.asSystem((tx) => tx.select().from(organization))).toEqual([]);
  });
});

test('the first migration has the date of the last one of the chain before: the migrator passes over it there', () => {
  expect(readJournal()[0]).toEqual({ when: CHAIN.at(-1), tag: '0000_schema' });
});
