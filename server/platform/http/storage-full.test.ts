/** What is answered while the database's disk is full. */
import type { Problem } from '@parley/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, startTestServer, type Tenant, type TestServer } from '../../testing.ts';

let parley: TestServer;
let tenant: Tenant;
beforeAll(async () => {
  parley = await startTestServer();
  tenant = await parley.tenant();
});
afterAll(() => parley.close());

const asOwner = (...statements: string[]): Promise<void> =>
  parley.database.asSystem(async (tx) => {
    await tx.execute(sql`set local role none`);
    for (const statement of statements) await tx.execute(sql.raw(statement));
  });

test('what changes something is refused with Retry-After, what reads is answered, and /readyz tells until there is room', async () => {
  const create = () => parley.request('POST', '/agents', { key: tenant.key, body: { name: 'A' } });
  const full = ['agents', 'nodes'];
  await asOwner(
    `create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`,
    ...full.map((table) => `create trigger full_disk before insert on ${table} for each statement execute function full_disk()`),
  );
  const refused = await create();
  expect([refused.status, (refused.json as Problem).code, refused.headers.get('retry-after')]).toEqual([503, 'storage_full', '5']);
  expect((await parley.request('GET', '/agents', { key: tenant.key })).status).toBe(200);
  const ready = await fetch(`${parley.url}/readyz`);
  expect([ready.status, ((await ready.json()) as { status: string }).status, ready.headers.get('retry-after')]).toEqual([
    503,
    'storage_full',
    '5',
  ]);
  await asOwner(...full.map((table) => `drop trigger full_disk on ${table}`));
  await eventually(
    async () => (await fetch(`${parley.url}/readyz`)).text(),
    (text) => !text.includes('storage_full'),
  );
  expect((await create()).status).toBe(201);
}, 60_000);
