/** The keys that sign access tokens: made when there is none that is young enough, published until no token of theirs is left. */
import { AppError } from '@parley/contract';
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import type { Database } from '../../platform/db/database.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { newId } from '../../platform/ids.ts';
import * as store from './signing-key-store.ts';

export const ALGORITHM = 'EdDSA';
/** Of an access token. */
export const LONGEST_TOKEN_MS = 3_600_000;
/** Between reads of the database for a key that this node does not know. */
const RELOAD_MS = 2_000;

interface SigningKey {
  id: string;
  publicJwk: JWK;
  publicKey: CryptoKey;
  privateKey: CryptoKey;
  createdAt: number;
}

export interface SigningKeysOptions {
  database: Database;
  box: SecretBox;
  /** How long a key signs. */
  rotateAfterMs: number;
  now?: () => number;
  /** Milliseconds of a clock that nobody sets. */
  elapsed?: () => number;
}

const keyOf = async (jwk: JWK): Promise<CryptoKey> => {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new AppError('internal');
  return key;
};

export class SigningKeys {
  readonly #options: SigningKeysOptions;
  readonly #now: () => number;
  readonly #elapsed: () => number;
  #known: SigningKey[] = [];
  #loadedAt = -Infinity;

  constructor(options: SigningKeysOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#elapsed = options.elapsed ?? (() => performance.now());
  }

  /** The key to sign with, newer than `rotateAfterMs`. */
  async current(): Promise<SigningKey> {
    const young = (): SigningKey | undefined => this.#known.find((key) => this.#age(key) < this.#options.rotateAfterMs);
    const known = young();
    if (known !== undefined) return known;
    await this.#load();
    if (young() === undefined) await this.#make();
    const made = young();
    if (made === undefined) throw new AppError('internal');
    return made;
  }

  /** Undefined when there is no such key any more. */
  async find(id: string): Promise<CryptoKey | undefined> {
    const known = this.#known.find((key) => key.id === id);
    // Another node may have made it; guesses must not reach the database each time.
    if (known === undefined && this.#elapsed() - this.#loadedAt > RELOAD_MS) await this.#load();
    const key = this.#known.find((one) => one.id === id);
    return key === undefined || this.#isSpent(key) ? undefined : key.publicKey;
  }

  /** RFC 7517. */
  async jwks(): Promise<{ keys: JWK[] }> {
    await this.current();
    if (this.#elapsed() - this.#loadedAt > RELOAD_MS) await this.#load();
    return { keys: this.#known.filter((key) => !this.#isSpent(key)).map((key) => key.publicJwk) };
  }

  #age(key: SigningKey): number {
    return this.#now() - key.createdAt;
  }

  /** The last token that it signed has ended. */
  #isSpent(key: SigningKey): boolean {
    return this.#age(key) > this.#options.rotateAfterMs + LONGEST_TOKEN_MS;
  }

  async #load(): Promise<void> {
    const { database, box } = this.#options;
    const rows = await database.asSystem(store.selectSigningKeys);
    this.#loadedAt = this.#elapsed();
    this.#known = await Promise.all(
      rows.map(async (row) => ({
        id: row.id,
        publicJwk: row.publicJwk,
        publicKey: await keyOf(row.publicJwk),
        privateKey: await keyOf(JSON.parse(box.open(contextOf(row.id), row.encryptedPrivateJwk)) as JWK),
        createdAt: row.createdAt.getTime(),
      })),
    );
  }

  /** Of several nodes that find no key, one makes it. */
  async #make(): Promise<void> {
    const { database, box, rotateAfterMs } = this.#options;
    const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    const id = newId('sig');
    const publicJwk = { ...(await exportJWK(publicKey)), kid: id, alg: ALGORITHM, use: 'sig' };
    const encryptedPrivateJwk = box.seal(contextOf(id), JSON.stringify(await exportJWK(privateKey)));
    await database.asSystem(async (tx) => {
      const rows = await store.lockSigningKeys(tx);
      const age = (row: { createdAt: Date }): number => this.#now() - row.createdAt.getTime();
      const spent = rows.filter((row) => age(row) > rotateAfterMs + LONGEST_TOKEN_MS).map((row) => row.id);
      await store.deleteSigningKeys(tx, spent);
      if (rows.some((row) => age(row) < rotateAfterMs)) return;
      await store.insertSigningKey(tx, { id, publicJwk, encryptedPrivateJwk, createdAt: new Date(this.#now()) });
    });
    await this.#load();
  }
}

const contextOf = (id: string): string => `signing key ${id}`;
