/** Silero v5 on both of its runtimes: the same speech, and on ONNX Runtime sooner, for however many calls at once. */
import { fileURLToPath } from 'node:url';
import type { VadEngine } from '@parley/engine/vad/vad.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { overTelephone, sayAll } from '../../conformance/caller-voice.ts';
import { IN_DOMAIN } from '../../conformance/sentences.ts';
import { join, median, noise } from '../../conformance/suite.ts';
import { detect, trackOf, vadCases } from '../../conformance/vad.ts';
import { createEmbeddedSpeech, type EmbeddedSpeech } from '../speech.ts';
import { batched, type WindowModel } from './batch.ts';
import { VAD_RUNTIMES, WINDOW, WINDOW_MS, type VadRuntime } from './detection.ts';
import { loadModel } from './onnxruntime.ts';

const RUNTIMES = Object.keys(VAD_RUNTIMES) as VadRuntime[];
const MODEL = fileURLToPath(new URL('./silero_vad_v5.onnx', import.meta.url));
/** What sherpa-onnx takes longer. */
const SOONER_MS = 64;
/** A pause this short inside a sentence is no end of speech. */
const BRIDGED_MS = 250;

const engines = new Map<VadRuntime, EmbeddedSpeech>();
const clips = new Map<string, Int16Array[]>();

beforeAll(async () => {
  for (const vadRuntime of RUNTIMES)
    engines.set(vadRuntime, await createEmbeddedSpeech({ listeningWorkers: 1, speakingWorkers: 1, vadRuntime }));
  const tts = engines.get('onnxruntime')?.tts;
  for (const { id } of tts?.voices ?? [])
    if (tts !== undefined)
      clips.set(
        id,
        (await sayAll(tts, id, IN_DOMAIN.slice(0, 10))).map(({ pcm }) => pcm),
      );
}, 60_000);

afterAll(async () => {
  for (const engine of engines.values()) await engine.close();
});

const vadOf = (runtime: VadRuntime): VadEngine => {
  const engine = engines.get(runtime);
  if (engine === undefined) throw new Error(`no ${runtime}`);
  return engine.vad;
};

describe.each(RUNTIMES)('on %s', (runtime) => {
  for (const one of vadCases) test(one.name, () => one.run({ engine: vadOf(runtime), clips: clips.get('rms') ?? [] }), 60_000);

  test('it says which runtime it is', () => {
    const message = `Voice detection runs on ${VAD_RUNTIMES[runtime].name}.`;
    expect(engines.get(runtime)?.status()[0]).toEqual({ kind: 'vad', name: 'silero-v5', state: 'ready', message });
    expect(vadOf(runtime)).toMatchObject({
      onsetDelayMs: VAD_RUNTIMES[runtime].onsetDelayMs,
      offsetDelayMs: VAD_RUNTIMES[runtime].offsetDelayMs,
    });
  });
});

/** Stretches of speech with the pauses inside sentences bridged. */
async function speechIn(engine: VadEngine, pcm: Int16Array): Promise<{ fromMs: number; toMs: number }[]> {
  const found: { fromMs: number; toMs: number }[] = [];
  for (const { audioMs, speech } of await detect(engine, pcm)) {
    if (!speech) continue;
    const last = found.at(-1);
    if (last !== undefined && audioMs - last.toMs <= BRIDGED_MS) last.toMs = audioMs;
    else found.push({ fromMs: audioMs, toMs: audioMs });
  }
  return found;
}

const inNoise = (pcm: Int16Array, peak: number): Int16Array => {
  const hiss = noise(Math.ceil(pcm.length / 16), peak);
  return pcm.map((sample, index) => Math.max(-32_768, Math.min(32_767, sample + (hiss[index] ?? 0))));
};

const LINES: readonly [string, (pcm: Int16Array) => Int16Array][] = [
  ['a quiet line', (pcm) => pcm],
  ['a telephone', overTelephone],
  ['faint noise', (pcm) => inNoise(pcm, 300)],
  ['loud noise', (pcm) => inNoise(pcm, 1_500)],
];

