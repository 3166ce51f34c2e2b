import { and, eq, isNull, lt } from 'drizzle-orm';
import type { Database, Transaction } from '../db/database.ts';
import { idempotencyKeys } from '../db/schema.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { Claim, IdempotencyRecord, IdempotencyStore, StoredAnswer } from './idempotency.ts';

export const KEPT_MS = 24 * 3_600_000;
/** Longer than any request takes: the node that held it is gone. */
const LOCK_MS = 120_000;

type Row = typeof idempotencyKeys.$inferSelect;

const at = ({ organizationId, owner, key }: IdempotencyRecord) =>
  and(eq(idempotencyKeys.organizationId, organizationId), eq(idempotencyKeys.owner, owner), eq(idempotencyKeys.key, key));

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
    return this.#database.asOrganization(record.organizationId, async (tx) => {
      await tx.delete(idempotencyKeys).where(and(at(record), lt(idempotencyKeys.createdAt, new Date(now - KEPT_MS))));
      const fresh = { ...record, createdAt: new Date(now), lockedUntil: new Date(now + LOCK_MS) };
      const inserted = await tx.insert(idempotencyKeys).values(fresh).onConflictDoNothing().returning();
      if (inserted.length > 0) return { state: 'mine' };
      return this.#second(tx, record, now);
    });
  }

  async #second(tx: Transaction, record: IdempotencyRecord, now: number): Promise<Claim> {
    const [row] = await tx.select().from(idempotencyKeys).where(at(record)).for('update');
    if (row === undefined) return { state: 'in_progress' };
    if (row.requestHash !== record.requestHash) return { state: 'other_request' };
    if (row.status !== null) return { state: 'answered', answer: this.#answer(row, row.status) };
    if (row.lockedUntil.getTime() > now) return { state: 'in_progress' };
    await tx
      .update(idempotencyKeys)
      .set({ lockedUntil: new Date(now + LOCK_MS) })
      .where(at(record));
    return { state: 'mine' };
  }

  async keep(record: IdempotencyRecord, { status, headers, body }: StoredAnswer): Promise<void> {
    const sealed = this.#box.seal(contextOf(record), JSON.stringify(body));
    await this.#database.asOrganization(record.organizationId, (tx) =>
      tx.update(idempotencyKeys).set({ status, headers, body: sealed }).where(at(record)),
    );
  }

  async release(record: IdempotencyRecord): Promise<void> {
    await this.#database.asOrganization(record.organizationId, (tx) =>
      tx.delete(idempotencyKeys).where(and(at(record), isNull(idempotencyKeys.status))),
    );
  }

  /** Answers that nobody may ask for any more. */
  async tidy(): Promise<void> {
    await this.#database.asSystem((tx) => tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, new Date(this.#now() - KEPT_MS))));
  }

  #answer({ headers, body, ...row }: Row, status: number): StoredAnswer {
    return { status, headers, body: body === null ? null : (JSON.parse(this.#box.open(contextOf(row), body)) as unknown) };
  }
}

const contextOf = ({ organizationId, owner, key }: Omit<IdempotencyRecord, 'requestHash'>): string =>
  `idempotency ${organizationId} ${owner} ${key}`;
