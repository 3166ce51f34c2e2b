/** Calls: registered by the API, taken by a client, ended by anyone, looked at afterwards. */
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { AppError, type Call, type CallEvent, type CallListQuery, type CallSummary, type CreateCall, type CreatedCall, type Page } from '@parley/contract';
import type { Agents } from '../agents/agent-service.ts';
import type { ClientTokens } from '../auth/client-token.ts';
import type { CallHost } from '../call-host/call-host.ts';
import type { CallSecrets, CallStart } from '../call-host/channel.ts';
import type { CallLog } from '../call-events/call-log.ts';
import type { LiveFeed } from '../call-events/live-feed.ts';
import { costOf, emptyProjection, latencyOf } from '../call-events/projection.ts';
import type { Config } from '../config.ts';
import { pageOf } from '../http/paging.ts';
import { newId } from '../ids.ts';
import type { Recordings } from '../recordings/recordings.ts';
import type { CallRow, CallStore } from './call-store.ts';
import { LEASE_MS } from './supervision.ts';

export interface CallServiceDeps {
  calls: CallStore;
  agents: Agents;
  clientTokens: ClientTokens;
  host: CallHost;
  callLog: CallLog;
  feed: LiveFeed;
  recordings: Recordings;
  config: Pick<Config, 'recordings' | 'webrtc'>;
  nodeId: string;
  secretsOf: (organizationId: string, agent: CallRow['agentSnapshot']) => Promise<CallSecrets>;
}

const TURN_TTL_S = 3_600;

const summary = (row: CallRow): CallSummary => ({
  id: row.id,
  type: row.type,
  transport: row.transport,
  direction: row.direction,
  agent_id: row.agentId,
  agent_name: row.agentName,
  agent_version: row.agentVersion,
  status: row.status,
  created_at: row.createdAt.toISOString(),
  started_at: row.startedAt?.toISOString() ?? null,
  ended_at: row.endedAt?.toISOString() ?? null,
  duration_ms: row.durationMs,
  disconnection_reason: row.disconnectionReason,
  metadata: row.metadata,
  variables: row.variables,
  latency: row.latency ?? latencyOf([]),
  cost: row.cost ?? costOf(emptyProjection.usage),
  recording: {
    available: row.recordingPath !== null,
    url: row.recordingPath === null ? null : `/api/v1/calls/${row.id}/recording`,
    duration_ms: row.recordingDurationMs,
  },
});

const whole = (row: CallRow): Call => ({ ...summary(row), transcript: row.transcript, collected: row.collected });

export class Calls {
  readonly #deps: CallServiceDeps;

  constructor(deps: CallServiceDeps) {
    this.#deps = deps;
  }

