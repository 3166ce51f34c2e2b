/** Gives calls to media processes and keeps what comes back: events to the log, audio to the recordings. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { AppError, type DisconnectionReason, type EngineStatus, type HangUpBy, type SystemStatus } from '@parley/contract';
import type { CallLog } from '../call-events/call-log.ts';
import type { CallRef } from '../call-events/call-ref.ts';
import type { Config } from '../../config.ts';
import { untilAnswered } from '../../platform/db/until-answered.ts';
import type { DefectCounts } from '../../platform/defects.ts';
import type { Log } from '../../platform/log.ts';
import type { Place, Room } from '../../platform/http/room.ts';
import type { Recordings } from '../recordings/recordings.ts';
import { Admission } from './admission.ts';
import type { CallStart, FromMedia, MediaLag } from './channel.ts';
import type { MediaLink } from './media-link.ts';

/** A shutdown waits so long for a database that is away; what is not kept then is closed at the next start. */
const KEEP_WITHIN_MS = 5_000;

/** What is kept of a call besides its events. */
export interface CallKeeper {
  keepRecording(call: CallRef, recording: KeptRecording): Promise<void>;
  /** The client did not get as far as a call: another attempt may. */
  release(call: CallRef): Promise<void>;
}

export interface KeptRecording {
  path: string;
  durationMs: number;
}

/** A WebSocket upgrade as it came in. */
export interface MediaConnection {
  request: IncomingMessage;
  socket: Socket;
  head: Buffer;
}

export interface CallHostDeps {
  config: Pick<Config, 'media'>;
  /** Begun, or about to be. */
  media: readonly MediaLink[];
  callLog: CallLog;
  calls: CallKeeper;
  recordings: Recordings;
  log: Log;
  defects: DefectCounts;
}

const shuttingDown = (): AppError => new AppError('capacity_reached', { detail: 'The server is being shut down.' });

interface Owned {
  ref: CallRef;
  link: MediaLink;
}

/** What a core carries of callers who speak with the embedded engines in the same moment (`bench:load`); others cost less, and more of them are taken. */
const CALLS_A_CORE = 3;

/** How much this node carries and would carry. */
export interface CallLoad {
  room: number;
  /** Places kept for registered calls whose clients have not come yet. */
  reserved: number;
  /** Since the server began. */
  refused: number;
  /** Of the latest media process. */
  lag: MediaLag;
}

export class CallHost implements Room {
  readonly #deps: CallHostDeps;
  readonly #links: readonly MediaLink[];
  readonly #admission: Admission;
  readonly #owned = new Map<string, Owned>();
  /** Ends that are being written, so that a shutdown waits for them. */
  readonly #settling = new Map<Promise<void>, string>();
  readonly #givingUp = new AbortController();
  /** Told when the last live call is over, once no new ones are taken. */
  #draining: PromiseWithResolvers<void> | null = null;
  #closing = false;

