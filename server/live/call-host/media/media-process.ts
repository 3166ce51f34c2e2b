import { AsyncLocalStorage } from 'node:async_hooks';
import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { AppError, type DefectPlace, type DisconnectionReason, type EngineStatus, type ErrorCode } from '@parley/contract';
import { writeWav } from '@parley/engine/audio/wav.ts';
import { startCall } from '@parley/engine/call.ts';
import { createDefectReporter, type DefectContext } from '@parley/engine/defects.ts';
import type { RunningCall } from '@parley/engine/call-options.ts';
import type { CallTransport } from '@parley/engine/transport.ts';
import { acceptWebSocketMedia } from '@parley/transports/websocket/websocket.ts';
import { createWebRtcHost, type WebRtcHost } from '@parley/transports/webrtc/webrtc.ts';
import { WEBSOCKET_MAX_PAYLOAD_BYTES } from '@parley/transports/websocket/websocket-options.ts';
import { WebSocketServer } from 'ws';
import type { CallStart, FromMedia, MediaSettings, ToMedia, UpgradeRequest } from '../channel.ts';
import { logDefect, traceOf } from '../../../platform/defects.ts';
import { newId } from '../../../platform/ids.ts';
import type { Log } from '../../../platform/log.ts';
import { BatchingRecorder } from './call-recorder.ts';
import type { Engines } from './engines.ts';
import { systemClock } from '../../system-clock.ts';

const DRAIN_EVERY_MS = 50;

export interface MediaProcessDeps {
  engines: Engines;
  settings: MediaSettings;
  send: (message: FromMedia) => void;
  /** The process's own: what it says survives the process and the channel. */
  log: Pick<Log, 'error'>;
}

interface Refused {
  code: ErrorCode;
  message: string;
  reason: DisconnectionReason;
}

const newDefectId = (): string => newId('defect');

export class MediaProcess {
  readonly #engines: Engines;
  readonly #send: (message: FromMedia) => void;
  readonly #log: Pick<Log, 'error'>;
  readonly #calls = new Map<string, RunningCall>();
  /** Whose work is in progress: what a call begins, timers and promises, is known as its own. */
  readonly #carried = new AsyncLocalStorage<CallStart>();
  readonly #webSockets = new WebSocketServer({ noServer: true, maxPayload: WEBSOCKET_MAX_PAYLOAD_BYTES, perMessageDeflate: false });
  readonly #webRtc: WebRtcHost | AppError;

