/** Idempotency keys in the database: one node claims a key, its answer is kept sealed. */
import type { Database, Transaction } from '../db/database.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { CLAIM_MS, RENEW_CLAIM_MS, type Claim, type IdempotencyRecord, type IdempotencyStore, type StoredAnswer } from './idempotency.ts';
import { Standstill } from '../standstill.ts';
import * as store from './idempotency-store.ts';

export const KEPT_MS = 24 * 3_600_000;
/** Another request with the key is being worked on, in one transaction. */
const SOON_MS = 1_000;
/** A claim that has not been renewed for so long while somebody looked is over, if its time is too: clocks step, and whoever lives renews more often. */
const STILL_MS = RENEW_CLAIM_MS + 1_000;

export class IdempotencyKeys implements IdempotencyStore {
  readonly #database: Database;
  readonly #box: SecretBox;
  readonly #now: () => number;
  readonly #standstill: Standstill;

  /** `elapsed`: milliseconds of a clock that nobody sets. */
  constructor(database: Database, box: SecretBox, now: () => number = Date.now, elapsed?: () => number) {
    this.#database = database;
    this.#box = box;
    this.#now = now;
    this.#standstill = new Standstill(elapsed);
  }

  together(record: IdempotencyRecord, work: () => Promise<StoredAnswer>): Promise<Claim> {
    const now = this.#now();
    return this.#database.together(record.organizationId, async () => {
      const claim = await this.#in(record, async (tx): Promise<Claim> => {
        if (!(await store.tryHold(tx, record))) return { state: 'in_progress', retryAfterMs: SOON_MS };
        await store.deleteExpired(tx, record, new Date(now - KEPT_MS));
        return this.#claimKnown(tx, record, now);
      });
      if (claim.state !== 'mine') return claim;
      await this.keep(record, await work());
      return claim;
    });
  }

  claim(record: IdempotencyRecord): Promise<Claim> {
    const now = this.#now();
    return this.#in(record, async (tx) => {
      await store.deleteExpired(tx, record, new Date(now - KEPT_MS));
      return this.#claimKnown(tx, record, now);
    });
  }

  async renew(record: IdempotencyRecord): Promise<void> {
    await this.#in(record, (tx) => store.updateKey(tx, record, { lockedUntil: new Date(this.#now() + CLAIM_MS) }));
  }

  async #claimKnown(tx: Transaction, record: IdempotencyRecord, now: number): Promise<Claim> {
    const fresh = { ...record, createdAt: new Date(now), lockedUntil: new Date(now + CLAIM_MS) };
    if (await store.insertKey(tx, fresh)) return { state: 'mine' };
    const row = await store.lockKey(tx, record);
    if (row === undefined) return { state: 'in_progress', retryAfterMs: SOON_MS };
    if (row.requestHash !== record.requestHash) return { state: 'other_request' };
    if (row.status !== null) return { state: 'answered', answer: this.#answer(row, row.status) };
    const retryAfterMs = this.#claimedForMs(record, row, now);
    if (retryAfterMs > 0) return { state: 'in_progress', retryAfterMs };
    await store.updateKey(tx, record, { lockedUntil: new Date(now + CLAIM_MS) });
    return { state: 'mine' };
  }

  /** Until the claim is over, as far as can be told now. One that ends later than any does was made before the clock was set back. */
  #claimedForMs(record: IdempotencyRecord, { lockedUntil }: store.IdempotencyRow, now: number): number {
    const until = lockedUntil.getTime();
    const stillMs = Math.min(this.#standstill.lookAt(contextOf(record), String(until)), this.#database.steadyMs);
    const left = until - now;
    return Math.max(left > CLAIM_MS ? 0 : left, STILL_MS - stillMs);
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
