/** Sounds and speech without a pause hold a call up only so long. */
import { AppError } from '@parley/contract';
import { expect, test } from 'vitest';
import { Rehearsal, type FakeAnswer } from '../testing/index.ts';
import { greeted, lines, LONG } from './testing.ts';

const CALL = { id: 'fc_1', name: 'calculator', arguments: { expression: '1 + 1' } };

test('a sound without words that never ends does not keep the call', async () => {
  const rehearsal = new Rehearsal({ agent: { turn_taking: { idle_timeout_ms: 10_000 } } });
  await greeted(rehearsal);
  await rehearsal.say('', { ms: 20_000 });
  expect(rehearsal.end).toBe('inactivity');
  await rehearsal.finish();
});

test('where words are asked for, a sound without words does not keep the agent from speaking', async () => {
  const rehearsal = new Rehearsal({ agent: { turn_taking: { interruption: { min_words: 1 } } }, answers: [LONG] });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_500);
  await rehearsal.say('', { ms: 6_000 });
  expect(rehearsal.decisions('interruption.dismissed')).toMatchObject([{ reason: 'long_sound', text: '' }]);
  expect(lines(rehearsal).at(-1)).toBe(`agent 1: ${LONG}`);
  await rehearsal.finish();
});

test('a sound that goes on while the agent thinks does not take the answer away', async () => {
  const rehearsal = new Rehearsal({ answers: ['It is Friday.'], llmDelayMs: 600 });
  await greeted(rehearsal);
  await rehearsal.say('when is it please');
  await rehearsal.silence(600);
  await rehearsal.say('', { ms: 8_000 });
  expect(lines(rehearsal).at(-1)).toBe('agent 1: It is Friday.');
  expect(rehearsal.llm.requests).toHaveLength(1);
  await rehearsal.finish();
});

test.each<[string, FakeAnswer[]]>([
  ['an answer', ['It is Friday.', 'On Friday.']],
  ['an apology', [new AppError('provider_failed'), 'On Friday.']],
  ['what follows a function', [[{ type: 'function_call', call: CALL }], 'It is Friday.', 'On Friday.']],
])('a sound that stops %s before a word of it was heard, and has none itself, leaves no turn without an answer', async (_name, answers) => {
  const agent = { functions: [{ type: 'built_in' as const, name: 'calculator' as const }] };
  const rehearsal = new Rehearsal({ agent, answers });
  await greeted(rehearsal);
  await rehearsal.say('when is it please');
  while (rehearsal.states().at(-1) !== 'speaking') await rehearsal.silence(20);
  await rehearsal.say('', { ms: 1_500 });
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  expect(rehearsal.decisions('interruption.detected')).toHaveLength(1);
  expect(lines(rehearsal).at(-1)).toBe('agent 1: On Friday.');
});

test('a sound that stops the agent in the middle of an answer leaves it at that', async () => {
  const rehearsal = new Rehearsal({ answers: [LONG] });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_500);
  await rehearsal.say('', { ms: 1_500 });
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  expect(rehearsal.decisions('interruption.detected')).toHaveLength(1);
  expect(rehearsal.llm.requests).toHaveLength(1);
});

test('a caller who talks on without a pause is answered, and what follows is a turn of its own', async () => {
  const rehearsal = new Rehearsal({ answers: ['One moment.', 'Fine.'] });
  await greeted(rehearsal);
  // The recogniser gets it in utterances of 30 s.
  rehearsal.stt.heard.push({ text: 'so' }, { text: 'and then' });
  await rehearsal.sound(46_500);
  expect(rehearsal.decisions('user_turn.committed')).toMatchObject([{ text: 'so and', reason: 'long_speech' }]);
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  expect(rehearsal.decisions('user_turn.committed')[1]?.text).toBe('then');
});
