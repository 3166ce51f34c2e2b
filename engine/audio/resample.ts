/** Sample-rate conversion: a streaming polyphase FIR, windowed sinc with a Kaiser window. Pure but for its own history. */
import { AppError } from '@parley/contract';

export interface Resampler {
  /** The next samples in, all output samples they complete out. */
  process(pcm: Int16Array): Int16Array;
  /** The tail that is still inside the filter; the stream is over afterwards. */
  flush(): Int16Array;
}

const TAPS = 48;
const KAISER_BETA = 9;
/** The pass band ends here, as a share of the lower Nyquist frequency. */
const ROLL_OFF = 0.92;
const MIN_RATE = 4_000;
const MAX_RATE = 192_000;
/** Two rates with hardly a common divisor would need a filter of megabytes. */
const MAX_PHASES = 4_000;

/** Modified Bessel function of the first kind, order zero (Abramowitz and Stegun 9.6.10). */
function bessel0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 40; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** `up` phases of `length` taps each: phase p answers for output samples that lie p/up between two input samples. */
function designFilter(up: number, down: number): { phases: Float32Array[]; length: number } {
  const scale = Math.max(1, down / up);
  const length = Math.ceil((TAPS * scale) / 2) * 2;
  const cutoff = (ROLL_OFF * Math.min(1, up / down)) / 1;
  const half = length / 2;
  const phases = Array.from({ length: up }, (_, phase) => {
    const taps = new Float32Array(length);
    let sum = 0;
    for (let tap = 0; tap < length; tap += 1) {
      const t = tap - half + 1 - phase / up;
      const sinc = t === 0 ? cutoff : Math.sin(Math.PI * cutoff * t) / (Math.PI * t);
      const position = t / half;
      const window = Math.abs(position) >= 1 ? 0 : bessel0(KAISER_BETA * Math.sqrt(1 - position * position)) / bessel0(KAISER_BETA);
      taps[tap] = sinc * window;
      sum += sinc * window;
    }
    // Unity gain at 0 Hz for every phase, or the phases themselves would be heard as a tone.
    for (let tap = 0; tap < length; tap += 1) taps[tap] = (taps[tap] ?? 0) / sum;
    return taps;
  });
  return { phases, length };
}

const filters = new Map<string, ReturnType<typeof designFilter>>();

function filterFor(up: number, down: number): ReturnType<typeof designFilter> {
  const key = `${up}/${down}`;
  const known = filters.get(key);
  if (known !== undefined) return known;
  const designed = designFilter(up, down);
  filters.set(key, designed);
  return designed;
}

const clamp = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.round(value)));

const isRate = (rate: number): boolean => Number.isInteger(rate) && rate >= MIN_RATE && rate <= MAX_RATE;

/** Converts a stream from one rate to another (Hz). Output lags by half the filter; a whole stream keeps its length. */
export function createResampler(from: number, to: number): Resampler {
  if (from === to) return { process: (pcm) => pcm, flush: () => new Int16Array(0) };
  if (!isRate(from) || !isRate(to)) throw new AppError('unsupported_audio_format', { detail: 'The sample rate is out of range.' });
  const divisor = greatestDivisor(from, to);
  if (to / divisor > MAX_PHASES)
    throw new AppError('unsupported_audio_format', { detail: 'These sample rates cannot be converted into each other.' });
  const up = to / divisor;
  const down = from / divisor;
  const { phases, length } = filterFor(up, down);
  let history = new Float32Array(length - 1);
  /** Position of the next output, in units of 1/up input samples, relative to the start of `history`. */
  let position = 0;

  const process = (pcm: Int16Array): Int16Array => {
    const input = new Float32Array(history.length + pcm.length);
    input.set(history);
    input.set(pcm, history.length);
    const last = input.length - length;
    const count = Math.max(0, Math.floor((last * up + up - 1 - position) / down) + 1);
    const output = new Int16Array(count);
    for (let index = 0; index < count; index += 1) {
      const start = Math.floor(position / up);
      const taps = phases[position % up] as Float32Array;
      let sum = 0;
      for (let tap = 0; tap < length; tap += 1) sum += (input[start + tap] as number) * (taps[tap] as number);
      output[index] = clamp(sum);
      position += down;
    }
    const consumed = input.length - (length - 1);
    history = input.slice(consumed);
    position -= consumed * up;
    return output;
  };
  return { process, flush: () => process(new Int16Array(length / 2)) };
}
