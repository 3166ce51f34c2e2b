/** Recordings follow their calls: what a deleted call leaves on the disk and in the object storage is removed, however long that is away. */
import type { Database } from '../../platform/db/database.ts';
import type { Log } from '../../platform/log.ts';
import { StorageError, type ObjectStorage } from './object-storage.ts';
import * as rows from './recording-rows.ts';
import type { Recordings } from './recordings.ts';
import type { Uploads } from './uploads.ts';

const AT_ONCE = 100;
const LONGEST_WAIT_MS = 3_600_000;

export interface RemovalDeps {
  database: Pick<Database, 'asSystem' | 'kind'>;
  recordings: Recordings;
  /** Null: there is none, and what was in one stays noted. */
  storage: ObjectStorage | null;
  uploads: Uploads | null;
  nodeName: string;
  log: Log;
}

export class Removals {
  readonly #deps: RemovalDeps;
  #round: Promise<void> | null = null;

  constructor(deps: RemovalDeps) {
    this.#deps = deps;
  }

  /** The call is gone: its recording goes from this disk at once, and from the object storage as soon as that can be. */
  async follow(relative: string): Promise<void> {
    const { uploads, recordings } = this.#deps;
    await uploads?.cancel(relative);
    await recordings.remove(relative);
    void this.run().catch(() => undefined);
  }

  /** Everything that is due; what cannot be done now is tried again later. */
  run(): Promise<void> {
    this.#round ??= this.#run().finally(() => (this.#round = null));
    return this.#round;
  }

  async #run(): Promise<void> {
    const { database, nodeName, storage, log } = this.#deps;
    // The embedded database has one server, whatever it was called when it recorded.
    const nodes = database.kind === 'embedded' ? null : [nodeName];
    for (;;) {
      const due = await database.asSystem((tx) => rows.selectRemovals(tx, nodes, { stored: storage !== null, limit: AT_ONCE }));
      for (const row of due) {
        try {
          await this.#remove(row);
          await database.asSystem((tx) => rows.deleteRemoval(tx, row.path));
        } catch (error) {
          if (!(error instanceof StorageError)) throw error;
          log.debug(error.message);
          const waitMs = Math.min(LONGEST_WAIT_MS, 5_000 * 2 ** Math.min(row.attempts, 12));
          await database.asSystem((tx) => rows.postponeRemoval(tx, row.path, waitMs));
        }
      }
      if (due.length < AT_ONCE) return;
    }
  }

  async #remove({ path, everywhere }: rows.RemovalRow): Promise<void> {
    const { uploads, recordings, storage } = this.#deps;
    if (everywhere) {
      await uploads?.cancel(path);
      await recordings.remove(path);
    }
    if (storage === null) return;
    for (const upload of everywhere ? await storage.unfinished(path) : [])
      await storage.abandon(upload).catch((error: unknown) => {
        if (!(error instanceof StorageError) || error.fault !== 'no_upload') throw error;
      });
    await storage.remove(path);
  }
}
