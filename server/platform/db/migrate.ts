import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { Client, ClientBase } from 'pg';
import { z } from 'zod';
import { StartError } from '../../config.ts';
import { codeOf } from '../data-directory.ts';

export const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));
const ROLES = ['parley_app', 'parley_system', 'parley_auth'] as const;

/** Any number that no other program on the same database locks. */
const LOCK = '7021863594120338';
const INSUFFICIENT_PRIVILEGE = '42501';

const Journal = z.object({ entries: z.array(z.object({ when: z.int(), tag: z.string() })).min(1) });

export interface MigrationEntry {
  when: number;
  tag: string;
}

/** In the order in which they run. */
export function readJournal(): MigrationEntry[] {
  return Journal.parse(JSON.parse(readFileSync(join(MIGRATIONS_FOLDER, 'meta', '_journal.json'), 'utf8'))).entries;
}

/** The newest migration's name: an export names it. */
export const schemaVersion = (): string => readJournal().at(-1)?.tag ?? '';

const statementsOf = (tag: string): string => readFileSync(join(MIGRATIONS_FOLDER, `${tag}.sql`), 'utf8');

/** The last of the migrations that the first one here stands for: it has that one's date and makes the same tables. */
const LAST_BEFORE_FIRST = '0011_call_analysis_rights';

/** The statements that make the tables of an older version, and those that bring them up to date from there. */
export interface SchemaSteps {
  until: string[];
  after: string[];
}

/** Undefined for a version that this program does not know: it is newer, or too old. */
export function schemaSteps(version: string): SchemaSteps | undefined {
  const tags = readJournal().map(({ tag }) => tag);
  const at = version === LAST_BEFORE_FIRST ? 0 : tags.indexOf(version);
  if (at === -1) return undefined;
  return { until: tags.slice(0, at + 1).map(statementsOf), after: tags.slice(at + 1).map(statementsOf) };
}

/**
 * Roles belong to the whole PostgreSQL server and databases do not: another database's first start may make them at the same
 * moment. A superuser may take any role; another user must be a member.
 */
async function makeRoles(client: ClientBase): Promise<void> {
  for (const role of ROLES) {
    await client.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin; end if;
      exception when duplicate_object or unique_violation then null;
      end $$`);
    await client.query(`
      do $$ begin
        if not pg_has_role(current_user, '${role}', 'member') then grant ${role} to current_user; end if;
      exception when unique_violation then null;
      end $$`);
  }
}

/** A database without an applied migration is an empty one: its first start may have been killed before the first was. */
async function refuseOtherVersions(client: ClientBase): Promise<void> {
  const { rows: tables } = await client.query<{ found: boolean }>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as found`,
  );
  if (tables[0]?.found !== true) return;
  const { rows } = await client.query<{ newest: string | null }>(
    'select max(created_at)::text as newest from drizzle.__drizzle_migrations',
  );
  if (typeof rows[0]?.newest !== 'string') return;
  const newest = Number(rows[0].newest);
  const journal = readJournal();
  if (newest > (journal.at(-1)?.when ?? 0))
    throw new StartError(
      'The database was used by a newer version of Parley: start that version, or restore a backup from before the update.',
    );
  if (newest < (journal[0]?.when ?? 0))
    throw new StartError(
      'The database was used by a version of Parley that is too old to update from: run "parley export" with the version that docs/upgrading.md names, and "parley import" with this one into an empty database and data directory.',
    );
}

/** Brings the database up to this program's schema; of several nodes that start at once, one does it and the others wait. */
export async function migrateDatabase(client: Client): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    await refuseOtherVersions(client);
    await makeRoles(client);
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER });
  } catch (cause) {
    const code = codeOf(cause) ?? (cause instanceof Error ? codeOf(cause.cause) : undefined);
    if (code === INSUFFICIENT_PRIVILEGE)
      throw new StartError(
        `The user of DATABASE_URL must own the database and be allowed to make roles (CREATEROLE), or be a member of the roles ${ROLES.join(', ')}.`,
        cause,
      );
    throw cause;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
  }
}
