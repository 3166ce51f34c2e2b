import { setTimeout as delay } from 'node:timers/promises';
import { sql, type AnyColumn, type SQL } from 'drizzle-orm';
import pg from 'pg';
import type { ClientBase } from 'pg';
import { startRounds } from '../rounds.ts';
import type { GuardedPool } from './guarded-pool.ts';
import { isUnavailable } from './query-failed.ts';

export interface Listener {
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>;
  /** Shows this name to the others for as long as this process lives, whatever it is busy with. */
  hold(name: string): Promise<void>;
  close(): Promise<void>;
}

const RECONNECT_MS = 1_000;
const ASK_EVERY_MS = 10_000;
/** PostgreSQL notices within ten seconds that the machine of a connection is gone, and frees what it held. */
const NOTICE_DEATH = 'set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3';
/** Tells our locks from others'. */
const LOCK_CLASS = 1_885_434_473;
const HOLD = `select pg_advisory_lock_shared(${String(LOCK_CLASS)}, hashtext($1))`;

/** Whether a connection holds the name in this column, for a query on PostgreSQL. */
export const isHeld = (name: AnyColumn): SQL =>
  sql`exists (select 1 from pg_locks where locktype = 'advisory' and granted and classid = ${LOCK_CLASS}::oid
    and objid = (hashtext(${name})::bigint & 4294967295)::oid and database = (select oid from pg_database where datname = current_database()))`;

const listenTo = (channel: string): string => `listen ${pg.escapeIdentifier(channel)}`;

type OnMessage = (payload: string) => void;

class Subscriptions {
  readonly #channels = new Map<string, Set<OnMessage>>();

  /** True when the channel is new. */
  add(channel: string, onMessage: OnMessage): boolean {
    const known = this.#channels.get(channel);
    if (known !== undefined) {
      known.add(onMessage);
      return false;
    }
    this.#channels.set(channel, new Set([onMessage]));
    return true;
  }

  /** True when nobody listens to the channel any more. */
  remove(channel: string, onMessage: OnMessage): boolean {
    const known = this.#channels.get(channel);
    known?.delete(onMessage);
    return known?.size === 0 && this.#channels.delete(channel);
  }

  deliver(channel: string, payload: string): void {
    for (const onMessage of [...(this.#channels.get(channel) ?? [])]) onMessage(payload);
  }

  /** After a gap: an empty payload tells every listener that it may have missed something. */
  deliverGap(): void {
    for (const channel of this.#channels.keys()) this.deliver(channel, '');
  }

  async listenToAll(client: ClientBase): Promise<void> {
    for (const channel of this.#channels.keys()) await client.query(listenTo(channel));
  }
}

/** The embedded database's one connection listens as well; `attach` belongs in the pool's `onConnect`. */
export class PoolListener implements Listener {
  readonly #subscriptions = new Subscriptions();
  #pool: GuardedPool | undefined;
  #attached = false;

  use(pool: GuardedPool): void {
    this.#pool = pool;
  }

  async attach(client: ClientBase): Promise<void> {
    client.on('notification', ({ channel, payload }) => this.#pool?.outside(() => this.#subscriptions.deliver(channel, payload ?? '')));
    await this.#subscriptions.listenToAll(client);
    // The connection before was lost, and with it what was told since.
    if (this.#attached) setImmediate(() => this.#pool?.outside(() => this.#subscriptions.deliverGap()));
    this.#attached = true;
  }

  async listen(channel: string, onMessage: OnMessage): Promise<() => Promise<void>> {
    if (this.#subscriptions.add(channel, onMessage)) await this.#pool?.query(listenTo(channel));
    return async () => {
      // A worker that is gone listens to nothing, and the next listens to what is left.
      if (this.#subscriptions.remove(channel, onMessage)) await this.#pool?.query(`un${listenTo(channel)}`).catch(() => undefined);
    };
  }

  /** There is nobody to show it to. */
  hold(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * A connection of its own, made when the first one listens, and made again after it was lost. A question now and then notices one that
 * leads nowhere: who only listens would wait for ever.
 */
export class ConnectionListener implements Listener {
  readonly #newClient: () => pg.Client;
  readonly #subscriptions = new Subscriptions();
  readonly #closing = new AbortController();
  /** The first connection, or the one that is made after a loss. */
  #connecting: Promise<void> | undefined;
  /** Whole, and listening to all. */
  #client: pg.Client | undefined;
  #held: string | undefined;
  #stopAsking: () => Promise<void> = () => Promise.resolve();

  constructor(newClient: () => pg.Client) {
    this.#newClient = newClient;
  }

  async listen(channel: string, onMessage: OnMessage): Promise<() => Promise<void>> {
    const isNew = this.#subscriptions.add(channel, onMessage);
    if (this.#client !== undefined && isNew) await this.#ask(this.#client, listenTo(channel));
    else if (this.#client === undefined) await (this.#connecting ??= this.#begin());
    return async () => {
      if (this.#subscriptions.remove(channel, onMessage) && this.#client !== undefined)
        await this.#ask(this.#client, `un${listenTo(channel)}`);
    };
  }

  async hold(name: string): Promise<void> {
    this.#held = name;
    if (this.#client === undefined) return void (await (this.#connecting ??= this.#begin()));
    await this.#client.query(HOLD, [name]);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#stopAsking();
    await this.#connecting?.catch(() => undefined);
    await this.#client?.end().catch(() => undefined);
  }

  /** What a connection that is lost meanwhile does not answer is asked again of the next. */
  async #ask(client: pg.Client, statement: string): Promise<void> {
    try {
      await client.query(statement);
    } catch (error) {
      if (this.#client === client && !isUnavailable(error)) throw error;
    }
  }

  async #begin(): Promise<void> {
    try {
      await this.#connect();
      this.#stopAsking = startRounds({ everyMs: ASK_EVERY_MS, work: () => this.#check(), onFailed: () => undefined });
    } finally {
      this.#connecting = undefined;
    }
  }

  async #check(): Promise<void> {
    const client = this.#client;
    if (client === undefined) return;
    await client.query('select 1').catch(() => void client.end().catch(() => undefined));
  }

  async #connect(): Promise<void> {
    const client = this.#newClient();
    let ended = false;
    client.on('notification', ({ channel, payload }) => this.#subscriptions.deliver(channel, payload ?? ''));
    client.on('error', () => undefined);
    client.once('end', () => {
      ended = true;
      if (this.#client === client) this.#onLost();
    });
    try {
      await client.connect();
      await client.query(NOTICE_DEATH);
      if (this.#held !== undefined) await client.query(HOLD, [this.#held]);
      await this.#subscriptions.listenToAll(client);
      if (ended) throw new Error('Connection terminated while it was made.');
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
  }

  #onLost(): void {
    this.#client = undefined;
    if (this.#closing.signal.aborted) return;
    const connecting = this.#reconnect();
    // Refused by the end of the listener only.
    connecting.catch(() => undefined);
    this.#connecting = connecting;
  }

  async #reconnect(): Promise<void> {
    for (;;) {
      await delay(RECONNECT_MS, undefined, { signal: this.#closing.signal });
      try {
        await this.#connect();
        break;
      } catch {
        this.#closing.signal.throwIfAborted();
      }
    }
    this.#connecting = undefined;
    this.#subscriptions.deliverGap();
  }
}
