import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs, { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StartError } from '../../config.ts';
import { EMBEDDED_DIRECTORY, prepareDataDirectory } from '../data-directory.ts';
import { GuardedPool } from './guarded-pool.ts';
import { openDatabase } from './open.ts';
import { openPglite } from './pglite-open.ts';
import { PgliteProcess } from './pglite-process.ts';
import { nodes } from './schema.ts';
import { copyTemplate } from './testing.ts';
import { runAsOwner } from './tidy.ts';

const CHILD = fileURLToPath(new URL('./testing-child.ts', import.meta.url));

let dataDirectory = '';
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'parley-test-'));
});
afterEach(() => {
  rmSync(dataDirectory, { recursive: true, force: true });
});

const open = (): ReturnType<typeof openDatabase> => openDatabase({ databaseUrl: undefined, dataDirectory }, { durable: false });

const run = (mode: 'open' | 'write', ...more: string[]) => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, mode, dataDirectory, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, lines: createInterface({ input: child.stdout }) };
};

const firstLine = async (...args: Parameters<typeof run>): Promise<string> => {
  const { child, lines } = run(...args);
  const exit = once(child, 'exit');
  const said: string[] = [];
  for await (const line of lines) said.push(line);
  await exit;
  return said[0] ?? '';
};

describe('one server on a data directory', () => {
  test('a second one is told who holds it, in this process and in another', async () => {
    await copyTemplate(dataDirectory);
    const database = await open();
    const sentence = `Another Parley server (process ${process.pid.toString()}) uses the data directory ${dataDirectory}: stop it, or give this one its own PARLEY_DATA_DIR.`;
    await expect(open()).rejects.toThrow(new StartError(sentence));
    expect(await firstLine('open')).toBe(`StartError: ${sentence}`);
    expect(await database.asSystem((tx) => tx.select().from(nodes))).toEqual([]);
    await database.close();
    const again = await open();
    await again.close();
  });

  test('the lock of a killed one does not stay', async () => {
    await copyTemplate(dataDirectory);
    const { child, lines } = run('write');
    await once(lines, 'line');
    await expect(open()).rejects.toThrow(`Another Parley server (process ${child.pid?.toString() ?? ''})`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await open()).close();
  });
});

describe('a data directory that does not work', () => {
  test('is not a directory', async () => {
    const file = join(dataDirectory, 'file');
    writeFileSync(file, '');
    for (const directory of [file, join(file, 'below')])
      await expect(openDatabase({ databaseUrl: undefined, dataDirectory: directory })).rejects.toThrow(
        new StartError(`The data directory ${directory} is not a directory: set PARLEY_DATA_DIR to one.`),
      );
  });

  test('cannot be written', async () => {
    chmodSync(dataDirectory, 0o555);
    const asNobody = process.getuid?.() === 0 ? ['65534'] : [];
    expect(await firstLine('open', ...asNobody)).toBe(
      `StartError: The data directory ${dataDirectory} cannot be written: change its owner or permissions, or set PARLEY_DATA_DIR to another place.`,
    );
  });

  test('has no room', () => {
    expect(() => prepareDataDirectory(dataDirectory, () => 63 * 1024 * 1024)).toThrow(
      new StartError(`The disk of the data directory ${dataDirectory} is almost full: Parley needs 64 MiB of room to start.`),
    );
    expect(fs.readdirSync(dataDirectory)).toEqual([]);
  });

  test('holds a database that cannot be opened: it is left as it is', async () => {
    const database = join(dataDirectory, EMBEDDED_DIRECTORY);
    mkdirSync(database);
    writeFileSync(join(database, 'PG_VERSION'), '9\n');
    await expect(open()).rejects.toThrow(`The embedded database in ${database} does not open`);
    expect(fs.readdirSync(database)).toContain('PG_VERSION');
  });
});

