/** What the caller says reaches a turn, whenever its words come and whatever else is heard. */
import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';
import { greeted, lines, LONG } from './testing.ts';

const counting = async (options: ConstructorParameters<typeof Rehearsal>[0] = {}): Promise<Rehearsal> => {
  const rehearsal = new Rehearsal({ answers: [LONG, 'Fine.'], ...options });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_500);
  return rehearsal;
};

const final = (rehearsal: Rehearsal, utterance: number, text: string): void =>
  rehearsal.stt.listeners.at(-1)?.onFinal(utterance, { text, words: [], rejected: false });

test('the wait for the words of the first part does not commit while the caller speaks on', async () => {
  const rehearsal = new Rehearsal({ agent: { turn_taking: { provider_timeout_ms: 800 } }, answers: ['Fine.'] });
  await greeted(rehearsal);
  await rehearsal.say('i would like to', { finalMs: 1_200 });
  await rehearsal.silence(300);
  await rehearsal.say('book a table for two please', { ms: 1_600 });
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(1)).toEqual(['user 1: i would like to book a table for two please', 'agent 1: Fine.']);
});

test('"stop" with a late final and a cough after it stop the agent', async () => {
  const rehearsal = await counting();
  await rehearsal.say('stop', { ms: 180, finalMs: 700 });
  await rehearsal.silence(260);
  await rehearsal.say('', { ms: 60 });
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(-2)).toEqual(['user 2: stop', 'agent 2: Fine.']);
});

test('words that come after their sound was dismissed are heard all the same', async () => {
  const rehearsal = await counting();
  await rehearsal.say('', { ms: 120 });
  await rehearsal.silence(600);
  final(rehearsal, 2, 'no wait');
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(-2)).toEqual(['user 2: no wait', 'agent 2: Fine.']);
});

test('words that come after the turn was committed without them open it again', async () => {
  const rehearsal = new Rehearsal({ answers: ['Pardon?', 'At nine.'], llmDelayMs: 1_000 });
  await greeted(rehearsal);
  await rehearsal.say('what', { ms: 800 });
  await rehearsal.silence(1_700);
  expect(rehearsal.states().at(-1)).toBe('thinking');
  final(rehearsal, 1, 'what are your opening hours');
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(-2)).toEqual(['user 1: what are your opening hours', 'agent 1: At nine.']);
});

test('words that come for a sound of which nobody heard any make a turn of their own', async () => {
  const rehearsal = new Rehearsal({ answers: ['Fine.'] });
  await greeted(rehearsal);
  await rehearsal.say('', { ms: 800 });
  await rehearsal.silence(2_000);
  final(rehearsal, 1, 'hello please');
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(-2)).toEqual(['user 1: hello please', 'agent 1: Fine.']);
});

test.each([
  ['the same again', 'hello please'],
  ['an empty one', ''],
  ['a shorter one', 'hello'],
])('a second final takes no words away: %s', async (_name, second) => {
  const rehearsal = new Rehearsal({ answers: ['Fine.'] });
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  await rehearsal.silence(240);
  final(rehearsal, 1, second);
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(1)).toEqual(['user 1: hello please', 'agent 1: Fine.']);
});

test('text that is typed while the caller speaks waits for the end of it', async () => {
  const rehearsal = new Rehearsal({ answers: ['Fine.'] });
  await greeted(rehearsal);
  rehearsal.stt.heard.push({ text: 'my number is five five five' });
  await rehearsal.sound(500);
  rehearsal.transport.receive({ type: 'text', text: 'typed words' });
  await rehearsal.sound(700);
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(1)).toEqual(['user 1: my number is five five five typed words', 'agent 1: Fine.']);
});

test('text that is typed before the answer is answered although a cough comes after it', async () => {
  const rehearsal = new Rehearsal({ answers: ['Fine.'], llmDelayMs: 800 });
  await greeted(rehearsal);
  rehearsal.transport.receive({ type: 'text', text: 'typed words' });
  await rehearsal.silence(200);
  await rehearsal.say('', { ms: 60 });
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(1)).toEqual(['user 1: typed words', 'agent 1: Fine.']);
});

test('three noises while the agent thinks cost one request', async () => {
  const rehearsal = new Rehearsal({ answers: ['It is Friday at nine.'], llmDelayMs: 1_800 });
  await greeted(rehearsal);
  await rehearsal.say('when is my appointment please');
  await rehearsal.silence(600);
  for (let noise = 0; noise < 3; noise += 1) {
    await rehearsal.say('', { ms: 60 });
    await rehearsal.silence(400);
  }
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  expect(rehearsal.llm.requests).toHaveLength(1);
  expect(lines(rehearsal).at(-1)).toBe('agent 1: It is Friday at nine.');
});

test('what is dismissed stands in the log with its words', async () => {
  const rehearsal = await counting({ agent: { turn_taking: { interruption: { min_words: 2 } } } });
  await rehearsal.say('nine', { ms: 240 });
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(rehearsal.decisions('interruption.dismissed')).toMatchObject([{ reason: 'too_few_words', text: 'nine' }]);
});
