/**
 * Appends to a call's log: the events, the rows that they project into and all that follows from them, in one transaction. What
 * follows is the projectors' business: they are handed in, so that the log knows nobody who reads it.
 */
import type { CallEvent } from '@parley/contract';
import type { Transaction } from '../../platform/db/database.ts';
import { storable } from '../../platform/db/storable-text.ts';
import type { CallRef } from './call-ref.ts';
import { insertEvents, selectEvents } from './event-store.ts';
import { lockCall, selectRows, updateProjected, type CallBefore, type CallRows } from './projected-rows.ts';
import { emptyProjection, project, type Projection } from './projection.ts';

/** What a batch of events changed. */
export interface CallChange extends CallRef {
  before: CallBefore;
  /** The rows as they are now, read when somebody asks for them. */
  rows: () => Promise<CallRows>;
  /** Those of the batch that were not in the log before. */
  fresh: readonly CallEvent[];
  projection: Projection;
  /** Somebody connected with this batch; true once a call. */
  begins: boolean;
  /** The call ended with this batch; true once a call. */
  ends: boolean;
}

/** Brings what follows from a change into the change's own transaction. */
export type Projector = (tx: Transaction, change: CallChange) => Promise<void>;

/** For each of a union's members by itself. */
type Unnumbered<T> = T extends unknown ? Omit<T, 'seq'> : never;

/** Longer ago than this no call begins of which events still come. */
const BELIEVED_MS = 3_600_000;

/** NUL, or half of a surrogate pair (which `JSON.stringify` escapes). */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/;

/** Callers and models can say what JSONB cannot hold; a log that stops there would be worse than a replaced character. */
function storableEvent(event: CallEvent): CallEvent {
  const json = JSON.stringify(event);
  if (!UNSTORABLE.test(json)) return event;
  return JSON.parse(json, (_key, value: unknown) => (typeof value === 'string' ? storable(value) : value)) as CallEvent;
}

function endOf({ endedAtMs }: Projection, startedAt: Date | null, before: CallBefore): Date | null {
  if (endedAtMs === null) return null;
  return startedAt === null ? (before.endedAt ?? new Date(Date.now() + endedAtMs)) : new Date(startedAt.getTime() + endedAtMs);
}

/** A call begins when its process says, also where its events had to wait; a time that cannot be is not believed. */
function startOf(fresh: readonly CallEvent[]): Date {
  const now = Date.now();
  const said = fresh.flatMap(({ event }) => (event.type === 'call.started' ? [Date.parse(event.wall_time ?? '')] : []))[0];
  return new Date(said !== undefined && said <= now && said > now - BELIEVED_MS ? said : now);
}

async function rowsOf(tx: Transaction, ref: CallRef): Promise<CallRows> {
  const rows = await selectRows(tx, ref);
  // Locked by this transaction: nobody else can have deleted it.
  if (rows === undefined) throw new Error('A call that is being written is gone.');
  return rows;
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}

export class EventLog {
  readonly #projectors: readonly Projector[];

  /** The projectors run in this order. */
  constructor(projectors: readonly Projector[]) {
    this.#projectors = projectors;
  }

  /**
   * Appends events in order; those that are there already are left out. `known` is the projection up to the row's last seq
   * where the caller still has it; otherwise the log is projected anew. Undefined when there is no such call.
   */
  async append(tx: Transaction, ref: CallRef, given: readonly CallEvent[], known?: Projection): Promise<Projection | undefined> {
    const before = await lockCall(tx, ref);
    if (before === undefined) return undefined;
    // Another node took the call's for dead and closed it: what its process still says comes too late.
    const told = before.endedAt === null ? given : given.filter(({ kind }) => kind === 'finding');
    const fresh = told.map(storableEvent).filter((event) => event.seq > before.lastSeq);
    await insertEvents(tx, ref, fresh);
    const knows = known?.lastSeq === before.lastSeq;
    const projection = project(knows ? known : emptyProjection, knows ? fresh : await selectEvents(tx, ref.callId, 0));
    const startedAt = before.startedAt ?? (projection.begun ? startOf(fresh) : null);
    const endedAt = endOf(projection, startedAt, before);
    await updateProjected(tx, ref, {
      // A row that no event was projected into yet holds its defaults.
      from: knows && before.lastSeq > 0 ? { projection: known, times: before } : null,
      to: { projection, times: { startedAt, endedAt } },
    });
    const change: CallChange = {
      ...ref,
      before,
      rows: once(() => rowsOf(tx, ref)),
      fresh,
      projection,
      begins: before.startedAt === null && startedAt !== null,
      ends: before.endedAt === null && endedAt !== null,
    };
    for (const followUp of this.#projectors) await followUp(tx, change);
    return projection;
  }

  /** Appends an event behind the call's last; nothing when there is no such call. */
  async appendNext(tx: Transaction, ref: CallRef, event: Unnumbered<CallEvent>): Promise<void> {
    const call = await lockCall(tx, ref);
    if (call !== undefined) await this.append(tx, ref, [{ ...event, seq: call.lastSeq + 1 }]);
  }
}
