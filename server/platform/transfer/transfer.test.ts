import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AgentConfig } from '@parley/contract';
import { describeWith } from '../../../scripts/test-tools.ts';
import { newId } from '../ids.ts';
import type { SecretKey } from '../secrets/secret-key.ts';
import type { Database } from '../db/database.ts';
import { checkSecretKey, createSecretBox } from '../secrets/secret-box.ts';
import { agents, callEvents, calls, organization, providerCredentials, user } from '../db/schema.ts';
import { openTestDatabase } from '../db/testing.ts';
import type { TestDatabase } from '../db/testing.ts';
import { openPglite } from '../db/pglite-open.ts';
import { schemaSteps } from '../db/migrate.ts';
import { Entry, entryLine, rowLine } from './archive.ts';
import { exportInstallation } from './export.ts';
import type { Installation } from './export.ts';
import { importInstallation } from './import.ts';
import { RowSum } from './tables.ts';

const secret: SecretKey = { text: 'k'.repeat(40), source: 'PARLEY_SECRET_KEY' };
/** What breaks careless transfers: line separators, quotes, NUL's escape, emoji, numbers that JavaScript cannot hold. */
const AWKWARD = 'line\u2028separator\n"quoted" \\ 😀 é';

let folder = '';
let opened: TestDatabase[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
  opened = [];
});
afterEach(async () => {
  for (const each of opened) await each.close();
  rmSync(folder, { recursive: true, force: true });
});

const installationOn = async (kind: Database['kind']): Promise<Installation> => {
  const made = await openTestDatabase({ kind });
  opened.push(made);
  return { database: made.database, dataDirectory: made.config.dataDirectory, secret };
};

const fill = async ({ database, dataDirectory }: Installation): Promise<string> => {
  const [org, agent, call] = [newId('org'), newId('agent'), newId('call')];
  const config = AgentConfig.parse({ name: 'Front desk', prompt: AWKWARD });
  await checkSecretKey(database, secret);
  await database.asSystem(async (tx) => {
    await tx.insert(organization).values({ id: org, name: AWKWARD, slug: org });
    await tx
      .insert(user)
      .values(Array.from({ length: 250 }, (_, n) => ({ id: `user_${n.toString()}`, name: 'x', email: `${n.toString()}@example.org` })));
    await tx.insert(agents).values({ id: agent, organizationId: org, draft: config });
    await tx.insert(calls).values({
      id: call,
      organizationId: org,
      transport: 'webrtc',
      agentId: agent,
      agentName: 'a',
      agentSnapshot: { id: agent, version: null, config },
    });
    const event = { type: 'user_text.received', text: AWKWARD } as const;
    await tx.insert(callEvents).values(
      Array.from({ length: 300 }, (_, n) => ({
        organizationId: org,
        callId: call,
        seq: n + 1,
        atMs: n,
        kind: 'input' as const,
        type: event.type,
        event,
      })),
    );
    await tx
      .insert(providerCredentials)
      .values({ organizationId: org, provider: 'openai', encryptedKey: createSecretBox(secret).seal(org, 'sk-1') });
    await tx.execute(sql`insert into server_settings (key, value) values ('large', '{"number": 12345678901234567890.10}')`);
  });
  mkdirSync(join(dataDirectory, 'recordings', org), { recursive: true });
  writeFileSync(join(dataDirectory, 'recordings', org, `${call}.wav`), Buffer.alloc(200_000, 7));
  writeFileSync(join(dataDirectory, 'recordings', org, 'empty.wav'), '');
  return org;
};

/** Everything but the first line, which holds the time of the export. */
const contentOf = (file: string): string[] => gunzipSync(readFileSync(file)).toString('utf8').split('\n').slice(1);

const rewrite = (file: string, change: (text: string) => string): string => {
  const changed = join(folder, 'changed');
  writeFileSync(changed, gzipSync(change(gunzipSync(readFileSync(file)).toString('utf8'))));
  return changed;
};

const stays = async (target: Installation): Promise<void> => {
  const { rows } = await target.database.pool.query<{ found: number }>('select count(*)::int as found from "user"');
  expect(rows[0]?.found).toBe(0);
  expect(readdirSync(target.dataDirectory).filter((name) => name.startsWith('recordings'))).toEqual([]);
};

const move = async (from: Installation, to: Installation, name: string): Promise<string> => {
  const file = join(folder, name);
  const written = await exportInstallation(from, file);
  expect(await importInstallation(to, file)).toEqual(written);
  return file;
};

test('an installation moves whole, recordings and sealed keys included', async () => {
  const [from, to] = [await installationOn('embedded'), await installationOn('embedded')];
  const org = await fill(from);
  const first = await move(from, to, 'first');
  expect(await exportInstallation(to, join(folder, 'second'))).toEqual({ tables: 38, rows: 810, files: 2 });
  expect(contentOf(join(folder, 'second')).toSorted()).toEqual(contentOf(first).toSorted());
  const [kept] = await to.database.asOrganization(org, (tx) => tx.select().from(providerCredentials));
  expect(createSecretBox(secret).open(org, kept?.encryptedKey ?? '')).toBe('sk-1');
  expect(readdirSync(folder).toSorted()).toEqual(['first', 'second']);
});

