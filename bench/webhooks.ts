/**
 * Deliveries: how long an event takes from its fact to its receiver, how many a second a node delivers, and what a dead endpoint
 * costs the others: `npm run bench:webhooks [-- embedded postgresql]`. Beside the rate stands that of bare requests to the same
 * receiver, in the same run. What does not arrive counts as endless.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { WebhookEvent } from '@parley/contract';
import { Pool } from 'undici';
import { install, temporaryFolder, type Installation } from '../e2e/installation.ts';
import { onDatabases } from './on-databases.ts';
import { percentile } from './percentile.ts';
import type { Arrival } from './webhooks/receiver.ts';

const IDLE_EVENTS = 200;
const ENDPOINTS = 50;
const BACKLOG_EVENTS = 200;
const ROUNDS = 3;
const ROUND_EVENTS = 60;
const PUBLISH_EVERY_MS = 150;
const PATIENCE_MS = 120_000;

const latencies = (values: readonly number[]): string =>
  `p50 ${percentile(values, 0.5).toFixed(0)} ms, p99 ${percentile(values, 0.99).toFixed(0)} ms of ${values.length.toLocaleString('en')}`;

/** What has arrived, by endpoint and event. */
class Arrivals {
  readonly #at = new Map<string, number>();

  add(arrivals: readonly Arrival[]): void {
    for (const { path: at, id, atMs } of arrivals) if (!this.#at.has(`${at} ${id}`)) this.#at.set(`${at} ${id}`, atMs);
  }

  get size(): number {
    return this.#at.size;
  }

  get last(): number {
    return Math.max(...this.#at.values());
  }

  clear(): void {
    this.#at.clear();
  }

  /** From the event's time to its arrival there, in ms. */
  took(at: string, event: WebhookEvent): number {
    return (this.#at.get(`${at} ${event.id}`) ?? Infinity) - Date.parse(event.created_at);
  }

  async until(count: number, withinMs = PATIENCE_MS): Promise<void> {
    const end = performance.now() + withinMs;
    while (this.size < count && performance.now() < end) await wait(10);
  }
}

class Bench {
  readonly #parley: Installation;
  readonly #agent: string;
  #drafts = 0;
  readonly #receiver: string;
  readonly #arrivals: Arrivals;

  constructor(parley: Installation, agent: string, receiver: string, arrivals: Arrivals) {
    this.#parley = parley;
    this.#agent = agent;
    this.#receiver = receiver;
    this.#arrivals = arrivals;
  }

  async idle(): Promise<void> {
    const id = await this.#endpoint('/idle');
    const since = new Date();
    for (let index = 1; index <= IDLE_EVENTS; index += 1) {
      await this.#publish();
      await this.#arrivals.until(index, 2_000);
      await wait(20);
    }
    const events = await this.#eventsSince(since);
    console.log(
      `  idle, fact to receiver: ${latencies(events.map((event) => this.#arrivals.took('/idle', event)))} (limit: p50 50, p99 250)`,
    );
    await this.#parley.api.request('DELETE', `/webhooks/${id}`);
  }

  /** Everything that happened before is sent to many endpoints at once. */
  async backlog(): Promise<void> {
    const since = new Date();
    for (let sent = 0; sent < BACKLOG_EVENTS; sent += 1) await this.#publish();
    const paths = Array.from({ length: ENDPOINTS }, (_, index) => `/hook/${String(index)}`);
    const ids = await Promise.all(paths.map((at) => this.#endpoint(at)));
    const bare = await this.#bareRate();
    // The receiver tells what came a little later.
    await wait(200);
    this.#arrivals.clear();
    const began = Date.now();
    for (const id of ids) await this.#parley.api.request('POST', `/webhooks/${id}/replay`, { since: since.toISOString() });
    await this.#arrivals.until(BACKLOG_EVENTS * ENDPOINTS);
    const rate = (1_000 * this.#arrivals.size) / (this.#arrivals.last - began);
    const share = (100 * rate) / bare;
    console.log(
      `  backlog of ${this.#arrivals.size.toLocaleString('en')} to ${String(ENDPOINTS)} endpoints: ${rate.toFixed(0)} deliveries/s (limit, on PostgreSQL: 500), ${share.toFixed(0)} % of bare requests (${bare.toFixed(0)}/s)`,
    );
    await Promise.all(ids.map((id) => this.#parley.api.request('DELETE', `/webhooks/${id}`)));
  }

  /** Rounds with and without a dead endpoint, in turn. */
  async dead(): Promise<void> {
    const paths = Array.from({ length: ENDPOINTS - 1 }, (_, index) => `/alive/${String(index)}`);
    await Promise.all(paths.map((at) => this.#endpoint(at)));
    const took: Record<'without' | 'with', number[]> = { without: [], with: [] };
    const dead = await this.#endpoint('/dead');
    for (let round = 0; round < ROUNDS; round += 1)
      for (const kind of ['without', 'with'] as const) {
        await this.#parley.api.request('PATCH', `/webhooks/${dead}`, { enabled: kind === 'with' });
        took[kind].push(...(await this.#round(paths)));
      }
    const others = `the other ${String(paths.length)}`;
    console.log(`  ${others}, no endpoint dead:  ${latencies(took.without)}`);
    console.log(`  ${others}, one endpoint dead: ${latencies(took.with)}`);
  }

  async #round(paths: readonly string[]): Promise<number[]> {
    this.#arrivals.clear();
    const since = new Date();
    for (let sent = 0; sent < ROUND_EVENTS; sent += 1) {
      await this.#publish();
      await wait(PUBLISH_EVERY_MS);
    }
    await wait(1_000);
    const events = await this.#eventsSince(since);
    return events.flatMap((event) => paths.map((at) => this.#arrivals.took(at, event)));
  }

  /** Requests a second to the same receiver, as many at once as the lanes of all endpoints may have, without database or signature. */
  async #bareRate(): Promise<number> {
    const total = 5_000;
    const pool = new Pool(this.#receiver, { connections: 64 });
    const body = JSON.stringify({ filler: 'x'.repeat(600) });
    let sent = 0;
    const began = performance.now();
    const send = async (): Promise<void> => {
      while ((sent += 1) <= total)
        await (await pool.request({ path: '/bare', method: 'POST', headers: { 'webhook-id': String(sent) }, body })).body.dump();
    };
    await Promise.all(Array.from({ length: 64 }, send));
    const seconds = (performance.now() - began) / 1_000;
    await pool.close();
    return total / seconds;
  }

  #eventsSince(since: Date): Promise<WebhookEvent[]> {
    return this.#parley.api.all<WebhookEvent>(`/events?type=agent.deployed&created_after=${since.toISOString()}`);
  }

  /** Makes a version, which an unchanged draft would not. */
  async #publish(): Promise<unknown> {
    await this.#parley.api.request('PATCH', `/agents/${this.#agent}`, { greeting: `Draft ${String((this.#drafts += 1))}.` });
    return this.#parley.api.request('POST', `/agents/${this.#agent}/publish`);
  }

  async #endpoint(at: string): Promise<string> {
    const body = { url: this.#receiver + at, events: ['agent.deployed'] };
    return (await this.#parley.api.request<{ id: string }>('POST', '/webhooks', body)).id;
  }
}

async function run(kind: string, databaseUrl: string | undefined): Promise<void> {
  const { folder, remove } = temporaryFolder();
  const receiver = fork(path.join(import.meta.dirname, 'webhooks', 'receiver.ts'));
  const [port] = (await once(receiver, 'message')) as [number];
  const arrivals = new Arrivals();
  receiver.on('message', (message) => arrivals.add(message as Arrival[]));
  const parley = await install(folder, {
    PARLEY_OUTBOUND_ALLOW: '127.0.0.1',
    PARLEY_MEDIA_PROCESSES: '1',
    PARLEY_RATE_LIMIT_PER_MINUTE: '0',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  });
  try {
    const { id: agent } = await parley.api.request<{ id: string }>('POST', '/agents', { name: 'Bench' });
    const bench = new Bench(parley, agent, `http://127.0.0.1:${String(port)}`, arrivals);
    console.log(`\n${kind}`);
    await bench.idle();
    await bench.backlog();
    await bench.dead();
  } finally {
    await parley.stop();
    receiver.disconnect();
    remove();
  }
}

await onDatabases(run);
