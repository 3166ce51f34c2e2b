import { expect, test } from 'vitest';
import { asHeardInCall } from '../../conformance/stt.ts';
import { synthesise } from '../tts/flite.ts';
import { openRecogniser, recognitionOf, type Recogniser } from './decoder.ts';
import { phrasesFor } from './vocabulary.ts';

const context = { language: 'en-US', prompt: '', greeting: '', keywords: [] as string[] };

async function hear(recogniser: Recogniser, text: string): Promise<string> {
  const { pcm } = await synthesise(text, 'rms', 1);
  recogniser.start(null);
  recogniser.push(asHeardInCall(pcm));
  return recogniser.finish().text;
}

test("a first grammar of any length loads: a byte behind its end is nobody else's", async () => {
  for (let words = 1; words <= 8; words += 1)
    await openRecogniser(phrasesFor({ ...context, greeting: 'a b c d e f g h'.slice(0, words * 2 - 1) }));
}, 60_000);

test('two opened at once know each its own words', async () => {
  const [first, second] = await Promise.all([
    openRecogniser(phrasesFor({ ...context, keywords: ['giraffe enclosure'] })),
    openRecogniser(phrasesFor({ ...context, keywords: ['penguin parade'] })),
  ]);
  expect(await hear(first, 'giraffe enclosure')).toBe('giraffe enclosure');
  expect(await hear(first, 'penguin parade')).not.toBe('penguin parade');
  expect(await hear(second, 'penguin parade')).toBe('penguin parade');
}, 30_000);

test('one copied in mid-sentence and its copy hear each its own sentence', async () => {
  const original = await openRecogniser(phrasesFor({ ...context, keywords: ['giraffe enclosure', 'penguin parade'] }));
  const spoken = asHeardInCall((await synthesise('giraffe enclosure', 'rms', 1)).pcm);
  original.start(null);
  original.push(spoken.subarray(0, spoken.length / 2));
  const copy = await original.copy();
  copy.start(null);
  const other = asHeardInCall((await synthesise('penguin parade', 'rms', 1)).pcm);
  copy.push(other.subarray(0, 8_000));
  original.push(spoken.subarray(spoken.length / 2));
  expect(original.finish().text).toBe('giraffe enclosure');
  copy.push(other.subarray(8_000));
  expect(copy.finish().text).toBe('penguin parade');
}, 30_000);

test('what was learnt of a line goes on in any recogniser, and is not heard in other lines', async () => {
  const first = await openRecogniser(phrasesFor(context));
  const second = await first.copy();
  const untouched = first.ear();
  await hear(first, 'good morning');
  const learnt = first.ear();
  expect(learnt).not.toEqual(untouched);
  second.start(learnt);
  expect(second.ear()).toEqual(learnt);
  second.finish();
  second.start(null);
  expect(second.ear()).toEqual(untouched);
  second.finish();
}, 30_000);

test('words that no dictionary knows are pronounced by their spelling', async () => {
  const recogniser = await openRecogniser(phrasesFor({ ...context, keywords: ['parley', 'zorblatt'] }));
  expect(await hear(recogniser, 'zorblatt')).toBe('zorblatt');
}, 30_000);

/** `[word, ms]` one after another. */
const segmentsOf = (...heard: [word: string, ms: number][]) =>
  heard.map(([t, ms], index) => ({
    t,
    b: heard.slice(0, index).reduce((sum, [, before]) => sum + before, 0) / 1_000,
    d: ms / 1_000,
    p: 0,
  }));

test("the end of a codec's sound after a sentence is not taken for foreign speech", () => {
  const heard = recognitionOf(
    segmentsOf(
      ['<sil>', 250],
      ['where', 280],
      ['are', 130],
      ['you', 190],
      ['located', 720],
      ['++t++', 110],
      ['++ah++', 30],
      ['++p++', 100],
      ['++ey++', 160],
    ),
  );
  expect(heard).toMatchObject({ text: 'where are you located', rejected: false });
});

test.each([
  [
    'more of it than of words',
    [
      ['++b++', 200],
      ['++ah++', 200],
      ['++n++', 200],
      ['no', 300],
    ],
  ],
  ['a long stretch of it', [['where', 900], ['are', 900], ...Array.from({ length: 6 }, () => ['++ah++', 80])]],
] as [string, [string, number][]][])('speech that it has no words for is said: %s', (_title, heard) => {
  expect(recognitionOf(segmentsOf(...heard)).rejected).toBe(true);
});
