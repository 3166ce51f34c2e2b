/** The whole program, killed and started again. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Call, CallEvent, CreatedCall, Page, Agent } from '@parley/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyTemplate } from '../../platform/db/testing.ts';
import { eventually } from '../../testing.ts';
import { ANY_LOAD } from '../../testing-any-load.ts';
import { Client } from './testing.ts';

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));
const KEY = 'parley_key_of_the_restart_test';

interface Running {
  child: ChildProcess;
  url: string;
  get<T>(path: string): Promise<T>;
  call(): Promise<CreatedCall>;
}

let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'parley-restart-'));
  await copyTemplate(folder);
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

async function start(environment: Record<string, string> = {}, stdio: 'pipe' | 'ipc' = 'pipe'): Promise<Running> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      PARLEY_DATA_DIR: folder,
      PARLEY_BOOTSTRAP_API_KEY: KEY,
      PARLEY_WEBRTC_UDP_PORTS: '0',
      ...ANY_LOAD,
      PARLEY_MEDIA_PROCESSES: '1',
      ...environment,
    },
    stdio: stdio === 'ipc' ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (printed += data.toString()));
  const url = await eventually(
    () => /Parley is ready at (\S+)/.exec(printed)?.[1] ?? (child.exitCode === null ? '' : `ended: ${printed}`),
    (found) => found !== '',
    90_000,
  );
  const request = async <T>(method: string, at: string, body?: unknown): Promise<T> => {
    const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' };
    return (await (
      await fetch(`${url}/api/v1${at}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    ).json()) as T;
  };
  return {
    child,
    url,
    get: (at) => request('GET', at),
    async call() {
      const { items } = await request<Page<Agent>>('GET', '/agents');
      return request('POST', '/calls', { type: 'web', transport: 'websocket', agent_id: items[0]!.id });
    },
  };
}

const childrenOf = (pid: number): number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('SIGKILL in mid-call leaves no media process; after the restart the call is closed as error_node_lost, with what was said and heard', async () => {
  const before = await start();
  const waiting = await before.call();
  const created = await before.call();
  const client = await (await new Client(created.media_url!).start()).listen();
  await client.hears();
  await eventually(
    () => client.messages,
    (all) => all.some((one) => one.type === 'transcript' && one.role === 'agent' && one.final),
  );
  client.type('I would like to book an appointment.');
  await eventually(
    () => before.get<Call>(`/calls/${created.id}`),
    (call) => call.transcript.some((line) => line.role === 'user'),
  );
  await client.hears();
  const said = (await before.get<Call>(`/calls/${created.id}`)).transcript;
  const media = childrenOf(before.child.pid!).filter((pid) =>
    execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).includes('media/main.ts'),
  );
  expect(media.length).toBe(1);

  before.child.kill('SIGKILL');
  await client.untilClosed();
  await eventually(
    () => media.filter(isAlive),
    (left) => left.length === 0,
    5_000,
  );

  const after = await start();
  const call = await after.get<Call>(`/calls/${created.id}`);
  expect(call).toMatchObject({ status: 'error', disconnection_reason: 'error_node_lost', recording: { available: true } });
  expect(call.transcript.slice(0, said.length)).toEqual(said);
  expect(call.transcript.map((line) => line.role)).toEqual(expect.arrayContaining(['agent', 'user']));
  expect(call.recording.duration_ms).toBeGreaterThan(500);
  expect(call.ended_at).not.toBeNull();
  const { items } = await after.get<{ items: CallEvent[] }>(`/calls/${created.id}/events`);
  expect(items.map((event) => event.seq)).toEqual(items.map((_event, index) => index + 1));
  expect(items.at(-1)?.event).toEqual({ type: 'call.ended', reason: 'error_node_lost' });
  expect(readdirSync(path.join(folder, 'recordings')).length).toBe(1);
  expect(await after.get<Call>(`/calls/${waiting.id}`), 'nobody had come yet: it can still be taken').toMatchObject({
    status: 'registered',
  });
  const next = await (await new Client((await after.call()).media_url!).start()).listen();
  await next.hears();
  next.socket.close();
}, 180_000);

const talk = async (parley: Running): Promise<{ created: CreatedCall; client: Client }> => {
  const created = await parley.call();
  const client = await (await new Client(created.media_url!).start()).listen();
  await client.hears();
  return { created, client };
};

const mediaOf = (parley: Running): number[] =>
  childrenOf(parley.child.pid!).filter((pid) =>
    execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).includes('media/main.ts'),
  );

test('SIGTERM without time to drain ends the calls in order: the client is told, the call and its recording are kept', async () => {
  const before = await start({ PARLEY_DRAIN_MS: '0' });
  const { created, client } = await talk(before);
  const gone = once(before.child, 'exit');
  before.child.kill('SIGTERM');
  await client.untilClosed();
  expect(client.ended).toBe('server_shutdown');
  expect(await gone).toEqual([0, null]);
  const after = await start();
  expect(await after.get<Call>(`/calls/${created.id}`)).toMatchObject({
    status: 'ended',
    disconnection_reason: 'server_shutdown',
    recording: { available: true },
  });
}, 180_000);

test('SIGTERM lets a live call go on, takes no new one, and the server ends with the last', async () => {
  const before = await start({ PARLEY_DRAIN_MS: '60000' });
  const { created, client } = await talk(before);
  const waiting = await before.call();
  const gone = once(before.child, 'exit');
  before.child.kill('SIGTERM');
  const ready = await eventually(
    () => fetch(`${before.url}/readyz`),
    (answer) => answer.status === 503,
  );
  expect([await ready.json(), ready.headers.get('retry-after')]).toEqual([{ status: 'draining' }, '5']);
  const refused = await fetch(`${before.url}/api/v1/calls`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ type: 'web', agent_id: created.agent_id }),
  });
  expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toMatchObject([
    503,
    '5',
    { code: 'capacity_reached' },
  ]);
  await new Client(waiting.media_url!).untilClosed();
  client.type('I would like to book an appointment.');
  await client.hears();
  await client.hears();
  client.socket.send(JSON.stringify({ type: 'hangup' }));
  expect(await gone).toEqual([0, null]);
  const after = await start();
  expect(await after.get<Call>(`/calls/${created.id}`)).toMatchObject({ status: 'ended', disconnection_reason: 'user_hangup' });
}, 180_000);

test('a second signal, later than the echo of the first, ends what is drained', async () => {
  const before = await start({ PARLEY_DRAIN_MS: '600000' });
  const { client } = await talk(before);
  const gone = once(before.child, 'exit');
  before.child.kill('SIGINT');
  before.child.kill('SIGTERM');
  await eventually(
    () => fetch(`${before.url}/readyz`),
    (answer) => answer.status === 503,
  );
  await eventually(() => before.child.kill('SIGINT') && client.closed, Boolean);
  expect(client.ended).toBe('server_shutdown');
  await gone;
}, 180_000);

test('whoever started the server dies without a word: it ends in order, and its media processes with it', async () => {
  const before = await start({ PARLEY_DRAIN_MS: '0' }, 'ipc');
  const { client } = await talk(before);
  const media = mediaOf(before);
  expect(media).toHaveLength(1);
  const gone = once(before.child, 'exit');
  before.child.disconnect();
  await client.untilClosed();
  expect(client.ended).toBe('server_shutdown');
  expect(await gone).toEqual([0, null]);
  await eventually(
    () => media.filter(isAlive),
    (left) => left.length === 0,
  );
}, 180_000);
