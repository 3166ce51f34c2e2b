/** Whether what is given to the database can be kept: told once when its disk is full, and once when it has room again. */
import { sql } from 'drizzle-orm';
import { startRounds } from '../rounds.ts';
import type { Transaction } from './database.ts';
import { nodes } from './schema.ts';

export interface RoomWords {
  onFull: (error: unknown) => void;
  onRoom: () => void;
}

const TRY_EVERY_MS = 2_000;
/** About 200 kB: small changes may find room in what the tables have already. */
const ROWS = 1_000;

class RolledBack extends Error {}

/** Writes something and takes it back; throws where there is no room for it. */
export async function tryToWrite(asSystem: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>): Promise<void> {
  const written = asSystem(async (tx) => {
    await tx.execute(sql`insert into ${nodes} (id) select 'room ' || md5(random()::text) from generate_series(1, ${ROWS})`);
    throw new RolledBack();
  });
  await written.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
}

export class StorageRoom {
  readonly #words: RoomWords;
  readonly #write: () => Promise<void>;
  readonly #everyMs: number;
  #stop: (() => Promise<void>) | null = null;
  #closed = false;

  /** `write` resolves where there is room. */
  constructor(words: RoomWords, write: () => Promise<void>, everyMs: number = TRY_EVERY_MS) {
    this.#words = words;
    this.#write = write;
    this.#everyMs = everyMs;
  }

  get isFull(): boolean {
    return this.#stop !== null;
  }

  /** Something could not be kept. */
  refused(error: unknown): void {
    if (this.isFull || this.#closed) return;
    this.#words.onFull(error);
    this.#stop = startRounds({ everyMs: this.#everyMs, work: () => this.#try(), onFailed: () => undefined });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop?.();
  }

  async #try(): Promise<void> {
    await this.#write();
    void this.#stop?.();
    this.#stop = null;
    this.#words.onRoom();
  }
}