  constructor(deps: CallHostDeps) {
    this.#deps = deps;
    this.#links = deps.media;
    const { callsPerProcess, callsAtFirst = CALLS_A_CORE * availableParallelism(), audioLagMs, listeningLagMs } = deps.config.media;
    const limits = { callsPerProcess, callsAtFirst, audioLagMs, listeningLagMs };
    this.#admission = new Admission({ links: deps.media, limits, now: () => performance.now() });
    for (const link of deps.media) link.listen({ onMessage: (message) => this.#handle(message), onLost: () => this.#onLost(link) });
  }

  /** Resolves when the first media process can take calls, or all have failed. */
  async ready(): Promise<void> {
    await Promise.race([
      Promise.all(this.#links.map((link) => link.ready())),
      ...this.#links.map((link) => link.ready().then(() => this.#untilReady(link))),
    ]);
  }

  get isReady(): boolean {
    return !this.isDraining && this.#links.some((link) => link.state === 'ready');
  }

  /** No new call is taken: the server is being shut down. */
  get isDraining(): boolean {
    return this.#draining !== null || this.#closing;
  }

  /** Throws where no call is taken at the moment. */
  require(): void {
    this.#requireOpen();
    this.#admission.require();
  }

  /** As `require`, for the client of a registered call. A call that runs takes no room, and is refused in words of its own. */
  requireFor(callId: string): void {
    this.#requireOpen();
    if (!this.#owned.has(callId)) this.#admission.requireFor(callId);
  }

  /** Keeps a place for a call that is about to be registered; throws where there is none. */
  reserve(): Place {
    this.#requireOpen();
    return this.#admission.reserve();
  }

  /** Throws where the client of a registered call cannot be let in; otherwise its place is kept until the call is carried, or it leaves. */
  enter(callId: string): void {
    if (this.#owned.has(callId)) throw new AppError('call_not_registered');
    this.#admission.enter(callId);
  }

  requireReady(): void {
    this.#requireOpen();
    if (!this.isReady) throw new AppError('capacity_reached');
  }

  leave(callId: string): void {
    this.#admission.leave(callId);
  }

  get load(): CallLoad {
    const { room, reserved, refused } = this.#admission;
    const worst = (part: keyof MediaLag): number => Math.max(0, ...this.#links.map(({ lag }) => lag[part]));
    return { room: this.isReady ? room : 0, reserved, refused, lag: { audioMs: worst('audioMs'), listeningMs: worst('listeningMs') } };
  }

  get liveCalls(): number {
    return this.#owned.size;
  }

  status(): { engines: EngineStatus[]; media_processes: SystemStatus['media_processes'] } {
    const known = this.#links.find((link) => link.engines.length > 0);
    return {
      engines: known?.engines ?? [],
      media_processes: this.#links.map(({ index, state, calls }) => ({ index, state, calls: calls.size })),
    };
  }

  /** Process ids of the media processes, for whoever watches them. */
  get processIds(): (number | undefined)[] {
    return this.#links.map((link) => link.pid);
  }

  /** The socket goes to a media process, which speaks with the client from here on. */
  async upgrade(organizationId: string, start: CallStart, { request, socket, head }: MediaConnection): Promise<void> {
    const link = await this.#begin({ organizationId, callId: start.callId }, start);
    const { method = 'GET', url = '', headers } = request;
    link.send({ type: 'upgrade', call: start, request: { method, url, headers }, head }, socket);
  }

  async offer(organizationId: string, start: CallStart, sdp: string): Promise<string> {
    const link = await this.#begin({ organizationId, callId: start.callId }, start);
    const answer = await link.ask((id) => ({ type: 'offer', id, call: start, sdp }));
    if (answer.type !== 'answer') throw new AppError('internal');
    return answer.sdp;
  }

  /** False when the call does not run here. */
  hangUp(callId: string, by: Exclude<HangUpBy, 'user'> = 'api'): boolean {
    const owned = this.#owned.get(callId);
    owned?.link.send({ type: 'hang-up', callId, by });
    return owned !== undefined;
  }

  /** False when the call does not run here. */
  inject(callId: string, text: string): boolean {
    const owned = this.#owned.get(callId);
    owned?.link.send({ type: 'inject', callId, text });
    return owned !== undefined;
  }

  /** Ids of the live calls, and of those whose end is not kept yet. */
  get held(): readonly string[] {
    return [...this.#owned.keys(), ...this.#settling.values()];
  }

  owns(callId: string): boolean {
    return this.#owned.has(callId);
  }

  async synthesise(voice: string, text: string): Promise<Uint8Array> {
    const link = this.#links.find((one) => one.state === 'ready');
    if (link === undefined) throw new AppError('engine_unavailable');
    const result = await link.ask((id) => ({ type: 'synthesise', id, voice, text }));
    if (result.type !== 'synthesised') throw new AppError('internal');
    return result.wav;
  }

  /** Takes no new calls; resolves when the live ones are over, after `withinMs`, or with `cutShort`. */
  async drain(withinMs: number, cutShort: AbortSignal): Promise<void> {
    this.#draining ??= Promise.withResolvers();
    this.#noteEnd();
    const over = new AbortController();
    const enough = AbortSignal.any([cutShort, over.signal]);
    const late = setTimeout(() => over.abort(), withinMs);
    const stopped = enough.aborted ? Promise.resolve() : once(enough, 'abort');
    await Promise.race([this.#draining.promise, stopped]);
    clearTimeout(late);
  }

  /** Ends all calls in order, waits until everything of them is kept. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all(this.#links.map((link) => link.close()));
    const tooLate = setTimeout(() => this.#givingUp.abort(), KEEP_WITHIN_MS);
    await Promise.race([Promise.all(this.#settling.keys()), once(this.#givingUp.signal, 'abort')]);
    clearTimeout(tooLate);
  }

  #requireOpen(): void {
    if (this.isDraining) throw shuttingDown();
  }

  #untilReady(link: MediaLink): Promise<void> {
    return link.state === 'ready' ? Promise.resolve() : new Promise(() => undefined);
  }

  /** Gives the call to a process; its recording is there before its client hears that the call is ready. */
  async #begin(ref: CallRef, { record, refusal }: CallStart): Promise<MediaLink> {
    const link = this.#claim(ref);
    if (record && refusal === null) await this.#deps.recordings.begin(ref);
    // It may have died meanwhile, and been noticed.
    if (this.#owned.get(ref.callId)?.link !== link) throw new AppError('capacity_reached');
    return link;
  }

  /** The ready process with the fewest calls, one that is in time before one that is not. */
  #claim(ref: CallRef): MediaLink {
    const { callId } = ref;
    if (this.#owned.has(callId)) throw new AppError('call_not_registered');
    if (this.isDraining) throw shuttingDown();
    const limit = this.#deps.config.media.callsPerProcess;
    const [link] = this.#links
      .filter((one) => one.state === 'ready' && one.calls.size < limit)
      .toSorted((a, b) => Number(this.#admission.isLate(a)) - Number(this.#admission.isLate(b)) || a.calls.size - b.calls.size);
    if (link === undefined) throw new AppError('busy');
    link.calls.add(callId);
    this.#admission.leave(callId);
    this.#owned.set(callId, { ref, link });
    return link;
  }

  #handle(message: FromMedia): void {
    if (message.type === 'defect') return this.#deps.defects.note(message.place);
    if (message.type === 'load') return this.#admission.measure();
    if (!('callId' in message)) return;
    const owned = this.#owned.get(message.callId);
    if (owned === undefined) return;
    switch (message.type) {
      case 'events':
        if (!this.#deps.callLog.append(owned.ref, message.events)) this.hangUp(message.callId, 'storage');
        return;
      case 'recording':
        return this.#deps.recordings.append(owned.ref, message.pcm);
      case 'ended':
        this.#owned.delete(message.callId);
        this.#noteEnd();
        return this.#settle(owned.ref, this.#finish(owned.ref, message.reason, message.message));
      default:
        return message satisfies never;
    }
  }

  #settle({ callId }: CallRef, work: Promise<void>): void {
    const settled = work
      .catch((error: unknown) =>
        this.#deps.log.error({ err: error }, 'the end of a call could not be kept; it is closed at the next start'),
      )
      .finally(() => this.#settling.delete(settled));
    this.#settling.set(settled, callId);
  }

  /** A null reason: the client never got as far as a call and may try again. */
  async #finish(ref: CallRef, reason: DisconnectionReason | null, message?: string): Promise<void> {
    const { callLog, recordings, calls } = this.#deps;
    const durationMs = await recordings.finish(ref.callId, reason === 'error_media_process_lost');
    const keep = <T>(work: () => Promise<T>): Promise<T> => untilAnswered(work, this.#givingUp.signal);
    if (durationMs !== null) await keep(() => calls.keepRecording(ref, { path: recordings.pathOf(ref), durationMs }));
    await callLog.settled(ref.callId);
    if (reason === null) await keep(() => calls.release(ref));
    // Writes only where the log has no end yet.
    else await keep(() => callLog.close(ref, reason, { message, recordedMs: durationMs }));
    if (durationMs !== null) recordings.kept(ref);
  }

  #noteEnd(): void {
    if (this.#owned.size === 0) this.#draining?.resolve();
  }

  #onLost(link: MediaLink): void {
    const lost = [...link.calls];
    link.calls.clear();
    for (const callId of lost) {
      const owned = this.#owned.get(callId);
      this.#owned.delete(callId);
      if (owned !== undefined) this.#settle(owned.ref, this.#finish(owned.ref, 'error_media_process_lost'));
    }
    this.#noteEnd();
  }
}
