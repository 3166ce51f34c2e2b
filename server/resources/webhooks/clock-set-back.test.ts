/** Clocks of nodes are set, and differ: what waits for a webhook is sent all the same, by one node at a time. */
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { webhooks } from '../../platform/db/schema.ts';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { openTestDatabase, steadyFor, type TestDatabase } from '../../platform/db/testing.ts';
import { newId } from '../../platform/ids.ts';
import { createLog } from '../../platform/log.ts';
import { emit } from '../../platform/outbox/emit.ts';
import { occurred } from '../../platform/outbox/occurred.ts';
import { insertOrganization } from '../../testing.ts';
import { Dispatcher } from './dispatcher.ts';
import { claim, selectOtherLanes, type Claimed } from './lane-store.ts';
import type { AttemptResult } from './sender.ts';

const HOUR = 3_600_000;

describeOnBoth('webhooks of nodes whose clocks are set', (kind) => {
  let made: TestDatabase;
  let organizationId: string;
  let webhookId: string;
  let clock: number;
  let elapsed: number;
  let sent: { at: number; status: number }[];
  let status: number;
  let dispatcher: Dispatcher;
  beforeEach(async () => {
    made = await openTestDatabase({ kind });
    organizationId = await insertOrganization(made.database, 'Clocks');
    webhookId = newId('webhook');
    await made.database.asSystem((tx) =>
      tx.insert(webhooks).values({
        id: webhookId,
        organizationId,
        url: 'https://example.com/',
        description: '',
        events: ['*'],
        agentIds: [],
        conditions: [],
        encryptedHeaders: '',
        headerNames: [],
        encryptedSecret: '',
        secretLastFour: '',
        timeoutMs: 1_000,
        retellSignature: false,
        enabled: true,
      }),
    );
    [clock, elapsed, status, sent] = [Date.now(), 0, 200, []];
    const send = async (): Promise<AttemptResult> => {
      sent.push({ at: clock, status });
      return { startedAt: new Date(clock), ms: 1, url: '', requestHeaders: {}, response: { status, headers: {}, body: '' }, error: null };
    };
    const log = createLog('silent');
    dispatcher = new Dispatcher({
      database: made.database,
      nodeId: 'node_a',
      send,
      log,
      keptMs: HOUR,
      now: () => clock,
      elapsed: () => elapsed,
    });
  });
  afterEach(() => made.close());

  const pass = (ms: number): void => void ([clock, elapsed] = [clock + ms, elapsed + ms]);
  const happen = (): Promise<void> =>
    made.database.asOrganization(organizationId, (tx) => emit(tx, organizationId, [occurred('internal', 'x')], new Date(clock)));
  async function look(): Promise<void> {
    await dispatcher.poll();
    await dispatcher.settled();
  }

  test('what waits is sent at once when the clock is set back before it was sent', async () => {
    await look();
    clock += HOUR;
    await happen();
    clock -= HOUR;
    await look();
    expect(sent).toHaveLength(1);
  });

  test('what failed is tried again at once when the clock is set back, and at its time otherwise', async () => {
    status = 500;
    clock += HOUR;
    await happen();
    await look();
    pass(1_000);
    await look();
    expect(sent).toHaveLength(1);
    clock -= HOUR;
    status = 200;
    await look();
    expect(sent.map((one) => one.status)).toEqual([500, 200]);
  });

  test('what failed is tried again by a server that is started after the clock was set back', async () => {
    status = 500;
    clock += HOUR;
    await happen();
    await look();
    clock -= HOUR;
    const later = new Dispatcher({
      database: made.database,
      nodeId: 'node_b',
      send: async () => ({
        startedAt: new Date(clock),
        ms: 1,
        url: '',
        requestHeaders: {},
        response: { status: 204, headers: {}, body: '' },
        error: null,
      }),
      log: createLog('silent'),
      keptMs: HOUR,
    });
    await later.poll();
    await later.settled();
    const { rows } = await made.database.asSystem((tx) => tx.execute<{ status: string }>('select status from webhook_deliveries'));
    expect(rows).toEqual([{ status: 'delivered' }]);
  });

  const lane = (nodeId: string, now: number): Promise<Claimed | undefined> =>
    made.database.asSystem((tx) => claim(tx, { webhookId, nodeId, limit: 10, first: true }, { now: new Date(now), left: [] }));

  test.each([-60_000, 60_000])('a node whose clock is %i ms away keeps what it sends from the others', async (away) => {
    await happen();
    expect((await lane('node_away', clock + away))?.due).toHaveLength(1);
    expect(await lane('node_other', clock)).toBeUndefined();
    expect(await lane('node_away', clock + away)).toBeDefined();
  });

  const other = (steadyMs: () => number): Dispatcher => {
    const database = steadyFor(made.database, steadyMs);
    const send = (): Promise<AttemptResult> => {
      sent.push({ at: clock, status });
      return Promise.resolve({
        startedAt: new Date(clock),
        ms: 1,
        url: '',
        requestHeaders: {},
        response: { status, headers: {}, body: '' },
        error: null,
      });
    };
    const deps = { nodeId: 'node_other', log: createLog('silent'), keptMs: HOUR, now: () => clock, elapsed: () => elapsed };
    return new Dispatcher({ database, send, ...deps });
  };
  const lookAs = async (node: Dispatcher): Promise<number> => {
    await node.poll();
    await node.settled();
    return sent.length;
  };
  const renewed = (end: string): Promise<unknown> =>
    made.database.asSystem((tx) => tx.update(webhooks).set({ laneNode: 'node_away', laneUntil: sql.raw(`now() ${end}`) }));

  test.each(["- interval '1 hour'", "+ interval '1 hour'"])(
    'what a node sends whose lease ends at now() %s, for the clock of the database stepped, is not sent by another as well; what a dead one left is',
    async (end) => {
      await happen();
      expect((await lane('node_away', clock))?.due).toHaveLength(1);
      const watching = other(() => Infinity);
      expect(await lookAs(watching)).toBe(0);
      pass(14_000);
      await renewed(end);
      expect(await lookAs(watching)).toBe(0);
      pass(14_000);
      expect(await lookAs(watching)).toBe(0);
      pass(1_000);
      expect(await lookAs(watching)).toBe(1);
    },
  );

  test('what a node sends is left to it after an outage in which it could renew nothing', async () => {
    await happen();
    expect((await lane('node_away', clock))?.due).toHaveLength(1);
    let steadyMs = 0;
    const watching = other(() => steadyMs);
    await lookAs(watching);
    pass(60_000);
    steadyMs = 14_999;
    expect(await lookAs(watching)).toBe(0);
    steadyMs = 15_000;
    expect(await lookAs(watching)).toBe(1);
  });

  test('a lane that is renewed in the moment in which another takes it for left stays where it is', async () => {
    await happen();
    expect((await lane('node_away', clock))?.due).toHaveLength(1);
    const [seen] = await made.database.asSystem((tx) => selectOtherLanes(tx, 'node_other'));
    const taken = (): Promise<Claimed | undefined> =>
      made.database.asSystem((tx) =>
        claim(tx, { webhookId, nodeId: 'node_other', limit: 10, first: true }, { now: new Date(clock), left: [seen!] }),
      );
    await renewed("+ interval '16 seconds'");
    expect(await taken()).toBeUndefined();
  });
});
