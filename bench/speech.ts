/** Figures of the embedded speech engines: `npm run bench:speech`. CPU is of the whole process, user and system. */
import { overTelephone, sayAll } from '@parley/providers/conformance/caller-voice.ts';
import { APPOINTMENT_CONTEXT, IN_DOMAIN, OUT_OF_DOMAIN } from '@parley/providers/conformance/sentences.ts';
import { asHeardInCall, converse, measureAccuracy, type SpokenSentence } from '@parley/providers/conformance/stt.ts';
import { framesOf, median, noise } from '@parley/providers/conformance/suite.ts';
import { detect, measureDelays, trackOf } from '@parley/providers/conformance/vad.ts';
import { createEmbeddedSpeech, type EmbeddedSpeech } from '@parley/providers/embedded/speech.ts';
import { percentile } from './percentile.ts';

const CALLS = 10;
const RATE = 16_000;

const ms = (value: number): string => `${value.toFixed(0)} ms`;
const row = (name: string, figures: string): void => console.log(`${name.padEnd(44)} ${figures}`);
const spread = (values: readonly number[]): string =>
  `p50 ${ms(median(values))}, p95 ${ms(percentile(values, 0.95))}, worst ${ms(Math.max(...values))}`;
const seconds = (pcm: Int16Array): number => pcm.length / RATE;

async function cpuPerAudioSecond(audioSeconds: number, work: () => Promise<unknown>): Promise<string> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return `${((user + system) / 1e6 / audioSeconds).toFixed(4)} s CPU per second of audio`;
}

async function benchVad(speech: EmbeddedSpeech, voices: Record<string, readonly SpokenSentence[]>): Promise<void> {
  for (const [voice, sentences] of Object.entries(voices)) {
    const { onsetMs, offsetMs } = await measureDelays({ engine: speech.vad, clips: sentences.map(({ pcm }) => pcm) });
    row(`vad onset, ${voice}`, spread(onsetMs));
    row(`vad offset, ${voice}`, spread(offsetMs));
  }
  const [first = []] = Object.values(voices);
  const { pcm } = trackOf(first.map((sentence) => sentence.pcm));
  const hiss = noise((pcm.length / RATE) * 1_000, 300);
  const noisy = pcm.map((sample, index) => Math.max(-32_768, Math.min(32_767, sample + (hiss[index] ?? 0))));
  row(
    'vad',
    await cpuPerAudioSecond(seconds(pcm) + seconds(noisy), () => Promise.all([detect(speech.vad, pcm), detect(speech.vad, noisy)])),
  );
}

/** Audio arrives as fast as a caller speaks; the time from `finish` to the final is what a caller waits for. */
async function sayInRealTime(
  speech: EmbeddedSpeech,
  sentences: readonly SpokenSentence[],
): Promise<{ finalMs: number[]; firstPartialMs: number[] }> {
  const figures = { finalMs: [] as number[], firstPartialMs: [] as number[] };
  let began = 0;
  let finished = 0;
  let partial = false;
  let onFinal: () => void = () => undefined;
  const session = await speech.stt.open(
    APPOINTMENT_CONTEXT,
    {
      onPartial: () => {
        if (!partial) figures.firstPartialMs.push(performance.now() - began);
        partial = true;
      },
      onFinal: () => {
        figures.finalMs.push(performance.now() - finished);
        onFinal();
      },
      onFailed: (error) => {
        throw error;
      },
    },
    AbortSignal.timeout(600_000),
  );
  for (const [index, { pcm }] of sentences.entries()) {
    const final = new Promise<void>((resolve) => (onFinal = resolve));
    partial = false;
    began = performance.now();
    session.start(index + 1);
    for (const [position, frame] of framesOf(asHeardInCall(pcm)).entries()) {
      const early = began + position * 20 - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      session.push(frame);
    }
    finished = performance.now();
    session.finish();
    await final;
  }
  session.close();
  return figures;
}

