import { AppError, type ErrorCode, type ServerMessage } from '@parley/contract';
import { FrameQueue } from '@parley/engine/audio/frame-queue.ts';
import { CALLER_SAMPLE_RATE, samplesPerFrame, type Frame } from '@parley/engine/audio/frame.ts';
import { Framer } from '@parley/engine/audio/framer.ts';
import { createResampler, type Resampler } from '@parley/engine/audio/resample.ts';
import type { CallTransport, TransportListener } from '@parley/engine/transport.ts';
import type { RawData, WebSocket } from 'ws';
import { CallerFeed } from '../caller-feed.ts';
import { errorMessage, parseClientMessage } from '../client-messages.ts';
import { guardClock, guardWith } from '../guard.ts';
import type { AudioFormat } from './audio-format.ts';
import { NORMAL_CLOSURE, POLICY_VIOLATION, type WebSocketMediaOptions } from './websocket-options.ts';
import { bytesOf, say, textOf } from './wire.ts';

/** While audio waits for a congested socket, it is looked at this often. */
const CONGESTION_POLL_MS = 20;

export class WebSocketTransport implements CallTransport {
  readonly kind = 'websocket';
  readonly playoutSampleRate: AudioFormat['sampleRate'];
  readonly #socket: WebSocket;
  readonly #format: AudioFormat;
  readonly #options: WebSocketMediaOptions;
  readonly #feed = new CallerFeed(() => this.#tooMuch('Too much audio came before the call began.'));
  readonly #resampler: Resampler;
  readonly #framer = new Framer(samplesPerFrame(CALLER_SAMPLE_RATE));
  readonly #queue: FrameQueue;
  #heardMs: number;
  /** By the clock: up to here reaches what the client has sent, spoken in real time. */
  #audioUntilMs: number;
  /** The first byte of a sample whose second comes with the next frame. */
  #halfSample = new Uint8Array(0);
  #toldOfTooMuchMs = -Infinity;
  #invalidFrames = 0;
  #congestedSinceMs: number | null = null;
  #cancelPump: () => void = () => undefined;
  #cancelPing: () => void = () => undefined;
  #gone: Promise<void> | null = null;

