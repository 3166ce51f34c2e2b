/** The caller's RTP to 16 kHz frames and digits. */
import { CALLER_SAMPLE_RATE, samplesPerFrame, type Frame } from '@parley/engine/audio/frame.ts';
import { Framer } from '@parley/engine/audio/framer.ts';
import { JitterBuffer, type JitterStats, type JitterStep } from '@parley/engine/audio/jitter-buffer.ts';
import type { Clock } from '@parley/engine/clock.ts';
import { DtmfReceiver, type PressedKey } from './dtmf.ts';
import { opusDurationTicks, OPUS_TICKS_PER_MS, type VoiceDecoder } from './opus.ts';
import { ReceptionStatistics } from './rtcp.ts';
import type { RtpPacket } from './rtp.ts';

export interface VoiceReceiverOptions {
  clock: Clock;
  decoder: Pick<VoiceDecoder, 'perform'>;
  opusPayloadType: number;
  eventPayloadType: number | null;
  onFrame: (frame: Frame) => void;
  onDigit: (press: PressedKey) => void;
}

export class VoiceReceiver {
  readonly #options: VoiceReceiverOptions;
  readonly #framer = new Framer(samplesPerFrame(CALLER_SAMPLE_RATE));
  readonly #dtmf = new DtmfReceiver();
  #jitter = new JitterBuffer();
  #statistics: ReceptionStatistics | null = null;
  #cancelExpiry: () => void = () => undefined;
  #stopped = false;

  constructor(options: VoiceReceiverOptions) {
    this.#options = options;
  }

  get jitterStats(): Readonly<JitterStats> {
    return this.#jitter.stats;
  }

  /** The source heard; null before its first packet. */
  get statistics(): ReceptionStatistics | null {
    return this.#statistics;
  }

  /** False for a packet that is not of this call's formats. */
  push(packet: RtpPacket): boolean {
    const { clock, opusPayloadType, eventPayloadType, onDigit } = this.#options;
    const isAudio = packet.payloadType === opusPayloadType;
    if (!isAudio && packet.payloadType !== eventPayloadType) return false;
    const durationTicks = isAudio ? opusDurationTicks(packet.payload) : 0;
    if (isAudio && durationTicks === 0) return false;
    const now = clock.now();
    if (this.#statistics?.ssrc !== packet.ssrc) {
      // A new source, such as a microphone that was changed, begins its own numbers.
      this.#statistics = new ReceptionStatistics(packet.ssrc, OPUS_TICKS_PER_MS);
      this.#jitter = new JitterBuffer();
    }
    this.#statistics.received(packet.sequence, packet.timestamp, now);
    if (!isAudio) for (const press of this.#dtmf.push(packet.timestamp, packet.payload)) onDigit(press);
    const { sequence, timestamp, payload } = packet;
    this.#perform(this.#jitter.push({ sequence, timestamp, payload, durationTicks }, now));
    this.#scheduleExpiry();
    return true;
  }

  /** The decoder may be freed afterwards, also from within `onFrame` and `onDigit`. */
  stop(): void {
    this.#stopped = true;
    this.#cancelExpiry();
  }

  #perform(steps: readonly JitterStep[]): void {
    for (const step of steps) {
      if (this.#stopped) return;
      for (const frame of this.#framer.push(this.#options.decoder.perform(step))) this.#options.onFrame(frame);
    }
  }

  #scheduleExpiry(): void {
    this.#cancelExpiry();
    if (this.#stopped) return;
    const { clock } = this.#options;
    const deadline = this.#jitter.deadlineMs;
    if (deadline === null) return;
    this.#cancelExpiry = clock.schedule(Math.max(0, deadline - clock.now()), () => {
      this.#perform(this.#jitter.expire(clock.now()));
      this.#scheduleExpiry();
    });
  }
}
