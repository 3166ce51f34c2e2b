import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { AppError } from '@parley/contract';
import type { ClientBase } from 'pg';
import type { Database, Transaction } from './database.ts';
import type { GuardedPool } from './guarded-pool.ts';
import { JointTransaction, takeRole, type Role } from './joint-transaction.ts';
import { withClient } from './lent-client.ts';
import type { Listener } from './listener.ts';
import type { Outage } from './outage.ts';
import { isUnavailable, presentable } from './query-failed.ts';
import { StorageRoom, tryToWrite, type RoomWords } from './storage-room.ts';

const LONGEST_PAYLOAD = 7_999;

/** What a new connection is outside our transactions: may use better-auth's tables, sees no tenant's rows. */
export const restrict = async (client: ClientBase): Promise<void> => {
  await client.query(`set role parley_auth; set idle_in_transaction_session_timeout = '60s'`);
};

interface Parts {
  kind: Database['kind'];
  pool: GuardedPool;
  listener: Listener;
  outage: Outage;
  full: RoomWords;
  beforeClose: () => Promise<void>;
  snapshot?: (directory: string) => Promise<void>;
  /** Ends what stands behind the pool. */
  afterClose: () => Promise<void>;
}

/** `Database` over a pool whose connections were restricted as above. */
export class PooledDatabase implements Database {
  readonly kind: Database['kind'];
  readonly pool: GuardedPool;
  readonly snapshot?: (directory: string) => Promise<void>;
  readonly #parts: Parts;
  readonly #room: StorageRoom;
  readonly #joint = new AsyncLocalStorage<JointTransaction>();
  #closed: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.kind = parts.kind;
    this.pool = parts.pool;
    if (parts.snapshot !== undefined) this.snapshot = parts.snapshot;
    this.#parts = parts;
    this.#room = new StorageRoom(parts.full, () => tryToWrite((work) => this.asSystem(work)));
  }

  asOrganization<T>(organizationId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (organizationId === '')
      return Promise.reject(new AppError('internal', { detail: 'A transaction was asked for without its organization.' }));
    return this.#as({ role: 'parley_app', organizationId }, work);
  }

  asSystem<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#as({ role: 'parley_system', organizationId: '' }, work);
  }

  together<T>(organizationId: string, work: () => Promise<T>): Promise<T> {
    return this.asOrganization(organizationId, async (tx) => {
      const joint = new JointTransaction(tx);
      try {
        return await this.#joint.run(joint, work);
      } finally {
        await joint.close();
      }
    });
  }

  get steadyMs(): number {
    return this.#parts.outage.steadyMs;
  }

  get isFull(): boolean {
    return this.#room.isFull;
  }

  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>> {
    return this.#parts.listener.listen(channel, onMessage);
  }

  hold(name: string): Promise<void> {
    return this.#parts.listener.hold(name);
  }

  async notify(channel: string, payload: string): Promise<void> {
    checkedPayload(payload);
    if (this.#joint.getStore()?.open === true) return this.asSystem((tx) => notifyIn(tx, channel, payload));
    await this.#answered(() => this.pool.query('select pg_notify($1, $2)', [channel, payload]));
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  #as<T>(as: Role, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const joint = this.#joint.getStore();
    // Within it no other joins: it would wait for itself.
    if (joint?.open === true) return this.#answered(() => joint.join(as, (tx) => this.#joint.exit(() => work(tx))));
    return this.#answered(() =>
      withClient(this.pool, (client) =>
        drizzle(client).transaction(async (tx) => {
          await takeRole(tx, as);
          return this.pool.inside(() => work(tx));
        }),
      ),
    );
  }

  async #answered<T>(ask: () => Promise<T>): Promise<T> {
    try {
      const answer = await ask();
      this.#parts.outage.answered();
      return answer;
    } catch (error) {
      const shown = presentable(error);
      if (isUnavailable(shown)) this.#parts.outage.failed(shown);
      else this.#parts.outage.answered();
      if (shown instanceof AppError && shown.code === 'storage_full') this.#room.refused(shown);
      throw shown;
    }
  }

  async #close(): Promise<void> {
    await this.#room.close();
    await this.#parts.beforeClose();
    await this.#parts.listener.close();
    await this.pool.end();
    await this.#parts.afterClose();
  }
}

function checkedPayload(payload: string): string {
  if (Buffer.byteLength(payload) > LONGEST_PAYLOAD)
    throw new AppError('internal', { detail: 'A notification is longer than PostgreSQL carries.' });
  return payload;
}

/** Sent when the transaction commits, and not at all when it does not. */
export async function notifyIn(tx: Transaction, channel: string, payload: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${channel}, ${checkedPayload(payload)})`);
}
