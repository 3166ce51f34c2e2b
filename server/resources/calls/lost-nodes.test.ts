/** Whose calls are closed by the other nodes, and when. */
import type { Call, CallEvent } from '@parley/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeWith } from '../../../scripts/test-tools.ts';
import { CallLog } from '../../live/call-events/call-log.ts';
import { LiveFeed } from '../../live/call-events/live-feed.ts';
import { Recordings } from '../../live/recordings/recordings.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { openDatabase } from '../../platform/db/open.ts';
import { steadyFor } from '../../platform/db/testing.ts';
import { CarriedCalls } from './carried-calls.ts';
import { Supervision, type SupervisionDeps } from './supervision.ts';
import { eventLog, eventually, startTestServer, type Tenant, type TestServer } from '../../testing.ts';

describeWith('postgresql', 'calls of a node that says nothing', () => {
  let parley: TestServer;
  let tenant: Tenant;
  let agentId: string;
  beforeAll(async () => {
    parley = await startTestServer({ kind: 'postgresql' });
    tenant = await parley.tenant();
    const agent = await parley.request('POST', '/agents', { key: tenant.key, body: { name: 'A' } });
    agentId = (agent.json as { id: string }).id;
  }, 60_000);
  afterAll(() => parley.close());

  async function create(): Promise<string> {
    const created = await parley.request('POST', '/calls', { key: tenant.key, body: { type: 'web', agent_id: agentId } });
    expect(created.status, created.text).toBe(201);
    return (created.json as Call).id;
  }
  /** As if `nodeId` carried the call and had renewed it for the last time so many seconds ago, as the database's clock tells it. */
  const claimedBy = (tx: Transaction, id: string, nodeId: string, silentForS: number): Promise<unknown> =>
    tx.execute(
      sql`update calls set node_id = ${nodeId}, status = 'ongoing', lease_expires_at = now() + ${60 - silentForS} * interval '1 second' where id = ${id}`,
    );
  async function callOf(nodeId: string): Promise<string> {
    const id = await create();
    await parley.database.asSystem((tx) => claimedBy(tx, id, nodeId, 0));
    return id;
  }
  const reasonOf = async (id: string): Promise<string | null> =>
    ((await parley.request('GET', `/calls/${id}`, { key: tenant.key })).json as Call).disconnection_reason;

  const callLogOf = (): CallLog =>
    new CallLog({ database: parley.database, events: eventLog, feed: new LiveFeed(parley.database), log: parley.log });
  const supervision = (deps: Partial<SupervisionDeps> = {}): Supervision =>
    new Supervision({
      calls: new CarriedCalls(parley.database, { nodeId: 'node_other', nodeName: 'other' }),
      callLog: callLogOf(),
      recordings: new Recordings(parley.config.dataDirectory, parley.log),
      held: () => [],
      letGo: () => false,
      log: parley.log,
      config: parley.config,
      ...deps,
    });
  /** Looks by a clock of the test, after so many ms, during the last `steadyMs` of which the database answered. */
  function watcher(): (ms: number, steadyMs?: number) => Promise<unknown> {
    let [now, steady] = [0, Infinity];
    const database = steadyFor(parley.database, () => steady);
    const calls = new CarriedCalls(database, { nodeId: 'node_other', nodeName: 'other' });
    const watching = supervision({ calls, now: () => now });
    return (ms, steadyMs = Infinity) => {
      now += ms;
      steady = steadyMs;
      return watching.watch();
    };
  }

  test('are closed after six seconds when it is dead, after a minute when it hangs, and go on while it only is busy', async () => {
    const busy = await openDatabase(parley.config);
    await busy.hold('node_busy');
    const [dead, justNow, ofBusy] = [await callOf('node_dead'), await callOf('node_dead'), await callOf('node_busy')];
    const after = watcher();
    await after(0);
    await after(5_000);
    await parley.database.asSystem((tx) => claimedBy(tx, justNow, 'node_dead', 5));
    await after(1_500);
    expect(await Promise.all([dead, justNow, ofBusy].map(reasonOf))).toEqual(['error_node_lost', null, null]);
    await after(53_000);
    expect(await Promise.all([justNow, ofBusy].map(reasonOf))).toEqual(['error_node_lost', null]);
    await after(1_000);
    expect(await reasonOf(ofBusy)).toBe('error_node_lost');
    await busy.close();
  }, 60_000);

  test('are left alone while its connection was cut off only for a moment', async () => {
    const id = await callOf('node_cut_off');
    const after = watcher();
    await after(0);
    await after(5_000);
    const again = await openDatabase(parley.config);
    await again.hold('node_cut_off');
    await after(1_500);
    await again.close();
    await eventually(
      () =>
        parley.database.asSystem((tx) =>
          tx.execute(
            sql`select 1 from pg_locks where locktype = 'advisory' and objid = (hashtext('node_cut_off')::bigint & 4294967295)::oid`,
          ),
        ),
      ({ rows }) => rows.length === 0,
    );
    await after(1_500);
    await after(5_000);
    expect(await reasonOf(id)).toBeNull();
  }, 60_000);

  test('are left alone right after an outage: it could not say anything', async () => {
    const id = await callOf('node_dead');
    const after = watcher();
    await after(0);
    await after(30_000, 0);
    await after(5_000, 5_000);
    expect(await reasonOf(id)).toBeNull();
    await after(1_000, 6_000);
    expect(await reasonOf(id)).toBe('error_node_lost');
  });

  test.each([-3_600, 3_600])(
    'are left alone where the clock of the database steps by %i s, and closed when their node is dead',
    async (step) => {
      const [ofDead, ofAlive] = [await callOf('node_dead'), await callOf('node_alive')];
      const after = watcher();
      await after(0);
      await after(4_000);
      await parley.database.asSystem(async (tx) => {
        // Whoever lives renews by the new clock; of the dead the lease is as it was, and looks old, or as if it were to come.
        await claimedBy(tx, ofAlive, 'node_alive', -step);
        await claimedBy(tx, ofDead, 'node_dead', step);
      });
      await after(3_000);
      expect(await Promise.all([ofDead, ofAlive].map(reasonOf))).toEqual([null, null]);
      await after(3_000);
      await parley.database.asSystem((tx) => claimedBy(tx, ofAlive, 'node_alive', -step + 1));
      await after(3_000);
      expect(await Promise.all([ofDead, ofAlive].map(reasonOf))).toEqual(['error_node_lost', null]);
    },
  );

  test('that wait for their clients are closed when their time is over, whatever the clocks say', async () => {
    const [waiting, older] = [await create(), await create()];
    await parley.database.asSystem((tx) => tx.execute(sql`update calls set created_at = now() - interval '1 hour' where id = ${older}`));
    const after = watcher();
    await after(0);
    await after(parley.config.registeredCallTimeoutMs - 1);
    expect(await Promise.all([waiting, older].map(reasonOf))).toEqual([null, null]);
    await after(1);
    expect(await Promise.all([waiting, older].map(reasonOf))).toEqual(['registered_call_timeout', 'registered_call_timeout']);
  });

  test('have one end where two nodes close them at once, and none where they were renewed or claimed meanwhile', async () => {
    const [dead, renewed] = [await callOf('node_dead'), await callOf('node_dead')];
    const callLog = callLogOf();
    const ref = { organizationId: tenant.id, callId: dead };
    const closed = await Promise.all([1, 2, 3].map(() => callLog.close(ref, 'error_node_lost')));
    expect(closed.filter(Boolean)).toHaveLength(1);
    expect((await callLog.read(ref, 0)).map(({ event }) => event.type)).toEqual(['call.started', 'call.ended']);
    const calls = new CarriedCalls(parley.database, { nodeId: 'node_other', nodeName: 'other' });
    const seen = (await calls.open()).find(({ id }) => id === renewed)!;
    await parley.database.asSystem((tx) => claimedBy(tx, renewed, 'node_dead', 1));
    await callLog.close({ ...ref, callId: renewed }, 'error_node_lost', { when: (tx) => calls.stands(tx, seen) });
    expect(await reasonOf(renewed)).toBeNull();
  });

  test('take nothing in any more, and the node that carries them after all lets them go', async () => {
    const id = await create();
    const ref = { organizationId: tenant.id, callId: id };
    const callLog = callLogOf();
    const event = (seq: number, told: CallEvent['event']): CallEvent => ({ seq, at_ms: seq, kind: 'input', event: told }) as CallEvent;
    callLog.append(ref, [event(1, { type: 'call.started' }), event(2, { type: 'user_speech.started', utterance: 1, speech_ms: 0 })]);
    await callLog.close(ref, 'error_node_lost');
    callLog.append(ref, [
      event(3, { type: 'user_speech.started', utterance: 1, speech_ms: 0 }),
      event(4, { type: 'call.ended', reason: 'user_hangup' }),
    ]);
    await callLog.settled(id);
    expect((await callLog.read(ref, 0)).map(({ seq, event: { type } }) => [seq, type])).toEqual([
      [1, 'call.started'],
      [2, 'user_speech.started'],
      [3, 'call.ended'],
    ]);
    expect(await reasonOf(id)).toBe('error_node_lost');
    const letGo = vi.fn(() => true);
    await supervision({ held: () => [id], letGo }).watch();
    expect(letGo).toHaveBeenCalledExactlyOnceWith(id);
  });

  test('are renewed beside the call log, which locks them in another order than they lie in', async () => {
    const [first, second] = [await callOf('node_mine'), await callOf('node_mine')];
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
