/** Every final with words is in a committed turn, or in what the log says was dismissed, however late it comes and whatever stood in for it. */
import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';
import { UNINTELLIGIBLE } from '../turns/limits.ts';
import { greeted, lines, LONG } from './testing.ts';

const final = (rehearsal: Rehearsal, utterance: number, text: string): void => {
  const words = text.split(' ').map((word, index) => ({ text: word, start_ms: index * 100, end_ms: index * 100 + 100 }));
  rehearsal.stt.listeners.at(-1)?.onFinal(utterance, { text, words, rejected: false });
};

/** A sound of which the recogniser has a partial and owes the final: after 1.5 s the partial stands in. */
async function sayInPart(rehearsal: Rehearsal, utterance: number, { partial, ms }: { partial: string; ms: number }): Promise<void> {
  await rehearsal.say('', { ms, never: 'always', partial: false });
  rehearsal.stt.listeners.at(-1)?.onPartial(utterance, partial);
}

const asked = async (options: ConstructorParameters<typeof Rehearsal>[0] = {}): Promise<Rehearsal> => {
  const rehearsal = new Rehearsal({ agent: { greeting: 'What is your phone number?' }, ...options });
  await rehearsal.silence(1_500);
  await sayInPart(rehearsal, 1, { partial: 'four one nine', ms: 800 });
  return rehearsal;
};

test.each([
  ['of the same length', 'four one five'],
  ['that is shorter', 'forty five'],
  ['that is longer', 'four one five two'],
])('late-final-same-length: in the turn that is not over, a final %s takes the place of what stood in for it', async (_name, text) => {
  const rehearsal = await asked();
  await rehearsal.silence(1_800);
  expect(rehearsal.inputs('user_transcript.final')).toMatchObject([{ text: 'four one nine', stands_in: true }]);
  final(rehearsal, 1, text);
  await rehearsal.silence(6_000);
  await rehearsal.finish();
  expect(rehearsal.decisions('user_turn.committed').map((turn) => turn.text)).toEqual([text]);
});

test('an empty final takes away nothing that stood in for it', async () => {
  const rehearsal = await asked();
  await rehearsal.silence(1_800);
  rehearsal.stt.listeners.at(-1)?.onFinal(1, { text: '', words: [], rejected: true });
  await rehearsal.silence(6_000);
  await rehearsal.finish();
  expect(rehearsal.decisions('user_turn.committed').map(({ text }) => text)).toEqual(['four one nine']);
});

test.each([
  ['in the quiet', 0],
  ['over the answer, which stops for what lasts so long', 1_500],
])('a final that is rejected when an empty one has stood in for it %s is answered as what was not understood', async (_name, answerMs) => {
  const rehearsal = new Rehearsal({ agent: { turn_taking: { provider_timeout_ms: 1_000 } }, answers: answerMs > 0 ? [LONG] : [] });
  await greeted(rehearsal);
  if (answerMs > 0) await rehearsal.say('count please', { finalMs: 50 });
  await rehearsal.silence(answerMs);
  await rehearsal.say('blah blah', { ms: 1_400, finalMs: 1_400, partial: false, rejected: true });
  await rehearsal.silence(6_000);
  await rehearsal.finish();
  expect(rehearsal.inputs('user_transcript.final').at(-1)).toMatchObject({ rejected: true });
  const turn = answerMs > 0 ? 2 : 1;
  expect(lines(rehearsal).slice(-2)).toEqual([`user ${turn}: ${UNINTELLIGIBLE}`, `agent ${turn}: Okay.`]);
  expect(rehearsal.decisions('user_turn.committed').at(-1)?.words).toEqual([]);
});

test('"stop" that comes when the "okay" that stood in for it was dismissed stops the agent', async () => {
  const rehearsal = new Rehearsal({ answers: [LONG, 'Fine.'] });
  await greeted(rehearsal);
  await rehearsal.say('count please', { finalMs: 50 });
  await rehearsal.silence(1_500);
  await sayInPart(rehearsal, 2, { partial: 'okay', ms: 160 });
  await rehearsal.silence(1_900);
  expect(rehearsal.decisions('interruption.dismissed')).toMatchObject([{ text: 'okay' }]);
  final(rehearsal, 2, 'stop');
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(-2)).toEqual(['user 2: stop', 'agent 2: Fine.']);
});

test('an answer that nobody has heard is taken back when the final corrects what it answers', async () => {
  const rehearsal = await asked({ agent: { greeting: 'Hello there caller.' }, answers: ['Nine.', 'Five.'], llmDelayMs: 2_000 });
  await rehearsal.silence(3_000);
  expect(rehearsal.states().at(-1)).toBe('thinking');
  final(rehearsal, 1, 'four one five');
  await rehearsal.silence(6_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(-2)).toEqual(['user 1: four one five', 'agent 1: Five.']);
});

test.each([
  ['while it is answered', 700],
  ['when it was answered', 5_000],
])('a correction of a turn that comes %s stands in the log and disturbs nobody', async (_name, afterMs) => {
  const rehearsal = await asked({ agent: { greeting: 'Hello there caller.' }, answers: [LONG] });
  await rehearsal.silence(3_000 + afterMs);
  expect(rehearsal.decisions('user_turn.committed')).toHaveLength(1);
  final(rehearsal, 1, 'four one five');
  await rehearsal.silence(6_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(1)).toEqual(['user 1: four one nine', `agent 1: ${LONG}`]);
  expect(rehearsal.decisions('interruption.dismissed')).toMatchObject([{ turn: 1, reason: 'late_words', text: 'four one five' }]);
});

test('the same words in another writing correct nothing', async () => {
  const rehearsal = await asked({ agent: { greeting: 'Hello there caller.' }, answers: [LONG], llmDelayMs: 1_500 });
  await rehearsal.silence(3_000);
  final(rehearsal, 1, 'Four, one, nine.');
  await rehearsal.silence(8_000);
  await rehearsal.finish();
  expect(rehearsal.llm.requests).toHaveLength(1);
  expect(rehearsal.decisions('interruption.dismissed')).toEqual([]);
});
