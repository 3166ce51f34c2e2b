/** API keys: made, shown once, rotated, verified by hash with a short cache that every change empties on every node. */
import { createHash, randomBytes } from 'node:crypto';
import {
  AppError,
  type ApiKey,
  type ApiKeyListQuery,
  type CreateApiKey,
  type CreatedApiKey,
  type Page,
  type UpdateApiKey,
} from '@parley/contract';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { requireTag, type WantedTag } from '../../platform/http/etag.ts';
import { found } from '../../platform/http/found.ts';
import { pageOf } from '../../platform/http/paging.ts';
import { newId } from '../../platform/ids.ts';
import { ReadCache } from '../../platform/read-cache.ts';
import * as store from './api-key-store.ts';
import type { ApiKeyRow, NewApiKeyRow } from './api-key-store.ts';
import { checkGrant, checkReached, checkScopes, WITHOUT_LIMIT, type Reach } from './reach.ts';

const PREFIX = 'parley_sk_';
const SHOWN_CHARACTERS = 14;
/** A revocation is told to every node at once; where the message is lost, this is how long the key still works. */
const CACHE = { keptMs: 1_000, most: 10_000 };
/** `last_used_at` is as exact as people need it, so that requests do not write. */
const TOUCH_EVERY_MS = 60_000;
const CHANGED_CHANNEL = 'api_key_changed';

export interface VerifiedKey extends Reach {
  id: string;
  name: string;
  organizationId: string;
}

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

const parts = (secret: string) => ({ hash: hashOf(secret), prefix: secret.slice(0, SHOWN_CHARACTERS), lastFour: secret.slice(-4) });

export const rowFor = (organizationId: string, name: string, secret: string, expiresAt: Date | null): NewApiKeyRow => ({
  id: newId('key'),
  organizationId,
  name,
  ...parts(secret),
  expiresAt,
});

const newSecret = (): string => PREFIX + randomBytes(30).toString('base64url');

const present = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  last_four: row.lastFour,
  scopes: row.scopes,
  allowed_ips: row.allowedIps,
  requests_per_minute: row.requestsPerMinute,
  created_at: row.createdAt.toISOString(),
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
  expires_at: row.expiresAt?.toISOString() ?? null,
  previous_secret_expires_at: row.previousExpiresAt?.toISOString() ?? null,
});

/** What its ETag stands for. */
export const changeable = ({ name, last_four, scopes, allowed_ips, requests_per_minute, expires_at }: ApiKey) => ({
  name,
  last_four,
  scopes,
  allowed_ips,
  requests_per_minute,
  expires_at,
});

const invalid = (pointer: string, message: string): AppError => new AppError('validation_failed', { fields: [{ pointer, message }] });

const dateOf = (time: string | null): Date | null => (time === null ? null : new Date(time));
const timeOf = (date: Date | null): number | null => date?.getTime() ?? null;

const reachOf = ({
  scopes,
  allowedIps,
  requestsPerMinute,
  expiresAt,
}: Pick<ApiKeyRow, 'scopes' | 'allowedIps' | 'requestsPerMinute' | 'expiresAt'>) => ({
  scopes,
  allowedIps,
  requestsPerMinute,
  expiresAt: timeOf(expiresAt),
});

export type NewKey = Pick<CreateApiKey, 'name'> & Partial<CreateApiKey>;

/** By their ids, revoked ones too: within the transaction of who shows them. */
export const namesOfKeys = (tx: Transaction, organizationId: string): Promise<Map<string, string>> =>
  store.selectKeyNames(tx, organizationId);

export class ApiKeys {
  readonly #database: Database;
  readonly #now: () => number;
  /** Milliseconds of a clock that nobody sets. */
  readonly #elapsed: () => number;
  /** By hash and by id. A secret that was rotated out ends within the cache's time. */
  readonly #cache: ReadCache<ApiKeyRow | null>;
  readonly #touched = new Map<string, number>();

  constructor(database: Database, now: () => number = Date.now, elapsed: () => number = () => performance.now()) {
    this.#database = database;
    this.#now = now;
    this.#elapsed = elapsed;
    this.#cache = new ReadCache(CACHE, elapsed);
  }

  /** From here on a change anywhere empties this node's cache. */
  async start(): Promise<() => Promise<void>> {
    return this.#database.listen(CHANGED_CHANNEL, () => this.#cache.forget());
  }

  /** Throws `unauthenticated` or `token_expired`. */
  async verify(secret: string): Promise<VerifiedKey> {
    const hash = hashOf(secret);
    return this.#verified(await this.#find(hash, (tx) => store.selectKeyByHash(tx, hash, new Date(this.#now()))));
  }

  /** Whether the secret was right when it was last asked for, however long ago, and nobody told of a change since. */
  remembers(secret: string): boolean {
    return this.#cache.holds(hashOf(secret));
  }

  /** The key behind an access token: revoked with it, the token ends too. */
  async verifyById(id: string): Promise<VerifiedKey> {
    return this.#verified(await this.#find(id, (tx) => store.selectKeyById(tx, id)));
  }

