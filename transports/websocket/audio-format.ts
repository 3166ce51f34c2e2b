import { AppError, type MediaStart } from '@parley/contract';
import { muLaw } from '@parley/engine/audio/g711.ts';

/** Binary frames of one WebSocket call, both ways. */
export interface AudioFormat {
  readonly sampleRate: MediaStart['sample_rate'];
  readonly bytesPerSample: 1 | 2;
  /** Of whole samples. Throws `AppError('invalid_media_frame')` when there are none, or more than a second of them. */
  readonly decode: (bytes: Uint8Array) => Int16Array;
  readonly encode: (pcm: Int16Array) => Uint8Array;
}

/** Longest binary frame of a client. */
const MAX_FRAME_MS = 1_000;

const invalid = (detail: string): AppError => new AppError('invalid_media_frame', { detail });

function checkLength(samples: number, sampleRate: number): void {
  if (samples === 0) throw invalid('The audio frame is empty.');
  if (samples > (sampleRate * MAX_FRAME_MS) / 1_000) throw invalid('The audio frame is longer than one second.');
}

function decodePcm(bytes: Uint8Array, sampleRate: number): Int16Array {
  checkLength(bytes.byteLength / 2, sampleRate);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int16Array.from({ length: bytes.byteLength / 2 }, (_, sample) => view.getInt16(sample * 2, true));
}

function encodePcm(pcm: Int16Array): Uint8Array {
  const bytes = new Uint8Array(pcm.length * 2);
  const view = new DataView(bytes.buffer);
  pcm.forEach((value, sample) => view.setInt16(sample * 2, value, true));
  return bytes;
}

/** µ-law is allowed at every rate of the protocol, not only at telephony's 8 kHz: one byte a sample. */
export function audioFormat({ encoding, sample_rate: sampleRate }: MediaStart): AudioFormat {
  switch (encoding) {
    case 'pcm_s16le':
      return { sampleRate, bytesPerSample: 2, decode: (bytes) => decodePcm(bytes, sampleRate), encode: encodePcm };
    case 'mulaw':
      return {
        sampleRate,
        bytesPerSample: 1,
        decode: (bytes) => {
          checkLength(bytes.byteLength, sampleRate);
          return muLaw.decode(bytes);
        },
        encode: (pcm) => muLaw.encode(pcm),
      };
    default:
      return encoding satisfies never;
  }
}
