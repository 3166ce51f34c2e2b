import type { ServerMessage } from '@parley/contract';
import type { Frame } from '@parley/engine/audio/frame.ts';
import type { Clock } from '@parley/engine/clock.ts';
import type { CallTransport, TransportListener } from '@parley/engine/transport.ts';
import { CallerFeed } from '../caller-feed.ts';
import { errorMessage, parseClientMessage } from '../client-messages.ts';
import { guardClock, guardWith, type Guard } from '../guard.ts';
import { AGENT_SAMPLE_RATE, OPUS_TICKS_PER_MS, type VoiceDecoder, type VoiceEncoder } from './opus.ts';
import { buildRtcp, parseRtcp } from './rtcp.ts';
import type { RtpPeer, RtpPeerListener } from './rtp-peer.ts';
import { isRtcp, parseRtp } from './rtp.ts';
import type { Offer } from './sdp.ts';
import { VoiceReceiver } from './voice-receiver.ts';
import { VoiceSender } from './voice-sender.ts';

export interface WebRtcTransportOptions {
  clock: Clock;
  offer: Pick<Offer, 'opusPayloadType' | 'eventPayloadType' | 'sendsAudio'>;
  encoder: VoiceEncoder;
  decoder: VoiceDecoder;
  ssrc: number;
  cname: string;
  /** Random starts of the RTP numbers. */
  sequence: number;
  timestamp: number;
  /** No RTP for this long and the caller is gone (`media_timeout`); browsers send even in silence. */
  silenceTimeoutMs: number;
  /** The connection must stand within this time. */
  connectTimeoutMs: number;
  /** What a browser's own buffer adds before the agent is heard. */
  playoutDelayMs: number;
  onClosed: () => void;
}

const REPORT_INTERVAL_MS = 1_000;
/** Messages that wait for the data channel to open; the oldest go first. */
const MAX_QUEUED_MESSAGES = 256;
/** A data channel that holds more than this is not being read: messages are dropped, and the RTP watchdog ends the call. */
const MAX_UNSENT_BYTES = 1_048_576;
const MAX_INVALID_MESSAGES = 100;
/** A caller who only listens sends reports, some seconds apart. */
const LISTENER_SILENCE_FACTOR = 5;
/** Time for `ended` to arrive before the connection is closed. */
const LINGER_MS = 300;

export class WebRtcTransport implements CallTransport, RtpPeerListener {
  readonly kind = 'webrtc';
  readonly playoutSampleRate = AGENT_SAMPLE_RATE;
  readonly #options: WebRtcTransportOptions;
  readonly #peer: RtpPeer;
  readonly #feed: CallerFeed;
  readonly #sender: VoiceSender;
  readonly #receiver: VoiceReceiver;
  readonly #silenceMs: number;
  #queued: string[] = [];
  #channelOpen = false;
  #invalidMessages = 0;
  #heardMs: number;
  #cancelWatchdog: () => void = () => undefined;
  #cancelReports: () => void = () => undefined;
  #gone: Promise<void> | null = null;
  /** The connection met an error that nobody foresaw: nothing more is sent over it. */
  #broken = false;