const LAST_OF_THE_CHAIN_BEFORE = '0011_call_analysis_rights';

/** The same export as a program with another newest migration wrote it. */
const writtenBy = (file: string, schema: string): string =>
  rewrite(file, (text) => text.replace(/"schema":"[^"]*"/, `"schema":"${schema}"`));

let columnsOfChain: Promise<Map<string, Set<string>>> | undefined;

/** The columns that a version's tables have, by table. */
async function readColumns(schema: string): Promise<Map<string, Set<string>>> {
  const directory = mkdtempSync(join(tmpdir(), 'parley-test-schema-'));
  const pglite = await openPglite(directory, false, []);
  try {
    await pglite.exec('create role parley_app; create role parley_system; create role parley_auth');
    for (const statements of schemaSteps(schema)!.until) await pglite.exec(statements);
    const { rows } = await pglite.query<{ name: string; column: string }>(
      `select table_name as name, column_name as column from information_schema.columns where table_schema = 'public'`,
    );
    return new Map(rows.map(({ name }) => [name, new Set(rows.filter((row) => row.name === name).map(({ column }) => column))]));
  } finally {
    await pglite.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The export as that version would have written it: without the tables and columns that came later. */
async function asOf(file: string, schema: string): Promise<string> {
  const columns = await (columnsOfChain ??= readColumns(schema));
  return writtenBy(
    rewrite(file, (text) => {
      const lines: string[] = [];
      let table = '';
      let sum = new RowSum();
      const total = { tables: 0, rows: 0 };
      for (const line of text.trimEnd().split('\n')) {
        const known = columns.get(table);
        if (line.startsWith('{"type":"row"')) {
          if (known === undefined) continue;
          const row = /^\{"type":"row","row":(.*)\}$/s.exec(line)![1]!;
          // As text: the database's own spaces and numbers stay.
          const added = Object.keys(JSON.parse(row) as object).filter((name) => !known.has(name));
          const kept = added.reduce((left, name) => left.replace(new RegExp(`,"${name}":(null|false|true|\\d+|\\{\\}|"[^"]*")`), ''), row);
          sum.add(kept);
          lines.push(rowLine(kept).trimEnd());
          continue;
        }
        const entry = Entry.parse(JSON.parse(line));
        if (entry.type === 'table') [table, sum] = [entry.name, new RowSum()];
        if ((entry.type === 'table' || entry.type === 'table_end') && !columns.has(entry.name)) continue;
        if (entry.type === 'table_end') {
          total.tables += 1;
          total.rows += sum.rows;
          lines.push(entryLine({ ...entry, sha256: sum.digest() }).trimEnd());
        } else lines.push(entryLine(entry.type === 'end' ? { ...entry, ...total } : entry).trimEnd());
      }
      return `${lines.join('\n')}\n`;
    }),
    schema,
  );
}

/** With whatever columns and tables came since, at their defaults. */
const importsFromTheChainBefore = async (kind: Database['kind']): Promise<void> => {
  const [from, to] = [await installationOn('embedded'), await installationOn(kind)];
  const org = await fill(from);
  const file = join(folder, 'first');
  const written = await exportInstallation(from, file);
  const older = await asOf(file, LAST_OF_THE_CHAIN_BEFORE);
  expect(await importInstallation(to, older)).toMatchObject({ files: written.files });
  const olderContent = contentOf(older);
  const second = join(folder, 'second');
  expect(await exportInstallation(to, second)).toMatchObject({ tables: written.tables, files: written.files });
  expect(contentOf(await asOf(second, LAST_OF_THE_CHAIN_BEFORE)).toSorted()).toEqual(olderContent.toSorted());
  const [call] = await to.database.asOrganization(org, (tx) => tx.select().from(calls));
  expect(call).toMatchObject({ agentName: 'a', recordingStored: false, recordingNode: null });
};

test('an archive of the last migration before 0000_schema imports', { timeout: 120_000 }, () => importsFromTheChainBefore('embedded'));

describeWith('postgresql', 'between the databases', () => {
  test('an installation moves from embedded to PostgreSQL and back without a difference', async () => {
    const [from, through, to] = [await installationOn('embedded'), await installationOn('postgresql'), await installationOn('embedded')];
    await fill(from);
    const first = await move(from, through, 'first');
    const second = await move(through, to, 'second');
    expect(contentOf(second).toSorted()).toEqual(contentOf(first).toSorted());
    expect((await exportInstallation(to, join(folder, 'third'))).rows).toBe(810);
  });
});

describe('an import that is refused leaves nothing behind', () => {
  let sources: TestDatabase[] = [];
  let kept = '';
  let file = '';
  let target: Installation;
  beforeAll(async () => {
    sources = [await openTestDatabase(), await openTestDatabase()];
    const [from, to] = sources.map(({ database, config }) => ({ database, dataDirectory: config.dataDirectory, secret }));
    if (from === undefined || to === undefined) throw new Error('Two databases were opened.');
    await fill(from);
    kept = mkdtempSync(join(tmpdir(), 'parley-test-'));
    file = join(kept, 'export');
    await exportInstallation(from, file);
    target = to;
  });
  afterEach(() => {
    rmSync(join(target.dataDirectory, 'recordings'), { recursive: true, force: true });
  });
  afterAll(async () => {
    for (const each of sources) await each.close();
    rmSync(kept, { recursive: true, force: true });
  });

  test('an installation with another secret key', async () => {
    const other = { ...target, secret: { ...secret, text: 'o'.repeat(40) } };
    await expect(importInstallation(other, file)).rejects.toThrow('another secret key: set PARLEY_SECRET_KEY');
    await stays(target);
  });

  test('a target in use', async () => {
    const used = await openTestDatabase();
    sources.push(used);
    const target = { database: used.database, dataDirectory: used.config.dataDirectory, secret };
    await target.database.asSystem((tx) => tx.insert(organization).values({ id: 'org_1', name: 'a', slug: 'a' }));
    await expect(importInstallation(target, file)).rejects.toThrow('import into an empty database and data directory');
    await stays(target);
  });

  test('a target with recordings', async () => {
    mkdirSync(join(target.dataDirectory, 'recordings'));
    writeFileSync(join(target.dataDirectory, 'recordings', 'kept.wav'), 'kept');
    await expect(importInstallation(target, file)).rejects.toThrow('holds recordings already');
    expect(readFileSync(join(target.dataDirectory, 'recordings', 'kept.wav'), 'utf8')).toBe('kept');
  });

  test.each<[string, (text: string) => string]>([
    ['without its last line', (text) => text.split('\n').slice(0, -2).join('\n') + '\n'],
    ['cut in the middle of a line', (text) => text.slice(0, -20)],
    ['with a row less', (text) => text.replace(/\{"type":"row"[^\n]*\n/, '')],
    ['with a row altered', (text) => text.replace('7@example.org', '8@example.org')],
    ['with a recording altered', (text) => text.replace('"base64":"BwcH', '"base64":"BwcI')],
    ['with a table of its own', (text) => text.replace('"table","name":"user"', '"table","name":"pg_authid"')],
  ])('a file %s', async (_title, change) => {
    await expect(importInstallation(target, rewrite(file, change))).rejects.toThrow(/damaged/);
    await stays(target);
  });

  test.each(['../outside.wav', '/etc/outside.wav', 'a/../../outside.wav', '..'])('a recording named %s', async (path) => {
    const changed = rewrite(file, (text) => text.replaceAll(/"path":"[^"]*"/g, `"path":"${path}"`));
    await expect(importInstallation(target, changed)).rejects.toThrow(/damaged/);
    await stays(target);
  });

  test('a file that breaks off', async () => {
    writeFileSync(join(folder, 'cut'), readFileSync(file).subarray(0, -300));
    await expect(importInstallation(target, join(folder, 'cut'))).rejects.toThrow(/damaged or incomplete/);
    await stays(target);
  });

  test('a file that is something else, of another version, or not there', async () => {
    writeFileSync(join(folder, 'text'), 'hello');
    await expect(importInstallation(target, join(folder, 'text'))).rejects.toThrow(/damaged/);
    await expect(
      importInstallation(
        target,
        rewrite(file, () => '{"hello":1}\n'),
      ),
    ).rejects.toThrow('no export of Parley');
    await expect(
      importInstallation(
        target,
        rewrite(file, (text) => text.replace('"format":1', '"format":2')),
      ),
    ).rejects.toThrow('another version of Parley');
    await expect(importInstallation(target, writtenBy(file, '0009_webhook_rights'))).rejects.toThrow(
      'another version of Parley (0009_webhook_rights)',
    );
    await expect(importInstallation(target, join(folder, 'nowhere'))).rejects.toThrow('does not exist');
    await stays(target);
  });
});

describe('an export', () => {
  test('replaces no file, and says where it cannot write', async () => {
    const from = await installationOn('embedded');
    writeFileSync(join(folder, 'taken'), 'precious');
    await expect(exportInstallation(from, join(folder, 'taken'))).rejects.toThrow('exists already');
    expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('precious');
    await expect(exportInstallation(from, join(folder, 'no', 'where'))).rejects.toThrow('cannot be written');
    // The connection came back in order.
    await from.database.asSystem((tx) => tx.insert(organization).values({ id: 'org_1', name: 'a', slug: 'a' }));
  });
});
