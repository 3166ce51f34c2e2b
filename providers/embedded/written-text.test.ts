/** What the embedded voice says of the text as it was written: how far it is, what it leaves out, what it cannot speak. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TextRange, TtsMark } from '@parley/engine/tts/tts.ts';
import { Speaking } from './speaking.ts';

let speaking: Speaking;
beforeAll(async () => {
  speaking = new Speaking(1, () => undefined);
  await speaking.ready();
}, 30_000);
afterAll(async () => speaking.close());

async function spoken(text: string): Promise<{ marks: TtsMark[]; leavesOut: string[]; ms: number }> {
  const marks: TtsMark[] = [];
  const ranges: TextRange[] = [];
  let ms = 0;
  const request = { text, voice: 'slt', speed: 1, language: 'en-US' };
  for await (const chunk of speaking.tts.synthesize(request, AbortSignal.timeout(20_000))) {
    marks.push(...(chunk.marks ?? []));
    ranges.push(...(chunk.leavesOut ?? []));
    ms += (chunk.pcm.length * 1_000) / chunk.sampleRate;
  }
  return { marks, leavesOut: ranges.map(({ from, to }) => text.slice(from, to)), ms };
}
/** How long the voice takes for `word` of `text`. */
function lengthOf(text: string, word: string, marks: readonly TtsMark[]): number {
  const start = text.indexOf(word);
  const at = (chars: number): number => marks.find((mark) => mark.chars >= chars)?.atMs ?? NaN;
  return at(start + word.length) - at(start);
}

test('a number takes as long as it is spoken, in the place where it is written', async () => {
  const text = 'It costs $25 and that is all.';
  const { marks } = await spoken(text);
  expect(lengthOf(text, '$25', marks)).toBeGreaterThan(2 * lengthOf(text, 'that', marks));
  expect(marks.at(-1)?.chars).toBe(text.length);
});

test.each(['Привет, как дела?', '你好。', 'مرحبا'])('"%s" cannot be spoken', async (text) => {
  await expect(spoken(text)).rejects.toMatchObject({ code: 'text_not_speakable' });
});

test.each(['Café', 'Ünsal', '1.'])('"%s" can', async (text) => {
  const { ms, leavesOut } = await spoken(text);
  expect(ms).toBeGreaterThan(100);
  expect(leavesOut).toEqual([]);
});

describe('text with words that have no sound', () => {
  test('is spoken without them, and says so', async () => {
    const text = 'Your order from 北京饭店 is ready, Юрий 😀.';
    const { marks, leavesOut, ms } = await spoken(text);
    expect(leavesOut).toEqual(['北京饭店', 'Юрий', '😀.']);
    expect(lengthOf(text, '北京饭店', marks)).toBe(0);
    expect(ms).toBeGreaterThan(800);
  });

  test('symbols-told-as-heard: they are left out, what stands for words is not', async () => {
    expect((await spoken('∑ ∫ √ How can I help you? 👋')).leavesOut).toEqual(['∑', '∫', '√', '👋']);
    expect((await spoken('One + one = two — or $2 & more ...')).leavesOut).toEqual([]);
  });

  test('goes on in the right place behind a piece that has none at all', async () => {
    const foreign = `${'Это предложение нельзя произнести никак. '.repeat(4)}`;
    const text = `This sentence is spoken. ${foreign}And this one too.`;
    const { marks } = await spoken(text);
    expect(lengthOf(text, foreign.trim(), marks)).toBeLessThan(400);
    expect(lengthOf(text, 'And this one too.', marks)).toBeGreaterThan(500);
    expect(marks.at(-1)?.chars).toBe(text.length);
  });
});
