/** Calls: registered by the API, joined by a client, ended by anyone, read afterwards. */
import { refOf } from '../../live/call-events/call-ref.ts';
import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  AppError,
  type Call,
  type CallEvent,
  type CallListItem,
  type CreateCall,
  type CreatedCall,
  type Page,
  isOver,
} from '@parley/contract';
import { blamingOverride, withOverride } from '../agents/agent-override.ts';
import type { Agents } from '../agents/agent-service.ts';
import { asAppError, withVariables, type Readiness, type Unready } from '../agents/readiness.ts';
import type { ClientTokens } from '../../access/tokens/client-token.ts';
import type { CallHost, MediaConnection } from '../../live/call-host/call-host.ts';
import type { CallStart } from '../../live/call-host/channel.ts';
import type { CallSecrets } from '../../live/models/secrets.ts';
import type { CallLog } from '../../live/call-events/call-log.ts';
import type { LiveFeed } from '../../live/call-events/live-feed.ts';
import type { Config } from '../../config.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { requireRevision, type WantedRevision } from '../../platform/http/etag.ts';
import { patchedMetadata } from '../../platform/http/metadata.ts';
import { sortedPageOf } from '../../platform/http/paging.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Place, Room } from '../../platform/http/room.ts';
import { found } from '../../platform/http/found.ts';
import { newId } from '../../platform/ids.ts';
import type { RecordingCare } from '../../live/recordings/recording-care.ts';
import type { CallControl } from './call-control.ts';
import { presentCall, presentListed } from './call-presentation.ts';
import * as store from './call-store.ts';
import { findRecording, type FoundRecording } from './found-recording.ts';
import type { CarriedCalls } from './carried-calls.ts';
import { snapshotColumns } from '../agents/snapshot-columns.ts';
import { OF_CALLS, requireQuota } from '../usage/metering.ts';

export interface CallServiceDeps {
  database: Database;
  carried: CarriedCalls;
  agents: Agents;
  readiness: Readiness;
  clientTokens: ClientTokens;
  host: CallHost;
  control: CallControl;
  callLog: CallLog;
  feed: LiveFeed;
  recordingCare: Pick<RecordingCare, 'recordings' | 'storage' | 'removals'>;
  config: Pick<Config, 'webrtc' | 'nodeName'>;
  /** Whether the organization's calls are recorded. */
  records: (organizationId: string) => Promise<boolean>;
  secretsOf: (organizationId: string, agent: store.CallRow['agentSnapshot']) => Promise<CallSecrets>;
}

const TURN_TTL_S = 3_600;

export interface FollowedCall {
  organizationId: string;
  id: string;
  afterSeq: number;
  onEvent: (event: CallEvent) => void;
  onEnd: () => void;
}

export class Calls {
  readonly #deps: CallServiceDeps;

  constructor(deps: CallServiceDeps) {
    this.#deps = deps;
  }

  /** Of calls, at this node. */
  get room(): Room {
    return this.#deps.host;
  }

  /** `origin`: where the client reaches this server, for the media URLs. `place`: the one that is kept for the call; absent: one is sought. */
  async create(
    principal: Pick<Principal, 'organizationId' | 'keyId'>,
    input: CreateCall,
    origin: string,
    place: Place = this.#deps.host.reserve(),
  ): Promise<CreatedCall> {
    try {
      const row = await this.#register(principal, input);
      place.keepFor(row.id);
      return { ...presentCall(row, []), ...(await this.#entrances(row, origin)) };
    } catch (error) {
      place.release();
      throw error;
    }
  }

  async #register({ organizationId, keyId }: Pick<Principal, 'organizationId' | 'keyId'>, input: CreateCall): Promise<store.CallRow> {
    const agent = withOverride(await this.#deps.agents.snapshotNamedBy(organizationId, input), input.agent_override, 'voice');
    const { config } = agent.snapshot;
    await this.#deps.readiness.requireForCall(organizationId, config, input.variables).catch(blamingOverride(agent));
    if (input.type === 'phone') throw new AppError('trunk_not_configured');
    const row = await this.#in(organizationId, async (tx) => {
      await requireQuota(tx, { organizationId, apiKeyId: keyId }, OF_CALLS, Date.now());
      return store.insertCall(tx, {
        id: newId('call'),
        organizationId,
        transport: input.transport,
        ...snapshotColumns(agent),
        metadata: input.metadata,
        variables: input.variables,
        apiKeyId: keyId,
      });
    });
    if (row === undefined) throw new AppError('internal');
    return row;
  }

