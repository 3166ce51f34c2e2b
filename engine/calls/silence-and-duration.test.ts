import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';
import { lines } from './testing.ts';

test('silence brings reminders, then the end', async () => {
  const rehearsal = new Rehearsal({
    agent: { turn_taking: { reminder: { after_ms: 5_000, max: 2, text: 'Are you there?' }, idle_timeout_ms: 30_000 } },
  });
  await rehearsal.nothing(40_000);
  expect(rehearsal.tts.spoken).toEqual(['Hello there caller.', 'Are you there?', 'Are you there?']);
  expect(rehearsal.end).toBe('inactivity');
  await rehearsal.finish();
});

test('the longest duration ends the call in the middle of a word', async () => {
  const rehearsal = new Rehearsal({ agent: { greeting: 'word '.repeat(100), turn_taking: { max_call_ms: 10_000 } } });
  await rehearsal.nothing(10_100);
  expect(rehearsal.end).toBe('max_duration_reached');
  expect(rehearsal.decisions('agent_turn.finished')[0]?.interrupted).toBe(true);
  await rehearsal.finish();
});

test('what the agent says and tells its model has the variables of the call filled in', async () => {
  const functions = [{ type: 'built_in' as const, name: 'end_call' as const, description: 'Ends the call of {{name}}.' }];
  const reminder = { after_ms: 3_000, max: 1, text: 'Are you still there, {{ name }}?' };
  const agent = { greeting: 'Hello {{name}}.', prompt: 'You talk to {{name}}.', functions, turn_taking: { reminder } };
  const rehearsal = new Rehearsal({ agent, variables: { name: 'Ada' } });
  await rehearsal.silence(6_000);
  await rehearsal.say('hello please');
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(0, 2)).toEqual(['agent 0: Hello Ada.', 'agent 1: Are you still there, Ada?']);
  const [request] = rehearsal.llm.requests;
  expect(request?.messages[0]?.content).toMatch(/^You talk to Ada\./);
  expect(request?.functions.map(({ description }) => description)).toEqual(['Ends the call of Ada.']);
});
