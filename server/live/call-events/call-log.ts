/**
 * Keeps the calls' events: what waits of all calls is written in one transaction, each call in a savepoint of its own, so that a slow disk is
 * waited for once and a call that cannot be written keeps no other from it.
 */
import type { CallDecision, CallDefect, CallEvent, CallInput, DisconnectionReason } from '@parley/contract';
import type { Database, Transaction } from '../../platform/db/database.ts';
import type { Log } from '../../platform/log.ts';
import { isDatabaseAway } from '../../platform/rounds.ts';
import type { EventLog } from './event-log.ts';
import type { CallRef } from './call-ref.ts';
import { selectDefects, selectEvents, selectLastAtMs } from './event-store.ts';
import type { LiveFeed } from './live-feed.ts';
import { lockCall } from './projected-rows.ts';
import { emptyProjection, type Projection } from './projection.ts';

const RETRY_MS = 500;
const DRAIN_MS = 5_000;
/** The embedded database has one connection: a request waits for one such transaction at most, which takes in no more calls after so long. */
const CALLS_A_TRANSACTION = 20;
const TOGETHER_MS = 40;
/** Of one call: a statement takes only so many parameters, and after an outage much is waiting. */
const EVENTS_A_BATCH = 500;

/** Reasons of calls that somebody was carrying. */
const LOST: ReadonlySet<DisconnectionReason> = new Set(['error_node_lost', 'error_media_process_lost']);

export interface Closing {
  /** Why a call did not begin. */
  message?: string | undefined;
  /** How long its recording is; null without one. */
  recordedMs?: number | null;
  /** Asked while the call is locked: whether it is to be closed all the same. */
  when?: (tx: Transaction) => Promise<boolean>;
}

interface Writer {
  ref: CallRef;
  waiting: CallEvent[];
  /** Resolved when nothing of the call waits any more. */
  written: PromiseWithResolvers<void> | null;
  /** Its transaction failed as a whole: the next is its own. */
  alone: boolean;
  /** The call as its log stands, so that a batch need not read it again. */
  projection: Projection;
}

interface Batch {
  writer: Writer;
  events: CallEvent[];
  /** Null: not come to. Without a projection there is no such call any more. */
  outcome: { projection: Projection | undefined } | { error: unknown } | null;
}

const orderOf = ({ ref: { organizationId, callId } }: Writer): string => `${organizationId} ${callId}`;

export interface CallLogDeps {
  database: Database;
  events: EventLog;
  feed: LiveFeed;
  log: Log;
  /** Events of all calls together that may wait for the database. */
  mostWaiting?: number;
  /** A clock that only goes forward, in ms. */
  now?: () => number;
}

export class CallLog {
  readonly #deps: CallLogDeps;
  readonly #writers = new Map<string, Writer>();
  /** Those with something to write that no failure holds back. */
  readonly #next = new Set<Writer>();
  #writing = false;
  /** Calls that the next transaction takes. */
  #atOnce = CALLS_A_TRANSACTION;
  #waiting = 0;
  #closed = false;

  constructor(deps: CallLogDeps) {
    this.#deps = deps;
  }

  /**
   * Takes events in; they are written with the next transaction, and wait while the database is away. False when more wait than may: these
   * are taken all the same, and the call should end.
   */
  append(ref: CallRef, events: readonly CallEvent[]): boolean {
    const { callId } = ref;
    const writer = this.#writers.get(callId) ?? { ref, waiting: [], written: null, alone: false, projection: emptyProjection };
    this.#writers.set(callId, writer);
    writer.waiting.push(...events);
    this.#waiting += events.length;
    if (writer.written === null) {
      writer.written = Promise.withResolvers();
      this.#next.add(writer);
      void this.#write();
    }
    return this.#waiting <= (this.#deps.mostWaiting ?? Infinity);
  }

  /** Resolves when everything taken in for the call is written. */
  async settled(callId: string): Promise<void> {
    await this.#writers.get(callId)?.written?.promise;
  }

