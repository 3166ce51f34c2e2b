/** Keeps results together: while one batch is written the next one gathers, so that many deliveries cost few transactions. */
import type { Database } from '../../platform/db/database.ts';
import type { Log } from '../../platform/log.ts';
import { isDatabaseAway } from '../../platform/rounds.ts';
import { record, type Recorded } from './lane-store.ts';

const RETRY_MS = 500;
const AT_ONCE = 200;

export class Recorder {
  readonly #database: Database;
  readonly #log: Log;
  #waiting: { result: Recorded; done: () => void }[] = [];
  #writing = false;

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  /** Resolves when it is kept. */
  keep(result: Recorded): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ result, done });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    // Whatever ends in the same moment is written with it.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, AT_ONCE);
      try {
        const results = batch.map((one) => one.result);
        await this.#database.asSystem((tx) => record(tx, results, new Date()));
        for (const { done } of batch) done();
      } catch (error) {
        if (!isDatabaseAway(error)) this.#log.error({ err: error }, 'results of deliveries could not be kept; trying again');
        this.#waiting.unshift(...batch);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    this.#writing = false;
  }
}
