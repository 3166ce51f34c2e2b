/**
 * The API's rate and answer times on both databases, beside a bare Express 5 route and a bare node:http route in the same run:
 * `npm run bench:api [-- embedded postgresql]`. Rounds are interleaved and medians shown: machines are noisy.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import { loadConfig } from '@parley/server/config.ts';
import { seedCalls } from './api/seed.ts';
import { onDatabases } from './on-databases.ts';

const KEY = 'parley_sk_bench_0123456789abcdef';
const CALLS = 100_000;
const ROUNDS = Number(process.env.PARLEY_BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.PARLEY_BENCH_SECONDS ?? 4);
/** Enough to keep the server busy. */
const BUSY = 16;
/** Few enough to see how long an answer takes, not how long it waits. */
const CALM = 2;

const LISTS: Readonly<Record<string, string>> = {
  'list calls, newest': 'limit=50',
  'list calls, one agent, ended, last month': `limit=50&status=ended&created_after=${new Date(Date.now() - 30 * 86_400_000).toISOString()}`,
  'list calls, rare metadata': 'limit=50&metadata[customer]=customer-77',
  'list calls, common metadata': 'limit=50&metadata[plan]=silver',
  'list calls, variable': 'limit=50&variables[name]=Caller%207',
  'list calls, longest': 'limit=50&sort=-duration_ms',
  'list calls, reason and duration': 'limit=50&disconnection_reason=inactivity&min_duration_ms=300000',
  'list calls, version and status': 'limit=50&agent_version=3&status=error',
};

interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

interface Target {
  name: string;
  url: string;
  connections: number;
  method?: 'GET' | 'POST';
  body?: string;
}

async function load({ url, connections, method = 'GET', body }: Target): Promise<Figures> {
  const headers = { authorization: `Bearer ${KEY}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const result = await autocannon({ url, connections, duration: SECONDS, method, headers, ...(body === undefined ? {} : { body }) });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${String(result.non2xx)} answers were not 2xx, ${String(result.errors)} failed`);
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}

async function measure(targets: readonly Target[]): Promise<Map<string, Figures>> {
  const seen = new Map<string, Figures[]>();
  for (let round = 0; round < ROUNDS; round += 1)
    for (const target of targets) seen.set(target.name, [...(seen.get(target.name) ?? []), await load(target)]);
  const of = (list: readonly Figures[], pick: (one: Figures) => number): number => median(list.map(pick));
  return new Map(
    [...seen].map(([name, list]) => [
      name,
      { perSecond: of(list, (one) => one.perSecond), p50: of(list, (one) => one.p50), p99: of(list, (one) => one.p99) },
    ]),
  );
}

const children: ChildProcess[] = [];

function begin(file: string, args: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [file, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

/** Resolves with what the pattern finds in the output. */
function line(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      const [, found] = pattern.exec(seen) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.on('exit', () => reject(new Error(`${child.spawnfile} ended: ${seen}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

const peer = async (kind: 'express' | 'http', agent: string): Promise<string> =>
  `http://127.0.0.1:${await line(begin(path.join(import.meta.dirname, 'api', 'peer.ts'), [kind, agent], {}), /^(\d+)\n/)}`;

const parley = (env: Record<string, string>): ChildProcess => begin(path.join(import.meta.dirname, '..', 'server', 'main.ts'), [], env);
const READY = /ready at (http:\S+)/;

function report(kind: string, figures: Map<string, Figures>): void {
  const bare = figures.get('bare Express 5')?.perSecond ?? 0;
  console.log(`\n${kind}, ${CALLS.toLocaleString('en')} calls stored; ${BUSY} connections, lists ${CALM}`);
  for (const [name, { perSecond, p50, p99 }] of figures)
    console.log(
      `  ${name.padEnd(44)} ${perSecond.toFixed(0).padStart(7)}/s  p50 ${p50.toFixed(0).padStart(4)} ms  p99 ${p99.toFixed(0).padStart(4)} ms  ${((perSecond / bare) * 100).toFixed(0).padStart(4)} % of bare Express`,
    );
}

async function run(kind: string, databaseUrl: string | undefined): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-bench-'));
  const env = {
    PORT: '0',
    PARLEY_DATA_DIR: folder,
    PARLEY_BOOTSTRAP_API_KEY: KEY,
    PARLEY_MEDIA_PROCESSES: '1',
    PARLEY_WEBRTC_UDP_PORTS: '0',
    PARLEY_RATE_LIMIT_PER_MINUTE: '10000000',
    PARLEY_LOG_LEVEL: 'error',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
  try {
    const first = parley(env);
    await line(first, READY);
    await end(first);
    const { agentId } = await seedCalls(loadConfig(env), CALLS);
    const url = `${await line(parley(env), READY)}/api/v1`;
    const headers = { Authorization: `Bearer ${KEY}` };
    const agent = await (await fetch(`${url}/agents/${agentId}`, { headers })).text();
    const [express, http] = [await peer('express', agent), await peer('http', agent)];
    const targets: Target[] = [
      { name: 'bare node:http', url: `${http}/agents/${agentId}`, connections: BUSY },
      { name: 'bare Express 5', url: `${express}/agents/${agentId}`, connections: BUSY },
      { name: 'GET agent', url: `${url}/agents/${agentId}`, connections: BUSY },
      ...Object.entries(LISTS).map(([name, query]) => ({ name, url: `${url}/calls?${query}`, connections: CALM })),
      { name: 'create agent', url: `${url}/agents`, connections: BUSY, method: 'POST', body: '{"name":"Anna"}' },
    ];
    report(kind, await measure(targets));
  } finally {
    for (const child of children.splice(0)) await end(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

await onDatabases(run);
