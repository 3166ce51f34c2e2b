/** An organization's events as they happen, for readers on any node: told of by each transaction that commits one, read from the table. */
import { EventEmitter } from 'node:events';
import { AppError, type WebhookEvent } from '@parley/contract';
import type { Database } from '../../platform/db/database.ts';
import { EVENTS_CHANNEL } from '../../platform/outbox/emit.ts';
import { selectEvent, selectEventRange, selectLastPlace, type EventRange, type ToldEvent } from './event-store.ts';

/** Transactions commit in another order than they wrote: what was read so shortly ago is read again, and so is what stands so shortly before. */
const OVERLAP_MS = 10_000;
const AT_ONCE = 500;
/** What stands so shortly before a reader's last event, which another process told, may not have been told: it is told again. */
const UNSURE_MS = 2_000;
/** So many events are known in the order in which this process told them first. */
const KNOWN_MAX = 50_000;

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
  /** By id, the how manieth this process told, or knew that it had been told. */
  readonly #known = new Map<string, number>();
  #count = 0;

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

  /**
   * A little before where the reader is. Transactions commit in another order than they wrote, also while the reader is away: what stands there was
   * told if this process told it before the reader's last event; where another one did, what stands closely before that is told again.
   */
  async #beginning({ organizationId, afterId }: Following): Promise<Position> {
    const last =
      afterId === null ? undefined : await this.#database.asOrganization(organizationId, (tx) => selectEvent(tx, organizationId, afterId));
    if (afterId !== null && last === undefined)
      throw new AppError('validation_failed', { detail: 'Last-Event-ID must be the id of an event that is still kept.' });
    const reached = last?.createdAt ?? (await this.#end(organizationId));
    const after = new Date(reached.getTime() - OVERLAP_MS);
    const told = this.#rows(organizationId, { after, to: reached });
    const seen = new Map<string, number>();
    const lastTold = afterId === null ? Infinity : this.#known.get(afterId);
    const unsureFrom = lastTold === undefined ? reached.getTime() - UNSURE_MS : -Infinity;
    for await (const { id, createdAt } of told) {
      const [place, number] = [createdAt.getTime(), this.#known.get(id)];
      const wasTold =
        afterId === null || id === afterId || (number === undefined ? place < unsureFrom : lastTold === undefined || number < lastTold);
      if (wasTold) this.#tell(id, place, seen);
      if (id === afterId) break;
    }
    return { after, seen, reached: [{ place: reached.getTime(), at: this.#elapsed() }] };
  }

  async #read({ organizationId, type, agentId, onEvent }: Following, position: Position): Promise<void> {
    for await (const { id, createdAt, event } of this.#rows(organizationId, { after: position.after, type, agentId })) {
      if (position.seen.has(id)) continue;
      this.#tell(id, createdAt.getTime(), position.seen);
      onEvent(event);
    }
    this.#forget(position);
  }

  #tell(id: string, place: number, seen: Map<string, number>): void {
    seen.set(id, place);
    if (this.#known.has(id)) return;
    this.#known.set(id, (this.#count += 1));
    const [oldest] = this.#known.keys();
    if (this.#known.size > KNOWN_MAX && oldest !== undefined) this.#known.delete(oldest);
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