  /** `origin`: where the client reaches this server, for the media URLs. */
  async create(organizationId: string, input: CreateCall, origin: string): Promise<CreatedCall> {
    const { calls, agents, clientTokens } = this.#deps;
    const snapshot = await agents.snapshot(organizationId, input.agent_id, input.agent_version).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') {
        throw new AppError('validation_failed', { fields: [{ pointer: '/agent_id', message: 'is not an agent, or the version does not exist' }] });
      }
      throw error;
    });
    const row = await calls.insert({
      id: newId('call'),
      organizationId,
      transport: input.transport,
      agentId: snapshot.id,
      agentName: snapshot.config.name,
      agentVersion: snapshot.version,
      agentSnapshot: snapshot,
      metadata: input.metadata,
      variables: input.variables,
    });
    if (row === undefined) throw new AppError('internal');
    const { token, expiresAt } = await clientTokens.issue(organizationId, row.id);
    const base = `${origin}/api/v1/calls/${row.id}`;
    // Both are given whatever was asked for: a browser whose network blocks UDP goes on over the WebSocket.
    return {
      ...whole(row),
      client_token: token,
      client_token_expires_at: expiresAt.toISOString(),
      media_url: `${base.replace(/^http/, 'ws')}/media?token=${token}`,
      webrtc_url: `${base}/webrtc`,
      ice_servers: this.#iceServers(row.id),
    };
  }

  async get(organizationId: string, id: string): Promise<Call> {
    return whole(await this.#row(organizationId, id));
  }

  async list(organizationId: string, query: CallListQuery): Promise<Page<CallSummary>> {
    return pageOf(await this.#deps.calls.list(organizationId, query), query.limit, summary);
  }

  /** Ends a live call; a registered one is closed at once. */
  async end(organizationId: string, id: string): Promise<void> {
    const row = await this.#row(organizationId, id);
    if (row.status === 'ended' || row.status === 'error') throw new AppError('conflict', { detail: 'The call has ended already.' });
    if (this.#deps.host.hangUp(id)) return;
    if (row.status === 'ongoing') throw new AppError('conflict', { detail: 'The call runs on another node.' });
    await this.#deps.callLog.close(organizationId, id, 'api_hangup');
  }

  async remove(organizationId: string, id: string): Promise<void> {
    await this.#row(organizationId, id);
    const removed = await this.#deps.calls.remove(organizationId, id);
    if (removed === undefined) throw new AppError('conflict', { detail: 'The call is still going on; end it first.' });
    if (removed.recordingPath !== null) await this.#deps.recordings.remove(removed.recordingPath);
  }

  async events(organizationId: string, id: string, afterSeq: number): Promise<CallEvent[]> {
    await this.#row(organizationId, id);
    return this.#deps.callLog.read(organizationId, id, afterSeq);
  }

  /** Calls back for every event after `afterSeq`, in order and once, until the call has ended or the returned function is called. */
  async follow(organizationId: string, id: string, afterSeq: number, onEvent: (event: CallEvent) => void, onEnd: () => void): Promise<() => void> {
    await this.#row(organizationId, id);
    let last = afterSeq;
    let reading: Promise<void> | null = null;
    let again = false;
    const read = async (): Promise<void> => {
      do {
        again = false;
        for (const event of await this.#deps.callLog.read(organizationId, id, last)) {
          last = event.seq;
          onEvent(event);
          if (event.event.type === 'call.ended') return onEnd();
        }
      } while (again);
    };
    const look = (): void => {
      if (reading !== null) {
        again = true;
        return;
      }
      reading = read().catch(() => onEnd()).finally(() => (reading = null));
    };
    const stop = this.#deps.feed.onGrowth(id, look);
    look();
    return stop;
  }

  /** The recording's place and size; `not_found` when there is none. */
  async recording(organizationId: string, id: string): Promise<{ path: string; bytes: number }> {
    const { recordingPath } = await this.#row(organizationId, id);
    const bytes = recordingPath === null ? null : await this.#deps.recordings.size(recordingPath);
    if (recordingPath === null || bytes === null) throw new AppError('not_found', { detail: 'The call has no recording.' });
    return { path: recordingPath, bytes };
  }

  async offer(organizationId: string, id: string, sdp: string): Promise<string> {
    // Said before the call is taken; what else may be wrong with an offer, the media process finds.
    if (!/^v=0\r?\n/.test(sdp) || !/^m=audio /m.test(sdp)) throw new AppError('invalid_sdp');
    const start = await this.#claim(organizationId, id);
    try {
      return await this.#deps.host.offer(organizationId, start, sdp);
    } catch (error) {
      // A call that the media process holds in spite of the error is its own to end.
      if (!this.#deps.host.owns(id)) await this.#deps.calls.release(organizationId, id);
      throw error;
    }
  }

  async upgrade(id: string, token: string, request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    const { organizationId } = await this.#deps.clientTokens.verify(token, id);
    const start = await this.#claim(organizationId, id);
    try {
      this.#deps.host.upgrade(organizationId, start, request, socket, head);
    } catch (error) {
      await this.#deps.calls.release(organizationId, id);
      throw error;
    }
  }

  async #claim(organizationId: string, id: string): Promise<CallStart> {
    const { calls, nodeId, config, host } = this.#deps;
    await this.#row(organizationId, id);
    if (!host.isReady) throw new AppError('capacity_reached');
    const row = await calls.claim(organizationId, id, nodeId, new Date(Date.now() + LEASE_MS));
    if (row === undefined) throw new AppError('call_not_registered');
    const secrets = await this.#deps.secretsOf(organizationId, row.agentSnapshot).catch(async (error: unknown) => {
      await calls.release(organizationId, id);
      throw error;
    });
    return { callId: id, agent: row.agentSnapshot, variables: row.variables, transport: row.transport, secrets, record: config.recordings };
  }

  async #row(organizationId: string, id: string): Promise<CallRow> {
    const row = await this.#deps.calls.get(organizationId, id);
    if (row === undefined) throw new AppError('not_found');
    return row;
  }

  /** TURN with credentials that end (draft-uberti-behave-turn-rest). */
  #iceServers(callId: string): CreatedCall['ice_servers'] {
    const { turn } = this.#deps.config.webrtc;
    if (turn === undefined) return [];
    const username = `${String(Math.floor(Date.now() / 1_000) + TURN_TTL_S)}:${callId}`;
    return [{ urls: turn.urls, username, credential: createHmac('sha1', turn.secret).update(username).digest('base64') }];
  }
}
