import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';
import { greeted, lines, LONG } from './testing.ts';

test('speech over the agent stops its audio within 400 ms and the transcript ends where the audio did', async () => {
  const rehearsal = new Rehearsal({ answers: [LONG, 'Okay.'] });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_500);
  expect(rehearsal.states().at(-1)).toBe('speaking');
  const began = rehearsal.clock.now();
  await rehearsal.say('stop it now please');
  const lastLoud = rehearsal.transport.frames.findLast((frame) => frame.loud)?.atMs ?? 0;
  expect(lastLoud - began).toBeLessThanOrEqual(400);
  await rehearsal.silence(1_500);
  await rehearsal.finish();
  const cut = rehearsal.decisions('agent_turn.finished').find((one) => one.turn === 1);
  expect(cut?.interrupted).toBe(true);
  expect(LONG.startsWith(cut?.text ?? 'x')).toBe(true);
  const playedMs = rehearsal.transport.frames.filter((frame) => frame.loud && frame.atMs <= lastLoud).length * 20 - 600;
  expect(Math.abs((cut?.text.split(' ').length ?? 0) * 200 - playedMs)).toBeLessThanOrEqual(200);
  expect(rehearsal.transport.cleared).toBe(1);
  expect(rehearsal.llm.requests[1]?.messages.at(-2)).toEqual({ role: 'assistant', content: cut?.text });
});

test('a cough pauses the agent, who goes on where it stopped', async () => {
  const rehearsal = new Rehearsal({ answers: [LONG] });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_500);
  await rehearsal.say('', { ms: 120 });
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(rehearsal.decisions('interruption.dismissed')).toHaveLength(1);
  expect(lines(rehearsal)).toContain(`agent 1: ${LONG}`);
  expect(rehearsal.transport.frames.filter((frame) => frame.loud).length).toBe((3 + 12) * 10);
});

test('a listening signal is no interruption', async () => {
  const rehearsal = new Rehearsal({ answers: [LONG] });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_500);
  await rehearsal.say('uh huh', { ms: 200 });
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(rehearsal.decisions('interruption.dismissed')[0]?.reason).toBe('listening_signal');
  expect(lines(rehearsal)).toContain(`agent 1: ${LONG}`);
});

test('with interruption off the agent finishes, and the caller is answered afterwards', async () => {
  const rehearsal = new Rehearsal({
    agent: { turn_taking: { interruption: { enabled: false } } },
    answers: ['One two three four.', 'Fine.'],
  });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_000);
  await rehearsal.say('thank you');
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  expect(lines(rehearsal)).toEqual([
    'agent 0: Hello there caller.',
    'user 1: please count',
    'agent 1: One two three four.',
    'user 2: thank you',
    'agent 2: Fine.',
  ]);
});

test('typing interrupts as well, and is answered', async () => {
  const rehearsal = new Rehearsal({ answers: [LONG, 'Typed.'] });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_500);
  rehearsal.transport.receive({ type: 'text', text: 'enough' });
  await rehearsal.silence(1_500);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(-2)).toEqual(['user 2: enough', 'agent 2: Typed.']);
  expect(rehearsal.decisions('user_turn.committed').at(-1)?.typed).toBe(true);
});
