/** No call stays open for ever: leases are renewed, and what nobody holds is closed with its reason. */
import { refOf } from '../../live/call-events/call-ref.ts';
import type { CallLog } from '../../live/call-events/call-log.ts';
import type { Config } from '../../config.ts';
import type { Log } from '../../platform/log.ts';
import type { Recordings } from '../../live/recordings/recordings.ts';
import { startRounds } from '../../platform/rounds.ts';
import type { CallRow } from './call-store.ts';
import type { CarriedCalls } from './carried-calls.ts';

/** A dead node's calls are closed within 10 s of silence, a round and the time that closing takes: 15 s. */
const RENEW_MS = 3_000;

export interface SupervisionDeps {
  calls: CarriedCalls;
  callLog: CallLog;
  recordings: Recordings;
  /** Ids of the calls that this node's media processes carry. */
  held: () => readonly string[];
  log: Log;
  config: Pick<Config, 'registeredCallTimeoutMs' | 'databaseUrl'>;
}

export class Supervision {
  readonly #deps: SupervisionDeps;

  constructor(deps: SupervisionDeps) {
    this.#deps = deps;
  }

  /**
   * Closes what earlier runs left open, then watches; returns the way to stop. The embedded database has one server, so whatever is
   * open at its start is lost.
   */
  async start(): Promise<() => Promise<void>> {
    const { config, log } = this.#deps;
    if (config.databaseUrl === undefined) await this.closeLost();
    await this.#deps.calls.announce();
    return startRounds({
      everyMs: RENEW_MS,
      work: () => this.watch(),
      onFailed: (error) => log.error({ err: error }, 'the supervision of calls failed; it goes on'),
    });
  }

  /** One round, as if it were `aheadMs` later. A call of this node that no media process carries any more lapses like those of a dead node. */
  async watch(aheadMs = 0): Promise<void> {
    const { calls, config, callLog, held } = this.#deps;
    const carried = held();
    await calls.renew(carried);
    // What this node carries is not lost, whatever the leases say.
    for (const call of await calls.abandoned(aheadMs)) if (!carried.includes(call.id)) await this.#closeOne(call);
    for (const call of await calls.neverConnected(config.registeredCallTimeoutMs, aheadMs))
      await callLog.close(refOf(call), 'registered_call_timeout');
  }

  /** Closes every call that is open, whoever carries it: for the start of the only server there is. */
  async closeLost(): Promise<void> {
    for (const call of await this.#deps.calls.claimed()) await this.#closeOne(call);
  }

  async #closeOne(call: CallRow): Promise<void> {
    const ref = refOf(call);
    const { recordings, calls, callLog, log } = this.#deps;
    const durationMs = call.recordingPath === null ? await recordings.repair(ref) : null;
    if (durationMs !== null) await calls.keepRecording(ref, { path: recordings.pathOf(ref), durationMs });
    await callLog.close(ref, 'error_node_lost', { recordedMs: durationMs ?? call.recordingDurationMs });
    if (durationMs !== null) recordings.kept(ref);
    log.warn({ callId: ref.callId }, 'a call was left open by a server that is gone; it is closed as error_node_lost');
  }
}
