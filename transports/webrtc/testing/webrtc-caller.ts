/** A caller over node-datachannel, in the test's own process. It speaks raw RTP, so that tests choose what is lost. */
import type { ClientMessage, ServerMessage } from '@parley/contract';
import datachannel from 'node-datachannel';
import type { OpusDecoderHandle, OpusEncoderHandle } from 'libopus-wasm';
import { Application, createDecoder, createEncoder } from 'libopus-wasm';
import { buildRtp, isRtcp, parseRtp, type RtpPacket } from '../rtp.ts';

const OPUS = 111;
const EVENTS = 126;
const SSRC = 0x1234_5678;

export class WebRtcCaller {
  readonly messages: ServerMessage[] = [];
  readonly packets: RtpPacket[] = [];
  readonly reports: Uint8Array[] = [];
  /** What the agent said, decoded to 16 kHz. */
  readonly heard: Int16Array[] = [];
  closed = false;
  connected = false;
  channelOpen = false;
  sequence = 65_530;
  timestamp = 4_294_960_000;
  readonly #connection = new datachannel.PeerConnection('caller', { iceServers: [] });
  readonly #encoder: OpusEncoderHandle;
  readonly #decoder: OpusDecoderHandle;
  readonly #track;
  readonly #channel;
  readonly offer: Promise<string>;

  constructor(encoder: OpusEncoderHandle, decoder: OpusDecoderHandle) {
    this.#encoder = encoder;
    this.#decoder = decoder;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.offer = promise;
    this.#connection.onGatheringStateChange((state) => {
      if (state === 'complete') resolve(this.#connection.localDescription()?.sdp ?? '');
    });
    this.#connection.onStateChange((state) => {
      if (state === 'connected') this.connected = true;
      if (state === 'closed' || state === 'failed' || state === 'disconnected') this.closed = true;
    });
    const audio = new datachannel.Audio('0', 'SendRecv');
    audio.addOpusCodec(OPUS);
    audio.addAudioCodec(EVENTS, 'telephone-event/48000');
    audio.addSSRC(SSRC, 'caller');
    this.#track = this.#connection.addTrack(audio);
    this.#track.onMessage((message) => this.#onPacket(Uint8Array.from(message)));
    this.#channel = this.#connection.createDataChannel('events');
    this.#channel.onOpen(() => (this.channelOpen = true));
    this.#channel.onMessage((text) => {
      if (typeof text === 'string') this.messages.push(JSON.parse(text) as ServerMessage);
    });
  }

  static async create(): Promise<WebRtcCaller> {
    const encoder = await createEncoder({
      sampleRate: 16_000,
      channels: 1,
      application: Application.Voip,
      bitrate: 32_000,
      fec: true,
      packetLossPercent: 20,
      frameSize: 320,
    });
    return new WebRtcCaller(encoder, await createDecoder({ sampleRate: 16_000, channels: 1 }));
  }

  accept(answer: string): void {
    this.#connection.setRemoteDescription(answer, 'answer');
  }

  get ready(): boolean {
    return this.connected && this.channelOpen && this.#track.isOpen();
  }

  /** The next packet of a stream, not sent. */
  packet(frame: Int16Array): RtpPacket {
    const packet = {
      marker: false,
      payloadType: OPUS,
      sequence: this.sequence,
      timestamp: this.timestamp,
      ssrc: SSRC,
      payload: Uint8Array.from(this.#encoder.encode(frame)),
    };
    this.sequence = (this.sequence + 1) & 0xff_ff;
    this.timestamp = (this.timestamp + 960) >>> 0;
    return packet;
  }

  /** One RFC 4733 packet of a key press that began at the stream's present time. */
  event(code: number, duration: number, end: boolean): RtpPacket {
    const payload = Uint8Array.of(code, end ? 0x8a : 0x0a, duration >> 8, duration & 0xff);
    const packet = { marker: false, payloadType: EVENTS, sequence: this.sequence, timestamp: this.timestamp, ssrc: SSRC, payload };
    this.sequence = (this.sequence + 1) & 0xff_ff;
    return packet;
  }

  send(packet: RtpPacket): void {
    this.sendBytes(buildRtp(packet));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#track.sendMessageBinary(Buffer.from(bytes));
  }

  say(message: ClientMessage | string): void {
    this.#channel.sendMessage(typeof message === 'string' ? message : JSON.stringify(message));
  }

  hangUp(): void {
    this.#connection.close();
    this.closed = true;
  }

  free(): void {
    this.hangUp();
    this.#encoder.free();
    this.#decoder.free();
  }

  #onPacket(bytes: Uint8Array): void {
    if (isRtcp(bytes)) {
      this.reports.push(bytes);
      return;
    }
    const packet = parseRtp(bytes);
    if (packet === null) return;
    this.packets.push(packet);
    this.heard.push(this.#decoder.decode(packet.payload));
  }
}
