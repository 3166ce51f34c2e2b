/** Begins a lane for every endpoint that has something to send: told by the transactions that made it so, and by polling. */
import type { Database } from '../../platform/db/database.ts';
import { DELIVERIES_CHANNEL } from '../../platform/outbox/emit.ts';
import type { Log } from '../../platform/log.ts';
import { isDatabaseAway, startDueRounds, startRounds } from '../../platform/rounds.ts';
import { Standstill } from '../../platform/standstill.ts';
import { Lane } from './lane.ts';
import * as store from './lane-store.ts';
import { Recorder } from './recorder.ts';
import type { Send } from './sender.ts';

/** Retries become due without a notification; so does what a node that died left. */
const POLL_MS = 500;
const ENDPOINTS_A_POLL = 500;
const STOP_WITHIN_MS = 5_000;
/** A clock that is behind by so much since the last look was set back, not slowed down. */
const STEPPED_MS = 1_000;
const FORGET_EVERY_MS = 3_600_000;

export interface DispatcherDeps {
  database: Database;
  nodeId: string;
  send: Send;
  log: Log;
  /** How long events and deliveries are kept. */
  keptMs: number;
  now?: () => number;
  /** Milliseconds of a clock that nobody sets. */
  elapsed?: () => number;
  random?: () => number;
}

