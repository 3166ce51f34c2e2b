/**
 * Figures of the embedded voice detector on both of its runtimes: `npm run bench:detector`. CPU and memory are of a process of their own for each, user
 * and system; delays are against where the sound of synthetic speech begins and ends.
 */
import { spawnSync } from 'node:child_process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { VadEngine } from '@parley/engine/vad/vad.ts';
import { overTelephone, sayAll } from '@parley/providers/conformance/caller-voice.ts';
import { IN_DOMAIN } from '@parley/providers/conformance/sentences.ts';
import { median, noise } from '@parley/providers/conformance/suite.ts';
import { measureDelays, trackOf, type VadDelays } from '@parley/providers/conformance/vad.ts';
import { createEmbeddedSpeech } from '@parley/providers/embedded/speech.ts';
import { WINDOW, type Detection, type Detectors, type VadRuntime } from '@parley/providers/embedded/vad/detection.ts';
import { loadDetectors } from '@parley/providers/embedded/vad/load.ts';
import { percentile } from './percentile.ts';

const MODEL = fileURLToPath(new URL('../providers/embedded/vad/silero_vad_v5.onnx', import.meta.url));
const RUNTIMES: readonly VadRuntime[] = ['sherpa', 'onnxruntime'];
const CALLS = [1, 5, 25];
/** Windows that are judged in all, for each number of calls. */
const WINDOWS = 5_000;
const HISS = 300;
/** Sentences that a detector is given at once: no call has more than 30 s waiting. */
const AT_ONCE = 10;

const row = (name: string, figures: string): void => console.log(`${name.padEnd(52)} ${figures}`);
const spread = (values: readonly number[]): string =>
  `p50 ${median(values).toFixed(0)} ms, p95 ${percentile(values, 0.95).toFixed(0)} ms, ${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)} ms`;

const withHiss = (pcm: Int16Array): Int16Array => {
  const hiss = noise(Math.ceil(pcm.length / 16), HISS);
  return pcm.map((sample, index) => Math.max(-32_768, Math.min(32_767, sample + (hiss[index] ?? 0))));
};

async function delays(engine: VadEngine, clips: readonly Int16Array[]): Promise<VadDelays> {
  const found: VadDelays = { onsetMs: [], offsetMs: [] };
  for (let at = 0; at < clips.length; at += AT_ONCE) {
    const { onsetMs, offsetMs } = await measureDelays({ engine, clips: clips.slice(at, at + AT_ONCE) });
    found.onsetMs.push(...onsetMs);
    found.offsetMs.push(...offsetMs);
  }
  return found;
}

async function benchDelays(): Promise<void> {
  const voice = await createEmbeddedSpeech({ listeningWorkers: 1, speakingWorkers: 1 });
  const said: Record<string, Int16Array[]> = {};
  for (const { id } of voice.tts.voices) said[id] = (await sayAll(voice.tts, id, IN_DOMAIN)).map(({ pcm }) => pcm);
  await voice.close();
  for (const vadRuntime of RUNTIMES) {
    const speech = await createEmbeddedSpeech({ listeningWorkers: 1, speakingWorkers: 1, vadRuntime });
    const all = { onset: [] as number[], offset: [] as number[] };
    for (const [id, clips] of Object.entries(said)) {
      for (const [line, heard] of [
        ['', clips],
        [', telephone', clips.map(overTelephone)],
      ] as const) {
        const { onsetMs, offsetMs } = await delays(speech.vad, heard);
        row(`${vadRuntime} onset, ${id}${line}`, spread(onsetMs));
        row(`${vadRuntime} offset, ${id}${line}`, spread(offsetMs));
        all.onset.push(...onsetMs);
        all.offset.push(...offsetMs);
      }
    }
    row(`${vadRuntime} onset, all`, spread(all.onset));
    row(`${vadRuntime} offset, all`, spread(all.offset));
    await speech.close();
  }
}

interface Call {
  detection: Detection;
  judged: () => number;
}

const openCall = (detectors: Detectors): Call => {
  let judged = 0;
  const detection = detectors.open({
    onResult: () => (judged += 1),
    onFailed: (error) => {
      throw error;
    },
  });
  return { detection, judged: () => judged };
};

/** `together`: the audio of all calls comes in the same moment, as behind a busy event loop; else each call's comes alone. */
async function cpuPerWindow(calls: readonly Call[], audio: Int16Array, together: boolean): Promise<number> {
  const rounds = Math.ceil(WINDOWS / calls.length);
  const before = calls.map(({ judged }) => judged());
  const cpu = process.cpuUsage();
  for (let round = 1; round <= rounds; round += 1) {
    const at = (round * WINDOW) % (audio.length - WINDOW);
    for (const [index, call] of calls.entries()) {
      call.detection.push(audio.subarray(at, at + WINDOW));
      if (together && index < calls.length - 1) continue;
      while (calls.slice(together ? 0 : index, index + 1).some(({ judged }, of) => judged() - (before[together ? of : index] ?? 0) < round))
        await nextTurn();
    }
  }
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1e3 / (rounds * calls.length);
}

/** Without what is garbage: the process is begun with `--expose-gc`. */
function megabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 1e6;
}

async function benchCost(runtime: VadRuntime): Promise<void> {
  const speech = await createEmbeddedSpeech({ listeningWorkers: 1, speakingWorkers: 1, vadRuntime: runtime });
  const audio = withHiss(trackOf((await sayAll(speech.tts, 'rms', IN_DOMAIN)).map(({ pcm }) => pcm)).pcm);
  await speech.close();
  const { detectors } = await loadDetectors(MODEL, runtime);
  const calls: Call[] = [openCall(detectors)];
  await cpuPerWindow(calls, audio, true);
  const one = megabytes();
  for (const count of CALLS) {
    while (calls.length < count) calls.push(openCall(detectors));
    for (const together of count === 1 ? [true] : [false, true]) {
      const cpu = await cpuPerWindow(calls, audio, together);
      const moment = count === 1 ? '' : together ? ', at the same moment' : ', one after another';
      row(
        `${runtime}, ${count === 1 ? '1 call' : `${count} calls`}${moment}`,
        `${cpu.toFixed(3)} ms CPU a window, ${((cpu / 32) * 100).toFixed(2)} % of a core a call`,
      );
    }
  }
  row(`${runtime}, memory`, `${((megabytes() - one) / (calls.length - 1)).toFixed(2)} MB a call beyond the first`);
}

const [asked] = process.argv.slice(2);
const runtime = RUNTIMES.find((one) => one === asked);
if (runtime !== undefined) await benchCost(runtime);
else {
  await benchDelays();
  for (const one of RUNTIMES) spawnSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), one], { stdio: 'inherit' });
}
