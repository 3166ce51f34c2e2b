/** An organization's events as they happen, for readers on any node: told of by each transaction that commits one, read from the table. */
import { EventEmitter } from 'node:events';
import { AppError, type WebhookEvent } from '@parley/contract';
import { and, asc, eq, gte, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { events } from '../db/schema.ts';
import { EVENTS_CHANNEL } from './emit.ts';

/** Transactions commit in another order than their ids were made: what is this young is looked at again. */
const OVERLAP_MS = 10_000;
const AT_ONCE = 500;

export interface Following {
  organizationId: string;
  /** The event that the reader has got last; null: only what happens from now on. */
  afterId: string | null;
  type?: string | undefined;
  agentId?: string | undefined;
  onEvent: (event: WebhookEvent) => void;
  onFailed: () => void;
}

interface Position {
  after: Date;
  seen: Map<string, number>;
}

export class EventFeed {
  readonly #database: Database;
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  readonly #now: () => number;

  constructor(database: Database, now: () => number = Date.now) {
    this.#database = database;
    this.#now = now;
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
    const position: Position = { after: await this.#beginning(following), seen: new Map() };
    if (following.afterId !== null) position.seen.set(following.afterId, position.after.getTime());
    let reading = false;
    let again = false;
    let over = false;
    const look = (): void => {
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
    this.#emitter.on(organizationId, look);
    look();
    return () => {
      over = true;
      this.#emitter.off(organizationId, look);
    };
  }

  async #beginning({ organizationId, afterId }: Following): Promise<Date> {
    if (afterId === null) return new Date(this.#now());
    const [row] = await this.#select(organizationId, eq(events.id, afterId), 1);
    if (row === undefined)
      throw new AppError('validation_failed', { detail: 'Last-Event-ID must be the id of an event that is still kept.' });
    return row.createdAt;
  }

  async #read({ organizationId, afterId, type, agentId, onEvent }: Following, position: Position): Promise<void> {
    const wanted = and(
      gte(events.createdAt, position.after),
      afterId === null ? undefined : sql`${events.id} > ${afterId}`,
      type === undefined ? undefined : eq(events.type, type as WebhookEvent['type']),
      agentId === undefined ? undefined : eq(events.agentId, agentId),
    );
    for (let offset = 0; ; offset += AT_ONCE) {
      const rows = await this.#select(organizationId, wanted, AT_ONCE, offset);
      for (const { id, createdAt, event } of rows) {
        if (position.seen.has(id)) continue;
        position.seen.set(id, createdAt.getTime());
        onEvent(event);
      }
      if (rows.length < AT_ONCE) break;
    }
    const newest = Math.max(position.after.getTime() + OVERLAP_MS, ...position.seen.values());
    position.after = new Date(newest - OVERLAP_MS);
    for (const [id, at] of position.seen) if (at < newest - OVERLAP_MS) position.seen.delete(id);
  }

  #select(organizationId: string, condition: SQL | undefined, limit: number, offset = 0) {
    return this.#database.asOrganization(organizationId, (tx) =>
      tx
        .select({ id: events.id, createdAt: events.createdAt, event: events.event })
        .from(events)
        .where(and(eq(events.organizationId, organizationId), eq(events.test, false), condition))
        .orderBy(asc(events.createdAt), asc(events.id))
        .limit(limit)
        .offset(offset),
    );
  }
}