  constructor(socket: WebSocket, format: AudioFormat, options: WebSocketMediaOptions) {
    this.#socket = socket;
    this.#format = format;
    const guard = guardWith((error) => this.#fail(error));
    this.#options = { ...options, clock: guardClock(options.clock, guard) };
    this.playoutSampleRate = format.sampleRate;
    this.#resampler = createResampler(format.sampleRate, CALLER_SAMPLE_RATE);
    this.#queue = new FrameQueue({ limitMs: options.maxQueuedMs, whenFull: 'drop-oldest' });
    this.#heardMs = options.clock.now();
    this.#audioUntilMs = this.#heardMs;
    socket.on(
      'message',
      guard((data: RawData, binary: boolean) => this.#receive(data, binary)),
    );
    socket.on('pong', () => (this.#heardMs = options.clock.now()));
    socket.on(
      'close',
      guard(() => this.#onClose()),
    );
    this.#schedulePing();
  }

  get playoutDelayMs(): number {
    return this.#feed.playoutDelayMs;
  }

  attach(listener: TransportListener): void {
    this.#feed.attach(listener);
  }

  sendFrame(frame: Frame): void {
    if (this.#gone !== null || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#queue.push(frame);
    this.#pump();
  }

  endTalkspurt(): void {
    // Frames are played when they come; silence is their absence.
  }

  clear(): void {
    this.#queue.clear();
    this.sendMessage({ type: 'clear' });
  }

  sendMessage(message: ServerMessage): void {
    if (this.#gone === null) say(this.#socket, message);
  }

  close(reason: string): Promise<void> {
    if (this.#gone !== null) return this.#gone;
    this.#feed.stop();
    say(this.#socket, { type: 'ended', reason });
    return this.#shut(NORMAL_CLOSURE, reason);
  }

  #receive(data: RawData, binary: boolean): void {
    if (this.#gone !== null) return;
    this.#heardMs = this.#options.clock.now();
    if (binary) this.#receiveAudio(bytesOf(data));
    else this.#receiveMessage(textOf(data));
  }

  #receiveMessage(text: string): void {
    const parsed = parseClientMessage(text);
    if (parsed.ok) this.#feed.message(parsed.message);
    else this.#refuse(parsed.code);
  }

  #receiveAudio(bytes: Uint8Array): void {
    let pcm: Int16Array;
    try {
      const whole = this.#wholeSamples(bytes);
      if (whole.byteLength === 0 && bytes.byteLength > 0) return;
      pcm = this.#format.decode(whole);
    } catch (error) {
      if (error instanceof AppError) return this.#refuse(error.code, error.message);
      throw error;
    }
    const ms = (pcm.length * 1_000) / this.#format.sampleRate;
    const { clock, maxAheadMs } = this.#options;
    const now = clock.now();
    // What was not sent may be made up for, as long as it is not more than a stall.
    const untilMs = Math.max(this.#audioUntilMs, now - maxAheadMs) + ms;
    if (untilMs > now + maxAheadMs) return this.#tooMuch('The audio runs too far ahead of real time; send it as it is spoken.');
    this.#audioUntilMs = untilMs;
    for (const frame of this.#framer.push(this.#resampler.process(pcm))) this.#feed.frame(frame);
  }

  /** The audio is one stream of bytes: a frame may end in the middle of a sample. */
  #wholeSamples(bytes: Uint8Array): Uint8Array {
    if (this.#format.bytesPerSample === 1) return bytes;
    const joined = this.#halfSample.byteLength === 0 ? bytes : Buffer.concat([this.#halfSample, bytes]);
    const whole = joined.byteLength - (joined.byteLength % 2);
    this.#halfSample = joined.slice(whole);
    return joined.subarray(0, whole);
  }

  /** Told once a second: a client that is too fast is so with each frame. */
  #tooMuch(detail: string): void {
    const now = this.#options.clock.now();
    if (now - this.#toldOfTooMuchMs < 1_000) return;
    this.#toldOfTooMuchMs = now;
    this.#refuse('invalid_media_frame', detail);
  }

  #refuse(code: ErrorCode, detail?: string): void {
    this.#invalidFrames += 1;
    this.sendMessage(errorMessage(code, detail));
    if (this.#invalidFrames < this.#options.maxInvalidFrames) return;
    this.#lose('protocol_violation', 'The client sent too many frames that are not valid.', POLICY_VIOLATION);
  }

  /** Sends what the socket takes; the rest waits, bounded. */
  #pump(): void {
    this.#cancelPump();
    const { clock, maxSocketBytes, congestionTimeoutMs } = this.#options;
    while (this.#socket.bufferedAmount <= maxSocketBytes) {
      const frame = this.#queue.shift();
      this.#congestedSinceMs = null;
      if (frame === undefined) return;
      this.#socket.send(this.#format.encode(frame));
    }
    this.#congestedSinceMs ??= clock.now();
    if (clock.now() - this.#congestedSinceMs >= congestionTimeoutMs)
      return this.#lose('media_timeout', 'The client does not take its audio.');
    this.#cancelPump = clock.schedule(CONGESTION_POLL_MS, () => this.#pump());
  }

  #schedulePing(): void {
    const { clock, pingIntervalMs, silenceTimeoutMs } = this.#options;
    this.#cancelPing = clock.schedule(pingIntervalMs, () => {
      if (clock.now() - this.#heardMs >= silenceTimeoutMs) return this.#lose('media_timeout', 'The client has gone silent.');
      if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
      this.#schedulePing();
    });
  }

  #onClose(): void {
    this.#stopTimers();
    this.#gone ??= Promise.resolve();
    this.#feed.closed('socket_closed', 'The client closed the socket.');
  }

  /** We give the caller up: the call is told, a live client is told too. */
  #lose(code: string, message: string, closeCode?: number): void {
    if (this.#gone !== null) return;
    if (closeCode === undefined) {
      this.#gone = Promise.resolve();
      this.#stopTimers();
      this.#socket.terminate();
    } else {
      void this.#shut(closeCode, code);
    }
    this.#feed.closed(code, message);
  }

  /** The closing handshake, cut short when the client does not answer. */
  #shut(code: number, reason: string): Promise<void> {
    this.#stopTimers();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gone = promise;
    if (this.#socket.readyState === this.#socket.CLOSED) {
      resolve();
      return promise;
    }
    const cancel = this.#options.clock.schedule(this.#options.closeTimeoutMs, () => this.#socket.terminate());
    this.#socket.once('close', () => {
      cancel();
      resolve();
    });
    // RFC 6455 5.5: a close reason is at most 123 bytes.
    this.#socket.close(code, reason.slice(0, 100));
    return promise;
  }

  /** An exception of ours: the call is told, and closes. */
  #fail(error: unknown): void {
    this.#stopTimers();
    this.#feed.failed(error);
  }

  #stopTimers(): void {
    this.#cancelPing();
    this.#cancelPump();
    this.#queue.clear();
  }
}
