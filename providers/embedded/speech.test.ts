import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenStts, brokenTtses, brokenVads } from '../conformance/broken.ts';
import { overTelephone, sayAll } from '../conformance/caller-voice.ts';
import { APPOINTMENT_CONTEXT, IN_DOMAIN, OUT_OF_DOMAIN } from '../conformance/sentences.ts';
import { measureAccuracy, sttCases, type SttSubject } from '../conformance/stt.ts';
import { failedCases, type ConformanceCase } from '../conformance/suite.ts';
import { ttsCases, type TtsSubject } from '../conformance/tts.ts';
import { vadCases, type VadSubject } from '../conformance/vad.ts';
import { createEmbeddedSpeech, type EmbeddedSpeech } from './speech.ts';

/** The agent speaks with `slt`; callers never do. */
const CALLER = 'rms';

let speech: EmbeddedSpeech;
let vad: VadSubject;
let stt: SttSubject;
let tts: TtsSubject;

beforeAll(async () => {
  speech = await createEmbeddedSpeech();
  const sentences = await sayAll(speech.tts, CALLER, IN_DOMAIN);
  vad = { engine: speech.vad, clips: sentences.slice(0, 12).map(({ pcm }) => pcm) };
  stt = {
    engine: speech.stt,
    context: APPOINTMENT_CONTEXT,
    sentences,
    outOfDomain: await sayAll(speech.tts, CALLER, OUT_OF_DOMAIN),
    maxWordErrorRate: 0.04,
    unsupportedLanguage: 'fr-FR',
  };
  tts = { engine: speech.tts, language: 'en-US', maxLeadMs: 30, maxTailMs: 80 };
}, 60_000);

afterAll(async () => speech.close());

const passes = <Subject>(cases: readonly ConformanceCase<Subject>[], subject: () => Subject): void => {
  for (const one of cases) test(one.name, () => one.run(subject()), 60_000);
};

/** A fault that is in every utterance is in a few of them. */
const few = <Spoken>(spoken: readonly Spoken[]): Spoken[] => spoken.slice(0, 4);

/** Only the case that must notice is run: a fault may take the patience of the others. */
const notices = <Subject>(cases: readonly ConformanceCase<Subject>[], fails: string, subject: Subject): Promise<void> => {
  const [one] = cases.filter(({ name }) => name === fails);
  if (one === undefined) throw new Error(`no case "${fails}"`);
  return failedCases([one], subject).then((failed) => expect(failed).toEqual([fails]));
};

describe('the embedded voice detector', () => passes(vadCases, () => vad));
describe('the embedded recogniser', () => passes(sttCases, () => stt));
describe('the embedded voice', () => passes(ttsCases, () => tts));

describe('the conformance suites turn red for', () => {
  for (const [name, { fault, fails }] of Object.entries(brokenVads)) {
    test(`a detector that ${name}`, () => notices(vadCases, fails, { ...vad, engine: fault(speech.vad) }), 60_000);
  }
  for (const [name, { fault, fails }] of Object.entries(brokenStts)) {
    test(
      `a recogniser that ${name}`,
      () =>
        notices(sttCases, fails, { ...stt, sentences: few(stt.sentences), outOfDomain: few(stt.outOfDomain), engine: fault(speech.stt) }),
      60_000,
    );
  }
  for (const [name, { fault, fails }] of Object.entries(brokenTtses)) {
    test(`a voice that ${name}`, () => notices(ttsCases, fails, { ...tts, engine: fault(speech.tts) }), 60_000);
  }
});

test('callers on a telephone line are understood', async () => {
  const sentences = stt.sentences.map(({ text, pcm }) => ({ text, pcm: overTelephone(pcm) }));
  const { wordErrorRate, rejected, misheard } = await measureAccuracy(speech.stt, APPOINTMENT_CONTEXT, sentences);
  expect(wordErrorRate, JSON.stringify(misheard)).toBeLessThanOrEqual(0.06);
  expect(rejected).toBeLessThanOrEqual(2);
}, 60_000);

test("the agent's own voice is understood, less well", async () => {
  const { wordErrorRate, misheard } = await measureAccuracy(speech.stt, APPOINTMENT_CONTEXT, await sayAll(speech.tts, 'slt', IN_DOMAIN));
  expect(wordErrorRate, JSON.stringify(misheard)).toBeLessThanOrEqual(0.1);
}, 60_000);

test('all engines say that they are ready', () => {
  expect(speech.status().map(({ kind, state }) => [kind, state])).toEqual([
    ['vad', 'ready'],
    ['stt', 'ready'],
    ['tts', 'ready'],
  ]);
});

test('a damaged detector is said, with what to do, and the others work', async () => {
  for (const vadModel of ['/nowhere/model.onnx', new URL('./speech.ts', import.meta.url).pathname]) {
    const broken = await createEmbeddedSpeech({ listeningWorkers: 1, speakingWorkers: 1, vadModel });
    const [detector, recogniser, voice] = broken.status();
    expect([detector?.state, recogniser?.state, voice?.state]).toEqual(['failed', 'ready', 'ready']);
    expect(detector?.message).toMatch(/npm ci/);
    expect(() => broken.vad.open({ onResult: () => undefined, onFailed: () => undefined })).toThrow(
      expect.objectContaining({ code: 'engine_unavailable' }),
    );
    const [spoken] = await sayAll(broken.tts, CALLER, ['hello']);
    expect(spoken?.pcm.length).toBeGreaterThan(1_000);
    await broken.close();
  }
}, 30_000);
