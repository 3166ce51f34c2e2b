/** Whose calls are closed by the other nodes, and when. */
import type { Call } from '@parley/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../../../scripts/test-tools.ts';
import { TAKE_OVER_AFTER_MS, type Database, type Transaction } from '../../platform/db/database.ts';
import { openDatabase } from '../../platform/db/open.ts';
import { CarriedCalls } from './carried-calls.ts';
import { eventually, startTestServer, type Tenant, type TestServer } from '../../testing.ts';

describeWith('postgresql', 'calls of a node that says nothing', () => {
  let parley: TestServer;
  let tenant: Tenant;
  let agentId: string;
  beforeAll(async () => {
    parley = await startTestServer({ kind: 'postgresql' });
    tenant = await parley.tenant();
    const agent = await parley.request('POST', '/agents', { key: tenant.key, body: { name: 'A' } });
    agentId = (agent.json as { id: string }).id;
    await eventually(
      () => parley.database.steadyMs,
      (ms) => ms >= TAKE_OVER_AFTER_MS,
    );
  }, 60_000);
  afterAll(() => parley.close());

  async function create(): Promise<string> {
    const created = await parley.request('POST', '/calls', { key: tenant.key, body: { type: 'web', agent_id: agentId } });
    expect(created.status, created.text).toBe(201);
    return (created.json as Call).id;
  }
  /** As if `nodeId` carried the call and had renewed it for the last time so many seconds ago. */
  const claimedBy = (tx: Transaction, id: string, nodeId: string, silentForS: number): Promise<unknown> =>
    tx.execute(
      sql`update calls set node_id = ${nodeId}, status = 'ongoing', lease_expires_at = now() + ${60 - silentForS} * interval '1 second' where id = ${id}`,
    );
  async function callOf(nodeId: string, silentForS: number): Promise<string> {
    const id = await create();
    await parley.database.asSystem((tx) => claimedBy(tx, id, nodeId, silentForS));
    return id;
  }
  const reasonOf = async (id: string): Promise<string | null> =>
    ((await parley.request('GET', `/calls/${id}`, { key: tenant.key })).json as Call).disconnection_reason;

  test('are closed after ten seconds when it is dead, and go on while it only is busy', async () => {
    const busy = await openDatabase(parley.config);
    await busy.hold('node_busy');
    const [dead, justNow, ofBusy, ofHung] = [
      await callOf('node_dead', 11),
      await callOf('node_dead', 5),
      await callOf('node_busy', 50),
      await callOf('node_busy', 61),
    ];
    await parley.app.supervision.watch();
    expect(await Promise.all([dead, justNow, ofBusy, ofHung].map(reasonOf))).toEqual(['error_node_lost', null, null, 'error_node_lost']);
    await busy.close();
    await eventually(
      async () => {
        await parley.app.supervision.watch();
        return reasonOf(ofBusy);
      },
      (reason) => reason === 'error_node_lost',
    );
  }, 60_000);

  test('are left alone right after an outage: it could not say anything', async () => {
    const id = await create();
    // In one transaction, so that the server's own rounds do not see it.
    await parley.database.asSystem(async (tx) => {
      await claimedBy(tx, id, 'node_dead', 61);
      const seenBy = async (steadyMs: number): Promise<string[]> => {
        const database = { kind: 'postgresql', steadyMs, asSystem: (work) => work(tx) } as Database;
        return (await new CarriedCalls(database, { nodeId: 'node_other', nodeName: 'other' }).abandoned(0)).map((row) => row.id);
      };
      expect(await seenBy(TAKE_OVER_AFTER_MS - 1)).toEqual([]);
      expect(await seenBy(TAKE_OVER_AFTER_MS)).toEqual([id]);
    });
  });

  test('are closed where the clock of the database was set back by an hour, unless their node lives', async () => {
    const busy = await openDatabase(parley.config);
    await busy.hold('node_alive');
    const [ofDead, ofAlive] = [await callOf('node_dead', -3_600), await callOf('node_alive', -3_600)];
    await parley.app.supervision.watch();
    expect(await Promise.all([ofDead, ofAlive].map(reasonOf))).toEqual(['error_node_lost', null]);
    await busy.close();
  }, 60_000);

  test('are renewed beside the call log, which locks them in another order than they lie in', async () => {
    const [first, second] = [await callOf('node_mine', 0), await callOf('node_mine', 0)];
    // Behind the second on the disk.
    await parley.database.asSystem((tx) => claimedBy(tx, first, 'node_mine', 0));
    const mine = new CarriedCalls(parley.database, { nodeId: 'node_mine', nodeName: 'mine' });
    const lock = (tx: Transaction, id: string): Promise<unknown> => tx.execute(sql`select id from calls where id = ${id} for update`);
    const log = await openDatabase(parley.config);
    const renewed = await log.asSystem(async (tx) => {
      await lock(tx, first);
      const renewing = mine.renew([first, second]);
      await eventually(
        () => tx.execute(sql`select 1 from pg_locks where not granted`),
        ({ rows }) => rows.length > 0,
      );
      await lock(tx, second);
      return { renewing };
    });
    await expect(renewed.renewing).resolves.toBeUndefined();
    await log.close();
  });
});
