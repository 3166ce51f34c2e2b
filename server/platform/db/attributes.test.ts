import type { Call } from '@parley/contract';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type Tenant, type TestServer } from '../../testing.ts';
import { organization } from './schema.ts';
import { describeOnBoth } from './testing-suites.ts';

describeOnBoth('metadata and variables by key and value', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  let agent: string;
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    tenant = await parley.tenant();
    agent = ((await parley.request('POST', '/agents', { key: tenant.key, body: { name: 'Anna' } })).json as { id: string }).id;
  });
  afterAll(() => parley.close());

  const call = async (metadata: Record<string, string>, variables: Record<string, string> = {}): Promise<Call> =>
    (await parley.request('POST', '/calls', { key: tenant.key, body: { type: 'web', agent_id: agent, metadata, variables } })).json as Call;
  const found = async (query: string): Promise<string[]> =>
    ((await parley.request('GET', `/calls?${query}`, { key: tenant.key })).json as { items: Call[] }).items.map((one) => one.id);
  const kept = async (id: string): Promise<number> =>
    parley.database.asSystem(
      async (tx) => (await tx.execute(sql`select 1 from resource_attributes where resource_id = ${id}`)).rows.length,
    );

  test('follow every change, and go with their call and its conversation', async () => {
    const { id, conversation_id } = await call({ a: '1', b: '2' }, { name: 'Ada' });
    expect(await found('metadata[a]=1&variables[name]=Ada')).toEqual([id]);
    await parley.request('PATCH', `/calls/${id}`, { key: tenant.key, body: { metadata: { a: '3', b: null } } });
    expect([await found('metadata[a]=1'), await found('metadata[a]=3'), await found('metadata_key=b')]).toEqual([[], [id], []]);
    expect([await kept(id), await kept(conversation_id)]).toEqual([2, 3]);
    await parley.request('DELETE', `/calls/${id}`, { key: tenant.key });
    expect([await kept(id), await kept(conversation_id)]).toEqual([0, 0]);
  });

  test.each([
    ['long', 'x'.repeat(1_024)],
    ['empty', ''],
    ['quoted', `'"\\%_`],
    ['of all alphabets', 'ä漢🦜\n=:'],
  ])('of a value that is %s', async (_title, value) => {
    const { id } = await call({ 'k=:y': value });
    expect(await found(`metadata[${encodeURIComponent('k=:y')}]=${encodeURIComponent(value)}`)).toEqual([id]);
  });

  test('are seen by their own organization only, and go with it', async () => {
    const { id } = await call({ secret: 'x' });
    const other = await parley.tenant();
    const rows = await parley.database.asOrganization(
      other.id,
      async (tx) => (await tx.execute(sql`select 1 from resource_attributes`)).rows,
    );
    expect(rows).toEqual([]);
    await parley.database.asSystem((tx) => tx.delete(organization).where(eq(organization.id, tenant.id)));
    expect(await kept(id)).toBe(0);
  });
});
