/**
 * node-datachannel as a raw RTP transport. Main thread only: the addon's state is one per process. Peer connections, tracks
 * and channels are kept here, for libdatachannel closes what JavaScript has let go of.
 */
import { AppError } from '@parley/contract';
import type { Clock } from '@parley/engine/clock.ts';
import datachannel, { type DataChannel, type LogLevel, type PeerConnection, type RtcConfig, type Track } from 'node-datachannel';
import type { RtpPeer, RtpPeerHost, RtpPeerListener } from './rtp-peer.ts';

export interface NodeDatachannelOptions {
  clock: Clock;
  /** One UDP port for all calls of this process; 0 takes another port for each call. */
  udpPort: number;
  /** The ports that calls may take when they do not share one; any free port by default. */
  udpPortRange?: { begin: number; end: number } | undefined;
  /** The interface to listen on; all of them by default. */
  bindAddress?: string | undefined;
  /** Where the library's warnings go. It keeps the process from ending by itself. */
  log?: ((level: LogLevel, message: string) => void) | undefined;
}

const EVENTS_CHANNEL = 'events';
/** Host candidates only: gathering is local and quick. */
const GATHERING_TIMEOUT_MS = 5_000;
const MAX_MESSAGE_BYTES = 65_536;

let serial = 0;

/** Throws `AppError('internal')` when the UDP port is taken. */
export function nodeDatachannelPeers(options: NodeDatachannelOptions): RtpPeerHost {
  const { udpPort, udpPortRange, bindAddress, log, clock } = options;
  // Without a callback the addon throws, although the argument looks optional.
  if (log !== undefined) datachannel.initLogger('Warning', log);
  const listener = udpPort === 0 ? null : holdPort(udpPort, bindAddress);
  const config: RtcConfig = {
    iceServers: [],
    maxMessageSize: MAX_MESSAGE_BYTES,
    ...(bindAddress === undefined ? {} : { bindAddress }),
    ...portsOf(udpPort, udpPortRange),
  };
  return {
    open: (offer, peerListener) => new NodeDatachannelPeer(offer, peerListener, config, clock),
    // The addon's own cleanup() is not called: connections that are collected after it crash the process.
    close: () => listener?.stop(),
  };
}

function portsOf(udpPort: number, range: NodeDatachannelOptions['udpPortRange']): Partial<RtcConfig> {
  if (udpPort !== 0) return { enableIceUdpMux: true, portRangeBegin: udpPort, portRangeEnd: udpPort };
  return range === undefined ? {} : { portRangeBegin: range.begin, portRangeEnd: range.end };
}

/** Keeps the port ours between two calls, and finds out at once that it is somebody else's. */
function holdPort(port: number, address: string | undefined): { stop(): void } {
  try {
    return address === undefined ? new datachannel.IceUdpMuxListener(port) : new datachannel.IceUdpMuxListener(port, address);
  } catch (cause) {
    throw new AppError('internal', {
      detail: 'The UDP port for WebRTC media is taken by another program, or its address is not of this machine.',
      cause,
    });
  }
}

/** The other side can close between the question and the sending: then it was not sent. Any other error is thrown. */
export function sendWhileOpen<T extends { isOpen(): boolean }>(to: T | null, send: (open: T) => boolean): boolean {
  if (to === null || !to.isOpen()) return false;
  try {
    return send(to);
  } catch (error) {
    if (to.isOpen()) throw error;
    return false;
  }
}

class NodeDatachannelPeer implements RtpPeer {
  readonly answer: Promise<string>;
  readonly #connection: PeerConnection;
  readonly #listener: RtpPeerListener;
  #track: Track | null = null;
  #channel: DataChannel | null = null;
  #closed = false;
  #abandonAnswer: () => void = () => undefined;

  constructor(offer: string, listener: RtpPeerListener, config: RtcConfig, clock: Clock) {
    this.#listener = listener;
    serial += 1;
    this.#connection = new datachannel.PeerConnection(`call-${serial}`, config);
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.answer = promise;
    const fail = (): void => reject(new AppError('internal', { detail: 'No network address could be offered to the caller.' }));
    const cancel = clock.schedule(GATHERING_TIMEOUT_MS, fail);
    // Nobody may be waiting for the answer of a connection that closes early.
    promise.catch(() => undefined);
    this.#abandonAnswer = () => {
      cancel();
      fail();
    };
    this.#connection.onGatheringStateChange((state) => {
      if (state !== 'complete') return;
      cancel();
      resolve(this.#connection.localDescription()?.sdp ?? '');
    });
    this.#connection.onStateChange((state) => this.#onState(state));
    this.#connection.onTrack((track) => this.#onTrack(track));
    this.#connection.onDataChannel((channel) => this.#onChannel(channel));
    try {
      this.#connection.setRemoteDescription(offer, 'offer');
    } catch (cause) {
      this.close();
      throw new AppError('invalid_sdp', { cause });
    }
  }

  get unsentBytes(): number {
    return this.#channel === null || !this.#channel.isOpen() ? 0 : this.#channel.bufferedAmount();
  }

  sendPacket(bytes: Uint8Array): boolean {
    const track = this.#track;
    return sendWhileOpen(this.#closed ? null : track, (open) =>
      open.sendMessageBinary(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    );
  }

  sendText(text: string): boolean {
    return sendWhileOpen(this.#closed ? null : this.#channel, (open) => open.sendMessage(text));
  }

  close(): undefined {
    if (this.#closed) return;
    this.#closed = true;
    this.#abandonAnswer();
    this.#track = null;
    this.#channel = null;
    this.#connection.close();
  }

  #onState(state: string): void {
    if (this.#closed) return;
    if (state === 'connected') this.#listener.onConnected();
    if (state === 'failed' || state === 'closed') {
      this.close();
      this.#listener.onClosed(state);
    }
  }

  #onTrack(track: Track): void {
    if (this.#track !== null || this.#closed) return track.close();
    this.#track = track;
    track.onMessage((message) => {
      // A copy: the addon may use the buffer again.
      if (!this.#closed) this.#listener.onPacket(Uint8Array.from(message));
    });
  }

  #onChannel(channel: DataChannel): void {
    if (this.#channel !== null || this.#closed || channel.getLabel() !== EVENTS_CHANNEL) return channel.close();
    this.#channel = channel;
    channel.onMessage((message) => {
      if (!this.#closed && typeof message === 'string') this.#listener.onChannelMessage(message);
    });
    channel.onOpen(() => {
      if (!this.#closed) this.#listener.onChannelOpen();
    });
    if (channel.isOpen()) this.#listener.onChannelOpen();
  }
}
