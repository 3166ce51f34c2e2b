/** Idempotency keys in the database: one node claims a key, its answer is kept sealed. */
import type { Database, Transaction } from '../db/database.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { Claim, IdempotencyRecord, IdempotencyStore, StoredAnswer } from './idempotency.ts';
import * as store from './idempotency-store.ts';

export const KEPT_MS = 24 * 3_600_000;
/** Longer than any request takes: the node that held it is gone. */
const LOCK_MS = 120_000;

export class IdempotencyKeys implements IdempotencyStore {
  readonly #database: Database;
  readonly #box: SecretBox;
  readonly #now: () => number;

  constructor(database: Database, box: SecretBox, now: () => number = Date.now) {
    this.#database = database;
    this.#box = box;
    this.#now = now;
  }

  claim(record: IdempotencyRecord): Promise<Claim> {
    const now = this.#now();
    return this.#in(record, async (tx) => {
      await store.deleteExpired(tx, record, new Date(now - KEPT_MS));
      const fresh = { ...record, createdAt: new Date(now), lockedUntil: new Date(now + LOCK_MS) };
      return (await store.insertKey(tx, fresh)) ? { state: 'mine' } : this.#claimKnown(tx, record, now);
    });
  }

  async #claimKnown(tx: Transaction, record: IdempotencyRecord, now: number): Promise<Claim> {
    const row = await store.lockKey(tx, record);
    if (row === undefined) return { state: 'in_progress' };
    if (row.requestHash !== record.requestHash) return { state: 'other_request' };
    if (row.status !== null) return { state: 'answered', answer: this.#answer(row, row.status) };
    if (row.lockedUntil.getTime() > now) return { state: 'in_progress' };
    await store.updateKey(tx, record, { lockedUntil: new Date(now + LOCK_MS) });
    return { state: 'mine' };
  }

  async keep(record: IdempotencyRecord, { status, headers, body }: StoredAnswer): Promise<void> {
    const sealed = this.#box.seal(contextOf(record), JSON.stringify(body));
    await this.#in(record, (tx) => store.updateKey(tx, record, { status, headers, body: sealed }));
  }

  async release(record: IdempotencyRecord): Promise<void> {
    await this.#in(record, (tx) => store.deleteUnanswered(tx, record));
  }

  /** Answers that nobody may ask for any more. */
  async tidy(): Promise<void> {
    await this.#database.asSystem((tx) => store.deleteAllExpired(tx, new Date(this.#now() - KEPT_MS)));
  }

  #in<T>({ organizationId }: IdempotencyRecord, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#database.asOrganization(organizationId, work);
  }

  #answer({ headers, body, ...row }: store.IdempotencyRow, status: number): StoredAnswer {
    return { status, headers, body: body === null ? null : (JSON.parse(this.#box.open(contextOf(row), body)) as unknown) };
  }
}

const contextOf = ({ organizationId, owner, key }: Omit<IdempotencyRecord, 'requestHash'>): string =>
  `idempotency ${organizationId} ${owner} ${key}`;