  /**
   * Ends a call whose process is gone, or that never began, with all that was received of it kept. One that was lost has begun, even if
   * nothing was received of that, and has lasted for as long as it was recorded. False when it has an end already, or is not to be closed.
   */
  async close(ref: CallRef, reason: DisconnectionReason, { message, recordedMs, when }: Closing = {}): Promise<boolean> {
    const { organizationId, callId } = ref;
    await this.settled(callId);
    const known = this.#writers.get(callId)?.projection;
    this.#writers.delete(callId);
    const closed = await this.#deps.database.asOrganization(organizationId, async (tx) => {
      // Two nodes may close it at once, and its own may write to it meanwhile.
      const call = await lockCall(tx, ref);
      if (call === undefined || call.endedAt !== null || (await when?.(tx)) === false) return false;
      const lost = LOST.has(reason);
      const at_ms = Math.max(await selectLastAtMs(tx, callId), lost ? (recordedMs ?? 0) : 0);
      const began: CallInput = { type: 'call.started', wall_time: new Date(Date.now() - at_ms).toISOString() };
      const ended: CallDecision = { type: 'call.ended', reason, ...(message === undefined ? {} : { message }) };
      const start: CallEvent[] = lost && call.lastSeq === 0 ? [{ seq: 1, at_ms: 0, kind: 'input', event: began }] : [];
      const end: CallEvent = { seq: call.lastSeq + start.length + 1, at_ms, kind: 'decision', event: ended };
      await this.#deps.events.append(tx, ref, [...start, end], known);
      return true;
    });
    if (closed) this.#deps.feed.grew(callId);
    return closed;
  }

  read({ organizationId, callId }: CallRef, afterSeq: number): Promise<CallEvent[]> {
    return this.#deps.database.asOrganization(organizationId, (tx) => selectEvents(tx, callId, afterSeq));
  }

  defects(organizationId: string, callId: string): Promise<CallDefect[]> {
    return this.#deps.database.asOrganization(organizationId, (tx) => selectDefects(tx, callId));
  }

  /** Resolves when all is written, or cannot be while the database fails. */
  async drain(withinMs: number = DRAIN_MS): Promise<void> {
    const written = Promise.all([...this.#writers.values()].map(async (writer) => writer.written?.promise));
    const tooLate = AbortSignal.timeout(withinMs);
    await Promise.race([written, new Promise((resolve) => tooLate.addEventListener('abort', resolve, { once: true }))]);
    this.#closed = true;
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    while (this.#next.size > 0) {
      const writers = this.#take();
      const batches = writers.map((writer): Batch => ({ writer, events: writer.waiting.splice(0, EVENTS_A_BATCH), outcome: null }));
      try {
        await this.#keep(batches);
        this.#postpone(batches);
        for (const batch of batches) this.#settle(batch);
      } catch (error) {
        for (const { writer, events } of batches) {
          writer.alone = true;
          this.#putBack(writer, events, error);
        }
      }
    }
    this.#writing = false;
  }

  /** In the same order everywhere: two nodes never wait for each other's rows. */
  #take(): Writer[] {
    const [first] = this.#next;
    const writers = first?.alone === true ? [first] : [...this.#next].filter(({ alone }) => !alone).slice(0, this.#atOnce);
    for (const writer of writers) this.#next.delete(writer);
    return writers.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  }

  /** As many as time allows, one at least. Throws when the transaction as a whole failed: nothing of it is kept. */
  async #keep(batches: readonly Batch[]): Promise<void> {
    const [first] = batches;
    if (first === undefined) return;
    if (batches.length === 1) return this.#append(first);
    const { database, now = () => performance.now() } = this.#deps;
    await database.together(first.writer.ref.organizationId, async () => {
      const until = now() + TOGETHER_MS;
      for (const batch of batches) {
        if (batch !== first && now() >= until) return;
        await this.#append(batch).catch((error: unknown) => {
          if (isDatabaseAway(error)) throw error;
          batch.outcome = { error };
        });
      }
    });
  }

  async #append(batch: Batch): Promise<void> {
    const { ref, projection } = batch.writer;
    const { database, events } = this.#deps;
    batch.outcome = {
      projection: await database.asOrganization(ref.organizationId, (tx) => events.append(tx, ref, batch.events, projection)),
    };
  }

  #settle({ writer, events, outcome }: Batch): void {
    if (outcome === null) return;
    if ('error' in outcome) return this.#putBack(writer, events, outcome.error);
    this.#waiting -= events.length;
    writer.alone = false;
    if (outcome.projection === undefined) return this.#forget(writer);
    writer.projection = outcome.projection;
    this.#deps.feed.grew(writer.ref.callId);
    if (writer.waiting.length > 0) return void this.#next.add(writer);
    this.#done(writer);
    if (writer.projection.endedAtMs !== null) this.#writers.delete(writer.ref.callId);
  }

  /** They are of the next transaction, which is not begun for more than this one had time for. */
  #postpone(batches: readonly Batch[]): void {
    const done = batches.findIndex(({ outcome }) => outcome === null);
    if (done < 0) {
      this.#atOnce = Math.min(CALLS_A_TRANSACTION, this.#atOnce * 2);
      return;
    }
    this.#atOnce = done;
    const later = [...this.#next];
    this.#next.clear();
    for (const { writer, events } of batches.slice(done)) {
      writer.waiting.unshift(...events);
      this.#next.add(writer);
    }
    for (const writer of later) this.#next.add(writer);
  }

  /** Tried again after a while. */
  #putBack(writer: Writer, events: readonly CallEvent[], error: unknown): void {
    writer.waiting.unshift(...events);
    if (this.#closed) return this.#done(writer);
    const { callId } = writer.ref;
    if (!isDatabaseAway(error)) this.#deps.log.error({ err: error, callId }, 'events of a call could not be written; trying again');
    setTimeout(() => {
      this.#next.add(writer);
      void this.#write();
    }, RETRY_MS);
  }

  #done(writer: Writer): void {
    writer.written?.resolve();
    writer.written = null;
  }

  /** There is no such call any more. */
  #forget(writer: Writer): void {
    this.#waiting -= writer.waiting.length;
    this.#writers.delete(writer.ref.callId);
    this.#done(writer);
  }
}
