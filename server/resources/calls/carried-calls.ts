/** The calls that a node carries, as their rows tell it: claimed under a lease, which is renewed until the call is over. */
import type { CallKeeper, KeptRecording } from '../../live/call-host/call-host.ts';
import type { CallRef } from '../../live/call-events/call-ref.ts';
import { keepOnDisk } from '../../live/recordings/recording-rows.ts';
import { TAKE_OVER_AFTER_MS, type Database } from '../../platform/db/database.ts';
import { notePeak, OF_LIVE_CALLS, requireQuota } from '../usage/metering.ts';
import * as store from './call-store.ts';

export interface NodeIdentity {
  /** Of this run of the server. */
  nodeId: string;
  /** What people call it; it stays. */
  nodeName: string;
}

export class CarriedCalls implements CallKeeper {
  readonly #database: Database;
  readonly #nodeId: string;
  readonly #nodeName: string;

  constructor(database: Database, { nodeId, nodeName }: NodeIdentity) {
    this.#database = database;
    this.#nodeId = nodeId;
    this.#nodeName = nodeName;
  }

  /** Claims a registered call for this node; undefined when it has begun or ended already. Throws `quota_exceeded`. */
  claim(ref: CallRef): Promise<store.CallRow | undefined> {
    const { organizationId } = ref;
    const now = Date.now();
    return this.#database.asOrganization(organizationId, async (tx) => {
      const registered = await store.selectUnclaimed(tx, ref);
      if (registered === undefined) return undefined;
      await requireQuota(tx, { organizationId, apiKeyId: registered.apiKeyId }, OF_LIVE_CALLS, now);
      const claimed = await store.claimCall(tx, ref, { nodeId: this.#nodeId, nodeName: this.#nodeName });
      if (claimed !== undefined) await notePeak(tx, organizationId, claimed, now);
      return claimed;
    });
  }

  /** The client did not get as far as a call: another attempt may. */
  release(ref: CallRef): Promise<void> {
    return this.#database.asOrganization(ref.organizationId, (tx) => store.releaseCall(tx, ref));
  }

  async keepRecording(ref: CallRef, { path, durationMs }: KeptRecording): Promise<void> {
    const kept = { path, durationMs, node: this.#nodeName };
    await this.#database.asOrganization(ref.organizationId, (tx) => keepOnDisk(tx, ref, kept));
  }

  /** The other nodes see for as long as this process lives that it does. */
  announce(): Promise<void> {
    return this.#database.hold(this.#nodeId);
  }

  async renew(callIds: readonly string[]): Promise<void> {
    if (callIds.length > 0) await this.#database.asSystem((tx) => store.renewLeases(tx, this.#nodeId, callIds));
  }

  /** Calls of nodes that are dead. None shortly after an outage, in which nobody could renew. */
  async abandoned(aheadMs: number): Promise<store.CallRow[]> {
    const { kind, steadyMs } = this.#database;
    if (steadyMs < TAKE_OVER_AFTER_MS) return [];
    return this.#database.asSystem((tx) => store.selectAbandoned(tx, { kind, nodeId: this.#nodeId, aheadMs }));
  }

  /** Calls that any node has claimed. */
  claimed(): Promise<store.CallRow[]> {
    return this.#database.asSystem(store.selectClaimed);
  }

  /** Registered calls that nobody has connected to for so long. */
  neverConnected(forMs: number, aheadMs: number): Promise<store.CallRow[]> {
    return this.#database.asSystem((tx) => store.selectNeverConnected(tx, forMs, aheadMs));
  }
}