test.each(LINES)(
  'on %s both hear the same stretches of speech of every voice, ONNX Runtime two windows sooner',
  async (_line, on) => {
    const sooner: { from: number; to: number }[] = [];
    for (const said of clips.values()) {
      const pcm = on(trackOf(said.slice(0, 6)).pcm);
      const [soon, late] = await Promise.all([speechIn(vadOf('onnxruntime'), pcm), speechIn(vadOf('sherpa'), pcm)]);
      expect(soon).toHaveLength(late.length);
      soon.forEach(({ fromMs, toMs }, index) =>
        sooner.push({ from: (late[index]?.fromMs ?? Number.NaN) - fromMs, to: (late[index]?.toMs ?? Number.NaN) - toMs }),
      );
    }
    expect(sooner.length).toBeGreaterThanOrEqual(24);
    const within = (windows: number): number =>
      sooner.filter(({ from }) => Math.abs(from - SOONER_MS) <= windows * WINDOW_MS).length / sooner.length;
    expect(within(2)).toBe(1);
    expect(within(1)).toBeGreaterThanOrEqual(0.95);
    expect(median(sooner.map(({ from }) => from))).toBe(SOONER_MS);
    // A fading end is near the threshold for some windows.
    expect(Math.abs(median(sooner.map(({ to }) => to)) - SOONER_MS)).toBeLessThanOrEqual(WINDOW_MS);
  },
  60_000,
);

const CALLS = 10;
const WINDOWS = 60;

/** The probability of each window of each call. `partOf`: how many windows the call gets in this turn of the event loop, until it has all. */
async function probabilities(
  model: WindowModel,
  calls: readonly Int16Array[],
  partOf: (turn: number, call: number) => number,
): Promise<number[][]> {
  const detectors = batched(model);
  const heard: number[][] = calls.map(() => []);
  const failed = Promise.withResolvers<never>();
  const detections = calls.map((_pcm, call) =>
    detectors.open({ onResult: ({ probability }) => heard[call]?.push(probability ?? Number.NaN), onFailed: failed.reject }),
  );
  const given = calls.map(() => 0);
  for (let turn = 0; heard.some(({ length }) => length < WINDOWS); turn += 1) {
    for (const [call, pcm] of calls.entries()) {
      const from = given[call] ?? 0;
      const to = Math.min(WINDOWS, from + partOf(turn, call));
      if (to > from) detections[call]?.push(pcm.subarray(from * WINDOW, to * WINDOW));
      given[call] = to;
    }
    await Promise.race([new Promise((resolve) => setImmediate(resolve)), failed.promise]);
  }
  return heard;
}

test('ten calls in batches of all sizes hear what each hears alone, to a ten-thousandth', async () => {
  const silero = await loadModel(MODEL);
  const sizes = new Set<number>();
  const watched: WindowModel = { run: (count, input, state) => (sizes.add(count), silero.run(count, input, state)) };
  const all = inNoise(join([...clips.values()].flat()), 300);
  const calls = Array.from({ length: CALLS }, (_call, index) => all.subarray(index * WINDOWS * WINDOW, (index + 1) * WINDOWS * WINDOW));
  const alone: number[][] = [];
  for (const pcm of calls) alone.push(...(await probabilities(silero, [pcm], () => WINDOWS)));
  const together = await probabilities(watched, calls, (turn, call) => (turn % (call + 1) === 0 ? 1 + (turn % 3) : 0));
  expect(sizes.size).toBeGreaterThan(5);
  const differences = alone.flatMap((windows, call) => windows.map((one, at) => Math.abs(one - (together[call]?.[at] ?? Number.NaN))));
  expect(differences).toHaveLength(CALLS * WINDOWS);
  expect(Math.max(...differences)).toBeLessThan(1e-4);
  // All the same would be easy.
  expect(Math.max(...alone.flat()) - Math.min(...alone.flat())).toBeGreaterThan(0.9);
}, 30_000);
