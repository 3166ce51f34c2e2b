import { expect, test } from 'vitest';
import { Rehearsal, VirtualClock } from '../testing/index.ts';
import { greeted, lines } from './testing.ts';

test('greets, hears a question, answers, and ends when asked to', async () => {
  const rehearsal = new Rehearsal({ answers: ['We open at nine.'] });
  await greeted(rehearsal);
  await rehearsal.say('what are your opening hours');
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(lines(rehearsal)).toEqual(['agent 0: Hello there caller.', 'user 1: what are your opening hours', 'agent 1: We open at nine.']);
  expect(rehearsal.end).toBe('api_hangup');
  expect(rehearsal.states()).toEqual(['greeting', 'listening', 'thinking', 'speaking', 'listening', 'ending', 'ended']);
});

test('the model sees prompt, greeting and caller in order, with variables filled in', async () => {
  const rehearsal = new Rehearsal({ agent: { prompt: 'You work for {{company}}.' }, variables: { company: 'Acme' } });
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  await rehearsal.silence(600);
  await rehearsal.finish();
  expect(rehearsal.llm.requests[0]?.messages).toEqual([
    { role: 'system', content: 'You work for Acme.' },
    { role: 'assistant', content: 'Hello there caller.' },
    { role: 'user', content: 'hello please' },
  ]);
});

test('paces the agent: one frame every 20 ms, never ahead', async () => {
  const rehearsal = new Rehearsal({ answers: ['One two three four five six.'] });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  const loud = rehearsal.transport.frames.filter((frame) => frame.loud).map((frame) => frame.atMs);
  const gaps = loud.slice(1).map((at, index) => at - (loud[index] ?? 0));
  expect(gaps.filter((gap) => gap < 20)).toEqual([]);
  expect(loud.length).toBe((3 + 6) * 10);
});

test('measures the answer time from the true end of speech', async () => {
  const rehearsal = new Rehearsal({ answers: ['Yes.'], llmDelayMs: 100 });
  await greeted(rehearsal);
  await rehearsal.say('can you hear me please');
  const spokenAt = rehearsal.clock.now();
  await rehearsal.silence(1_500);
  await rehearsal.finish();
  const [measured] = rehearsal.decisions('turn.measured');
  const heardAt = rehearsal.transport.frames.find((frame) => frame.loud && frame.atMs > spokenAt)?.atMs ?? 0;
  expect(Math.abs((measured?.e2e_ms ?? 0) - (heardAt - spokenAt))).toBeLessThanOrEqual(40);
  expect(measured?.llm_ms).toBe(100);
});

test('records caller left and agent right for every 20 ms of the call', async () => {
  const rehearsal = new Rehearsal({ answers: ['Good.'] });
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  await rehearsal.silence(1_500);
  const elapsed = rehearsal.clock.now();
  await rehearsal.finish();
  expect(Math.abs(rehearsal.recording.length - elapsed / 20)).toBeLessThanOrEqual(1);
  expect(rehearsal.recording.some(({ caller }) => (caller[0] ?? 0) > 0)).toBe(true);
  expect(rehearsal.recording.some(({ agent }) => (agent[0] ?? 0) > 0)).toBe(true);
  expect(rehearsal.recording.some(({ caller, agent }) => (caller[0] ?? 0) > 0 && (agent[0] ?? 0) > 0)).toBe(false);
});

/** Time passes while the call works, as it does on a real machine. */
class CreepingClock extends VirtualClock {
  #creep = 0;

  override now(): number {
    this.#creep += 0.4;
    return super.now() + this.#creep;
  }
}

test('call-ended-at-the-time-of-its-step: the log replays although the clock moves within a step', async () => {
  const rehearsal = new Rehearsal({ clock: new CreepingClock(), answers: ['We open at nine.'] });
  await rehearsal.silence(1_500);
  await rehearsal.say('what are your opening hours');
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(rehearsal.end).toBe('api_hangup');
});

test('sentences of a script without spaces are told and kept without them', async () => {
  const rehearsal = new Rehearsal({ agent: { language: 'zh-CN' }, answers: ['你好。我们九点开门。', 'Fine.'] });
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  await rehearsal.silence(2_500);
  await rehearsal.finish();
  expect(lines(rehearsal).at(-1)).toBe('agent 1: 你好。我们九点开门。');
});
