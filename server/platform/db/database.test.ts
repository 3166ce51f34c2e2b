import { inspect } from 'node:util';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AgentConfig } from '@parley/contract';
import { eventually } from '../../testing.ts';
import { newId } from '../ids.ts';
import type { Database, Transaction } from './database.ts';
import { notifyIn } from './pooled-database.ts';
import { isDuplicate, QueryFailed } from './query-failed.ts';
import { agents, apiKeys, callEvents, calls, nodes, organization, user } from './schema.ts';
import { openTestDatabase } from './testing.ts';
import type { TestDatabase } from './testing.ts';
import { describeOnBoth } from './testing-suites.ts';

const makeOrganization = async (database: Database): Promise<string> => {
  const id = newId('org');
  await database.asSystem((tx) => tx.insert(organization).values({ id, name: id, slug: id }));
  return id;
};

const insertAgent = async (tx: Transaction, organizationId: string): Promise<string> => {
  const id = newId('agent');
  await tx.insert(agents).values({ id, organizationId, draft: AgentConfig.parse({ name: 'Front desk' }) });
  return id;
};

const insertCall = async (tx: Transaction, organizationId: string, agentId: string): Promise<string> => {
  const id = newId('call');
  const agentSnapshot = { id: agentId, version: null, config: AgentConfig.parse({ name: 'Front desk' }) };
  await tx.insert(calls).values({ id, organizationId, transport: 'websocket', agentId, agentName: 'Front desk', agentSnapshot });
  return id;
};

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};

