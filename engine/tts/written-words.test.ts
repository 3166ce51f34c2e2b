import { expect, test } from 'vitest';
import { DEFAULT_MS_PER_UNIT, Pace } from './pace.ts';
import { isSpeakable, writtenWords } from './written-words.ts';

test.each([
  ['  Hello,  there ', ['Hello,', 'there']],
  ['Well — yes…', ['Well', '—', 'yes…']],
  ["it's $5.50", ["it's", '$5.50']],
  ['', []],
  ['你好，我叫小明。', ['你好，', '我', '叫', '小明。']],
  ['（今日は）晴れです。', ['（今日', 'は）', '晴れ', 'です。']],
])('the words of "%s"', (text, words) => {
  const written = writtenWords(text);
  expect(written.map((word) => word.text)).toEqual(words);
  for (const { text: word, start, end } of written) expect(text.slice(start, end)).toBe(word);
});

test('a digit takes as long as a word, a dash hardly any time', () => {
  const [one, digits, dash] = writtenWords('Room 412 —');
  expect(digits?.units).toBeGreaterThan(one?.units ?? 0);
  expect(dash?.units).toBe(1);
});

test.each([
  ['…', false],
  ['—', false],
  ['😀 !', false],
  ['1.', true],
  ['Привет', true],
])('there is something to pronounce in "%s": %s', (text, speakable) => {
  expect(isSpeakable(text)).toBe(speakable);
});

test('a voice has the default pace until it is heard, at its speed', () => {
  expect(new Pace(2).msPerUnit).toBe(DEFAULT_MS_PER_UNIT / 2);
});

test('a pace is learned from all that was spoken, and nothing from silence', () => {
  const pace = new Pace(1);
  pace.learn('Hello there', 700);
  pace.learn('Yes', 300);
  pace.learn('never heard', 0);
  expect(pace.msPerUnit).toBeCloseTo(1_000 / 19);
});
