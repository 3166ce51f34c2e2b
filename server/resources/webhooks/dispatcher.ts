/** Begins a lane for every endpoint that has something to send: told by the transactions that made it so, and by looking now and then. */
import type { Database } from '../../platform/db/database.ts';
import { DELIVERIES_CHANNEL } from '../../platform/outbox/emit.ts';
import type { Log } from '../../platform/log.ts';
import { Lane } from './lane.ts';
import { claim, dueEndpoints, forget, freeAllLanes, giveUp, LANE_MS, release, renew } from './lane-store.ts';
import { Recorder } from './recorder.ts';
import type { Send } from './sender.ts';

/** Retries become due without a word; so does what a node that died left. */
const LOOK_EVERY_MS = 500;
const ENDPOINTS_A_LOOK = 500;
const STOP_WITHIN_MS = 5_000;
const FORGET_EVERY_MS = 3_600_000;

export interface DispatcherDeps {
  database: Database;
  nodeId: string;
  send: Send;
  log: Log;
  /** How long events and deliveries are kept. */
  keptMs: number;
  now?: () => number;
  random?: () => number;
}

export class Dispatcher {
  readonly #deps: DispatcherDeps;
  readonly #recorder: Recorder;
  readonly #lanes = new Map<string, { lane: Lane; over: Promise<void> }>();
  readonly #now: () => number;
  #timers: NodeJS.Timeout[] = [];
  #looking: Promise<void> | null = null;
  #stopping = false;

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
    this.#now = deps.now ?? Date.now;
    this.#recorder = new Recorder(deps.database, deps.log);
  }

  async start(): Promise<() => Promise<void>> {
    const { database, keptMs, log } = this.#deps;
    if (database.kind === 'embedded') await freeAllLanes(database);
    const stopListening = await database.listen(DELIVERIES_CHANNEL, (payload) => {
      if (payload === '') return void this.look();
      for (const id of payload.split(',')) this.wake(id);
    });
    const forgetOld = (): void =>
      void forget(database, new Date(this.#now() - keptMs)).catch((error: unknown) =>
        log.error({ err: error }, 'old events could not be deleted; trying again'),
      );
    this.#timers = [
      setInterval(() => void this.look(), LOOK_EVERY_MS).unref(),
      setInterval(() => this.#renew(), LANE_MS / 3).unref(),
      setInterval(forgetOld, FORGET_EVERY_MS).unref(),
    ];
    return async () => {
      this.#stopping = true;
      for (const timer of this.#timers) clearInterval(timer);
      await stopListening();
      await this.#looking;
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
      .catch((error: unknown) =>
        this.#deps.log.error({ err: error, webhookId }, 'deliveries to a webhook stopped; they go on with the next look'),
      )
      .finally(() => {
        this.#lanes.delete(webhookId);
        if (lane.wasWoken) this.wake(webhookId);
      });
    this.#lanes.set(webhookId, { lane, over });
  }

  /** Wakes every endpoint that has something to send and nobody who sends it. */
  look(): Promise<void> {
    this.#looking ??= dueEndpoints(this.#deps.database, this.#deps.nodeId, new Date(this.#now()), ENDPOINTS_A_LOOK)
      .then((ids) => ids.forEach((id) => this.wake(id)))
      .catch((error: unknown) => this.#deps.log.error({ err: error }, 'due deliveries could not be looked for; trying again'))
      .finally(() => (this.#looking = null));
    return this.#looking;
  }

  /** Resolves when nothing is being sent. */
  async settled(): Promise<void> {
    while (this.#lanes.size > 0) await Promise.all([...this.#lanes.values()].map((one) => one.over));
  }

  /** What is on its way may take longer than this node's word holds. */
  #renew(): void {
    if (this.#lanes.size === 0) return;
    const { database, nodeId, log } = this.#deps;
    renew(database, nodeId, [...this.#lanes.keys()], new Date(this.#now())).catch((error: unknown) =>
      log.error({ err: error }, 'lanes could not be renewed; trying again'),
    );
  }

  #lane(webhookId: string): Lane {
    const { database, nodeId, send, random = Math.random } = this.#deps;
    const time = (): Date => new Date(this.#now());
    return new Lane({
      send,
      claim: (limit, first) => claim(database, { webhookId, nodeId, limit, first }, time()),
      keep: (result) => this.#recorder.keep(result),
      giveUp: (endpoint, reason) => giveUp(database, endpoint, reason, time()),
      release: (unsent) => release(database, webhookId, nodeId, unsent, time()),
      now: this.#now,
      random,
    });
  }
}
