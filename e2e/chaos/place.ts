/** Servers on one database with a load on them, and what was acknowledged to its clients. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CreatedWebhook, Page, WebhookEvent } from '@parley/contract';
import type { Database } from '@parley/server/platform/db/database.ts';
import { onServer } from '@parley/server/platform/db/testing.ts';
import { newId } from '@parley/server/platform/ids.ts';
import type { ThrowawayPostgres } from '../../scripts/tools.mjs';
import { Facts } from './facts.ts';
import { Load } from './load.ts';
import { ServerNode } from './node.ts';
import { Reader } from './reader.ts';
import { Receiver, TOLD } from './receiver.ts';
import { Requests } from './requests.ts';
import { SmallDisk } from './small-disk.ts';

/** A server does not start with less than 64 MB of room; an embedded database takes 50. */
const DISK_MB = { embedded: 160, postgresql: 80 } as const;
const SETTLED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 250;
/** A receiver in this process answers late on a busy machine. */
const ATTEMPT_MS = 4_000;

export interface Needs {
  kind: Database['kind'];
  nodes: 1 | 2;
  smallDisk: boolean;
  byNpm: boolean;
}

export class Place {
  readonly facts = new Facts();
  readonly receiver: Receiver;
  readonly reader: Reader;
  readonly requests: Requests;
  /** Calls whose log and recording were looked at. */
  readonly verified = new Set<string>();
  /** Problems that an earlier scenario had. */
  readonly told = new Set<string>();
  readonly nodes: readonly ServerNode[];
  readonly disk: SmallDisk | null;
  /** Events that were there before anybody was told of any. */
  readonly older = new Set<string>();
  readonly #database: { postgres: ThrowawayPostgres; name: string } | null;
  readonly #random: () => number;
  #load: Load | null = null;

  private constructor(
    parts: Pick<Place, 'nodes' | 'disk'> & { database: { postgres: ThrowawayPostgres; name: string } | null },
    random: () => number,
  ) {
    this.nodes = parts.nodes;
    this.disk = parts.disk;
    this.#database = parts.database;
    this.#random = random;
    this.receiver = new Receiver(random);
    this.reader = new Reader(parts.nodes);
    this.requests = new Requests(parts.nodes, random);
    for (const node of parts.nodes) node.onKill = () => this.facts.killed();
  }

  static async open(
    { kind, nodes: count, smallDisk, byNpm }: Needs,
    postgres: ThrowawayPostgres | null,
    random: () => number,
  ): Promise<Place> {
    if (kind === 'postgresql' && postgres === null) throw new Error('there is no PostgreSQL');
    const database = kind === 'embedded' || postgres === null ? null : { postgres, name: newId('parley_chaos') };
    if (database !== null) await onServer(database.postgres.url, `create database ${database.name}`);
    const disk = smallDisk ? await SmallDisk.make(DISK_MB[kind]) : null;
    const nodes: ServerNode[] = [];
    for (let n = 1; n <= count; n += 1)
      nodes.push(
        await ServerNode.start({
          name: `node-${String(n)}`,
          databaseUrl: database === null ? undefined : urlOf(database.postgres.url, database.name),
          ...(disk === null ? {} : { disk }),
          byNpm,
        }),
      );
    const place = new Place({ nodes, disk, database }, random);
    await place.#prepare();
    return place;
  }

  get node(): ServerNode {
    const [node] = this.nodes;
    if (node === undefined) throw new Error('there is no node');
    return node;
  }

  get load(): Load {
    if (this.#load === null) throw new Error('the place is not prepared');
    return this.#load;
  }

  get postgres(): ThrowawayPostgres {
    if (this.#database === null) throw new Error('the database is embedded');
    return this.#database.postgres;
  }

  /** Every connection of the servers. */
  async terminateBackEnds(): Promise<void> {
    await onServer(
      this.postgres.url,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${this.#database?.name ?? ''}'`,
    );
  }

  /** Resolves when no call is open and nothing is on its way, or after a minute. */
  async settled(): Promise<void> {
    const until = performance.now() + SETTLED_WITHIN_MS;
    const paths = [
      ...['registered', 'ongoing'].map((status) => `/calls?limit=1&status=${status}`),
      ...['pending', 'sending', 'retrying'].map((status) => `/webhook-deliveries?limit=1&status=${status}`),
    ];
    while (performance.now() < until) {
      const pages = await Promise.all(paths.map((path) => this.node.api.request<Page<unknown>>('GET', path).catch(() => null)));
      if (pages.every((page) => page?.items.length === 0)) return;
      await wait(LOOK_EVERY_MS);
    }
  }

  async close(): Promise<void> {
    this.reader.close();
    for (const node of this.nodes) await node.close();
    this.receiver.close();
    await this.disk?.close();
    if (this.#database !== null) await onServer(this.#database.postgres.url, `drop database ${this.#database.name} with (force)`);
  }

  async #prepare(): Promise<void> {
    const { api } = this.node;
    const url = await this.receiver.listen();
    this.receiver.secret = (await api.request<CreatedWebhook>('POST', '/webhooks', { url, events: TOLD, timeout_ms: ATTEMPT_MS })).secret;
    for (const { id } of await api.all<WebhookEvent>('/events')) this.older.add(id);
    await this.reader.start();
    this.#load = new Load({ requests: this.requests, facts: this.facts, random: this.#random, agentId: await api.frontDesk() });
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
