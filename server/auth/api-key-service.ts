/** API keys: made, shown once, verified by hash with a short cache that a revocation empties on every node. */
import { createHash, randomBytes } from 'node:crypto';
import { AppError, type ApiKey, type CreatedApiKey } from '@parley/contract';
import type { Database } from '../db/database.ts';
import { newId } from '../ids.ts';
import { findKeyByHash, insertKey, listKeys, revokeKey, touchKey, type ApiKeyRow, type NewApiKeyRow } from './api-key-store.ts';

const PREFIX = 'parley_sk_';
const SHOWN_CHARACTERS = 14;
const CACHE_MS = 5_000;
const CACHE_SIZE = 10_000;
/** `last_used_at` is as exact as people need it, so that requests do not write. */
const TOUCH_EVERY_MS = 60_000;
const REVOKED_CHANNEL = 'api_key_revoked';

export interface VerifiedKey {
  id: string;
  name: string;
  organizationId: string;
}

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export const rowFor = (organizationId: string, name: string, secret: string, expiresAt: Date | null): NewApiKeyRow => ({
  id: newId('key'),
  organizationId,
  name,
  hash: hashOf(secret),
  prefix: secret.slice(0, SHOWN_CHARACTERS),
  lastFour: secret.slice(-4),
  expiresAt,
});

const present = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  last_four: row.lastFour,
  created_at: row.createdAt.toISOString(),
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
  expires_at: row.expiresAt?.toISOString() ?? null,
});

export class ApiKeys {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #cache = new Map<string, { row: ApiKeyRow | null; until: number }>();
  readonly #touched = new Map<string, number>();
  /** Counts revocations: what was read before one must not be kept after it. */
  #revocations = 0;

  constructor(database: Database, now: () => number = Date.now) {
    this.#database = database;
    this.#now = now;
  }

  /** From here on a revocation anywhere empties this node's cache. */
  async start(): Promise<() => Promise<void>> {
    return this.#database.listen(REVOKED_CHANNEL, () => this.#forget());
  }

  /** Throws `unauthenticated` or `token_expired`. */
  async verify(secret: string): Promise<VerifiedKey> {
    const row = await this.#find(hashOf(secret));
    if (row === null) throw new AppError('unauthenticated');
    if (row.expiresAt !== null && row.expiresAt.getTime() <= this.#now()) throw new AppError('token_expired');
    this.#touch(row);
    return { id: row.id, name: row.name, organizationId: row.organizationId };
  }

  async create(organizationId: string, name: string, expiresAt: Date | null): Promise<CreatedApiKey> {
    if (expiresAt !== null && expiresAt.getTime() <= this.#now())
      throw new AppError('validation_failed', { fields: [{ pointer: '/expires_at', message: 'must be in the future' }] });
    const secret = PREFIX + randomBytes(30).toString('base64url');
    const row = await this.#database.asOrganization(organizationId, (tx) => insertKey(tx, rowFor(organizationId, name, secret, expiresAt)));
    if (row === undefined) throw new AppError('internal');
    return { ...present(row), secret };
  }

  async list(organizationId: string): Promise<ApiKey[]> {
    return (await listKeys(this.#database, organizationId)).map(present);
  }

  async revoke(organizationId: string, id: string): Promise<void> {
    const revoked = await revokeKey(this.#database, organizationId, id);
    if (revoked === undefined) throw new AppError('not_found');
    this.#forget();
    await this.#database.notify(REVOKED_CHANNEL, id);
  }

  #forget(): void {
    this.#revocations += 1;
    this.#cache.clear();
  }

  async #find(hash: string): Promise<ApiKeyRow | null> {
    const cached = this.#cache.get(hash);
    if (cached !== undefined && cached.until > this.#now()) return cached.row;
    const revocations = this.#revocations;
    const row = (await findKeyByHash(this.#database, hash)) ?? null;
    if (this.#cache.size >= CACHE_SIZE) this.#cache.clear();
    // Only keys that exist: guesses must not push them out.
    if (row !== null && revocations === this.#revocations) this.#cache.set(hash, { row, until: this.#now() + CACHE_MS });
    return row;
  }

  #touch(row: ApiKeyRow): void {
    const last = this.#touched.get(row.id) ?? 0;
    if (this.#now() - last < TOUCH_EVERY_MS) return;
    this.#touched.set(row.id, this.#now());
    touchKey(this.#database, row.organizationId, row.id).catch(() => this.#touched.delete(row.id));
  }
}
