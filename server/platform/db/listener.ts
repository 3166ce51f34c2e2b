import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { ClientBase } from 'pg';
import type { GuardedPool } from './guarded-pool.ts';

export interface Listener {
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const RECONNECT_MS = 1_000;

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

  use(pool: GuardedPool): void {
    this.#pool = pool;
  }

  async attach(client: ClientBase): Promise<void> {
    client.on('notification', ({ channel, payload }) => this.#pool?.outside(() => this.#subscriptions.deliver(channel, payload ?? '')));
    await this.#subscriptions.listenToAll(client);
  }

  async listen(channel: string, onMessage: OnMessage): Promise<() => Promise<void>> {
    if (this.#subscriptions.add(channel, onMessage)) await this.#pool?.query(listenTo(channel));
    return async () => {
      if (this.#subscriptions.remove(channel, onMessage)) await this.#pool?.query(`un${listenTo(channel)}`);
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A connection of its own, made when the first one listens, and made again after it was lost. */
export class ConnectionListener implements Listener {
  readonly #newClient: () => pg.Client;
  readonly #subscriptions = new Subscriptions();
  readonly #closing = new AbortController();
  #client: Promise<pg.Client> | undefined;

  constructor(newClient: () => pg.Client) {
    this.#newClient = newClient;
  }

  async listen(channel: string, onMessage: OnMessage): Promise<() => Promise<void>> {
    this.#client ??= this.#connect();
    const client = await this.#client;
    if (this.#subscriptions.add(channel, onMessage)) await client.query(listenTo(channel));
    return async () => {
      if (!this.#subscriptions.remove(channel, onMessage)) return;
      const current = await this.#client;
      await current?.query(`un${listenTo(channel)}`);
    };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const client = await this.#client?.catch(() => undefined);
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<pg.Client> {
    const client = this.#newClient();
    client.on('notification', ({ channel, payload }) => this.#subscriptions.deliver(channel, payload ?? ''));
    client.on('error', () => undefined);
    await client.connect();
    client.once('end', () => {
      if (!this.#closing.signal.aborted) this.#client = this.#reconnect();
    });
    return client;
  }

  async #reconnect(): Promise<pg.Client> {
    for (;;) {
      await delay(RECONNECT_MS, undefined, { signal: this.#closing.signal });
      try {
        const client = await this.#connect();
        await this.#subscriptions.listenToAll(client);
        this.#subscriptions.deliverGap();
        return client;
      } catch {
        this.#closing.signal.throwIfAborted();
      }
    }
  }
}