test('a first start that was killed half-way is begun again, and what it makes is closed to others', async () => {
  mkdirSync(join(dataDirectory, `${EMBEDDED_DIRECTORY}.unfinished`));
  writeFileSync(join(dataDirectory, `${EMBEDDED_DIRECTORY}.unfinished`, 'PG_VERSION'), '18\n');
  const database = await open();
  expect(await database.asSystem((tx) => tx.select().from(nodes))).toEqual([]);
  await database.close();
  expect(existsSync(join(dataDirectory, `${EMBEDDED_DIRECTORY}.unfinished`))).toBe(false);
  // Freshly made, in a process with an open umask, and yet for its owner alone; PostgreSQL itself makes its caches anew (`pg_internal.init`).
  const files = fs.readdirSync(join(dataDirectory, EMBEDDED_DIRECTORY), { withFileTypes: true, recursive: true });
  const readable = files.filter(
    ({ name, parentPath }) => name !== 'pg_internal.init' && (fs.statSync(join(parentPath, name)).mode & 0o077) !== 0,
  );
  expect(process.platform === 'win32' ? [] : readable.map(({ name }) => name)).toEqual([]);
});

test('checkpoint and vacuum run as the owner, and the connection is restricted again', async () => {
  await copyTemplate(dataDirectory);
  const database = await open();
  expect(database.pool).toBeInstanceOf(GuardedPool);
  for (const statement of ['checkpoint', 'vacuum (analyze)'] as const) {
    await runAsOwner(database.pool as GuardedPool, statement);
    expect((await database.pool.query('select current_user as role')).rows).toEqual([{ role: 'parley_auth' }]);
  }
  await database.close();
});

describe('what was acknowledged', () => {
  test('is there after SIGKILL in the middle of four writers', async () => {
    await copyTemplate(dataDirectory);
    const { child, lines } = run('write');
    const acknowledged: string[] = [];
    lines.on('line', (line) => {
      acknowledged.push(line);
      if (acknowledged.length === 200) child.kill('SIGKILL');
    });
    await once(child, 'exit');
    const database = await open();
    const kept = new Set((await database.asSystem((tx) => tx.select({ id: nodes.id }).from(nodes))).map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    await database.close();
  });

  test('is there after the worker died, and the next query starts another', async () => {
    await copyTemplate(dataDirectory);
    const pglite = new PgliteProcess({ directory: join(dataDirectory, EMBEDDED_DIRECTORY), durable: false });
    const running = await pglite.start();
    const query = (sql: string): Buffer => {
      const body = Buffer.from(`${sql}\0`);
      const head = Buffer.from([0x51, 0, 0, 0, 0]);
      head.writeInt32BE(body.length + 4, 1);
      return Buffer.concat([head, body]);
    };
    await running.execute(query(`insert into nodes (id) values ('node_kept')`));
    const waiting = running.execute(query('select pg_sleep(600)'));
    await running.abort();
    await expect(waiting).rejects.toThrow('The embedded database stopped.');
    await expect(running.execute(query('select 1'))).rejects.toThrow('The embedded database stopped.');
    const next = await pglite.start();
    expect((await next.execute(query('select id from nodes'))).includes('node_kept')).toBe(true);
    await pglite.close();
  });

  test.each([
    [true, 'is flushed to the disk'],
    [false, 'is left to the operating system where a test asks for it'],
  ])('durable=%s: %s', async (durable) => {
    await copyTemplate(dataDirectory);
    const { fsyncSync } = fs;
    let flushes = 0;
    fs.fsyncSync = (descriptor) => {
      flushes += 1;
      fsyncSync(descriptor);
    };
    syncBuiltinESMExports();
    try {
      const database = await openPglite(join(dataDirectory, EMBEDDED_DIRECTORY), durable, []);
      const before = flushes;
      for (const n of [1, 2, 3]) await database.query('insert into nodes (id) values ($1)', [`node_${n.toString()}`]);
      const during = flushes - before;
      await database.close();
      if (durable) expect(during).toBeGreaterThanOrEqual(3);
      else expect(during).toBe(0);
    } finally {
      fs.fsyncSync = fsyncSync;
      syncBuiltinESMExports();
    }
  });
});
