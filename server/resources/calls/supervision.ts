/** No call stays open for ever: leases are renewed, and what nobody carries is closed with its reason. */
import type { DisconnectionReason } from '@parley/contract';
import { refOf } from '../../live/call-events/call-ref.ts';
import type { CallLog } from '../../live/call-events/call-log.ts';
import type { Config } from '../../config.ts';
import type { Log } from '../../platform/log.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { Recordings } from '../../live/recordings/recordings.ts';
import { startDueRounds } from '../../platform/rounds.ts';
import { Standstill } from '../../platform/standstill.ts';
import type { OpenCall } from './call-store.ts';
import type { CarriedCalls } from './carried-calls.ts';
import { limitOf, RENEW_MS, SILENT_MS, standOf } from './call-watch.ts';

/** Rounds are no closer than that. */
const SOONEST_MS = 500;
/** A dead node leaves many calls: some connections of the pool close them, the others are left to the living. */
const CLOSED_AT_ONCE = 6;

export interface SupervisionDeps {
  calls: CarriedCalls;
  callLog: CallLog;
  recordings: Recordings;
  /** Ids of the calls that this node's media processes carry. */
  held: () => readonly string[];
  /** Ends a call here that has an end already; false when it does not run here. */
  letGo: (callId: string) => boolean;
  log: Log;
  config: Pick<Config, 'registeredCallTimeoutMs' | 'databaseUrl'>;
  /** Milliseconds of a clock that nobody sets. */
  now?: () => number;
}

type Lost = Pick<OpenCall, 'id' | 'organizationId' | 'recordingPath' | 'recordingDurationMs'>;

interface Left {
  call: OpenCall;
  reason: DisconnectionReason;
}

export class Supervision {
  readonly #deps: SupervisionDeps;
  readonly #standstill: Standstill;

  constructor(deps: SupervisionDeps) {
    this.#deps = deps;
    this.#standstill = new Standstill(deps.now);
  }

  /**
   * Closes what earlier runs left open, then watches; returns the way to stop. The embedded database has one server, so whatever is
   * open at its start is lost.
   */
  async start(): Promise<() => Promise<void>> {
    const { config, log } = this.#deps;
    if (config.databaseUrl === undefined) await this.closeLost();
    await this.#deps.calls.announce();
    const rounds = startDueRounds({
      everyMs: SOONEST_MS,
      work: async () => new Date(Date.now() + (await this.watch())),
      onFailed: (error) => log.error({ err: error }, 'the supervision of calls failed; it goes on'),
    });
    return () => rounds.stop();
  }

  /**
   * One round, as if it were `aheadMs` later. A call of this node that no media process carries any more lapses like those of a dead node.
   * Resolves to when the next is due, in ms.
   */
  async watch(aheadMs = 0): Promise<number> {
    const { calls, held, letGo } = this.#deps;
    const carried = new Set(held());
    await calls.renew([...carried]);
    const open = await calls.open();
    const { left, nextMs } = this.#leftAlone(
      open.filter(({ id }) => !carried.has(id)),
      aheadMs,
    );
    await this.#each(left, (one) => this.#close(one));
    // This node was taken for dead, and nothing that is said in the call can be kept.
    const alive = new Set(open.map(({ id }) => id));
    for (const id of carried) if (!alive.has(id)) letGo(id);
    return nextMs;
  }

  /** Closes every call that is open, whoever carries it: for the start of the only server there is. */
  async closeLost(): Promise<void> {
    await this.#each(await this.#deps.calls.claimed(), (row) => this.#closeLost(row, () => Promise.resolve(true)));
  }

  /** What has stood still for too long, and when the next round is due because of what has not yet. */
  #leftAlone(open: readonly OpenCall[], aheadMs: number): { left: Left[]; nextMs: number } {
    const { calls, config } = this.#deps;
    const still = this.#standstill.look(open.map((call) => [call.id, standOf(call)]));
    // While the database is away nobody can renew anything.
    const { steadyMs, nodeId } = calls;
    let nextMs = RENEW_MS;
    const left = open.flatMap((call): Left[] => {
      const { afterMs, reason } = limitOf(call, { nodeId, registeredCallTimeoutMs: config.registeredCallTimeoutMs });
      const leftMs = afterMs - Math.min(still.get(call.id) ?? 0, steadyMs) - aheadMs;
      if (leftMs <= 0) return [{ call, reason }];
      if (leftMs <= SILENT_MS) nextMs = Math.min(nextMs, leftMs);
      return [];
    });
    return { left, nextMs };
  }

  /** Some at once; one that cannot be closed now is tried again with the next round, and keeps no other from it. */
  async #each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
    const failures: unknown[] = [];
    const waiting = [...all];
    const one = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        await work(next).catch((error: unknown) => failures.push(error));
    };
    await Promise.all(Array.from({ length: CLOSED_AT_ONCE }, one));
    const [failure] = failures;
    if (failure !== undefined) throw failure instanceof Error ? failure : new Error('a call could not be closed', { cause: failure });
  }

  async #close({ call, reason }: Left): Promise<void> {
    const { calls, callLog } = this.#deps;
    const when = (tx: Transaction): Promise<boolean> => calls.stands(tx, call);
    if (reason === 'error_node_lost') await this.#closeLost(call, when);
    else await callLog.close(refOf(call), reason, { when });
  }

  async #closeLost(call: Lost, when: (tx: Transaction) => Promise<boolean>): Promise<void> {
    const ref = refOf(call);
    const { recordings, calls, callLog, log } = this.#deps;
    const durationMs = call.recordingPath === null ? await recordings.repair(ref) : null;
    if (durationMs !== null) await calls.keepRecording(ref, { path: recordings.pathOf(ref), durationMs });
    if (!(await callLog.close(ref, 'error_node_lost', { recordedMs: durationMs ?? call.recordingDurationMs, when }))) return;
    if (durationMs !== null) recordings.kept(ref);
    log.warn({ callId: ref.callId }, 'a call was left open by a server that is gone; it is closed as error_node_lost');
  }
}
