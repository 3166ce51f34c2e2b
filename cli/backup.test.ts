import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Agent } from '@parley/contract';
import { openDatabase } from '@parley/server/platform/db/open.ts';
import { agents, agentVersions, auditLog, user } from '@parley/server/platform/db/schema.ts';
import { startTestServer, type Tenant, type TestServer } from '@parley/server/testing.ts';

const BIN = fileURLToPath(new URL('./bin/parley.mjs', import.meta.url));
const secret = { PARLEY_SECRET_KEY: 's'.repeat(32) };

let folder = '';
let parley: TestServer;
let tenant: Tenant;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
  parley = await startTestServer({ environment: secret });
  tenant = await parley.tenant();
});
afterAll(async () => {
  await parley.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = async (args: readonly string[], env: Record<string, string>): Promise<{ code: number | null; out: string; error: string }> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', BIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...env },
  });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, out, error };
};

const create = async (name: string): Promise<string> =>
  ((await parley.request('POST', '/agents', { key: tenant.key, body: { name, greeting: 'Hi.' } })).json as Agent).id;

test(
  'a backup of the embedded database that is being written to is restored whole, as it was at one moment',
  { timeout: 180_000 },
  async () => {
    const { dataDirectory } = parley.config;
    const before = [await create('First'), await create('Second')];
    mkdirSync(join(dataDirectory, 'recordings', tenant.id), { recursive: true });
    writeFileSync(join(dataDirectory, 'recordings', tenant.id, 'call_1.wav'), 'audio');
    mkdirSync(join(dataDirectory, 'recordings-waiting', tenant.id), { recursive: true });
    writeFileSync(join(dataDirectory, 'recordings-waiting', tenant.id, 'call_2.wav'), 'waits');
    const [file, small, to] = [join(folder, 'backup'), join(folder, 'small'), join(folder, 'to')];
    let isOver = false;
    const written: string[] = [];
    const writing = (async () => {
      while (!isOver) {
        const id = await create('Meanwhile');
        written.push(id);
        expect((await parley.request('POST', `/agents/${id}/publish`, { key: tenant.key })).status).toBeLessThan(300);
      }
    })();
    const environment = { PARLEY_DATA_DIR: dataDirectory, ...secret };
    const taken = await run(['backup', file], environment);
    isOver = true;
    await writing;
    expect(taken).toMatchObject({ code: 0, error: '' });
    expect(taken.out).toContain('and 2 recordings');
    expect(taken.out).toContain('The secret key is not in it');
    expect(written.length, 'the server went on').toBeGreaterThan(0);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(
      readdirSync(dataDirectory).filter((name) => name.startsWith('snapshot-')),
      'nothing is left',
    ).toEqual([]);

    const withoutRecordings = await run(['backup', small, '--without-recordings'], environment);
    expect(withoutRecordings.out).toContain('and 0 recordings');
    const restored = await run(['restore', file], { PARLEY_DATA_DIR: to, ...secret });
    expect(restored).toMatchObject({ code: 0, error: '' });
    expect(restored.out).toMatch(/^Restored and verified \d+ rows of \d+ tables and 2 recordings/);
    expect(['call_1.wav', 'call_2.wav'].map((name) => readFileSync(join(to, 'recordings', tenant.id, name), 'utf8'))).toEqual([
      'audio',
      'waits',
    ]);
    const database = await openDatabase({ databaseUrl: undefined, dataDirectory: to }, { durable: false });
    const [rows, versions] = await database.asOrganization(tenant.id, async (tx) => [
      await tx.select({ id: agents.id }).from(agents),
      await tx.select({ id: agentVersions.agentId }).from(agentVersions),
    ]);
    await database.close();
    const ids = rows.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(before));
    // Of what was written one after the other, the first so many: with their versions, but for the last.
    const copied = written.filter((id) => ids.includes(id));
    expect(copied).toEqual(written.slice(0, copied.length));
    expect(versions.map(({ id }) => id)).toEqual(expect.arrayContaining(copied.slice(0, -1)));

    const again = await run(['restore', file], { PARLEY_DATA_DIR: to, ...secret });
    expect(again).toEqual({ code: 1, out: '', error: 'The target is in use already: import into an empty database and data directory.\n' });
    const torn = join(folder, 'torn');
    writeFileSync(torn, readFileSync(file).subarray(0, -200));
    const refused = await run(['restore', torn], { PARLEY_DATA_DIR: join(folder, 'other'), ...secret });
    expect(refused).toEqual({ code: 1, out: '', error: 'The file is damaged or incomplete: take another copy of it.\n' });
    expect(existsSync(join(folder, 'other', 'recordings'))).toBe(false);
  },
);

test('a password and a second factor are reset while the server runs, and the trail tells of it', { timeout: 60_000 }, async () => {
  const environment = { PARLEY_DATA_DIR: parley.config.dataDirectory, ...secret };
  const owner = { name: 'Olga Owner', email: 'olga@example.org', password: 'correct horse battery' };
  const token = await parley.app.setup.ownerToken();
  expect((await parley.request('POST', '/setup', { body: { ...owner, token } })).status).toBe(201);
  const [link, nobody, none] = await Promise.all([
    run(['reset-password', owner.email], environment),
    run(['reset-password', 'nobody@example.org'], environment),
    run(['reset-second-factor', owner.email], environment),
  ]);
  expect(link).toMatchObject({ code: 0, error: '' });
  expect(nobody).toEqual({ code: 1, out: '', error: 'Nobody here has the address nobody@example.org.\n' });
  expect(none).toEqual({ code: 1, out: '', error: 'olga@example.org has no second factor.\n' });
  const newPassword = 'another password';
  const reset = { token: /token=([\w-]+)/.exec(link.out)?.[1], newPassword };
  const headers = { Origin: parley.url };
  expect((await parley.request('POST', '/api/auth/reset-password', { body: reset, headers })).status).toBe(200);
  await parley.database.asSystem((tx) => tx.update(user).set({ twoFactorEnabled: true }));
  expect(await run(['reset-second-factor', owner.email], environment)).toMatchObject({
    code: 0,
    out: 'olga@example.org signs in with the password alone, and was signed out everywhere.\n',
  });
  const signedIn = await parley.request('POST', '/api/auth/sign-in/email', { body: { ...owner, password: newPassword }, headers });
  expect(signedIn.headers.getSetCookie().join()).toContain('session_token');
  const entries = await parley.database.asSystem((tx) => tx.select().from(auditLog));
  const told = entries.filter(({ actorType }) => actorType === 'command_line').map(({ action }) => action);
  expect(told).toEqual(expect.arrayContaining(['resetPassword', 'resetSecondFactor']));
});

test('only who can read the data directory may ask', async () => {
  const door = JSON.parse(readFileSync(join(parley.config.dataDirectory, 'control.json'), 'utf8')) as { port: number };
  expect(statSync(join(parley.config.dataDirectory, 'control.json')).mode & 0o077).toBe(0);
  const ask = (headers: Record<string, string>): Promise<Response> =>
    fetch(`http://127.0.0.1:${String(door.port)}/snapshot`, { method: 'POST', headers });
  expect((await ask({})).status).toBe(404);
  expect((await ask({ Authorization: 'Bearer wrong' })).status).toBe(404);
});