describeOnBoth('database', (kind) => {
  let opened: TestDatabase;
  let database: Database;
  let ours = '';
  let theirs = '';
  let ourAgent = '';
  let theirAgent = '';

  beforeAll(async () => {
    opened = await openTestDatabase({ kind });
    database = opened.database;
    ours = await makeOrganization(database);
    theirs = await makeOrganization(database);
    ourAgent = await database.asOrganization(ours, (tx) => insertAgent(tx, ours));
    theirAgent = await database.asOrganization(theirs, (tx) => insertAgent(tx, theirs));
  });
  afterAll(() => opened.close());

  describe('an organization', () => {
    test('sees its own rows only', async () => {
      const seen = await database.asOrganization(ours, (tx) => tx.select({ id: agents.id }).from(agents));
      expect(seen).toEqual([{ id: ourAgent }]);
      const organizations = await database.asOrganization(ours, (tx) => tx.select({ id: organization.id }).from(organization));
      expect(organizations).toEqual([{ id: ours }]);
    });

    test('changes and deletes nothing of another', async () => {
      const changed = await database.asOrganization(ours, (tx) =>
        tx.update(agents).set({ revision: 9 }).where(eq(agents.id, theirAgent)).returning(),
      );
      const deleted = await database.asOrganization(ours, (tx) => tx.delete(agents).where(eq(agents.id, theirAgent)).returning());
      expect([changed, deleted]).toEqual([[], []]);
    });

    test('cannot write a row for another, nor move one there', async () => {
      const insert = database.asOrganization(ours, (tx) => insertAgent(tx, theirs));
      await expect(insert).rejects.toMatchObject({ code: '42501' });
      const move = database.asOrganization(ours, (tx) => tx.update(agents).set({ organizationId: theirs }).where(eq(agents.id, ourAgent)));
      await expect(move).rejects.toMatchObject({ code: '42501' });
    });

    test('cannot read passwords, sessions or nodes', async () => {
      for (const table of [user, nodes])
        await expect(database.asOrganization(ours, (tx) => tx.select().from(table))).rejects.toMatchObject({ code: '42501' });
    });

    test('cannot rewrite the event log', async () => {
      const call = await database.asOrganization(ours, async (tx) => {
        const id = await insertCall(tx, ours, ourAgent);
        await tx.insert(callEvents).values({
          organizationId: ours,
          callId: id,
          seq: 1,
          atMs: 0,
          kind: 'input',
          type: 'call.started',
          event: { type: 'call.started' },
        });
        return id;
      });
      await expect(database.asOrganization(ours, (tx) => tx.update(callEvents).set({ atMs: 5 }))).rejects.toMatchObject({ code: '42501' });
      await expect(database.asOrganization(ours, (tx) => tx.delete(callEvents))).rejects.toMatchObject({ code: '42501' });
      await database.asOrganization(ours, (tx) => tx.delete(calls).where(eq(calls.id, call)));
      expect(await database.asSystem((tx) => tx.select().from(callEvents).where(eq(callEvents.callId, call)))).toEqual([]);
    });

    test('must be named', async () => {
      await expect(database.asOrganization('', (tx) => tx.select().from(agents))).rejects.toThrow('without its organization');
    });
  });

  describe('without an organization', () => {
    test('the role of requests sees nothing', async () => {
      const seen = await database.asSystem(async (tx) => {
        await tx.execute(sql`select set_config('role', 'parley_app', true)`);
        return tx.select().from(agents);
      });
      expect(seen).toEqual([]);
    });

    test('nothing of an organization stays on the connection after its transaction', async () => {
      await database.asOrganization(ours, (tx) => tx.select().from(agents));
      const { rows } = await database.pool.query<{ role: string; organization: string | null }>(
        `select current_user as role, nullif(current_setting('app.organization_id', true), '') as organization`,
      );
      expect(rows).toEqual([{ role: 'parley_auth', organization: null }]);
    });

    test('the pool itself reaches no tenant table', async () => {
      for (const table of ['agents', 'calls', 'call_events', 'api_keys', 'provider_credentials'])
        await expect(database.pool.query(`select * from ${table}`)).rejects.toMatchObject({ code: '42501' });
    });

    test('the system sees every organization, and is no superuser', async () => {
      const seen = await database.asSystem((tx) => tx.select({ id: agents.id }).from(agents));
      expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([ourAgent, theirAgent]));
      await expect(database.asSystem((tx) => tx.execute(sql`create table sneaky (id int)`))).rejects.toMatchObject({ code: '42501' });
    });
  });

  describe('transactions', () => {
    test('a failed one leaves nothing behind, and the connection goes on working', async () => {
      const fails = database.asOrganization(ours, async (tx) => {
        await insertAgent(tx, ours);
        await tx.execute(sql`select 1 / 0`);
      });
      await expect(fails).rejects.toMatchObject({ code: '22012' });
      expect(await database.asOrganization(ours, (tx) => tx.select().from(agents))).toHaveLength(1);
    });

    test('a query beside an open transaction throws instead of waiting for ever', async () => {
      await expect(database.asOrganization(ours, () => database.pool.query('select 1'))).rejects.toThrow('must go through its tx');
      await expect(database.asOrganization(ours, () => database.asSystem((tx) => tx.select().from(nodes)))).rejects.toThrow(
        'must go through its tx',
      );
    });

    test('what a transaction started and left behind may use the pool afterwards', async () => {
      const committed = Promise.withResolvers<undefined>();
      const later = await database.asOrganization(ours, async () => ({
        query: committed.promise.then(() => database.pool.query('select 1 as one')),
      }));
      committed.resolve(undefined);
      expect((await later.query).rows).toEqual([{ one: 1 }]);
    });

    test('many at once all succeed', async () => {
      const ids = await Promise.all(
        Array.from({ length: 50 }, () => database.asOrganization(theirs, (tx) => insertCall(tx, theirs, theirAgent))),
      );
      const seen = await database.asOrganization(theirs, (tx) => tx.select({ id: calls.id }).from(calls));
      expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(ids));
    });

    test('a connection destroyed in mid-transaction takes its transaction with it', async () => {
      const client = await database.pool.connect();
      await client.query('begin');
      await client.query(`insert into "user" (id, name, email) values ('user_lost', 'Lost', 'lost@example.org')`);
      client.release(true);
      const { rows } = await database.pool.query(
        `select current_user as role, (select count(*)::int from "user" where id = 'user_lost') as found`,
      );
      expect(rows).toEqual([{ role: 'parley_auth', found: 0 }]);
    });

    test('a failure tells nothing that was to be stored', async () => {
      const failure: unknown = await database
        .asOrganization(ours, (tx) => tx.execute(sql`select ${'my secret'}::int`))
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      expect(failure).toBeInstanceOf(QueryFailed);
      expect(inspect(failure, { depth: 9 })).not.toContain('my secret');
    });

    const raised = (code: string, message = 'x'): Promise<unknown> =>
      database.asSystem((tx) => tx.execute(sql.raw(`do $$ begin raise exception '${message}' using errcode = '${code}'; end $$`)));

    test.each([
      ['53100', 'could not extend file'],
      ['XX000', 'could not write to file: Disk quota exceeded'],
      ['58030', 'could not write block: No space left on device'],
    ])('a full disk (%s, %s) is said in one sentence', async (code, message) => {
      await expect(raised(code, message)).rejects.toMatchObject({
        code: 'storage_full',
        status: 503,
        retryable: true,
        message: 'The disk is full: nothing more can be stored until there is room.',
      });
      expect(database.isFull).toBe(true);
    });

    test('a disk is full until something can be kept again, and nothing of the attempt is', async () => {
      await raised('53100').catch(() => undefined);
      await eventually(
        () => database.isFull,
        (full) => !full,
      );
      expect(await database.asSystem((tx) => tx.select().from(nodes))).toEqual([]);
    });

    test.each(['53000', '53200', '53400', '40001', '40P01', '55006', '55P03', '57014', '58030'])(
      'what fails only now (%s) may be asked again, and is no outage',
      async (code) => {
        await expect(raised(code)).rejects.toMatchObject({ code: 'database_busy', status: 503, retryable: true });
        expect([database.isFull, database.steadyMs > 0]).toEqual([false, true]);
      },
    );

    test('a broken constraint names its code', async () => {
      const key = { organizationId: ours, name: 'k', hash: 'same', prefix: 'pk_', lastFour: 'abcd' };
      await database.asOrganization(ours, (tx) => tx.insert(apiKeys).values({ id: newId('key'), ...key }));
      const again = database.asOrganization(ours, (tx) => tx.insert(apiKeys).values({ id: newId('key'), ...key }));
      const failure: unknown = await again.then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).toMatchObject({ code: '23505', constraint: 'api_keys_hash_unique', table: 'api_keys' });
      expect([isDuplicate(failure), isDuplicate(failure, 'api_keys_hash_unique'), isDuplicate(failure, 'other')]).toEqual([
        true,
        true,
        false,
      ]);
    });
  });

  describe('the wire', () => {
    test('carries two megabytes in one parameter and 50,000 rows in one answer', async () => {
      const text = 'é'.repeat(1_000_000);
      const { rows } = await database.pool.query<{ same: boolean }>('select $1::text = $2::text as same', [text, text]);
      expect(rows).toEqual([{ same: true }]);
      const many = await database.pool.query<{ n: number }>('select n from generate_series(1, 50000) n');
      expect(many.rows.at(-1)).toEqual({ n: 50_000 });
    });

    test('runs named, failing and multiple statements', async () => {
      const named = { name: 'plus', text: 'select $1::int + 1 as sum' };
      for (const n of [1, 2]) expect((await database.pool.query({ ...named, values: [n] })).rows).toEqual([{ sum: n + 1 }]);
      for (let i = 0; i < 3; i += 1)
        await expect(database.pool.query('select $1::int', ['not a number'])).rejects.toMatchObject({ code: '22P02' });
      const results = (await database.pool.query('select 1 as a; select 2 as b')) as unknown as { rows: unknown[] }[];
      expect(results.map(({ rows }) => rows)).toEqual([[{ a: 1 }], [{ b: 2 }]]);
    });

    test('times keep their milliseconds', async () => {
      const createdAt = new Date('2026-02-28T23:59:59.987Z');
      const id = await database.asOrganization(ours, async (tx) => {
        const call = await insertCall(tx, ours, ourAgent);
        await tx.update(calls).set({ createdAt }).where(eq(calls.id, call));
        return call;
      });
      const found = await database.asOrganization(ours, (tx) =>
        tx.select({ id: calls.id }).from(calls).where(eq(calls.createdAt, createdAt)),
      );
      expect(found).toEqual([{ id }]);
    });
  });

  describe('notifications', () => {
    test('reach every listener of their channel, until it stops', async () => {
      const heard: string[] = [];
      const stopFirst = await database.listen('call:1', (payload) => heard.push(`first ${payload}`));
      const stopSecond = await database.listen('call:1', (payload) => heard.push(`second ${payload}`));
      await database.notify('call:2', 'elsewhere');
      await database.notify('call:1', 'a');
      await until(() => heard.length === 2);
      await stopFirst();
      await database.notify('call:1', 'b');
      await until(() => heard.length === 3);
      await stopSecond();
      expect(heard).toEqual(['first a', 'second a', 'second b']);
    });

    test('of a transaction come with its commit, and not at all without', async () => {
      const heard: string[] = [];
      const stop = await database.listen('rooms', (payload) => heard.push(payload));
      const fails = database.asOrganization(ours, async (tx) => {
        await notifyIn(tx, 'rooms', 'rolled back');
        throw new Error('changed my mind');
      });
      await expect(fails).rejects.toThrow('changed my mind');
      await database.asOrganization(ours, async (tx) => {
        await notifyIn(tx, 'rooms', 'committed');
        await tx.select().from(agents);
        expect(heard).toEqual([]);
      });
      await until(() => heard.length > 0);
      await stop();
      expect(heard).toEqual(['committed']);
    });

    test('may be answered with queries', async () => {
      const answer = Promise.withResolvers<unknown>();
      const stop = await database.listen('ask', () =>
        answer.resolve(database.asOrganization(ours, (tx) => tx.select({ id: agents.id }).from(agents))),
      );
      await database.asOrganization(ours, (tx) => notifyIn(tx, 'ask', 'now'));
      expect(await answer.promise).toEqual([{ id: ourAgent }]);
      await stop();
    });

    test('of more than 7,999 bytes are refused with a word', async () => {
      await expect(database.notify('rooms', 'x'.repeat(8_000))).rejects.toThrow('longer than PostgreSQL carries');
    });
  });
});
