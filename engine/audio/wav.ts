/** RIFF WAVE files of 16-bit linear PCM. */

export const WAV_HEADER_BYTES = 44;

export interface WavFormat {
  sampleRate: number;
  channels: number;
}

/** The 44-byte header for `dataBytes` of interleaved 16-bit samples; a file cut short is repaired by writing it again. */
export function wavHeader({ sampleRate, channels }: WavFormat, dataBytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

export class WavError extends Error {}

const FORMAT_PCM = 1;
const FORMAT_EXTENSIBLE = 0xff_fe;

/**
 * Reads a whole file into one array per channel; throws `WavError` when it is not 16-bit PCM. Unknown chunks are passed over, and
 * a data size of 0 or beyond the end (a file whose writer died) means "to the end of the file".
 */
export function readWav(file: Uint8Array): WavFormat & { pcm: Int16Array[] } {
  const view = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (view.length < 12 || view.toString('latin1', 0, 4) !== 'RIFF' || view.toString('latin1', 8, 12) !== 'WAVE')
    throw new WavError('not a WAV file');
  let format: WavFormat | null = null;
  for (let at = 12; at + 8 <= view.length;) {
    const name = view.toString('latin1', at, at + 4);
    const size = Math.min(view.readUInt32LE(at + 4), view.length - at - 8);
    if (name === 'fmt ' && size >= 16) {
      format = formatOf(view.subarray(at + 8, at + 8 + size));
    } else if (name === 'data' && format !== null) {
      return { ...format, pcm: channelsOf(view.subarray(at + 8, size === 0 ? view.length : at + 8 + size), format.channels) };
    }
    at += 8 + size + (size % 2);
  }
  throw new WavError('the WAV file has no audio');
}

function formatOf(chunk: Buffer): WavFormat {
  const code = chunk.readUInt16LE(0);
  if ((code !== FORMAT_PCM && code !== FORMAT_EXTENSIBLE) || chunk.readUInt16LE(14) !== 16) throw new WavError('not 16-bit PCM');
  return { channels: chunk.readUInt16LE(2), sampleRate: chunk.readUInt32LE(4) };
}

function channelsOf(data: Buffer, channels: number): Int16Array[] {
  if (channels < 1) throw new WavError('the WAV file has no channels');
  const frames = Math.floor(data.length / (2 * channels));
  return Array.from({ length: channels }, (_, channel) =>
    Int16Array.from({ length: frames }, (_unused, frame) => data.readInt16LE((frame * channels + channel) * 2)),
  );
}

/** A whole file from one array per channel; all must have the same length. */
export function writeWav(sampleRate: number, channels: readonly Int16Array[]): Buffer {
  const frames = channels[0]?.length ?? 0;
  const data = Buffer.alloc(frames * channels.length * 2);
  channels.forEach((pcm, channel) => {
    for (let frame = 0; frame < frames; frame += 1) data.writeInt16LE(pcm[frame] ?? 0, (frame * channels.length + channel) * 2);
  });
  return Buffer.concat([wavHeader({ sampleRate, channels: channels.length }, data.length), data]);
}
