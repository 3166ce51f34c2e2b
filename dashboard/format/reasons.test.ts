import { inCodes, TURN_END_REASONS, type CallDecision } from '@parley/contract';
import { expect, test } from 'vitest';
import { turnEndInWords } from './reasons.ts';

type Committed = Extract<CallDecision, { type: 'user_turn.committed' }>;

const committed = (reason: string): Committed =>
  ({
    type: 'user_turn.committed',
    turn: 1,
    text: 'x',
    words: [],
    start_ms: 0,
    end_ms: 1,
    reason,
    silence_ms: 350,
    typed: false,
  }) as Committed;

test.each([
  'complete: a whole sentence',
  'complete: ends in a closing phrase',
  'complete: a name was asked for',
  'complete: a date or time was asked for',
  'open: ends in an open phrase',
  'open: fewer digits than asked for',
  'open: a month without a day',
  'could go on',
  'no words recognised',
  'fixed silence',
  'speech outside the recogniser’s domain',
  'typed',
  'the call ended',
])('a log that says “%s” is shown with the same words, by its code', (text) => {
  const event = inCodes(committed(text));
  expect(TURN_END_REASONS).toContain(event.reason);
  expect(event.reason).not.toBe('unknown');
  expect(turnEndInWords(event)).toBe(text);
});

test('the word that leaves a sentence open is shown', () => {
  expect(turnEndInWords(inCodes(committed('open: ends in "to"')))).toBe('open: ends in “to”');
  expect(turnEndInWords({ reason: 'open_word', ending_word: 'um' })).toBe('open: ends in “um”');
});

test('words that no code stands for are shown as they were written', () => {
  expect(turnEndInWords(inCodes(committed('because of the moon')))).toBe('because of the moon');
  expect(turnEndInWords({ reason: 'unknown' })).toBe('not known');
});