  async get(organizationId: string, id: string): Promise<Call> {
    return this.#shown(await this.#row(organizationId, id));
  }

  async list(organizationId: string, query: store.CallSelection): Promise<Page<CallListItem>> {
    const rows = await this.#in(organizationId, (tx) => store.selectCalls(tx, organizationId, query));
    return sortedPageOf(rows, { ...query, columns: store.CALL_SORTS }, presentListed(query.fields));
  }

  count(organizationId: string, query: Omit<store.CallSelection, 'limit' | 'sort'>): Promise<number> {
    return this.#in(organizationId, (tx) => store.countCalls(tx, organizationId, query));
  }

  /** JSON merge patch of the metadata. */
  async updateMetadata(organizationId: string, id: string, patch: unknown, revision: WantedRevision): Promise<Call> {
    const ref = { organizationId, callId: id };
    const row = await this.#in(organizationId, async (tx) => {
      const known = found(await store.lockCall(tx, ref));
      requireRevision(revision, known.revision);
      const metadata = patchedMetadata(known.metadata, patch);
      if (isDeepStrictEqual(metadata, known.metadata)) return known;
      return found(await store.updateCall(tx, ref, { metadata, revision: known.revision + 1 }));
    });
    return this.#shown(row);
  }

  /** Ends a live call, whichever node carries it; a registered one is closed at once. */
  async end(organizationId: string, id: string): Promise<void> {
    const row = await this.#row(organizationId, id);
    if (isOver(row.status)) throw new AppError('conflict', { detail: 'The call has ended already.' });
    if (row.nodeId === null) {
      await this.#deps.callLog.close(refOf(row), 'api_hangup');
      this.#deps.host.leave(id);
    } else await this.#deps.control.send(organizationId, id, { kind: 'hang_up' });
  }

  /** Tells the model of a live call something; it heeds it from its next answer on. */
  async inject(organizationId: string, id: string, content: string): Promise<void> {
    const row = await this.#row(organizationId, id);
    if (row.status !== 'ongoing') throw new AppError('call_not_live');
    await this.#deps.control.send(organizationId, id, { kind: 'inject', content });
  }

  async remove(organizationId: string, id: string, revision: WantedRevision = null): Promise<void> {
    const ref = { organizationId, callId: id };
    const removed = await this.#in(organizationId, async (tx) => {
      requireRevision(revision, found(await store.lockCall(tx, ref)).revision);
      return store.deleteCall(tx, ref);
    });
    if (removed === undefined) throw new AppError('conflict', { detail: 'The call is still going on; end it first.' });
    this.#deps.host.leave(id);
    const { removals, recordings } = this.#deps.recordingCare;
    await removals.follow(recordings.pathOf(ref));
  }

  async events(organizationId: string, id: string, afterSeq: number): Promise<CallEvent[]> {
    await this.#row(organizationId, id);
    return this.#deps.callLog.read({ organizationId, callId: id }, afterSeq);
  }

  /** Calls back for every event after `afterSeq`, in order and once, until the call has ended or the returned function is called. */
  async follow({ organizationId, id, afterSeq, onEvent, onEnd }: FollowedCall): Promise<() => void> {
    await this.#row(organizationId, id);
    let last = afterSeq;
    let reading: Promise<void> | null = null;
    let again = false;
    const read = async (): Promise<void> => {
      do {
        again = false;
        const events = await this.#deps.callLog.read({ organizationId, callId: id }, last);
        for (const event of events) onEvent(event);
        last = events.at(-1)?.seq ?? last;
        // Findings come after the end: a reader that has the end already comes back for them.
        if (events.some(({ kind, event }) => event.type === 'call.ended' || kind === 'finding')) return onEnd();
      } while (again);
    };
    const readOn = (): void => {
      if (reading !== null) {
        again = true;
        return;
      }
      reading = read()
        .catch(() => onEnd())
        .finally(() => (reading = null));
    };
    const stop = this.#deps.feed.onGrowth(id, readOn);
    readOn();
    return stop;
  }

  /** Throws `not_found` when there is none, `recording_unavailable` when it cannot be had from this node. */
  async recording(organizationId: string, id: string): Promise<FoundRecording> {
    const { recordingCare, config, database } = this.#deps;
    return findRecording(await this.#row(organizationId, id), { ...recordingCare, nodeName: config.nodeName, database });
  }

  async offer(organizationId: string, id: string, sdp: string): Promise<string> {
    // Said before the call is claimed; what else may be wrong with an offer, the media process finds.
    if (!/^v=0\r?\n/.test(sdp) || !/^m=audio /m.test(sdp)) throw new AppError('invalid_sdp');
    const { start, unready } = await this.#claim(organizationId, id);
    if (unready !== null) {
      await this.#deps.callLog.close({ organizationId, callId: id }, `error_${unready.code}`, { message: unready.message });
      throw asAppError(unready);
    }
    try {
      return await this.#deps.host.offer(organizationId, start, sdp);
    } catch (error) {
      // A call that the media process holds in spite of the error is its own to end.
      if (!this.#deps.host.owns(id)) await this.#deps.carried.release({ organizationId, callId: id });
      throw error;
    }
  }

  async upgrade(id: string, token: string, connection: MediaConnection): Promise<void> {
    const { organizationId } = await this.#deps.clientTokens.verify(token, id);
    const { start } = await this.#claim(organizationId, id);
    try {
      await this.#deps.host.upgrade(organizationId, start, connection);
    } catch (error) {
      if (!this.#deps.host.owns(id)) await this.#deps.carried.release({ organizationId, callId: id });
      throw error;
    }
  }

  /** Throws `busy` without room. `unready`: since the call was registered its agent's provider may have lost its key, or the server its engine. */
  async #claim(organizationId: string, id: string): Promise<{ start: CallStart; unready: Unready | null }> {
    const { host } = this.#deps;
    // Before anything is asked of the database.
    host.enter(id);
    return this.#claimInRoom(organizationId, id).catch((error: unknown) => {
      host.leave(id);
      throw error;
    });
  }

  async #claimInRoom(organizationId: string, id: string): Promise<{ start: CallStart; unready: Unready | null }> {
    const { carried, host } = this.#deps;
    const ref = { organizationId, callId: id };
    await this.#row(organizationId, id);
    host.requireReady();
    const row = await carried.claim(ref);
    if (row === undefined) throw new AppError('call_not_registered');
    const { agentSnapshot: agent, variables, transport } = row;
    const { secretsOf, records, readiness } = this.#deps;
    const prepare = Promise.all([
      secretsOf(organizationId, agent),
      records(organizationId),
      readiness.refusal(organizationId, withVariables(agent.config, variables), 'voice'),
    ]);
    const [secrets, record, unready] = await prepare.catch(async (error: unknown) => {
      await carried.release(ref);
      throw error;
    });
    const refusal = unready && { code: unready.code, message: unready.message };
    return { start: { callId: id, organizationId, agent, variables, transport, secrets, record, refusal }, unready };
  }

  /** Defects are rare and stand in the call's log. */
  async #shown(row: store.CallRow): Promise<Call> {
    return presentCall(row, await this.#deps.callLog.defects(row.organizationId, row.id));
  }

  async #row(organizationId: string, id: string): Promise<store.CallRow> {
    return found(await this.#in(organizationId, (tx) => store.selectCall(tx, { organizationId, callId: id })));
  }

  #in<T>(organizationId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#deps.database.asOrganization(organizationId, work);
  }

  /** Both are given whatever was asked for: a browser whose network blocks UDP goes on over the WebSocket. */
  async #entrances({ organizationId, id }: store.CallRow, origin: string) {
    const { token, expiresAt } = await this.#deps.clientTokens.issue(organizationId, id);
    const base = `${origin}/api/v1/calls/${id}`;
    return {
      client_token: token,
      client_token_expires_at: expiresAt.toISOString(),
      media_url: `${base.replace(/^http/, 'ws')}/media?token=${token}`,
      webrtc_url: `${base}/webrtc`,
      ice_servers: this.#iceServers(id),
    };
  }

  /** TURN with credentials that end (draft-uberti-behave-turn-rest). */
  #iceServers(callId: string): CreatedCall['ice_servers'] {
    const { turn } = this.#deps.config.webrtc;
    if (turn === undefined) return [];
    const username = `${String(Math.floor(Date.now() / 1_000) + TURN_TTL_S)}:${callId}`;
    return [{ urls: turn.urls, username, credential: createHmac('sha1', turn.secret).update(username).digest('base64') }];
  }
}