  /** `granting`: how far whoever makes it reaches. */
  async create(organizationId: string, input: NewKey, granting: Reach = WITHOUT_LIMIT): Promise<CreatedApiKey> {
    const { name, scopes = ['*'], allowed_ips = [], requests_per_minute = null, expires_at = null } = input;
    this.#checkExpiry(expires_at);
    checkGrant(granting, {
      scopes,
      allowedIps: allowed_ips,
      requestsPerMinute: requests_per_minute,
      expiresAt: timeOf(dateOf(expires_at)),
    });
    const secret = newSecret();
    const row = {
      ...rowFor(organizationId, name, secret, dateOf(expires_at)),
      scopes,
      allowedIps: allowed_ips,
      requestsPerMinute: requests_per_minute,
    };
    const inserted = await this.#database.asOrganization(organizationId, (tx) => store.insertKey(tx, row));
    if (inserted === undefined) throw new AppError('internal');
    return { ...present(inserted), secret };
  }

  async get(organizationId: string, id: string): Promise<ApiKey> {
    return present(found(await this.#database.asOrganization(organizationId, (tx) => store.selectKey(tx, organizationId, id))));
  }

  async list(organizationId: string, page: ApiKeyListQuery): Promise<Page<ApiKey>> {
    const rows = await this.#database.asOrganization(organizationId, (tx) => store.selectKeys(tx, organizationId, page));
    return pageOf(rows, page.limit, present);
  }

  async update(
    organizationId: string,
    id: string,
    patch: UpdateApiKey,
    { granting, ifMatch }: { granting: Reach; ifMatch: WantedTag },
  ): Promise<ApiKey> {
    if (patch.expires_at !== undefined) this.#checkExpiry(patch.expires_at);
    const row = await this.#change(organizationId, id, (known) => {
      requireTag(ifMatch, changeable(present(known)));
      // A key that may do more than the caller is not the caller's to change.
      checkReached(granting, reachOf(known));
      const changes = {
        ...(patch.name === undefined ? {} : { name: patch.name }),
        ...(patch.scopes === undefined ? {} : { scopes: patch.scopes }),
        ...(patch.allowed_ips === undefined ? {} : { allowedIps: patch.allowed_ips }),
        ...(patch.requests_per_minute === undefined ? {} : { requestsPerMinute: patch.requests_per_minute }),
        ...(patch.expires_at === undefined ? {} : { expiresAt: dateOf(patch.expires_at) }),
      };
      checkGrant(granting, reachOf({ ...known, ...changes }));
      return changes;
    });
    return present(row);
  }

  /** A new secret; the old one works for `overlapSeconds` more. */
  async rotate(organizationId: string, id: string, overlapSeconds: number, granting: Reach): Promise<CreatedApiKey> {
    const secret = newSecret();
    const row = await this.#change(organizationId, id, (known) => {
      checkReached(granting, reachOf(known));
      const previous = overlapSeconds === 0 ? null : new Date(this.#now() + overlapSeconds * 1_000);
      return { ...parts(secret), previousHash: previous === null ? null : known.hash, previousExpiresAt: previous };
    });
    return { ...present(row), secret };
  }

  async revoke(
    organizationId: string,
    id: string,
    { granting = WITHOUT_LIMIT, ifMatch = null }: { granting?: Reach; ifMatch?: WantedTag } = {},
  ): Promise<void> {
    await this.#change(organizationId, id, (known) => {
      requireTag(ifMatch, changeable(present(known)));
      checkScopes(granting, known.scopes);
      return { revokedAt: new Date(this.#now()), previousHash: null, previousExpiresAt: null };
    });
  }

  async #change(organizationId: string, id: string, change: (row: ApiKeyRow) => Partial<NewApiKeyRow>): Promise<ApiKeyRow> {
    const row = await this.#database.asOrganization(organizationId, async (tx) => {
      const known = found(await store.lockKey(tx, organizationId, id));
      const changed = change(known);
      return Object.keys(changed).length === 0 ? known : found(await store.updateKey(tx, id, changed));
    });
    this.#cache.forget();
    await this.#database.notify(CHANGED_CHANNEL, id);
    return row;
  }

  #checkExpiry(expiresAt: string | null): void {
    if (expiresAt !== null && Date.parse(expiresAt) <= this.#now()) throw invalid('/expires_at', 'must be in the future');
  }

  #verified(row: ApiKeyRow | null): VerifiedKey {
    if (row === null) throw new AppError('unauthenticated');
    if (row.expiresAt !== null && row.expiresAt.getTime() <= this.#now()) throw new AppError('token_expired');
    this.#touch(row);
    const { id, name, organizationId } = row;
    return { id, name, organizationId, ...reachOf(row) };
  }

  #find(by: string, read: (tx: Transaction) => Promise<ApiKeyRow | undefined>): Promise<ApiKeyRow | null> {
    return this.#cache.get(
      by,
      async () => (await this.#database.asSystem(read)) ?? null,
      (row) => row !== null,
    );
  }

  #touch(row: ApiKeyRow): void {
    const last = this.#touched.get(row.id) ?? -Infinity;
    if (this.#elapsed() - last < TOUCH_EVERY_MS) return;
    this.#touched.set(row.id, this.#elapsed());
    this.#database
      .asOrganization(row.organizationId, (tx) => store.updateKey(tx, row.id, { lastUsedAt: new Date() }))
      .catch(() => this.#touched.delete(row.id));
  }
}
