/** No call stays open for ever: leases are renewed, and what nobody holds is closed with its reason. */
import type { CallLog } from '../../live/call-events/call-log.ts';
import type { Config } from '../../config.ts';
import type { Log } from '../../platform/log.ts';
import type { Recordings } from '../../live/recordings/recordings.ts';
import type { CallRow, CallStore } from './call-store.ts';

export const LEASE_MS = 30_000;
const RENEW_MS = 10_000;

export interface SupervisionDeps {
  nodeId: string;
  calls: CallStore;
  callLog: CallLog;
  recordings: Recordings;
  /** Ids of the calls that this node's media processes carry. */
  held: () => readonly string[];
  log: Log;
  config: Pick<Config, 'registeredCallTimeoutMs' | 'databaseUrl'>;
}

export class Supervision {
  readonly #deps: SupervisionDeps;
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<void> = Promise.resolve();

  constructor(deps: SupervisionDeps) {
    this.#deps = deps;
  }

  /** Closes what earlier runs left open, then watches. The embedded database has one server, so whatever is open at its start is lost. */
  async start(): Promise<void> {
    await this.#closeLost(this.#deps.config.databaseUrl === undefined);
    this.#timer = setInterval(() => {
      this.#round = this.#round
        .then(() => this.watch())
        .catch((error: unknown) => this.#deps.log.error({ err: error }, 'the supervision of calls failed; it goes on'));
    }, RENEW_MS);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#round;
  }

  /** One round. A call of this node that no media process carries any more lapses like those of a dead node. */
  async watch(now: number = Date.now()): Promise<void> {
    const { calls, nodeId, config, callLog, held } = this.#deps;
    await calls.renew(nodeId, held(), new Date(now + LEASE_MS));
    await this.#closeLost(false, now);
    for (const call of await calls.neverConnected(new Date(now - config.registeredCallTimeoutMs))) {
      await callLog.close(call.organizationId, call.id, 'registered_call_timeout');
    }
  }

  async #closeLost(everyNode: boolean, now: number = Date.now()): Promise<void> {
    for (const call of await this.#deps.calls.abandoned(new Date(now), everyNode)) await this.#closeOne(call);
  }

  async #closeOne({ organizationId, id, recordingPath }: CallRow): Promise<void> {
    const { recordings, calls, callLog, log } = this.#deps;
    const durationMs = recordingPath === null ? await recordings.repair(organizationId, id) : null;
    if (durationMs !== null) await calls.keepRecording(organizationId, id, recordings.pathOf(organizationId, id), durationMs);
    await callLog.close(organizationId, id, 'error_node_lost');
    log.warn({ callId: id }, 'a call was left open by a server that is gone; it is closed as error_node_lost');
  }
}