export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly #recorder: Recorder;
  readonly #lanes = new Map<string, { lane: Lane; over: Promise<void> }>();
  readonly #now: () => number;
  readonly #elapsed: () => number;
  readonly #standstill: Standstill;
  #left: readonly store.OtherLane[] = [];
  #polling: Promise<Date | null> | null = null;
  /** The clock less one that nobody sets. */
  #ahead = Infinity;
  #lookAgain: () => void = () => undefined;
  #stopping = false;

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
    this.#now = deps.now ?? Date.now;
    this.#elapsed = deps.elapsed ?? (() => performance.now());
    this.#standstill = new Standstill(this.#elapsed);
    this.#recorder = new Recorder(deps.database, deps.log);
  }

  /** Returns the way to stop, which waits a while for what is on its way. */
  async start(): Promise<() => Promise<void>> {
    const { database } = this.#deps;
    if (database.kind === 'embedded') await database.asSystem(store.freeAllLanes);
    const stopListening = await database.listen(DELIVERIES_CHANNEL, (payload) => {
      if (payload === '') return this.#lookAgain();
      for (const id of payload.split(',')) this.wake(id);
    });
    const stopRounds = this.#startRounds();
    return async () => {
      this.#stopping = true;
      await Promise.all(stopRounds.map((stop) => stop()));
      await stopListening();
      await this.#polling?.catch(() => undefined);
      for (const { lane } of this.#lanes.values()) lane.stop();
      const tooLate = AbortSignal.timeout(STOP_WITHIN_MS);
      await Promise.race([
        Promise.all([...this.#lanes.values()].map((one) => one.over)),
        new Promise((resolve) => tooLate.addEventListener('abort', resolve, { once: true })),
      ]);
    };
  }

  wake(webhookId: string): void {
    if (this.#stopping) return;
    const known = this.#lanes.get(webhookId);
    if (known !== undefined) return known.lane.wake();
    const lane = this.#lane(webhookId);
    const over = lane
      .run()
      .catch((error: unknown) => this.#report(error, 'deliveries to a webhook stopped; they go on with the next poll', webhookId))
      .finally(() => {
        this.#lanes.delete(webhookId);
        // It may have left what is to be tried again later.
        this.#lookAgain();
        if (lane.wasWoken) this.wake(webhookId);
      });
    this.#lanes.set(webhookId, { lane, over });
  }

  /** Wakes every endpoint that has something to send and nobody who sends it; resolves to when the next has. */
  poll(): Promise<Date | null> {
    const { database, nodeId } = this.#deps;
    this.#polling ??= database
      .asSystem(async (tx) => {
        const ahead = this.#now() - this.#elapsed();
        // The first look as well: it may have been set while no server ran.
        if (ahead < this.#ahead - STEPPED_MS) await store.dueAfterStep(tx, new Date(this.#now()));
        const { left, nextMs } = this.#leftAlone(await store.selectOtherLanes(tx, nodeId));
        this.#left = left;
        const ids = await store.selectDueEndpoints(tx, nodeId, this.#times(), ENDPOINTS_A_POLL);
        const due = (await store.selectNextDue(tx))?.getTime() ?? Infinity;
        const next = Math.min(due, this.#now() + nextMs);
        return { ahead, ids, next: next === Infinity ? null : new Date(next) };
      })
      .then(({ ahead, ids, next }) => {
        this.#ahead = ahead;
        ids.forEach((id) => this.wake(id));
        return next;
      })
      .finally(() => (this.#polling = null));
    return this.#polling;
  }

  /** Resolves when nothing is being sent. */
  async settled(): Promise<void> {
    while (this.#lanes.size > 0) await Promise.all([...this.#lanes.values()].map((one) => one.over));
  }

  #startRounds(): (() => Promise<void>)[] {
    const { database, keptMs, log } = this.#deps;
    const rounds = (everyMs: number, work: () => Promise<void>, failure: string): (() => Promise<void>) =>
      startRounds({ everyMs, work, onFailed: (error) => log.error({ err: error }, failure) });
    const forget = (): Promise<void> => database.asSystem((tx) => store.deleteEventsBefore(tx, new Date(this.#now() - keptMs)));
    const polls = startDueRounds({
      everyMs: POLL_MS,
      work: () => this.poll(),
      onFailed: (error) => log.error({ err: error }, 'due deliveries could not be polled for; trying again'),
    });
    this.#lookAgain = () => polls.wake();
    return [
      () => polls.stop(),
      rounds(store.LEASE_MS / 3, () => this.#renew(), 'lanes could not be renewed; trying again'),
      rounds(FORGET_EVERY_MS, forget, 'old events could not be deleted; trying again'),
    ];
  }

  /** Lanes that stand as they are for as long as no lease does, and when the next will. While the database is away nobody can renew any. */
  #leftAlone(lanes: readonly store.OtherLane[]): { left: store.OtherLane[]; nextMs: number } {
    const { steadyMs } = this.#deps.database;
    const still = this.#standstill.look(lanes.map((lane) => [lane.webhookId, `${String(lane.nodeId)} ${lane.until}`]));
    let nextMs = Infinity;
    const left = lanes.filter(({ webhookId }) => {
      const leftMs = store.LEASE_MS - Math.min(still.get(webhookId) ?? 0, steadyMs);
      if (leftMs > 0) nextMs = Math.min(nextMs, leftMs);
      return leftMs <= 0;
    });
    return { left, nextMs };
  }

  #times(): store.LaneTimes {
    return { now: new Date(this.#now()), left: this.#left };
  }

  #report(error: unknown, message: string, webhookId?: string): void {
    if (!isDatabaseAway(error)) this.#deps.log.error({ err: error, webhookId }, message);
  }

  /** What is on its way may take longer than the lease holds. */
  async #renew(): Promise<void> {
    if (this.#lanes.size === 0) return;
    const { database, nodeId } = this.#deps;
    await database.asSystem((tx) => store.renew(tx, nodeId, [...this.#lanes.keys()]));
  }

  #lane(webhookId: string): Lane {
    const { database, nodeId, send, random = Math.random } = this.#deps;
    const time = (): Date => new Date(this.#now());
    return new Lane({
      send,
      claim: (limit, first) => database.asSystem((tx) => store.claim(tx, { webhookId, nodeId, limit, first }, this.#times())),
      keep: (result) => this.#recorder.keep(result),
      giveUp: (endpoint, reason) => database.asSystem((tx) => store.giveUp(tx, endpoint, reason, time())),
      release: (unsent) => database.asSystem((tx) => store.release(tx, { webhookId, nodeId }, unsent, time())),
      now: this.#now,
      random,
    });
  }
}
