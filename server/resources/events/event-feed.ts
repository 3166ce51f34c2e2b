/** An organization's events as they happen, for readers on any node: told of by each transaction that commits one, read from the table. */
import { EventEmitter } from 'node:events';
import { AppError, type WebhookEvent } from '@parley/contract';
import type { Database } from '../../platform/db/database.ts';
import { EVENTS_CHANNEL } from '../../platform/outbox/emit.ts';
import { selectEvent, selectEventRange, selectLastPlace, type EventRange, type ToldEvent } from './event-store.ts';

/** Transactions commit in another order than they wrote: what was read so shortly ago is read again, and so is what stands so shortly before. */
const OVERLAP_MS = 10_000;
const AT_ONCE = 500;

export interface Following {
  organizationId: string;
  /** The event that the reader has got last; null: only what happens from now on. */
  afterId: string | null;
  type?: readonly string[] | undefined;
  agentId?: readonly string[] | undefined;
  onEvent: (event: WebhookEvent) => void;
  onFailed: () => void;
}

interface Position {
  after: Date;
  seen: Map<string, number>;
  /** How far the order had been read, and when by a clock that nobody sets, oldest first. */
  reached: { place: number; at: number }[];
}

export class EventFeed {
  readonly #database: Database;
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  readonly #now: () => number;
  readonly #elapsed: () => number;

  /** `elapsed`: milliseconds of a clock that nobody sets. */
  constructor(database: Database, now: () => number = Date.now, elapsed: () => number = () => performance.now()) {
    this.#database = database;
    this.#now = now;
    this.#elapsed = elapsed;
  }

  start(): Promise<() => Promise<void>> {
    return this.#database.listen(EVENTS_CHANNEL, (organizationId) => {
      // An empty payload: messages may have been missed.
      if (organizationId === '') for (const name of this.#emitter.eventNames()) this.#emitter.emit(name);
      else this.#emitter.emit(organizationId);
    });
  }

  /** Calls back for every event, once for each reader, until the returned function is called. Throws `validation_failed` for an `afterId` that is no event. */
  async follow(following: Following): Promise<() => void> {
    const { organizationId, onFailed } = following;
    const position = await this.#beginning(following);
    let reading = false;
    let again = false;
    let over = false;
    const readOn = (): void => {
      again = true;
      if (reading || over) return;
      reading = true;
      const read = async (): Promise<void> => {
        while (again && !over) {
          again = false;
          await this.#read(following, position);
        }
      };
      void read()
        .catch(() => onFailed())
        .finally(() => (reading = false));
    };
    this.#emitter.on(organizationId, readOn);
    readOn();
    return () => {
      over = true;
      this.#emitter.off(organizationId, readOn);
    };
  }

  /** A little before where the reader is: what is kept there already was told, what commits there later was not. */
  async #beginning({ organizationId, afterId }: Following): Promise<Position> {
    const last =
      afterId === null ? undefined : await this.#database.asOrganization(organizationId, (tx) => selectEvent(tx, organizationId, afterId));
    if (afterId !== null && last === undefined)
      throw new AppError('validation_failed', { detail: 'Last-Event-ID must be the id of an event that is still kept.' });
    const reached = last?.createdAt ?? (await this.#end(organizationId));
    const after = new Date(reached.getTime() - OVERLAP_MS);
    const told = this.#rows(organizationId, { after, to: reached });
    const seen = new Map<string, number>();
    for await (const { id, createdAt } of told) {
      seen.set(id, createdAt.getTime());
      if (id === afterId) break;
    }
    return { after, seen, reached: [{ place: reached.getTime(), at: this.#elapsed() }] };
  }

  async #read({ organizationId, type, agentId, onEvent }: Following, position: Position): Promise<void> {
    for await (const { id, createdAt, event } of this.#rows(organizationId, { after: position.after, type, agentId })) {
      if (position.seen.has(id)) continue;
      position.seen.set(id, createdAt.getTime());
      onEvent(event);
    }
    this.#forget(position);
  }

  /** The clock may step, and the order with it: only what was reached a while ago is left behind. */
  #forget(position: Position): void {
    const { seen, reached } = position;
    const at = this.#elapsed();
    let place = position.after.getTime();
    for (const one of seen.values()) place = Math.max(place, one);
    reached.push({ place, at });
    while (reached[1] !== undefined && reached[1].at <= at - OVERLAP_MS) reached.shift();
    position.after = new Date(Math.max(position.after.getTime(), (reached[0]?.place ?? 0) - OVERLAP_MS));
    for (const [id, one] of seen) if (one < position.after.getTime()) seen.delete(id);
  }

  /** Now, or the last event's place where that is ahead of the clock. */
  async #end(organizationId: string): Promise<Date> {
    const now = new Date(this.#now());
    const last = await this.#database.asOrganization(organizationId, (tx) => selectLastPlace(tx, organizationId));
    return last !== undefined && last > now ? last : now;
  }

  /** Oldest first, read a page at a time: who has been away for days is sent much. */
  async *#rows(organizationId: string, range: EventRange): AsyncGenerator<ToldEvent> {
    for (let offset = 0; ; offset += AT_ONCE) {
      const page = await this.#database.asOrganization(organizationId, (tx) =>
        selectEventRange(tx, organizationId, range, { limit: AT_ONCE, offset }),
      );
      yield* page;
      if (page.length < AT_ONCE) return;
    }
  }
}
