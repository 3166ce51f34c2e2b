import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { describeWith } from '../../../scripts/test-tools.ts';
import { eventually } from '../../testing.ts';
import type { Database } from './database.ts';
import { drizzleOver } from './lent-client.ts';
import { openDatabase } from './open.ts';
import { RunningPglite } from './pglite-process.ts';
import { nodes } from './schema.ts';
import { openTestDatabase, type TestDatabase } from './testing.ts';
import { startProxy, type Proxy } from './testing-proxy.ts';

const UNAVAILABLE = { code: 'database_unavailable', status: 503, retryable: true };

const idsOf = async (database: Database): Promise<string[]> =>
  (await database.asSystem((tx) => tx.select({ id: nodes.id }).from(nodes))).map(({ id }) => id);

describeWith('postgresql', 'a connection to PostgreSQL that is lost', (server) => {
  let made: TestDatabase;
  let proxy: Proxy;
  let database: Database;
  let admin: pg.Client;
  let told: string[] = [];
  beforeEach(async () => {
    made = await openTestDatabase({ kind: 'postgresql' });
    proxy = await startProxy(made.config.databaseUrl!);
    told = [];
    const onProblem = (message: string): unknown => told.push(message);
    database = await openDatabase({ ...made.config, databaseUrl: proxy.url }, { onProblem, onBack: onProblem });
    admin = new pg.Client({ connectionString: server });
    await admin.connect();
  });
  afterEach(async () => {
    await proxy.comeBack();
    await database.close();
    await proxy.close();
    await admin.end();
    await made.close();
  });
  const terminateAll = (): Promise<unknown> =>
    admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      new URL(made.config.databaseUrl!).pathname.slice(1),
    ]);

  test('inside a transaction refuses that transaction, and ends nothing else', async () => {
    await expect(
      database.asSystem(async (tx) => {
        await tx.insert(nodes).values({ id: 'node_lost' });
        await terminateAll();
        await tx.execute(sql`select 1`);
      }),
    ).rejects.toMatchObject(UNAVAILABLE);
    expect(await idsOf(database)).toEqual([]);
  });

  test('between two queries of a transaction that does something else meanwhile', async () => {
    await expect(
      database.asSystem(async (tx) => {
        await tx.insert(nodes).values({ id: 'node_lost' });
        proxy.cut();
        await new Promise((resolve) => setImmediate(resolve));
        await tx.insert(nodes).values({ id: 'node_lost_too' });
      }),
    ).rejects.toMatchObject(UNAVAILABLE);
    expect(await idsOf(database)).toEqual([]);
  });

  test('before `begin` is given back: none is missing afterwards', async () => {
    for (let round = 0; round < 25; round += 1) {
      await database.asSystem(() => Promise.resolve()).catch(() => undefined);
      await terminateAll();
      await database.asSystem(() => Promise.resolve()).catch(() => undefined);
      await terminateAll();
      await drizzleOver(database.pool)
        .transaction(() => Promise.resolve())
        .catch(() => undefined);
    }
    await Promise.all(
      Array.from({ length: 20 }, () => eventually(() => database.asSystem(() => Promise.resolve(true)).catch(() => false), Boolean)),
    );
    expect(database.pool.totalCount).toBeLessThanOrEqual(20);
    const lent = database.pool.totalCount - database.pool.idleCount;
    expect(lent).toBe(0);
  }, 60_000);

  test('again and again under load loses nothing that was acknowledged and doubles nothing', async () => {
    const acknowledged: string[] = [];
    const refused: unknown[] = [];
    let over = false;
    const write = async (writer: number): Promise<void> => {
      for (let n = 0; !over; n += 1) {
        const id = `node_${String(writer)}_${String(n)}`;
        await database
          .asSystem((tx) => tx.insert(nodes).values({ id }))
          .then(
            () => acknowledged.push(id),
            (error: unknown) => refused.push(error),
          );
      }
    };
    const writers = Promise.all(Array.from({ length: 12 }, (_, writer) => write(writer)));
    for (let round = 0; round < 10; round += 1) {
      const reached = acknowledged.length + 20;
      await eventually(
        () => acknowledged.length,
        (count) => count >= reached,
      );
      await terminateAll();
    }
    over = true;
    await writers;
    const kept = await eventually(
      () => idsOf(database).catch((): string[] => []),
      (ids) => ids.length > 0,
    );
    expect(acknowledged.filter((id) => !kept.includes(id))).toEqual([]);
    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused) expect(error).toMatchObject(UNAVAILABLE);
  }, 60_000);

  test('with the server away is refused at once, told once, and had again', async () => {
    await proxy.goAway();
    for (let round = 0; round < 5; round += 1) await expect(database.asSystem(() => Promise.resolve())).rejects.toMatchObject(UNAVAILABLE);
    expect(database.steadyMs).toBe(0);
    await proxy.comeBack();
    await database.asSystem(() => Promise.resolve());
    expect(told).toEqual([expect.stringContaining('PostgreSQL does not answer'), expect.stringContaining('PostgreSQL answers again')]);
  });

  test('of a listener is made again however often, and each message is heard once', async () => {
    const heard: string[] = [];
    const stop = await database.listen('rooms', (payload) => void heard.push(payload));
    for (let round = 1; round <= 3; round += 1) {
      await terminateAll();
      await eventually(
        () => heard.filter((payload) => payload === '').length,
        (gaps) => gaps >= round,
      );
    }
    await proxy.goAway();
    await proxy.comeBack();
    await eventually(
      () => heard.filter((payload) => payload === '').length,
      (gaps) => gaps >= 4,
    );
    await eventually(
      () =>
        database
          .notify('rooms', 'back')
          .then(() => true)
          .catch(() => false),
      Boolean,
    );
    await eventually(
      () => heard.at(-1),
      (last) => last === 'back',
    );
    await proxy.goAway();
    await stop();
    expect(heard.filter((payload) => payload === 'back')).toEqual(['back']);
  }, 60_000);
});

describe('the embedded database whose worker dies', () => {
  test('in a transaction is begun again, and listeners hear that they missed something', async () => {
    const spy = vi.spyOn(RunningPglite, 'start');
    const running = (): Promise<RunningPglite> => spy.mock.results.at(-1)!.value as Promise<RunningPglite>;
    const embedded = await openTestDatabase();
    const { database } = embedded;
    try {
      const heard: string[] = [];
      await database.listen('rooms', (payload) => void heard.push(payload));
      await database.asSystem((tx) => tx.insert(nodes).values({ id: 'node_kept' }));
      for (const id of ['node_lost', 'node_lost_too'])
        await expect(
          database.asSystem(async (tx) => {
            await tx.insert(nodes).values({ id });
            await (await running()).abort();
          }),
        ).rejects.toMatchObject(UNAVAILABLE);
      expect(
        await eventually(
          () => idsOf(database).catch((): string[] => []),
          (ids) => ids.length > 0,
        ),
      ).toEqual(['node_kept']);
      await eventually(
        () => heard,
        (all) => all.includes(''),
      );
    } finally {
      spy.mockRestore();
      await embedded.close();
    }
  }, 60_000);
});
