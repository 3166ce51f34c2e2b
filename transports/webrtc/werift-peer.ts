/**
 * werift as a raw RTP transport: pure TypeScript, at two to four times the cost of node-datachannel and with one port per call.
 * For machines that the other's addon does not run on, and for callers behind TURN over TCP, whom it cannot reach.
 */
import { AppError } from '@parley/contract';
import {
  RtcpPacketConverter,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpPacket,
  type RTCDataChannel,
  type RTCDtlsTransport,
} from 'werift';
import { isRtcp } from './rtp.ts';
import type { RtpPeer, RtpPeerHost, RtpPeerListener } from './rtp-peer.ts';

export interface WeriftOptions {
  /** The ports that calls may take, one each; any free port by default. */
  udpPortRange?: { begin: number; end: number };
}

const EVENTS_CHANNEL = 'events';

const codecs = (): RTCRtpCodecParameters[] => [
  new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }),
  new RTCRtpCodecParameters({ mimeType: 'audio/telephone-event', clockRate: 48_000 }),
  new RTCRtpCodecParameters({ mimeType: 'audio/telephone-event', clockRate: 8_000 }),
];

export function weriftPeers(options: WeriftOptions = {}): RtpPeerHost {
  const { udpPortRange: range } = options;
  return {
    open: (offer, listener) =>
      new WeriftPeer(
        offer,
        listener,
        new RTCPeerConnection({
          codecs: { audio: codecs() },
          iceServers: [],
          ...(range === undefined ? {} : { icePortRange: [range.begin, range.end] }),
        }),
      ),
    close: () => undefined,
  };
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A packet that the network did not take is lost like any other; a connection that is gone ends by its silence. */
const isOfTheNetwork = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

class WeriftPeer implements RtpPeer {
  readonly answer: Promise<string>;
  readonly #connection: RTCPeerConnection;
  readonly #listener: RtpPeerListener;
  #transport: RTCDtlsTransport | null = null;
  #channel: RTCDataChannel | null = null;
  #closed = false;

  constructor(offer: string, listener: RtpPeerListener, connection: RTCPeerConnection) {
    this.#listener = listener;
    this.#connection = connection;
    connection.connectionStateChange.subscribe((state) => this.#onState(state));
    connection.onDataChannel.subscribe((channel) => this.#onChannel(channel));
    this.answer = this.#negotiate(offer);
    // Nobody may be waiting for the answer of a connection that closes early.
    this.answer.catch(() => undefined);
  }

  get unsentBytes(): number {
    return this.#channel?.bufferedAmount ?? 0;
  }

  sendPacket(bytes: Uint8Array): boolean {
    const transport = this.#transport;
    if (this.#closed || transport === null || transport.state !== 'connected') return false;
    // Past werift's own senders, which would write their source and numbers into the packet.
    const sent = isRtcp(bytes) ? transport.sendRtcp(RtcpPacketConverter.deSerialize(bufferOf(bytes))) : this.#sendRtp(transport, bytes);
    sent.catch((error: unknown) => {
      if (!this.#closed && transport.state === 'connected' && !isOfTheNetwork(error)) this.#listener.onFailed(error);
    });
    return true;
  }

  sendText(text: string): boolean {
    if (this.#closed || this.#channel?.readyState !== 'open') return false;
    this.#channel.send(text);
    return true;
  }

  close(): Promise<void> | undefined {
    if (this.#closed) return undefined;
    this.#closed = true;
    return this.#connection.close();
  }

  #sendRtp(transport: RTCDtlsTransport, bytes: Uint8Array): Promise<number> {
    const { payload, header } = RtpPacket.deSerialize(bufferOf(bytes));
    return transport.sendRtp(payload, header);
  }

  async #negotiate(offer: string): Promise<string> {
    try {
      await this.#connection.setRemoteDescription({ type: 'offer', sdp: offer });
      for (const transceiver of this.#connection.getTransceivers()) transceiver.setDirection('sendrecv');
      await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    } catch (cause) {
      await this.close();
      throw new AppError('invalid_sdp', { cause });
    }
    const [transport] = this.#connection.dtlsTransports;
    const answer = this.#connection.localDescription?.sdp;
    if (transport === undefined || answer === undefined) throw new AppError('invalid_sdp');
    this.#transport = transport;
    transport.onRtp.subscribe((packet) => this.#onPacket(packet.serialize()));
    transport.onRtcp.subscribe((packet) => this.#onPacket(packet.serialize()));
    return answer;
  }

  #onPacket(bytes: Buffer): void {
    if (!this.#closed) this.#listener.onPacket(Uint8Array.from(bytes));
  }

  #onState(state: RTCPeerConnection['connectionState']): void {
    if (this.#closed) return;
    if (state === 'connected') this.#listener.onConnected();
    if (state !== 'failed' && state !== 'closed') return;
    const tell = (): void => this.#listener.onClosed(state);
    (this.close() ?? Promise.resolve()).then(tell, (error: unknown) => this.#listener.onFailed(error));
  }

  #onChannel(channel: RTCDataChannel): void {
    if (this.#channel !== null || channel.label !== EVENTS_CHANNEL) return channel.close();
    this.#channel = channel;
    channel.onMessage.subscribe((message) => {
      if (!this.#closed && typeof message === 'string') this.#listener.onChannelMessage(message);
    });
    channel.stateChanged.subscribe((state) => {
      if (state === 'open') this.#listener.onChannelOpen();
    });
    if (channel.readyState === 'open') this.#listener.onChannelOpen();
  }
}
