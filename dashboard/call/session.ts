/** A web call, outside React: reducer, connection and sound. Components subscribe to it. */
import type { CreatedCall } from '@parley/contract';
import * as api from '../api/generated/operations.ts';
import { messageOf, RequestFailed } from '../api/problem.ts';
import { CallAudio } from './audio.ts';
import { IDLE, isRunning, reduce, type CallState, type Happening } from './call-state.ts';
import type { Connect, MediaConnection, MediaEvents } from './media.ts';
import { connectWebRtc } from './webrtc.ts';
import { connectWebSocket } from './websocket.ts';

/** WebRTC that has not connected by then gives way to the WebSocket. */
const WEBRTC_MS = 6_000;
const LEVEL_MS = 50;
/** After a hang-up the server's own goodbye has this long. */
const GOODBYE_MS = 1_500;

interface Levels {
  readonly caller: number;
  readonly agent: number;
}
const SILENT: Levels = { caller: 0, agent: 0 };

class Store<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();
  constructor(value: T) {
    this.#value = value;
  }
  readonly read = (): T => this.#value;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  set(value: T): void {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }
}

type Transport = 'webrtc' | 'websocket';
/** What the caller talks to. */
interface Wanted {
  agentId: string;
  version: 'draft' | number;
}

/** Server, sound and ways of a session. */
interface SessionParts {
  openAudio: () => CallAudio;
  register: (wanted: Wanted, transport: Transport) => Promise<CreatedCall>;
  end: (callId: string) => Promise<void>;
  /** Null where the browser has no WebRTC. */
  connectWebRtc: Connect | null;
  connectWebSocket: Connect;
}

const IN_BROWSER: SessionParts = {
  openAudio: () => new CallAudio(),
  register: ({ agentId, version }, transport) => api.createCall({ type: 'web', transport, agent_id: agentId, agent_version: version }),
  end: (callId) => api.endCall(callId),
  connectWebRtc: typeof RTCPeerConnection === 'undefined' ? null : connectWebRtc,
  connectWebSocket,
};

/** Everything that one press of Talk opens and a hang-up closes. */
interface Attempt {
  readonly controller: AbortController;
  readonly audio: CallAudio;
  readonly levelTimer: ReturnType<typeof setInterval>;
  connection: MediaConnection | null;
  call: CreatedCall | null;
}

export class CallSession {
  readonly state = new Store<CallState>(IDLE);
  readonly levels = new Store<Levels>(SILENT);
  readonly #parts: SessionParts;
  #attempt: Attempt | null = null;
  #prepared: CallAudio | null = null;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Must run inside the press: browsers let sound begin only there. */
  prepare(): void {
    if (isRunning(this.state.read().phase)) return;
    this.#prepared ??= this.#parts.openAudio();
    void this.#prepared.context.resume();
  }

