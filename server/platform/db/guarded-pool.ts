import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import type { ClientBase, PoolClient, PoolConfig } from 'pg';

interface OpenTransaction {
  open: boolean;
}

type Connected = (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void;

class NestedQuery extends Error {
  constructor() {
    super('A query within a transaction must go through its tx: another connection would wait for this transaction for ever.');
    this.name = 'NestedQuery';
  }
}

/**
 * The embedded database has one connection, so asking the pool for one from inside a transaction never ends. This pool
 * throws instead, with PostgreSQL too: what works on one must work on the other.
 */
export class GuardedPool extends pg.Pool {
  readonly #transaction = new AsyncLocalStorage<OpenTransaction>();

  /** `prepare` is waited for before a new connection is handed out; pg-pool waits for a promise here, its types know only void. */
  constructor(config: Omit<PoolConfig, 'onConnect'>, prepare: (client: ClientBase) => Promise<void>) {
    const onConnect = (client: ClientBase): Promise<void> => {
      // pg-pool listens only while a connection is idle: one that is lost in a transaction would end the process. Its query is told.
      client.on('error', () => undefined);
      return prepare(client);
    };
    super(Object.assign({ onConnect }, config));
  }

  /** Runs `work` as the inside of a transaction. What it starts and leaves behind may use the pool again afterwards. */
  async inside<T>(work: () => Promise<T>): Promise<T> {
    const transaction = { open: true };
    try {
      return await this.#transaction.run(transaction, work);
    } finally {
      transaction.open = false;
    }
  }

  /** Runs `work` as if no transaction were open around it: for what arrives by chance while one is. */
  outside(work: () => void): void {
    this.#transaction.exit(work);
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | void {
    const nested = this.#transaction.getStore()?.open === true;
    if (callback === undefined) return nested ? Promise.reject(new NestedQuery()) : super.connect();
    if (nested) callback(new NestedQuery(), undefined, () => undefined);
    else super.connect(callback);
  }
}