  constructor({ engines, settings, send, log }: MediaProcessDeps) {
    this.#engines = engines;
    this.#send = send;
    this.#log = log;
    this.#webRtc = openWebRtc(settings);
    if (this.#webRtc instanceof AppError) this.#report(this.#webRtc, 'transport');
  }

  get liveCalls(): number {
    return this.#calls.size;
  }

  engineStatus(): EngineStatus[] {
    const webRtc: EngineStatus =
      this.#webRtc instanceof AppError
        ? {
            kind: 'webrtc',
            name: 'node-datachannel',
            state: 'failed',
            message: `Calls from browsers fall back to WebSocket: ${this.#webRtc.message}`,
          }
        : { kind: 'webrtc', name: 'node-datachannel', state: 'ready', message: 'Takes calls from browsers.' };
    return [...this.#engines.status(), webRtc];
  }

  /** One message that fails is that of one call. */
  handle(message: ToMedia, socket: Socket | null): void {
    try {
      this.#carryOut(message, socket);
    } catch (error) {
      const call = 'call' in message ? message.call : undefined;
      this.#report(error, 'host', call);
      if (message.type === 'upgrade') this.#neverBegan(message.call.callId, 'error_internal');
    }
  }

  /**
   * A promise was rejected for which nobody waited. Whose work that was, that call ends, as nobody knows what of it still comes; where it is nobody's,
   * it is told, and every call goes on.
   */
  onUnhandled(error: unknown): void {
    const call = this.#carried.getStore();
    const running = call === undefined ? undefined : this.#calls.get(call.callId);
    if (running === undefined) this.#report(error, 'host', call);
    else running.fail(error);
  }

  #carryOut(message: ToMedia, socket: Socket | null): void {
    switch (message.type) {
      case 'settings':
        return;
      case 'upgrade':
        if (socket !== null)
          this.#carried.run(message.call, () => this.#upgrade(message.call, message.request, Buffer.from(message.head), socket));
        else this.#neverBegan(message.call.callId, 'transport_closed');
        return;
      case 'offer':
        return void this.#carried.run(message.call, () => this.#offer(message.id, message.call, message.sdp));
      case 'hang-up':
        return this.#calls.get(message.callId)?.hangUp(message.by);
      case 'inject':
        return this.#calls.get(message.callId)?.inject(message.text);
      case 'synthesise':
        return void this.#synthesise(message.id, message.voice, message.text);
      case 'drain':
        return this.#drain();
      default:
        return message satisfies never;
    }
  }

  #upgrade(call: CallStart, request: UpgradeRequest, head: Buffer, socket: Socket): void {
    const incoming = new IncomingMessage(socket);
    Object.assign(incoming, { method: request.method, url: request.url, headers: request.headers });
    socket.on('error', () => socket.destroy());
    this.#webSockets.handleUpgrade(incoming, socket, head, (webSocket) => {
      webSocket.on('error', () => undefined);
      acceptWebSocketMedia(webSocket, { clock: systemClock }).then(
        (transport) => this.#begin(call, transport),
        (error: unknown) => {
          this.#report(error, 'transport', call);
          this.#neverBegan(call.callId, null);
        },
      );
    });
  }

  async #offer(id: number, call: CallStart, sdp: string): Promise<void> {
    try {
      if (this.#webRtc instanceof AppError) throw this.#webRtc;
      const { sdp: answer, transport } = await this.#webRtc.answer(sdp);
      this.#send({ type: 'answer', id, sdp: answer });
      this.#begin(call, transport);
    } catch (error) {
      this.#report(error, 'transport', call);
      // In this order: whoever reads the failure may try again at once.
      this.#neverBegan(call.callId, null);
      this.#fail(id, error);
    }
  }

  #begin(call: CallStart, transport: CallTransport): void {
    if (call.refusal !== null) return this.#refuse(call, transport, { reason: `error_${call.refusal.code}`, ...call.refusal });
    const recorder = new BatchingRecorder(call.callId, call.record, this.#send, (error) => this.#report(error, 'recorder', call));
    try {
      const providers = this.#engines.forCall(call.agent.config, call.variables, call.secrets);
      const running = startCall({
        agent: call.agent,
        variables: call.variables,
        transport,
        providers,
        clock: systemClock,
        checkArguments: this.#engines.checkArguments,
        recorder,
        newDefectId,
        onDefect: (error, context) => this.#trace(error, context, call),
      });
      this.#calls.set(call.callId, running);
      void running.ended.then(({ reason }) => {
        this.#calls.delete(call.callId);
        recorder.flush();
        this.#send({ type: 'ended', callId: call.callId, reason });
      });
    } catch (error) {
      this.#report(error, 'host', call);
      const code = error instanceof AppError ? error.code : 'internal';
      const message = error instanceof AppError ? error.message : 'The call could not begin.';
      this.#refuse(call, transport, { code, message, reason: reasonOf(code) });
    }
  }

  /** The client is told why before its connection is closed, the call's log as well. */
  #refuse(call: CallStart, transport: CallTransport, { code, message, reason }: Refused): void {
    transport.sendMessage({ type: 'error', code, message });
    transport.close(reason).catch((cause: unknown) => this.#report(cause, 'transport', call));
    this.#neverBegan(call.callId, reason, message);
  }

  /** The client did not get as far as a call; without a reason it may try again. */
  #neverBegan(callId: string, reason: DisconnectionReason | null, message?: string): void {
    this.#send({ type: 'ended', callId, reason, ...(message === undefined ? {} : { message }) });
  }

  async #synthesise(id: number, voice: string, text: string): Promise<void> {
    try {
      const chunks: Int16Array[] = [];
      let rate = 16_000;
      for await (const chunk of this.#engines.tts.synthesize({ text, voice, speed: 1, language: 'en-US' }, AbortSignal.timeout(10_000))) {
        chunks.push(chunk.pcm);
        rate = chunk.sampleRate;
      }
      const all = new Int16Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
      chunks.reduce((at, chunk) => (all.set(chunk, at), at + chunk.length), 0);
      this.#send({ type: 'synthesised', id, wav: writeWav(rate, [all]) });
    } catch (error) {
      this.#report(error, 'tts');
      this.#fail(id, error);
    }
  }

  /** What befell the process or a call that has not begun. */
  #report(error: unknown, place: DefectPlace, call?: CallStart): void {
    const onDefect = (defect: unknown, { id }: { id: string }): void => this.#trace(defect, { id, place }, call);
    createDefectReporter({ newDefectId, onDefect })(error, place);
  }

  #trace(error: unknown, { id, place, ...when }: Pick<DefectContext, 'id' | 'place'> & Partial<DefectContext>, call?: CallStart): void {
    logDefect(this.#log, { id, place, trace: traceOf(error) }, { callId: call?.callId, organizationId: call?.organizationId, ...when });
    this.#send({ type: 'defect', place });
  }

  #fail(id: number, error: unknown): void {
    const known = error instanceof AppError;
    this.#send({ type: 'failed', id, code: known ? error.code : 'internal', message: known ? error.message : 'The media process failed.' });
  }

  /** Ends every call in order, then the process. */
  #drain(): void {
    for (const call of this.#calls.values()) call.hangUp('server');
    const wait = (): void => {
      if (this.#calls.size > 0) return void setTimeout(wait, DRAIN_EVERY_MS);
      void this.#close().finally(() => process.disconnect());
    };
    wait();
  }

  async #close(): Promise<void> {
    if (!(this.#webRtc instanceof AppError)) await this.#webRtc.close();
    await this.#engines.close();
  }
}

function reasonOf(code: ErrorCode): DisconnectionReason {
  if (code === 'engine_unavailable') return 'error_stt';
  return code === 'provider_not_configured' ? 'error_provider_not_configured' : 'error_internal';
}

/** A taken UDP port or a library that does not load must not keep WebSocket calls from working. */
function openWebRtc({ udpPort, bindAddress, publicAddress }: MediaSettings): WebRtcHost | AppError {
  try {
    return createWebRtcHost({
      clock: systemClock,
      udpPort,
      ...(bindAddress === undefined ? {} : { bindAddress }),
      ...(publicAddress === undefined ? {} : { publicAddress }),
    });
  } catch (error) {
    return error instanceof AppError
      ? error
      : new AppError('engine_unavailable', { detail: 'WebRTC does not load on this machine.', cause: error, defect: error });
  }
}