async function benchStt(speech: EmbeddedSpeech, voices: Record<string, readonly SpokenSentence[]>): Promise<void> {
  const opened: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const began = performance.now();
    (await converse(speech.stt, APPOINTMENT_CONTEXT)).session.close();
    opened.push(performance.now() - began);
  }
  row('stt open, cold then warm', opened.map(ms).join(', '));
  for (const [voice, sentences] of Object.entries(voices)) {
    const lines: [string, readonly SpokenSentence[]][] = [
      ['', sentences],
      [', µ-law 8 kHz', sentences.map(({ text, pcm }) => ({ text, pcm: overTelephone(pcm) }))],
    ];
    for (const [line, heard] of lines) {
      let accuracy = { wordErrorRate: 0, rejected: 0, misheard: [] as unknown[] };
      const cpu = await cpuPerAudioSecond(
        heard.reduce((sum, { pcm }) => sum + seconds(asHeardInCall(pcm)), 0),
        async () => (accuracy = await measureAccuracy(speech.stt, APPOINTMENT_CONTEXT, heard)),
      );
      row(
        `stt ${voice}${line}`,
        `WER ${(accuracy.wordErrorRate * 100).toFixed(1)} %, ${heard.length - accuracy.misheard.length}/${heard.length} sentences right, ${accuracy.rejected} rejected, ${cpu}`,
      );
    }
  }
  const strange = await sayAll(speech.tts, 'rms', OUT_OF_DOMAIN);
  const { rejected } = await measureAccuracy(speech.stt, APPOINTMENT_CONTEXT, strange);
  row('stt out of domain', `${rejected}/${strange.length} rejected`);
  const [first = []] = Object.values(voices);
  for (const calls of [1, CALLS]) {
    const before = process.cpuUsage();
    const began = performance.now();
    const figures = await Promise.all(Array.from({ length: calls }, (_, call) => sayInRealTime(speech, first.slice(call, call + 6))));
    const { user, system } = process.cpuUsage(before);
    row(`stt final after finish, ${calls} calls`, spread(figures.flatMap(({ finalMs }) => finalMs)));
    row(
      `stt first partial after start, ${calls} calls`,
      `${spread(figures.flatMap(({ firstPartialMs }) => firstPartialMs))}; ${(((user + system) / 1e3 / (performance.now() - began)) * 100).toFixed(0)} % of a core`,
    );
  }
}

async function firstAudio(speech: EmbeddedSpeech, text: string, voice: string): Promise<number> {
  const began = performance.now();
  for await (const chunk of speech.tts.synthesize({ text, voice, speed: 1, language: 'en-US' }, AbortSignal.timeout(20_000)))
    if (chunk.pcm.length > 0) return performance.now() - began;
  return Number.NaN;
}

async function benchTts(speech: EmbeddedSpeech): Promise<void> {
  const texts = {
    short: 'Sure, at what time?',
    sentence: 'You are booked on Tuesday, March 3rd, at half past two.',
    'two sentences': 'We are open Monday to Friday from eight to five. Would you like to book an appointment with the dentist?',
  };
  for (const { id } of speech.tts.voices) {
    for (const [name, text] of Object.entries(texts)) {
      const times: number[] = [];
      for (let round = 0; round < 9; round += 1) times.push(await firstAudio(speech, text, id));
      row(`tts first audio, ${id}, ${name}`, spread(times));
    }
  }
  const together = await Promise.all(Array.from({ length: CALLS }, () => firstAudio(speech, texts.short, 'slt')));
  row(`tts first audio, ${CALLS} calls at the same moment`, spread(together));
  let audioSeconds = 0;
  const before = process.cpuUsage();
  for (const { pcm } of await sayAll(speech.tts, 'slt', IN_DOMAIN)) audioSeconds += seconds(pcm);
  const { user, system } = process.cpuUsage(before);
  row('tts slt', `${((user + system) / 1e6 / audioSeconds).toFixed(4)} s CPU per second of audio`);
}

const began = performance.now();
const speech = await createEmbeddedSpeech();
row(
  'start',
  `${ms(performance.now() - began)}, ${speech
    .status()
    .map(({ kind, state }) => `${kind} ${state}`)
    .join(', ')}`,
);
const voices = { rms: await sayAll(speech.tts, 'rms', IN_DOMAIN), slt: await sayAll(speech.tts, 'slt', IN_DOMAIN) };
await benchTts(speech);
await benchVad(speech, voices);
await benchStt(speech, voices);
row('memory', `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident`);
await speech.close();
