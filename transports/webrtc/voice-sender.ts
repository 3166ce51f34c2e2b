/** The agent's voice as RTP: paced by the call, with the timestamps that a browser's jitter buffer needs over pauses. */
import { FRAME_MS, samplesPerFrame, type Frame } from '@parley/engine/audio/frame.ts';
import type { Clock } from '@parley/engine/clock.ts';
import { AGENT_SAMPLE_RATE, FRAME_TICKS, OPUS_TICKS_PER_MS, type VoiceEncoder } from './opus.ts';
import type { SenderInfo } from './rtcp.ts';
import { buildRtp } from './rtp.ts';

/** Silence after a talkspurt: a bare stop makes browsers stretch the last sound for 300 ms. */
const TAIL_FRAMES = 5;
/** The pacer makes up at most this much after a stall, in a burst whose frames belong to the past. */
const MADE_UP_MS = 200;

const SILENCE: Frame = new Int16Array(samplesPerFrame(AGENT_SAMPLE_RATE));

export interface VoiceSenderOptions {
  clock: Clock;
  encoder: Pick<VoiceEncoder, 'encode'>;
  ssrc: number;
  payloadType: number;
  /** Random starts (RFC 3550 5.1). */
  sequence: number;
  timestamp: number;
  /** False when the packet was not sent. */
  send: (packet: Uint8Array) => boolean;
}

export class VoiceSender {
  readonly #options: VoiceSenderOptions;
  #sequence: number;
  /** Of the next packet. */
  #timestamp: number;
  /** Clock time to which `#timestamp` belongs; null before the first packet. */
  #dueMs: number | null = null;
  #talking = false;
  #tail = 0;
  #cancelTail: () => void = () => undefined;
  #packets = 0;
  #octets = 0;

  constructor(options: VoiceSenderOptions) {
    this.#options = options;
    this.#sequence = options.sequence & 0xff_ff;
    this.#timestamp = options.timestamp >>> 0;
  }

  /** For the sender report; null before the first packet. */
  get info(): SenderInfo | null {
    if (this.#dueMs === null) return null;
    const { clock } = this.#options;
    const timestamp = this.#timestamp + Math.round((clock.now() - this.#dueMs) * OPUS_TICKS_PER_MS);
    return { wallTime: clock.wallTime(), timestamp: timestamp >>> 0, packets: this.#packets, octets: this.#octets };
  }

  get isTalking(): boolean {
    return this.#talking;
  }

  send(frame: Frame): void {
    this.#cancelTail();
    // Speech that goes on within the tail is the same talkspurt to the browser.
    const resumed = !this.#talking && this.#tail === 0;
    this.#tail = 0;
    this.#talking = true;
    this.#advance(resumed ? 0 : MADE_UP_MS);
    this.#transmit(frame, resumed);
  }

  endTalkspurt(): void {
    if (!this.#talking) return;
    this.#talking = false;
    this.#tail = TAIL_FRAMES;
    this.#scheduleTail();
  }

  stop(): void {
    this.#cancelTail();
    this.#talking = false;
    this.#tail = 0;
  }

  #scheduleTail(): void {
    this.#cancelTail = this.#options.clock.schedule(FRAME_MS, () => {
      this.#advance(MADE_UP_MS);
      this.#transmit(SILENCE, false);
      this.#tail -= 1;
      if (this.#tail > 0) this.#scheduleTail();
    });
  }

  /** Moves the timestamp on by the frames in which nothing was sent, as long as it lags behind the clock by more than `allowedMs`. */
  #advance(allowedMs: number): void {
    const now = this.#options.clock.now();
    this.#dueMs ??= now;
    const missed = Math.floor((now - this.#dueMs - allowedMs) / FRAME_MS);
    if (missed <= 0) return;
    this.#timestamp = (this.#timestamp + missed * FRAME_TICKS) >>> 0;
    this.#dueMs += missed * FRAME_MS;
  }

  #transmit(frame: Frame, marker: boolean): void {
    const { encoder, ssrc, payloadType, send } = this.#options;
    const payload = encoder.encode(frame);
    const packet = buildRtp({ marker, payloadType, sequence: this.#sequence, timestamp: this.#timestamp, ssrc, payload });
    this.#sequence = (this.#sequence + 1) & 0xff_ff;
    this.#timestamp = (this.#timestamp + FRAME_TICKS) >>> 0;
    this.#dueMs = (this.#dueMs ?? 0) + FRAME_MS;
    if (!send(packet)) return;
    this.#packets += 1;
    this.#octets += payload.length;
  }
}
