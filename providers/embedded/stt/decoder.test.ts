import { expect, test, vi } from 'vitest';
import { asHeardInCall } from '../../conformance/stt.ts';
import { synthesise } from '../tts/flite.ts';
import { openRecogniser, recognitionOf, type Recogniser } from './decoder.ts';
import { phrasesFor } from './vocabulary.ts';

const context = { language: 'en-US', prompt: '', greeting: '', keywords: [] as string[] };

async function hear(recogniser: Recogniser, text: string): Promise<string> {
  const { pcm } = await synthesise(text, 'rms', 1);
  recogniser.start();
  recogniser.push(asHeardInCall(pcm));
  return recogniser.finish().text;
}

test("a first grammar of any length loads: a byte behind its end is nobody else's", async () => {
  for (let words = 1; words <= 16; words += 1) {
    // A fresh engine: what the first load overwrites, the second one trips over.
    vi.resetModules();
    const fresh = await import('./decoder.ts');
    await fresh.openRecogniser(phrasesFor({ ...context, greeting: 'a b c d e f g h i j k l m n o p'.slice(0, words * 2 - 1) }));
  }
}, 60_000);

test('teaching replaces the words, also of two recognisers at once', async () => {
  const [first, second] = await Promise.all([openRecogniser(phrasesFor(context)), openRecogniser(phrasesFor(context))]);
  expect(await hear(first, 'giraffe enclosure')).not.toBe('giraffe enclosure');
  await Promise.all([
    first.teach(phrasesFor({ ...context, keywords: ['giraffe enclosure'] })),
    second.teach(phrasesFor({ ...context, keywords: ['penguin parade'] })),
  ]);
  expect(await hear(first, 'giraffe enclosure')).toBe('giraffe enclosure');
  expect(await hear(second, 'penguin parade')).toBe('penguin parade');
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
