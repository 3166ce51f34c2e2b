/** Opus for speech: the caller decoded to 16 kHz, the agent encoded from 24 kHz. The RTP clock is 48 kHz whatever the rates. */
import { CALLER_SAMPLE_RATE, FRAME_MS, samplesPerFrame, type Frame } from '@parley/engine/audio/frame.ts';
import type { JitterStep } from '@parley/engine/audio/jitter-buffer.ts';
import { Application, createDecoder, createEncoder, isOpusError, type OpusDecoderHandle, type OpusEncoderHandle } from 'libopus-wasm';

export const OPUS_TICKS_PER_MS = 48;
export const AGENT_SAMPLE_RATE = 24_000;
export const FRAME_TICKS = FRAME_MS * OPUS_TICKS_PER_MS;

const BITRATE = 32_000;
const COMPLEXITY = 5;
/** More redundancy than this takes too much of the bit rate from the speech itself. */
const MAX_LOSS_PERCENT = 30;
/** Loss below this is not worth redundancy. */
const MIN_LOSS_PERCENT = 1;
/** libopus conceals and recovers in units of 2.5 ms. */
const UNIT_TICKS = 2.5 * OPUS_TICKS_PER_MS;
/** The longest piece that libopus is asked to conceal at once. */
const MAX_CONCEALED_TICKS = 60 * OPUS_TICKS_PER_MS;
const MAX_PACKET_TICKS = 120 * OPUS_TICKS_PER_MS;

const SILK_MS = [10, 20, 40, 60];
const HYBRID_MS = [10, 20];
const CELT_MS = [2.5, 5, 10, 20];

/** Duration of an Opus packet in ticks, from its first bytes (RFC 6716 3.1); 0 when it is not one. */
export function opusDurationTicks(payload: Uint8Array): number {
  const toc = payload[0];
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const frameMs = config < 12 ? SILK_MS[config & 3] : config < 16 ? HYBRID_MS[config & 1] : CELT_MS[config & 3];
  const code = toc & 3;
  const frames = code === 0 ? 1 : code === 3 ? (payload[1] ?? 0) & 0x3f : 2;
  const ticks = (frameMs ?? 0) * OPUS_TICKS_PER_MS * frames;
  return ticks > MAX_PACKET_TICKS ? 0 : ticks;
}

const callerSamples = (ticks: number): number => Math.round((ticks * CALLER_SAMPLE_RATE) / (OPUS_TICKS_PER_MS * 1_000));
const wholeUnits = (ticks: number): number => Math.ceil(ticks / UNIT_TICKS) * UNIT_TICKS;

/** What libopus says of a packet that it cannot read; anything else is not the packet's doing. */
const isUnreadable = (error: unknown): boolean => isOpusError(error) || error instanceof RangeError;

/** Carries out the jitter buffer's decisions. */
export class VoiceDecoder {
  readonly #decoder: OpusDecoderHandle;

  constructor(decoder: OpusDecoderHandle) {
    this.#decoder = decoder;
  }

  static async create(): Promise<VoiceDecoder> {
    return new VoiceDecoder(await createDecoder({ sampleRate: CALLER_SAMPLE_RATE, channels: 1 }));
  }

  /** 16 kHz audio of this step. A packet that libopus cannot read is concealed. */
  perform(step: JitterStep): Int16Array {
    switch (step.type) {
      case 'decode':
        try {
          return this.#decoder.decode(step.packet.payload);
        } catch (error) {
          if (!isUnreadable(error)) throw error;
          return this.#conceal(step.packet.durationTicks);
        }
      case 'recover':
        try {
          return this.#decoder.decode(step.packet.payload, { decodeFec: true, frameSize: callerSamples(wholeUnits(step.ticks)) });
        } catch (error) {
          if (!isUnreadable(error)) throw error;
          return this.#conceal(step.ticks);
        }
      case 'conceal':
        return this.#conceal(step.ticks);
      case 'silence':
        return new Int16Array(callerSamples(step.ticks));
      default:
        return step satisfies never;
    }
  }

  free(): void {
    this.#decoder.free();
  }

  #conceal(ticks: number): Int16Array {
    const pcm = new Int16Array(callerSamples(ticks));
    let done = 0;
    for (let left = ticks; left > 0; left -= MAX_CONCEALED_TICKS) {
      const part = this.#decoder.decodePacketLoss(callerSamples(wholeUnits(Math.min(left, MAX_CONCEALED_TICKS))));
      pcm.set(part.subarray(0, pcm.length - done), done);
      done = Math.min(pcm.length, done + part.length);
    }
    return pcm;
  }
}

/** Speech mode always: its in-band copy of the previous frame is what the caller's browser repairs losses with. */
export class VoiceEncoder {
  readonly #encoder: OpusEncoderHandle;
  #lossPercent = 0;

  constructor(encoder: OpusEncoderHandle) {
    this.#encoder = encoder;
  }

  static async create(): Promise<VoiceEncoder> {
    const encoder = await createEncoder({
      sampleRate: AGENT_SAMPLE_RATE,
      channels: 1,
      application: Application.Voip,
      bitrate: BITRATE,
      complexity: COMPLEXITY,
      fec: true,
      packetLossPercent: 0,
      frameSize: samplesPerFrame(AGENT_SAMPLE_RATE),
    });
    return new VoiceEncoder(encoder);
  }

  encode(frame: Frame): Uint8Array {
    return this.#encoder.encode(frame);
  }

  /** Loss as the caller reports it: decides how much redundancy each packet carries. */
  setLoss(fraction: number): void {
    const percent = Math.min(MAX_LOSS_PERCENT, Math.round(fraction * 100));
    const wanted = percent < MIN_LOSS_PERCENT ? 0 : percent;
    if (wanted === this.#lossPercent) return;
    this.#lossPercent = wanted;
    this.#encoder.setPacketLossPercent(wanted);
  }

  get lossPercent(): number {
    return this.#lossPercent;
  }

  free(): void {
    this.#encoder.free();
  }
}
