/** Peaks of a stereo WAV for drawing, read as it streams in: a long recording is never held whole. */
export interface Peaks {
  /** Loudest sample of each bucket, 0 to 1. */
  left: Float32Array;
  right: Float32Array;
  durationMs: number;
}

interface Format {
  channels: number;
  sampleRate: number;
  dataAt: number;
  dataBytes: number;
}

const ascii = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

/** Null until `bytes` holds the whole header. */
function parseWavHeader(bytes: Uint8Array): Format | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let channels = 0;
  let sampleRate = 0;
  for (let at = 12; at + 8 <= bytes.byteLength;) {
    const size = view.getUint32(at + 4, true);
    const name = ascii(view, at);
    if (name === 'data') return { channels, sampleRate, dataAt: at + 8, dataBytes: size };
    if (name === 'fmt ' && at + 24 <= bytes.byteLength) {
      channels = view.getUint16(at + 10, true);
      sampleRate = view.getUint32(at + 12, true);
    }
    at += 8 + size + (size % 2);
  }
  return null;
}

export class PeakReader {
  readonly #buckets: number;
  #head: Uint8Array = new Uint8Array(0);
  #format: Format | null = null;
  #odd: Uint8Array = new Uint8Array(0);
  #frame = 0;
  #peaks: Peaks | null = null;
  readonly #totalBytes: number;

  /** `totalBytes`: length of the whole file. */
  constructor(totalBytes: number, buckets: number) {
    this.#totalBytes = totalBytes;
    this.#buckets = buckets;
  }

  push(chunk: Uint8Array): void {
    if (this.#format !== null) return this.#samples(chunk);
    this.#head = joined(this.#head, chunk);
    this.#format = parseWavHeader(this.#head);
    if (this.#format === null) return;
    const { channels, sampleRate, dataAt } = this.#format;
    const frames = Math.max(1, (this.#totalBytes - dataAt) / (channels * 2));
    this.#peaks = {
      left: new Float32Array(this.#buckets),
      right: new Float32Array(this.#buckets),
      durationMs: (frames / sampleRate) * 1_000,
    };
    this.#samples(this.#head.subarray(dataAt));
  }

  get peaks(): Peaks | null {
    return this.#peaks;
  }

  #samples(chunk: Uint8Array): void {
    const format = this.#format;
    const peaks = this.#peaks;
    if (format === null || peaks === null) return;
    const bytes = this.#odd.length === 0 ? chunk : joined(this.#odd, chunk);
    const size = format.channels * 2;
    const frames = Math.floor(bytes.byteLength / size);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const perBucket = ((peaks.durationMs / 1_000) * format.sampleRate) / this.#buckets;
    for (let frame = 0; frame < frames; frame++) {
      const bucket = Math.min(this.#buckets - 1, Math.floor(this.#frame++ / perBucket));
      const left = Math.abs(view.getInt16(frame * size, true)) / 32_768;
      const right = format.channels > 1 ? Math.abs(view.getInt16(frame * size + 2, true)) / 32_768 : left;
      if (left > (peaks.left[bucket] ?? 0)) peaks.left[bucket] = left;
      if (right > (peaks.right[bucket] ?? 0)) peaks.right[bucket] = right;
    }
    this.#odd = bytes.slice(frames * size);
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

const BUCKETS = 1_200;

export async function readPeaks(url: string, signal: AbortSignal): Promise<Peaks> {
  const response = await fetch(url, { signal });
  const length = Number(response.headers.get('content-length') ?? 0);
  if (!response.ok || response.body === null) throw new Error('The recording could not be read.');
  const reader = new PeakReader(length, BUCKETS);
  const stream = response.body.getReader();
  for (let read = await stream.read(); !read.done; read = await stream.read()) reader.push(read.value);
  if (reader.peaks === null) throw new Error('The recording is not a WAV file.');
  return reader.peaks;
}