  constructor(options: WebRtcTransportOptions, open: (listener: RtpPeerListener) => RtpPeer) {
    const guard = guardWith((error) => this.#fail(error));
    const clock = guardClock(options.clock, guard);
    const { offer, encoder, decoder, ssrc, sequence, timestamp } = options;
    this.#options = { ...options, clock };
    this.#feed = new CallerFeed(undefined, options.playoutDelayMs);
    this.#silenceMs = offer.sendsAudio ? options.silenceTimeoutMs : options.silenceTimeoutMs * LISTENER_SILENCE_FACTOR;
    this.#heardMs = clock.now();
    const send = (packet: Uint8Array): boolean => this.#send((peer) => peer.sendPacket(packet));
    this.#sender = new VoiceSender({ clock, encoder, ssrc, payloadType: offer.opusPayloadType, sequence, timestamp, send });
    this.#receiver = new VoiceReceiver({
      clock,
      decoder,
      opusPayloadType: offer.opusPayloadType,
      eventPayloadType: offer.eventPayloadType,
      onFrame: (frame) => this.#feed.frame(frame),
      onDigit: ({ digit, durationTicks }) => this.#feed.digit({ digit, method: 'rfc4733', durationMs: durationTicks / OPUS_TICKS_PER_MS }),
    });
    this.#peer = open(this.#guarded(guard));
    this.#watch(options.connectTimeoutMs);
  }

  get answer(): Promise<string> {
    return this.#peer.answer;
  }

  /** Loss the caller reported last, in percent, as the encoder allows for it. */
  get reportedLossPercent(): number {
    return this.#options.encoder.lossPercent;
  }

  get playoutDelayMs(): number {
    return this.#feed.playoutDelayMs;
  }

  attach(listener: TransportListener): void {
    this.#feed.attach(listener);
  }

  sendFrame(frame: Frame): void {
    if (this.#gone === null) this.#sender.send(frame);
  }

  endTalkspurt(): void {
    if (this.#gone === null) this.#sender.endTalkspurt();
  }

  clear(): void {
    if (this.#gone !== null) return;
    this.#sender.endTalkspurt();
    this.sendMessage({ type: 'clear' });
  }

  sendMessage(message: ServerMessage): void {
    if (this.#gone === null) this.#say(message);
  }

  close(reason: string): Promise<void> {
    if (this.#gone !== null) return this.#gone;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#gone = promise;
    const finish = (): void => {
      this.#closePeer(resolve, reject);
    };
    const fail = (error: unknown): void => {
      this.#closePeer(() => reject(error), reject);
    };
    const linger = this.#channelOpen && !this.#broken;
    try {
      this.#say({ type: 'ended', reason });
      this.#feed.stop();
      this.#stop();
    } catch (error) {
      fail(error);
      return promise;
    }
    if (linger) this.#options.clock.schedule(LINGER_MS, finish);
    else finish();
    return promise;
  }

  onConnected(): void {
    if (this.#gone !== null) return;
    this.#heardMs = this.#options.clock.now();
    this.#watch(this.#silenceMs);
    this.#scheduleReport();
  }

  onPacket(bytes: Uint8Array): void {
    if (this.#gone !== null) return;
    if (isRtcp(bytes)) return this.#onRtcp(bytes);
    const packet = parseRtp(bytes);
    if (packet === null || !this.#receiver.push(packet)) return;
    this.#heardMs = this.#options.clock.now();
  }

  onChannelOpen(): void {
    if (this.#gone !== null || this.#channelOpen) return;
    this.#channelOpen = true;
    const queued = this.#queued;
    this.#queued = [];
    for (const text of queued) this.#send((peer) => peer.sendText(text));
  }

  onChannelMessage(text: string): void {
    if (this.#gone !== null) return;
    const parsed = parseClientMessage(text);
    if (parsed.ok) return this.#feed.message(parsed.message);
    this.#invalidMessages += 1;
    this.#say(errorMessage(parsed.code));
    if (this.#invalidMessages >= MAX_INVALID_MESSAGES)
      this.#lose('protocol_violation', 'The client sent too many messages that are not valid.');
  }

  onClosed(how: 'closed' | 'failed'): void {
    if (how === 'closed') this.#lose('socket_closed', 'The caller closed the connection.');
    else this.#lose('media_timeout', 'The connection to the caller was lost.');
  }

  onFailed(error: unknown): void {
    this.#fail(error);
  }

  #guarded(guard: Guard): RtpPeerListener {
    return {
      onConnected: guard(() => this.onConnected()),
      onPacket: guard((bytes: Uint8Array) => this.onPacket(bytes)),
      onChannelOpen: guard(() => this.onChannelOpen()),
      onChannelMessage: guard((text: string) => this.onChannelMessage(text)),
      onClosed: guard((how: 'closed' | 'failed') => this.onClosed(how)),
      onFailed: guard((error: unknown) => this.onFailed(error)),
    };
  }

  /** An exception of ours: the call is told, and closes. */
  #fail(error: unknown): void {
    this.#broken = true;
    this.#cancelWatchdog();
    this.#cancelReports();
    this.#feed.failed(error);
  }

  #onRtcp(bytes: Uint8Array): void {
    const now = this.#options.clock.now();
    if (!this.#options.offer.sendsAudio) this.#heardMs = now;
    for (const report of parseRtcp(bytes)) {
      const source = this.#receiver.statistics;
      if (report.senderReport !== null && report.senderSsrc === source?.ssrc) source.senderReport(report.senderReport, now);
      for (const block of report.blocks) if (block.ssrc === this.#options.ssrc) this.#options.encoder.setLoss(block.fractionLost);
    }
  }

  #scheduleReport(): void {
    const { clock, ssrc, cname } = this.#options;
    this.#cancelReports();
    this.#cancelReports = clock.schedule(REPORT_INTERVAL_MS, () => {
      const block = this.#receiver.statistics?.report(clock.now()) ?? null;
      const sender = this.#sender.info;
      if (block !== null || sender !== null)
        this.#send((peer) => peer.sendPacket(buildRtcp(ssrc, cname, sender, block === null ? [] : [block])));
      this.#scheduleReport();
    });
  }

  #watch(limitMs: number): void {
    const { clock } = this.#options;
    this.#cancelWatchdog();
    const waited = clock.now() - this.#heardMs;
    if (waited >= limitMs) return this.#lose('media_timeout', 'No audio comes from the caller.');
    this.#cancelWatchdog = clock.schedule(limitMs - waited, () => this.#watch(limitMs));
  }

  #say(message: ServerMessage): void {
    const text = JSON.stringify(message);
    if (!this.#channelOpen) {
      this.#queued.push(text);
      if (this.#queued.length > MAX_QUEUED_MESSAGES) this.#queued.shift();
      return;
    }
    this.#send((peer) => peer.unsentBytes <= MAX_UNSENT_BYTES && peer.sendText(text));
  }

  #send(work: (peer: RtpPeer) => boolean): boolean {
    if (this.#broken) return false;
    try {
      return work(this.#peer);
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  #lose(code: string, message: string): void {
    if (this.#gone !== null) return;
    this.#gone = Promise.resolve();
    this.#stop();
    this.#closePeer(
      () => this.#feed.closed(code, message),
      (error) => this.#feed.failed(error),
    );
  }

  /** Timers off, WebAssembly memory back. */
  #stop(): void {
    this.#cancelWatchdog();
    this.#cancelReports();
    this.#sender.stop();
    this.#receiver.stop();
    this.#queued = [];
    this.#options.encoder.free();
    this.#options.decoder.free();
  }

  #closePeer(done: () => void, failed: (error: unknown) => void): void {
    try {
      const closing = this.#peer.close();
      if (closing === undefined) done();
      else closing.then(done, failed);
    } catch (error) {
      failed(error);
    } finally {
      this.#options.onClosed();
    }
  }
}
