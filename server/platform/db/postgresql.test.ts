import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from '../../../scripts/test-tools.ts';
import { StartError } from '../../config.ts';
import { newId } from '../ids.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open.ts';
import { agents, nodes } from './schema.ts';

const dataDirectory = mkdtempSync(join(tmpdir(), 'parley-test-'));
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

const open = (databaseUrl: string): Promise<Database> => openDatabase({ databaseUrl, dataDirectory });

describe('a PostgreSQL server that does not work', () => {
  test('cannot be reached', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const host = `127.0.0.1:${port.toString()}`;
    await expect(open(`postgres://parley:secret@${host}/parley`)).rejects.toThrow(
      new StartError(`PostgreSQL at ${host} cannot be reached: start it or correct DATABASE_URL.`),
    );
  });

  test('is something else', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(open(`postgres://127.0.0.1:${port.toString()}/parley`)).rejects.toThrow(
      'cannot be reached: start it or correct DATABASE_URL.',
    );
    server.close();
  });
});

describeWith('postgresql', 'a PostgreSQL server', (server) => {
  let admin: pg.Client;
  const made: string[] = [];
  const user = newId('parley_owner');
  const stranger = newId('parley_stranger');

  const newDatabase = async (owner: string): Promise<string> => {
    const name = newId('parley_test');
    await admin.query(`create database ${name} owner ${owner}`);
    made.push(name);
    return name;
  };
  const urlOf = (database: string, as?: string): string => {
    const url = new URL(server);
    url.pathname = `/${database}`;
    if (as !== undefined) [url.username, url.password] = [as, 'word'];
    return url.href;
  };

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: server });
    await admin.connect();
    await admin.query(`create role ${user} login createrole password 'word'; create role ${stranger} login password 'word'`);
  });
  afterAll(async () => {
    for (const name of made) await admin.query(`drop database ${name} with (force)`);
    await admin.query(`drop role ${user}; drop role ${stranger}`);
    await admin.end();
  });

  test('without the database', async () => {
    const name = newId('parley_test');
    await expect(open(urlOf(name))).rejects.toThrow(
      new RegExp(`^PostgreSQL at .* has no database "${name}": create it or correct DATABASE_URL\\.$`),
    );
  });

  test('of five nodes that start at once on an empty database, all come up', async () => {
    const url = urlOf(await newDatabase('default'));
    const opened = await Promise.all(Array.from({ length: 5 }, () => open(url)));
    for (const [n, database] of opened.entries()) await database.asSystem((tx) => tx.insert(nodes).values({ id: `node_${n.toString()}` }));
    expect(await opened[0]?.asSystem((tx) => tx.select().from(nodes))).toHaveLength(5);
    await Promise.all(opened.map((database) => database.close()));
  });

  test('with a user that is no superuser', async () => {
    const url = urlOf(await newDatabase(user), user);
    const database = await open(url);
    await database.asSystem((tx) => tx.insert(nodes).values({ id: 'node_1' }));
    expect(await database.asOrganization('org_1', (tx) => tx.select().from(agents))).toEqual([]);
    await expect(database.pool.query('select * from agents')).rejects.toMatchObject({ code: '42501' });
    await database.close();
    await (await open(url)).close();
  });

  test('with a user that may not make the tables', async () => {
    const url = urlOf(await newDatabase('default'), stranger);
    await expect(open(url)).rejects.toThrow(/^The user of DATABASE_URL must own the database and be allowed to make roles \(CREATEROLE\)/);
  });

  test('whose database a newer Parley has used', async () => {
    const name = await newDatabase('default');
    await (await open(urlOf(name))).close();
    const client = new pg.Client({ connectionString: urlOf(name) });
    await client.connect();
    await client.query(`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)`);
    await client.end();
    await expect(open(urlOf(name))).rejects.toThrow(/^The database was used by a newer version of Parley/);
  });

  test('that drops every connection is reached again, and listeners hear that they missed something', async () => {
    const name = await newDatabase('default');
    const database = await open(urlOf(name));
    const heard: string[] = [];
    const gap = Promise.withResolvers<undefined>();
    await database.listen('rooms', (payload) => {
      heard.push(payload);
      if (payload === '') gap.resolve(undefined);
    });
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, [name]);
    await gap.promise;
    await database.notify('rooms', 'back');
    await database.asSystem((tx) => tx.select().from(nodes));
    expect(heard[0]).toBe('');
    await database.close();
  });
});
