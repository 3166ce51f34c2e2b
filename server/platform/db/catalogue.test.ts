import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PoolClient } from 'pg';
import { findGaps } from './catalogue.ts';
import { openTestDatabase } from './testing.ts';
import type { TestDatabase } from './testing.ts';
import { describeOnBoth } from './testing-suites.ts';

describeOnBoth('row-level security of every table', (kind) => {
  let opened: TestDatabase;
  let client: PoolClient;
  beforeAll(async () => {
    opened = await openTestDatabase({ kind });
    client = await opened.database.pool.connect();
    await client.query('reset role');
  });
  afterAll(async () => {
    client.release();
    await opened.close();
  });

  /** What the catalogue walk says after a change that is undone again. */
  const gapsAfter = async (change: string): Promise<string[]> => {
    await client.query('begin');
    try {
      await client.query(change);
      return await findGaps(client);
    } finally {
      await client.query('rollback');
    }
  };

  test('is complete', async () => {
    expect(await findGaps(client)).toEqual([]);
    const { rows } = await client.query<{ tables: number }>(
      `select count(*)::int as tables from pg_policies where policyname like '%_of_organization'`,
    );
    expect(rows[0]?.tables).toBeGreaterThanOrEqual(9);
  });

  test.each([
    [
      'create table forgotten (id text, organization_id text)',
      'forgotten: row-level security is off, row-level security is not forced, no policy compares the organization',
    ],
    ['alter table agents no force row level security', 'agents: row-level security is not forced'],
    ['alter table calls disable row level security', 'calls: row-level security is off'],
    ['drop policy api_keys_of_organization on api_keys', 'api_keys: no policy compares the organization'],
    ['create policy open on calls for select using (true)', 'calls: a policy lets requests see other organizations'],
    ['grant select on "user" to parley_app', 'user: requests may use a table of no organization'],
  ])('is missed after: %s', async (change, gap) => {
    expect(await gapsAfter(change)).toEqual([gap]);
  });
});
