import { expect, test, vi } from 'vitest';
import { asHeardInCall } from '../../conformance/stt.ts';
import { synthesise } from '../tts/flite.ts';
import { openRecogniser, type Recogniser } from './decoder.ts';
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
