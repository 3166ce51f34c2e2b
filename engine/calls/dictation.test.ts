import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';
import { lines } from './testing.ts';

/** The agent has asked `question`; the caller says `groups` with a pause after each, and the call ends two seconds later. */
async function dictated(question: string, groups: readonly string[], pauseMs: number): Promise<Rehearsal> {
  const rehearsal = new Rehearsal({ agent: { greeting: question }, answers: ['Thank you.'] });
  await rehearsal.silence(question.split(' ').length * 200 + 300);
  for (const group of groups) {
    await rehearsal.say(group);
    await rehearsal.silence(pauseMs);
  }
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  return rehearsal;
}

const NUMBER = ['five five five', 'one two three', 'four five six', 'seven'];

test.each([900, 1_500])('a phone number in groups with %i ms between them is one turn', async (pauseMs) => {
  const rehearsal = await dictated('What is your phone number?', NUMBER, pauseMs);
  expect(lines(rehearsal)).toEqual([
    'agent 0: What is your phone number?',
    'user 1: five five five one two three four five six seven',
    'agent 1: Thank you.',
  ]);
  expect(rehearsal.llm.requests).toHaveLength(1);
  const [turn] = rehearsal.decisions('user_turn.committed');
  expect(turn?.reason).toBe('dictation_complete');
  // The shortest wait, to the frame in which it is over.
  expect(turn?.silence_ms).toBeLessThanOrEqual(400);
});

test('an e-mail address with pauses is one turn', async () => {
  const rehearsal = await dictated('And your email?', ['john dot smith', 'at gmail', 'dot com'], 900);
  expect(rehearsal.decisions('user_turn.committed').map(({ text, reason }) => [text, reason])).toEqual([
    ['john dot smith at gmail dot com', 'dictation_complete'],
  ]);
});

test('a number that is dictated after a reminder is one turn', async () => {
  const rehearsal = new Rehearsal({ agent: { greeting: 'What is your phone number?' }, answers: ['Thank you.'] });
  await rehearsal.silence(15_000);
  for (const group of NUMBER) {
    await rehearsal.say(group);
    await rehearsal.silence(900);
  }
  await rehearsal.finish();
  expect(lines(rehearsal).slice(0, 3)).toEqual([
    'agent 0: What is your phone number?',
    'agent 1: Are you still there?',
    'user 2: five five five one two three four five six seven',
  ]);
});

test('what was asked for may be dictated after "one moment"', async () => {
  const rehearsal = new Rehearsal({ agent: { greeting: 'And your email?' }, answers: ['Sure, take your time.', 'Thank you.'] });
  await rehearsal.silence(900);
  await rehearsal.say('one moment please');
  await rehearsal.silence(4_000);
  for (const group of ['john dot smith', 'at gmail', 'dot com']) {
    await rehearsal.say(group);
    await rehearsal.silence(900);
  }
  await rehearsal.finish();
  expect(rehearsal.decisions('user_turn.committed').map(({ text }) => text)).toEqual([
    'one moment please',
    'john dot smith at gmail dot com',
  ]);
});

test('seven digits and no more are answered after the wait for the rest', async () => {
  const rehearsal = await dictated('What is your phone number?', ['five five five', 'one two three four'], 900);
  const [turn] = rehearsal.decisions('user_turn.committed');
  expect([turn?.text, turn?.reason, turn?.silence_ms]).toEqual(['five five five one two three four', 'digits_missing', 2_000]);
});

test('a caller who says something else is not kept waiting', async () => {
  const rehearsal = await dictated('What is your phone number?', ['i do not have one'], 0);
  expect(rehearsal.decisions('user_turn.committed')[0]?.silence_ms).toBeLessThanOrEqual(400);
});
