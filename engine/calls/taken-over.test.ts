/** A call whose process was lost goes on in another one, from its log. */
import { AppError } from '@parley/contract';
import { expect, test } from 'vitest';
import { resumptionOf } from '../replay.ts';
import { Rehearsal, type RehearsalOptions } from '../testing/index.ts';
import { greeted, lines, LONG } from './testing.ts';

/** The same call in another process; its log is the joined one. */
const takeOver = (lost: Rehearsal, options: RehearsalOptions = {}): Rehearsal =>
  new Rehearsal({ agent: lost.agent.config, goesOnFrom: [...lost.events], ...options });

test('silence: times, numbers, conversation and recording go on', async () => {
  const lost = new Rehearsal({ answers: ['We open at nine.'] });
  await greeted(lost);
  await lost.say('when do you open');
  await lost.silence(4_000);
  const lastMs = lost.events.at(-1)?.at_ms ?? 0;
  const next = takeOver(lost, { answers: ['Until five.'] });
  await next.silence(500);
  await next.say('and until when please');
  await next.silence(3_000);
  await next.finish();
  expect(lines(next)).toEqual([
    'agent 0: Hello there caller.',
    'user 1: when do you open',
    'agent 1: We open at nine.',
    'user 2: and until when please',
    'agent 2: Until five.',
  ]);
  expect(next.events.map(({ seq }) => seq)).toEqual(next.events.map((_event, index) => index + 1));
  expect(next.events.find(({ event }) => event.type === 'call.taken_over')?.at_ms).toBe(lastMs);
  expect(next.inputs('user_speech.started').map(({ utterance }) => utterance)).toEqual([1, 2]);
  expect(next.llm.requests[0]?.messages.map(({ role }) => role)).toEqual(['system', 'assistant', 'user', 'assistant', 'user']);
  // Nothing but the time since is recorded here.
  expect(Math.abs(next.recording.length * 20 - ((next.events.at(-1)?.at_ms ?? 0) - lastMs))).toBeLessThanOrEqual(40);
});

test('an agent that was speaking goes on with the first sentence that is not known as heard', async () => {
  const answer = 'The first thing is this. The second thing is that. The third is here.';
  const lost = new Rehearsal({ answers: [answer] });
  await greeted(lost);
  await lost.say('tell me everything please');
  await lost.silence(2_000);
  expect(lost.states().at(-1)).toBe('speaking');
  const next = takeOver(lost);
  await next.silence(4_000);
  await next.finish();
  expect(lines(next).at(-1)).toBe(`agent 1: ${answer}`);
  expect(next.tts.spoken).toEqual(['The second thing is that.', 'The third is here.']);
  expect(next.llm.requests).toEqual([]);
});

test('an answer of which nobody heard anything is asked for anew', async () => {
  const lost = new Rehearsal({ answers: ['Lost.'], llmDelayMs: 3_000 });
  await greeted(lost);
  await lost.say('are you there please');
  await lost.silence(1_500);
  expect(lost.states().at(-1)).toBe('thinking');
  const next = takeOver(lost, { answers: ['I am here.'] });
  await next.silence(3_000);
  await next.finish();
  expect(lines(next).slice(1)).toEqual(['user 1: are you there please', 'agent 1: I am here.']);
  expect(next.decisions('llm.aborted')).toHaveLength(1);
});

test('a model that broke off in mid-answer is told to go on', async () => {
  const lost = new Rehearsal({ answers: ['The first thing is this. And the second thing is that as well.'], llmBetweenMs: 300 });
  await greeted(lost);
  await lost.say('tell me everything please');
  await lost.silence(3_900);
  expect(lost.inputs('llm.finished')).toEqual([]);
  const next = takeOver(lost, { answers: ['The second is that.'] });
  await next.silence(4_000);
  await next.finish();
  expect(next.llm.requests[0]?.messages.slice(-2)).toMatchObject([
    { role: 'assistant', content: 'The first thing is this.' },
    { role: 'system', content: expect.stringContaining('Go on') as string },
  ]);
  expect(lines(next).at(-1)).toBe('agent 1: The first thing is this. The second is that.');
});

test('a function that was running is not run again; the model is told that nobody knows', async () => {
  const calls = { id: 'fc_1', name: 'book', arguments: {} };
  const lost = new Rehearsal({ answers: [[{ type: 'function_call', call: calls }]], functions: {} });
  await greeted(lost);
  await lost.say('book it please');
  await lost.silence(2_000);
  const at = lost.events.findIndex(({ event }) => event.type === 'function.requested');
  const next = new Rehearsal({
    agent: lost.agent.config,
    goesOnFrom: lost.events.slice(0, at + 1),
    answers: ['I am not sure.'],
    functions: {},
  });
  await next.silence(3_000);
  await next.finish();
  expect(next.decisions('function.requested')).toHaveLength(1);
  expect(next.llm.requests[0]?.messages.at(-1)).toMatchObject({ role: 'function', content: '{"error":"outcome_unknown"}' });
  expect(lines(next).at(-1)).toBe('agent 1: I am not sure.');
});

test('what the caller was saying counts as far as it was understood, and the turn goes on', async () => {
  const lost = new Rehearsal();
  await greeted(lost);
  await lost.say('i want');
  const next = takeOver(lost, { answers: ['For how many?'] });
  await next.silence(200);
  await next.say('a table for two please');
  await next.silence(3_000);
  await next.finish();
  expect(lines(next).slice(1)).toEqual(['user 1: i a table for two please', 'agent 1: For how many?']);
});

test('the agent that a cough had paused goes on behind the word that was heard', async () => {
  const lost = new Rehearsal({ answers: [LONG] });
  await greeted(lost);
  await lost.say('please count');
  await lost.silence(1_500);
  await lost.say('', { ms: 120 });
  expect(lost.states().at(-1)).toBe('paused');
  const next = takeOver(lost);
  await next.silence(4_000);
  await next.finish();
  expect(lines(next).at(-1)).toBe(`agent 1: ${LONG}`);
  expect(next.tts.spoken.join(' ')).not.toContain('One');
});

test('a held call goes on as if the hold were over, unless the transport says otherwise', async () => {
  const lost = new Rehearsal({ answers: ['I am here.'] });
  await lost.silence(300);
  lost.transport.receive({ type: 'hold' });
  await lost.silence(1_000);
  const next = takeOver(lost);
  await next.silence(1_500);
  await next.finish();
  expect(lines(next)).toEqual(['agent 0: Hello there caller.']);
});

test('a call that is over is not taken over, and no log of another engine', async () => {
  const lost = new Rehearsal();
  await greeted(lost);
  await lost.finish();
  expect(resumptionOf(lost.agent, {}, lost.events)).toBeNull();
  expect(resumptionOf(lost.agent, {}, [])).toBeNull();
});

test('decisions that were not recorded any more are recorded first', async () => {
  const lost = new Rehearsal({ answers: [new AppError('provider_failed')] });
  await greeted(lost);
  await lost.say('are you there please');
  await lost.silence(1_500);
  const at = lost.events.findIndex(({ event }) => event.type === 'user_turn.committed');
  const next = new Rehearsal({ agent: lost.agent.config, goesOnFrom: lost.events.slice(0, at), answers: ['Yes.'] });
  await next.silence(2_000);
  await next.finish();
  expect(lines(next).slice(1)).toEqual(['user 1: are you there please', 'agent 1: Yes.']);
});
