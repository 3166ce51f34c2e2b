/** Keeps the calls' events: batches of one call in order, calls side by side, each batch one transaction. */
import type { CallDefect, CallEvent, DisconnectionReason } from '@parley/contract';
import type { Database } from '../../platform/db/database.ts';
import type { Log } from '../../platform/log.ts';
import { isDatabaseAway } from '../../platform/rounds.ts';
import type { EventLog } from './event-log.ts';
import type { CallRef } from './call-ref.ts';
import { selectDefects, selectEvents } from './event-store.ts';
import type { LiveFeed } from './live-feed.ts';
import { emptyProjection, type Projection } from './projection.ts';

const RETRY_MS = 500;
const DRAIN_MS = 5_000;
/** Of one call: a statement takes only so many parameters, and after an outage much is waiting. */
const EVENTS_A_BATCH = 500;

/** Reasons of calls that somebody was carrying. */
const LOST: ReadonlySet<DisconnectionReason> = new Set(['error_node_lost', 'error_media_process_lost']);

export interface Closing {
  /** Why a call did not begin. */
  message?: string | undefined;
  /** How long its recording is; null without one. */
  recordedMs?: number | null;
}

interface Writer {
  ref: CallRef;
  waiting: CallEvent[];
  writing: Promise<void> | null;
  /** The call as its log stands, so that a batch need not read it again. */
  projection: Projection;
}

export interface CallLogDeps {
  database: Database;
  events: EventLog;
  feed: LiveFeed;
  log: Log;
  /** Events of all calls together that may wait for the database. */
  mostWaiting?: number;
}

export class CallLog {
  readonly #deps: CallLogDeps;
  readonly #writers = new Map<string, Writer>();
  #waiting = 0;
  #closed = false;

  constructor(deps: CallLogDeps) {
    this.#deps = deps;
  }

  /**
   * Takes events in; they are written as soon as the call's batch before them is, and wait while the database is away. False when more
   * wait than may: these are taken all the same, and the call should end.
   */
  append(ref: CallRef, events: readonly CallEvent[]): boolean {
    const { callId } = ref;
    const writer = this.#writers.get(callId) ?? { ref, waiting: [], writing: null, projection: emptyProjection };
    this.#writers.set(callId, writer);
    writer.waiting.push(...events);
    this.#waiting += events.length;
    writer.writing ??= this.#write(writer);
    return this.#waiting <= (this.#deps.mostWaiting ?? Infinity);
  }

  /** Resolves when everything taken in for the call is written. */
  async settled(callId: string): Promise<void> {
    await this.#writers.get(callId)?.writing;
  }

  /**
   * Ends a call whose process is gone, or that never began, with all that was received of it kept. One that was lost has begun, even if
   * nothing was received of that, and has lasted for as long as it was recorded.
   */
  async close(ref: CallRef, reason: DisconnectionReason, { message, recordedMs }: Closing = {}): Promise<void> {
    const { organizationId, callId } = ref;
    await this.settled(callId);
    this.#writers.delete(callId);
    await this.#deps.database.asOrganization(organizationId, async (tx) => {
      const events = await selectEvents(tx, callId, 0);
      if (events.some(({ event }) => event.type === 'call.ended')) return;
      const lost = LOST.has(reason);
      const at_ms = Math.max(events.at(-1)?.at_ms ?? 0, lost ? (recordedMs ?? 0) : 0);
      if (lost && events.length === 0) {
        const began = { type: 'call.started' as const, wall_time: new Date(Date.now() - at_ms).toISOString() };
        await this.#deps.events.appendNext(tx, ref, { at_ms: 0, kind: 'input', event: began });
      }
      const ended = { type: 'call.ended' as const, reason, ...(message === undefined ? {} : { message }) };
      await this.#deps.events.appendNext(tx, ref, { at_ms, kind: 'decision', event: ended });
    });
    this.#deps.feed.grew(callId);
  }

  read({ organizationId, callId }: CallRef, afterSeq: number): Promise<CallEvent[]> {
    return this.#deps.database.asOrganization(organizationId, (tx) => selectEvents(tx, callId, afterSeq));
  }

  defects(organizationId: string, callId: string): Promise<CallDefect[]> {
    return this.#deps.database.asOrganization(organizationId, (tx) => selectDefects(tx, callId));
  }

  /** Resolves when all is written, or cannot be while the database fails. */
  async drain(withinMs: number = DRAIN_MS): Promise<void> {
    const written = Promise.all([...this.#writers.values()].map(async (writer) => writer.writing));
    const tooLate = AbortSignal.timeout(withinMs);
    await Promise.race([written, new Promise((resolve) => tooLate.addEventListener('abort', resolve, { once: true }))]);
    this.#closed = true;
  }

  async #write(writer: Writer): Promise<void> {
    const { ref } = writer;
    const { organizationId, callId } = ref;
    while (writer.waiting.length > 0) {
      const batch = writer.waiting.splice(0, EVENTS_A_BATCH);
      try {
        const projected = await this.#deps.database.asOrganization(organizationId, (tx) =>
          this.#deps.events.append(tx, ref, batch, writer.projection),
        );
        this.#waiting -= batch.length;
        if (projected === undefined) return this.#forget(writer);
        writer.projection = projected;
        this.#deps.feed.grew(callId);
      } catch (error) {
        if (this.#closed) return;
        if (!isDatabaseAway(error)) this.#deps.log.error({ err: error, callId }, 'events of a call could not be written; trying again');
        writer.waiting.unshift(...batch);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    writer.writing = null;
    if (writer.projection.endedAtMs !== null) this.#writers.delete(callId);
  }

  /** There is no such call any more. */
  #forget({ ref, waiting }: Writer): void {
    this.#waiting -= waiting.length;
    this.#writers.delete(ref.callId);
  }
}
