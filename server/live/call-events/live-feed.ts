/** Tells readers of a call's log, on this node and the others, that it has grown. Ids travel, events are read from the log. */
import { EventEmitter } from 'node:events';
import type { Database } from '../../platform/db/database.ts';

const CHANNEL = 'call_events';
const BATCH_MS = 50;

export class LiveFeed {
  readonly #database: Database;
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  #grown = new Set<string>();
  #publishing = false;

  constructor(database: Database) {
    this.#database = database;
  }

  async start(): Promise<() => Promise<void>> {
    return this.#database.listen(CHANNEL, (payload) => {
      // An empty payload: messages may have been missed, so every reader reads on.
      if (payload === '') for (const name of this.#emitter.eventNames()) this.#emitter.emit(name);
      else for (const id of payload.split(',')) this.#emitter.emit(id);
    });
  }

  /** Readers here know at once, those elsewhere within the batch time. */
  grew(callId: string): void {
    this.#emitter.emit(callId);
    if (this.#database.kind === 'embedded') return;
    this.#grown.add(callId);
    if (this.#publishing) return;
    this.#publishing = true;
    setTimeout(() => {
      this.#publishing = false;
      const ids = [...this.#grown];
      this.#grown = new Set();
      for (let at = 0; at < ids.length; at += 200) this.#database.notify(CHANNEL, ids.slice(at, at + 200).join(',')).catch(() => undefined);
    }, BATCH_MS);
  }

  onGrowth(callId: string, listener: () => void): () => void {
    this.#emitter.on(callId, listener);
    return () => this.#emitter.off(callId, listener);
  }
}
