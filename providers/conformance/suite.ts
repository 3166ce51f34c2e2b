/** A conformance suite is a list of cases over an engine, so that it can be run on good engines and, to be trusted, on broken ones. */
import { CALLER_SAMPLE_RATE, samplesPerFrame, type Frame } from '@parley/engine/audio/frame.ts';

export interface ConformanceCase<Subject> {
  name: string;
  /** Rejects when the engine breaks the rule. */
  run(subject: Subject): Promise<void>;
}

/** Names of the cases that fail on `subject`. */
export async function failedCases<Subject>(cases: readonly ConformanceCase<Subject>[], subject: Subject): Promise<string[]> {
  const failed: string[] = [];
  for (const one of cases) {
    try {
      await one.run(subject);
    } catch {
      failed.push(one.name);
    }
  }
  return failed;
}

class TimedOut extends Error {}

/** An engine that never answers must fail its case, not hang it. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(ms);
  return Promise.race([
    promise,
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new TimedOut(`no ${what} within ${ms} ms`)), { once: true });
    }),
  ]);
}

/** 20 ms frames; the last one is filled up with silence. */
export function framesOf(pcm: Int16Array): Frame[] {
  const size = samplesPerFrame(CALLER_SAMPLE_RATE);
  return Array.from({ length: Math.ceil(pcm.length / size) }, (_, index) => {
    const frame = new Int16Array(size);
    frame.set(pcm.subarray(index * size, (index + 1) * size));
    return frame;
  });
}

export const silence = (ms: number): Int16Array => new Int16Array((ms * CALLER_SAMPLE_RATE) / 1_000);

export function join(parts: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Repeatable white noise, peak amplitude of 32767. */
export function noise(ms: number, peak: number): Int16Array {
  let seed = 12_345;
  return silence(ms).map(() => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return Math.round(((seed / 0x7fff_ffff) * 2 - 1) * peak);
  });
}

export const tone = (ms: number, hertz: number, peak: number): Int16Array =>
  silence(ms).map((_, index) => Math.round(peak * Math.sin((2 * Math.PI * hertz * index) / CALLER_SAMPLE_RATE)));

const rms = (pcm: Int16Array): number => Math.sqrt(pcm.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, pcm.length));

/** Where sound begins and ends, in ms: the first and last 10 ms above a hundredth of the loudest. */
export function soundBounds(pcm: Int16Array, sampleRate: number): { startMs: number; endMs: number } {
  const size = sampleRate / 100;
  const levels = Array.from({ length: Math.floor(pcm.length / size) }, (_, index) => rms(pcm.subarray(index * size, (index + 1) * size)));
  const floor = Math.max(...levels) / 100;
  return { startMs: levels.findIndex((level) => level > floor) * 10, endMs: (levels.findLastIndex((level) => level > floor) + 1) * 10 };
}

export const loudness = rms;

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
