/** WebRTC calls: an offer in, an answer and a transport out. One host for a process's whole life, in its main thread. */
import { randomBytes } from 'node:crypto';
import { AppError } from '@parley/contract';
import type { Clock } from '@parley/engine/clock.ts';
import type { CallTransport } from '@parley/engine/transport.ts';
import { nodeDatachannelPeers } from './node-datachannel-peer.ts';
import { VoiceDecoder, VoiceEncoder } from './opus.ts';
import type { RtpPeerHost } from './rtp-peer.ts';
import { readOffer } from './sdp.ts';
import { patchAnswer } from './sdp-answer.ts';
import { WebRtcTransport } from './webrtc-transport.ts';

export interface WebRtcHostOptions {
  clock: Clock;
  /** One UDP port for all calls of this process; 0 takes another port for each call. */
  udpPort: number;
  /** The ports that calls may take when they do not share one; any free port by default. */
  udpPortRange?: { begin: number; end: number };
  /** The interface to listen on; all of them by default. */
  bindAddress?: string;
  /** The address that callers reach, where that is not one of this machine's (1:1 NAT). */
  publicAddress?: string;
  /** The port that callers reach, where the NAT changes it. */
  publicPort?: number;
  silenceTimeoutMs?: number;
  connectTimeoutMs?: number;
  playoutDelayMs?: number;
  /** Where the library's warnings go. It keeps the process from ending by itself: call `process.exit`. */
  log?: (level: string, message: string) => void;
  /** Another WebRTC library than node-datachannel. */
  peers?: RtpPeerHost;
}

export const WEBRTC_DEFAULTS = {
  silenceTimeoutMs: 4_000,
  connectTimeoutMs: 15_000,
  /** A browser's jitter buffer on a good network. */
  playoutDelayMs: 60,
} as const satisfies Partial<WebRtcHostOptions>;

export interface WebRtcHost {
  /** Rejects with `AppError('invalid_sdp')` when the body is no offer of Opus audio. */
  answer(offerSdp: string): Promise<{ sdp: string; transport: CallTransport }>;
  /** Calls whose connection is open or being opened. */
  readonly openCalls: number;
  /** Closes the connections that are still open, without telling their calls: end the calls first. */
  close(): Promise<void>;
}

/** Throws `AppError('internal')` with one sentence when the UDP port is taken. */
export function createWebRtcHost(options: WebRtcHostOptions): WebRtcHost {
  return new Host(options);
}

class Host implements WebRtcHost {
  readonly #options: WebRtcHostOptions;
  readonly #peers: RtpPeerHost;
  readonly #calls = new Set<WebRtcTransport>();
  #closed = false;

  constructor(options: WebRtcHostOptions) {
    this.#options = options;
    const { clock, udpPort, udpPortRange, bindAddress, log } = options;
    this.#peers = options.peers ?? nodeDatachannelPeers({ clock, udpPort, udpPortRange, bindAddress, log });
  }

  get openCalls(): number {
    return this.#calls.size;
  }

  async answer(offerSdp: string): Promise<{ sdp: string; transport: CallTransport }> {
    const offer = readOffer(offerSdp);
    const [encoder, decoder] = await Promise.all([VoiceEncoder.create(), VoiceDecoder.create()]);
    const random = new DataView(Uint8Array.from(randomBytes(10)).buffer);
    const ssrc = random.getUint32(0);
    const cname = randomBytes(8).toString('hex');
    const { clock, publicAddress, publicPort } = this.#options;
    let transport: WebRtcTransport;
    try {
      if (this.#closed) throw new AppError('capacity_reached', { detail: 'The server is shutting down.' });
      transport = new WebRtcTransport(
        {
          clock,
          offer,
          encoder,
          decoder,
          ssrc,
          cname,
          sequence: random.getUint16(4),
          timestamp: random.getUint32(6),
          silenceTimeoutMs: this.#options.silenceTimeoutMs ?? WEBRTC_DEFAULTS.silenceTimeoutMs,
          connectTimeoutMs: this.#options.connectTimeoutMs ?? WEBRTC_DEFAULTS.connectTimeoutMs,
          playoutDelayMs: this.#options.playoutDelayMs ?? WEBRTC_DEFAULTS.playoutDelayMs,
          onClosed: () => this.#calls.delete(transport),
        },
        (listener) => this.#peers.open(offer.sdp, listener),
      );
    } catch (error) {
      encoder.free();
      decoder.free();
      throw error;
    }
    this.#calls.add(transport);
    try {
      const sdp = patchAnswer(await transport.answer, { offered: offer, ssrc, cname, publicAddress, publicPort });
      return { sdp, transport };
    } catch (error) {
      await transport.close('error_transport');
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const closed = await Promise.allSettled([...this.#calls].map((call) => call.close('error_transport')));
    this.#peers.close();
    for (const one of closed) if (one.status === 'rejected') throw one.reason;
  }
}
