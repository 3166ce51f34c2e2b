import { describe, expect, test } from 'vitest';
import { piecesOf, readable } from './reading.ts';

describe('text is made readable', () => {
  const cases: [string, string][] = [
    ['We open at 08:00-17:00.', 'We open at 8:00 to 17:00.'],
    ['At 09:05.', 'At 9 oh 5.'],
    ['At 9am or 2:30 p.m. then', 'At 9 A M or 2:30 P M then'],
    ['On 2026-11-24.', 'On November 24, 2026.'],
    ['On Nov 24th', 'On November 24th'],
    ['Thu 12 at noon', 'Thursday 12 at noon'],
    ['May I say that Mark may come in March?', 'May I say that Mark may come in March?'],
    ['€20 or £30', '20 euros or 30 pounds'],
    ['Café & crème — déjà vu', 'Cafe and creme, deja vu'],
    ['jo@example.com', 'jo at example dot com'],
    ['-voice kal', 'voice kal'],
    ['<b>Hi</b> there', 'Hi there'],
    ['Mm-hmm. Hmm, mm hmm', 'umhum. hum, umhum'],
    ['5 mm and 12mm', '5 mm and 12mm'],
    ['你好', ''],
  ];
  test.each(cases)('%s', (text, spoken) => {
    expect(readable(text)).toBe(spoken);
  });
});

describe('long text is cut into pieces', () => {
  test('a clause stays whole', () => {
    expect(piecesOf(' You are booked, John. See you then. ')).toEqual(['You are booked, John. See you then.']);
  });

  test('sentences are cut first, then clauses, then words; nothing is lost', () => {
    const text = `${'We are open from Monday to Friday, all day. '.repeat(4)}${'and on, '.repeat(40)}${'word '.repeat(100)}${'x'.repeat(700)}`;
    const pieces = piecesOf(text);
    expect(pieces.length).toBeGreaterThan(5);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(260);
    expect(pieces.join(' ').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    expect(pieces[0]).toBe('We are open from Monday to Friday, all day.');
  });
});