  async talk(agentId: string, version: 'draft' | number): Promise<void> {
    if (isRunning(this.state.read().phase)) return;
    this.#release();
    const audio = this.#prepared ?? this.#parts.openAudio();
    this.#prepared = null;
    const levelTimer = setInterval(() => this.levels.set(audio.levels()), LEVEL_MS);
    const attempt: Attempt = { controller: new AbortController(), audio, levelTimer, connection: null, call: null };
    this.#attempt = attempt;
    this.#happened({ type: 'pressed' });
    try {
      await this.#connect(attempt, { agentId, version });
    } catch (error) {
      if (this.#attempt === attempt) this.#fail(messageOf(error), error instanceof RequestFailed ? error.requestId : null);
    }
  }

  say(text: string): void {
    const connection = this.#attempt?.connection;
    if (connection?.isOpen === true && text.trim() !== '') connection.send({ type: 'text', text: text.trim() });
  }

  /** The agent waits, and nothing is heard of the caller, until it is told to go on. */
  hold(held: boolean): void {
    const connection = this.#attempt?.connection;
    if (connection?.isOpen === true) connection.send({ type: held ? 'hold' : 'resume' });
  }

  hangUp(): void {
    const attempt = this.#attempt;
    if (attempt === null) return;
    if (attempt.connection?.isOpen === true) attempt.connection.send({ type: 'hangup' });
    else if (attempt.call !== null) this.#endOnServer(attempt.call);
    attempt.audio.silenceAgent();
    this.#happened({ type: 'ended', reason: 'user_hangup', atMs: performance.now() });
    // The connection stays for the moment that the goodbye needs.
    this.#attempt = null;
    setTimeout(() => this.#close(attempt), attempt.connection === null ? 0 : GOODBYE_MS);
    this.#quieten(attempt);
  }

  /** Forgets the call that has ended. */
  reset(): void {
    if (!isRunning(this.state.read().phase)) this.state.set(IDLE);
  }

  async #connect(attempt: Attempt, wanted: Wanted): Promise<void> {
    const [microphone, call] = await Promise.all([attempt.audio.openMicrophone(), this.#parts.register(wanted, 'webrtc')]);
    if (!this.#isStillWanted(attempt, call)) return;
    if (microphone.refusal !== null) this.#happened({ type: 'noticed', notice: microphone.refusal });
    const connected = await this.#overWebRtc(attempt, call, microphone.stream);
    if (connected || this.#attempt !== attempt) return;
    await this.#overWebSocket(attempt, wanted, microphone.stream);
  }

  /** Takes a registered call into the attempt; one that was hung up meanwhile is ended on the server. */
  #isStillWanted(attempt: Attempt, call: CreatedCall): boolean {
    attempt.call = call;
    if (this.#attempt === attempt) {
      this.#happened({ type: 'registered', call });
      return true;
    }
    this.#endOnServer(call);
    this.#close(attempt);
    return false;
  }

  /** A connection that was made while the caller hung up is closed again. */
  #attach(attempt: Attempt, connection: MediaConnection): void {
    if (this.#attempt === attempt) attempt.connection = connection;
    else connection.close();
  }

  /** False when WebRTC did not connect in time. */
  async #overWebRtc(attempt: Attempt, call: CreatedCall, stream: MediaStream): Promise<boolean> {
    const { connectWebRtc: connect } = this.#parts;
    if (connect === null) return false;
    const controller = new AbortController();
    const open = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => open.resolve(false), WEBRTC_MS);
    attempt.controller.signal.addEventListener('abort', () => open.resolve(false), { once: true });
    let settled = false;
    const events = this.#events(attempt, () => open.resolve(true));
    // Until it is open, a lost connection means the other way, not the end of the call.
    const guarded: MediaEvents = { ...events, onClosed: () => (settled ? events.onClosed() : open.resolve(false)) };
    const signal = AbortSignal.any([attempt.controller.signal, controller.signal]);
    const connecting = connect({ call, stream, audio: attempt.audio, events: guarded, signal });
    connecting.catch((error: unknown) => (error instanceof RequestFailed ? open.reject(error) : open.resolve(false)));
    const connected = await open.promise.finally(() => clearTimeout(timer));
    if (!connected) {
      controller.abort();
      void connecting.then((connection) => connection.close()).catch(() => undefined);
      return false;
    }
    settled = true;
    this.#attach(attempt, await connecting);
    this.#connected(attempt, 'webrtc');
    return true;
  }

  async #overWebSocket(attempt: Attempt, wanted: Wanted, stream: MediaStream): Promise<void> {
    // The first call may have been taken by the WebRTC offer: another one is registered.
    if (attempt.call !== null) this.#endOnServer(attempt.call);
    const call = await this.#parts.register(wanted, 'websocket');
    if (!this.#isStillWanted(attempt, call)) return;
    const events = this.#events(attempt, () => this.#connected(attempt, 'websocket'));
    const { signal } = attempt.controller;
    this.#attach(attempt, await this.#parts.connectWebSocket({ call, stream, audio: attempt.audio, events, signal }));
    if (this.#attempt === attempt)
      this.#happened({ type: 'noticed', notice: 'This network does not let WebRTC through, so the call goes over a WebSocket.' });
  }

  #endOnServer(call: CreatedCall): void {
    // A call that nobody carries ends by itself as well.
    void this.#parts.end(call.id).catch(() => undefined);
  }

  #connected(attempt: Attempt, transport: Transport): void {
    if (this.#attempt === attempt) this.#happened({ type: 'connected', transport, atMs: performance.now() });
  }

  #events(attempt: Attempt, onOpen: () => void): MediaEvents {
    return {
      onOpen,
      onMessage: (message) => {
        if (this.#attempt !== attempt) return;
        if (message.type === 'clear') attempt.audio.silenceAgent();
        if (message.type === 'agent_speaking' && message.value) attempt.audio.unsilenceAgent();
        this.#happened({ type: 'received', message, atMs: performance.now() });
        if (!isRunning(this.state.read().phase)) this.#release();
      },
      onClosed: () => {
        if (this.#attempt !== attempt) return;
        this.#happened({ type: 'ended', reason: 'transport_closed', atMs: performance.now() });
        this.#release();
      },
    };
  }

  #fail(message: string, requestId: string | null): void {
    this.#happened({ type: 'failed', message, requestId, atMs: performance.now() });
    this.#release();
  }

  #happened(happening: Happening): void {
    this.state.set(reduce(this.state.read(), happening));
  }

  #release(): void {
    const attempt = this.#attempt;
    this.#attempt = null;
    if (attempt !== null) this.#close(attempt);
  }

  #quieten(attempt: Attempt): void {
    clearInterval(attempt.levelTimer);
    this.levels.set(SILENT);
  }

  #close(attempt: Attempt): void {
    if (this.#attempt === null) this.#quieten(attempt);
    else clearInterval(attempt.levelTimer);
    attempt.controller.abort();
    attempt.connection?.close();
    attempt.audio.close();
  }
}

/** One call at a time in a tab, whatever page shows it. */
export const callSession = new CallSession(IN_BROWSER);
