/** The calls that a node carries, as their rows tell it: claimed under a lease, which is renewed until the call is over. */
import type { CallKeeper, KeptRecording } from '../../live/call-host/call-host.ts';
import { refOf, type CallRef } from '../../live/call-events/call-ref.ts';
import { keepOnDisk } from '../../live/recordings/recording-rows.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { notePeak, OF_LIVE_CALLS, requireQuota } from '../usage/metering.ts';
import * as store from './call-store.ts';
import { standOf } from './call-watch.ts';

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

  /** Of this run of the server. */
  get nodeId(): string {
    return this.#nodeId;
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

  /** Every call that is not over, whoever carries it. */
  open(): Promise<store.OpenCall[]> {
    return this.#database.asSystem((tx) => store.selectOpen(tx, this.#database.kind));
  }

  /** For how long the nodes could renew what they carry. */
  get steadyMs(): number {
    return this.#database.steadyMs;
  }

  /** Whether the call still stands as it was seen: in the meantime it may have been claimed, renewed or ended. */
  async stands(tx: Transaction, seen: store.OpenCall): Promise<boolean> {
    const now = await store.selectOpenOne(tx, this.#database.kind, refOf(seen));
    return now !== undefined && standOf(now) === standOf(seen);
  }

  /** Calls that any node has claimed. */
  claimed(): Promise<store.CallRow[]> {
    return this.#database.asSystem(store.selectClaimed);
  }
}
