import { expect, test } from 'vitest';
import { AppError } from '@parley/contract';
import { Rehearsal, type FakeAnswer } from '../testing/index.ts';
import { greeted, lines } from './testing.ts';

const ask = (
  name: string,
  args: unknown,
  id = `fc_${name}`,
): { type: 'function_call'; call: { id: string; name: string; arguments: unknown } }[] => [
  { type: 'function_call', call: { id, name, arguments: args } },
];

test('the result goes back to the model, which then answers', async () => {
  const rehearsal = new Rehearsal({
    agent: { functions: [{ type: 'built_in', name: 'calculator' }] },
    answers: [ask('calculator', { expression: '12 * 7' }), 'It is eighty four.'],
  });
  await greeted(rehearsal);
  await rehearsal.say('what is twelve times seven');
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(rehearsal.llm.requests[1]?.messages.slice(-2)).toEqual([
    { role: 'assistant', content: '', functionCalls: [{ id: 'fc_calculator', name: 'calculator', arguments: { expression: '12 * 7' } }] },
    { role: 'function', functionCallId: 'fc_calculator', name: 'calculator', content: '{"value":84}' },
  ]);
  expect(lines(rehearsal).at(-1)).toBe('agent 1: It is eighty four.');
});

test('invalid arguments are told to the model and nothing is collected', async () => {
  const book = {
    type: 'collect' as const,
    name: 'book',
    description: '',
    parameters: { type: 'object' as const, properties: { date: { type: 'string' } }, required: ['date'] },
  };
  const rehearsal = new Rehearsal({
    agent: { functions: [book] },
    answers: [ask('book', {}), ask('book', { date: '2026-11-27' }, 'fc_second'), 'Booked.'],
  });
  await greeted(rehearsal);
  await rehearsal.say('book it please');
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(rehearsal.inputs('function.finished').map((one) => one.ok)).toEqual([false, true]);
  expect(rehearsal.decisions('data.collected')).toMatchObject([{ name: 'book', arguments: { date: '2026-11-27' } }]);
});

test('end_call lets the goodbye be heard, then hangs up', async () => {
  const rehearsal = new Rehearsal({
    agent: { functions: [{ type: 'built_in', name: 'end_call' }] },
    answers: [[{ type: 'text', text: 'Goodbye dear caller.' }, ...ask('end_call', {})]],
  });
  await greeted(rehearsal);
  await rehearsal.say('bye');
  await rehearsal.silence(3_000);
  expect(rehearsal.end).toBe('agent_hangup');
  expect(lines(rehearsal).at(-1)).toBe('agent 1: Goodbye dear caller.');
  await rehearsal.finish();
});

test('end_call without a word: the model is asked for its goodbye, which is heard whole', async () => {
  const rehearsal = new Rehearsal({
    agent: { functions: [{ type: 'built_in', name: 'end_call' }] },
    answers: [
      ask('end_call', {}),
      [
        { type: 'text', text: 'Goodbye dear caller. ' },
        { type: 'text', text: 'Take care.' },
      ],
    ],
  });
  rehearsal.llm.betweenMs = 1_500;
  await greeted(rehearsal);
  await rehearsal.say('bye');
  await rehearsal.silence(9_000);
  expect(rehearsal.end).toBe('agent_hangup');
  expect(lines(rehearsal).at(-1)).toBe('agent 1: Goodbye dear caller. Take care.');
  expect(rehearsal.inputs('llm.finished'), 'what both requests cost is known').toHaveLength(2);
  await rehearsal.finish();
});

test.each<[string, FakeAnswer]>([
  ['nothing', ''],
  ['end_call again', ask('end_call', {}, 'fc_again')],
  ['a failure', new AppError('provider_failed')],
])('end_call without a word, and %s when asked for the goodbye: the call ends, and no apology is said', async (_case, answer) => {
  const rehearsal = new Rehearsal({
    agent: { functions: [{ type: 'built_in', name: 'end_call' }] },
    answers: [ask('end_call', {}), answer, 'Never asked.'],
  });
  await greeted(rehearsal);
  const said = rehearsal.tts.spoken.length;
  await rehearsal.say('bye');
  await rehearsal.silence(3_000);
  expect(rehearsal.end).toBe('agent_hangup');
  expect(rehearsal.llm.requests).toHaveLength(2);
  expect(rehearsal.tts.spoken.length).toBe(said);
  await rehearsal.finish();
});

test('a model that only calls functions is stopped', async () => {
  const rehearsal = new Rehearsal({
    agent: { functions: [{ type: 'built_in', name: 'current_time' }] },
    answers: Array.from({ length: 20 }, (_, index) => ask('current_time', {}, `fc_${index}`)),
  });
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(rehearsal.llm.requests.length).toBe(8);
});
