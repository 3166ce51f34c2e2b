/** One transaction for several pieces of work that know nothing of each other: each becomes a savepoint, one after the other. */
import { sql } from 'drizzle-orm';
import { actingSetting } from './acting.ts';
import type { Transaction } from './database.ts';

export interface Role {
  role: 'parley_app' | 'parley_system';
  organizationId: string;
}

export const takeRole = async (tx: Transaction, { role, organizationId }: Role): Promise<void> => {
  await tx.execute(
    sql`select set_config('role', ${role}, true), set_config('app.organization_id', ${organizationId}, true), set_config('app.audit', ${actingSetting()}, true)`,
  );
};

export class JointTransaction {
  readonly #tx: Transaction;
  #tail: Promise<unknown> = Promise.resolve();
  #open = true;

  constructor(tx: Transaction) {
    this.#tx = tx;
  }

  /** False once it is over: what was left behind uses transactions of its own. */
  get open(): boolean {
    return this.#open;
  }

  async join<T>(as: Role, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const mine = this.#tail.then(() =>
      this.#tx.transaction(async (inner) => {
        await takeRole(inner, as);
        return work(inner);
      }),
    );
    this.#tail = mine.catch(() => undefined);
    return mine;
  }

  /** Nothing more joins. */
  async close(): Promise<void> {
    this.#open = false;
    await this.#tail;
  }
}
