import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { expect, test } from 'vitest';
import { MIGRATIONS_FOLDER, readJournal } from './migrate.ts';
import * as columns from './columns.ts';
import * as schema from './schema.ts';

interface Snapshot {
  id: string;
}

/** The newest snapshot that drizzle-kit kept beside the migrations. */
const newestSnapshot = (): Snapshot => {
  const name = `${(readJournal().length - 1).toString().padStart(4, '0')}_snapshot.json`;
  return JSON.parse(readFileSync(join(MIGRATIONS_FOLDER, 'meta', name), 'utf8')) as Snapshot;
};

const statementsFrom = async (snapshot: Snapshot, tables: Record<string, unknown>): Promise<string[]> =>
  generateMigration(snapshot, generateDrizzleJson(tables, snapshot.id) as never);

test('the migrations lead to the schema: nothing is left to generate', async () => {
  expect(await statementsFrom(newestSnapshot(), { ...schema, ...columns })).toEqual([]);
});

test('a forgotten migration would be noticed', async () => {
  const { agents: _agents, ...rest } = schema;
  expect(await statementsFrom(newestSnapshot(), { ...rest, ...columns })).not.toEqual([]);
});

test('migrations are dated in their order: the migrator skips one that is older than the newest', () => {
  const times = readJournal().map(({ when }) => when);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(new Set(times).size).toBe(times.length);
});
