/** A caller who puts the call on hold, and a call that is not answered yet: nothing is heard either way, and nothing is lost. */
import { expect, test } from 'vitest';
import { FakeTransport, Rehearsal, VirtualClock } from '../testing/index.ts';
import { greeted, lines, LONG } from './testing.ts';

const hold = (rehearsal: Rehearsal): void => rehearsal.transport.receive({ type: 'hold' });
const resume = (rehearsal: Rehearsal): void => rehearsal.transport.receive({ type: 'resume' });

/** Frames with something in them that were sent from `fromMs` on. */
const loudFrom = (rehearsal: Rehearsal, fromMs: number): number =>
  rehearsal.transport.frames.filter(({ loud, atMs }) => loud && atMs > fromMs).length;

test('an agent held in mid-sentence goes on from the same word', async () => {
  const rehearsal = new Rehearsal({ answers: [LONG] });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_500);
  hold(rehearsal);
  const heldAt = rehearsal.clock.now();
  await rehearsal.silence(20_000);
  expect(loudFrom(rehearsal, heldAt)).toBe(0);
  resume(rehearsal);
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  expect(lines(rehearsal)).toEqual(['agent 0: Hello there caller.', 'user 1: please count', `agent 1: ${LONG}`]);
  expect(rehearsal.transport.frames.filter(({ loud }) => loud)).toHaveLength((3 + 12) * 10);
  expect(rehearsal.inputs('call.held')).toHaveLength(1);
  expect(rehearsal.inputs('call.resumed')).toHaveLength(1);
});

test('the caller hears the answer that was made meanwhile when the call goes on', async () => {
  const rehearsal = new Rehearsal({ answers: ['I am here.'], llmDelayMs: 2_000 });
  await greeted(rehearsal);
  await rehearsal.say('are you there please');
  await rehearsal.silence(1_000);
  expect(rehearsal.states().at(-1)).toBe('thinking');
  hold(rehearsal);
  await rehearsal.silence(30_000);
  expect(rehearsal.tts.spoken).toContain('I am here.');
  expect(lines(rehearsal)).not.toContain('agent 1: I am here.');
  resume(rehearsal);
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(lines(rehearsal)).toContain('agent 1: I am here.');
});

test('no function is requested while the call is held', async () => {
  const call = { id: 'fc_1', name: 'calculator', arguments: { expression: '1 + 1' } };
  const rehearsal = new Rehearsal({
    agent: { functions: [{ type: 'built_in', name: 'calculator' }] },
    answers: [[{ type: 'function_call', call }], 'It is two.'],
    llmDelayMs: 1_000,
  });
  await greeted(rehearsal);
  await rehearsal.say('what is one plus one');
  await rehearsal.silence(800);
  hold(rehearsal);
  await rehearsal.silence(5_000);
  expect(rehearsal.inputs('llm.function_called')).toHaveLength(1);
  expect(rehearsal.decisions('function.requested')).toHaveLength(0);
  resume(rehearsal);
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  expect(rehearsal.decisions('function.requested')).toHaveLength(1);
  expect(lines(rehearsal)).toContain('agent 1: It is two.');
});

test('what a held caller says is neither heard nor recorded', async () => {
  const rehearsal = new Rehearsal();
  await greeted(rehearsal);
  hold(rehearsal);
  const from = rehearsal.recording.length;
  await rehearsal.sound(3_000);
  await rehearsal.silence(1_000);
  resume(rehearsal);
  await rehearsal.silence(500);
  await rehearsal.finish();
  expect(rehearsal.inputs('user_speech.started')).toEqual([]);
  expect(rehearsal.recording.slice(from).every(({ caller }) => caller.every((sample) => sample === 0))).toBe(true);
});

test('no wait for the caller runs against a held one; the longest duration does', async () => {
  const turn_taking = { reminder: { after_ms: 3_000 }, idle_timeout_ms: 5_000, max_call_ms: 60_000 };
  const rehearsal = new Rehearsal({ agent: { turn_taking } });
  await greeted(rehearsal);
  hold(rehearsal);
  await rehearsal.nothing(20_000);
  expect([rehearsal.end, rehearsal.tts.spoken]).toEqual([null, ['Hello there caller.']]);
  resume(rehearsal);
  // Both waits begin anew.
  await rehearsal.silence(2_900);
  expect(rehearsal.tts.spoken).toHaveLength(1);
  await rehearsal.silence(200);
  expect(rehearsal.tts.spoken).toHaveLength(2);
  hold(rehearsal);
  await rehearsal.nothing(60_000);
  expect(rehearsal.end).toBe('max_duration_reached');
  await rehearsal.finish();
});

test('a caller held in mid-sentence goes on with the same turn', async () => {
  const rehearsal = new Rehearsal({ answers: ['For how many?'] });
  await greeted(rehearsal);
  await rehearsal.say('i want to book');
  hold(rehearsal);
  await rehearsal.silence(9_000);
  expect(rehearsal.decisions('user_turn.committed')).toEqual([]);
  resume(rehearsal);
  await rehearsal.silence(200);
  await rehearsal.say('a table for friday');
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  expect(lines(rehearsal)).toContain('user 1: i want to book a table for friday');
});

test('a caller who interrupts and then holds has the turn, and hears its answer after the hold', async () => {
  const rehearsal = new Rehearsal({ answers: [LONG, 'Stopped.'] });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_500);
  await rehearsal.say('stop it now please');
  hold(rehearsal);
  const heldAt = rehearsal.clock.now();
  await rehearsal.silence(5_000);
  expect(loudFrom(rehearsal, heldAt)).toBe(0);
  resume(rehearsal);
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(-2)).toEqual(['user 2: stop it now please', 'agent 2: Stopped.']);
});

test('an agent that was about to hang up says its goodbye after the hold', async () => {
  const call = { id: 'fc_1', name: 'end_call', arguments: {} };
  const rehearsal = new Rehearsal({
    agent: { functions: [{ type: 'built_in', name: 'end_call' }] },
    answers: [
      [
        { type: 'text', text: 'Goodbye and thank you.' },
        { type: 'function_call', call },
      ],
    ],
  });
  await greeted(rehearsal);
  await rehearsal.say('that is all');
  await rehearsal.silence(900);
  hold(rehearsal);
  await rehearsal.silence(5_000);
  expect(rehearsal.end).toBeNull();
  resume(rehearsal);
  await rehearsal.silence(3_000);
  expect(rehearsal.end).toBe('agent_hangup');
  expect(lines(rehearsal).at(-1)).toBe('agent 1: Goodbye and thank you.');
  await rehearsal.finish();
});

test('the client is told that the call is held and goes on, and that the agent is silent meanwhile', async () => {
  const rehearsal = new Rehearsal();
  await rehearsal.silence(300);
  hold(rehearsal);
  await rehearsal.silence(300);
  resume(rehearsal);
  await rehearsal.silence(1_000);
  await rehearsal.finish();
  expect(rehearsal.transport.messages.filter(({ type }) => type === 'held' || type === 'agent_speaking')).toEqual([
    { type: 'agent_speaking', value: true },
    { type: 'held', value: true },
    { type: 'agent_speaking', value: false },
    { type: 'held', value: false },
    { type: 'agent_speaking', value: true },
    { type: 'agent_speaking', value: false },
  ]);
});

/** A phone that rings. */
function ringing(options: ConstructorParameters<typeof Rehearsal>[0] = {}): Rehearsal {
  const clock = new VirtualClock();
  const transport = new FakeTransport(clock);
  transport.begins = 'early';
  return new Rehearsal({ ...options, clock, transport });
}

test('before the call is answered nothing is heard either way; the greeting sounds at the answer', async () => {
  const rehearsal = ringing({ agent: { turn_taking: { max_call_ms: 10_000, idle_timeout_ms: 5_000 } } });
  await rehearsal.sound(8_000);
  expect(rehearsal.transport.frames).toEqual([]);
  expect(rehearsal.inputs('user_speech.started')).toEqual([]);
  // It is rendered while the phone rings.
  expect(rehearsal.tts.spoken).toEqual(['Hello there caller.']);
  rehearsal.transport.listener?.onState('answered');
  await rehearsal.silence(1_000);
  expect(rehearsal.transport.frames[0]?.atMs).toBeLessThanOrEqual(8_020);
  expect(lines(rehearsal)).toEqual(['agent 0: Hello there caller.']);
  // The longest duration counts from the answer.
  await rehearsal.silence(3_000);
  expect(rehearsal.end).toBeNull();
  await rehearsal.finish();
});

test('a phone that nobody answers rings no longer than a call may last', async () => {
  const rehearsal = ringing({ agent: { turn_taking: { max_call_ms: 10_000 } } });
  await rehearsal.nothing(10_100);
  expect(rehearsal.end).toBe('max_duration_reached');
  await rehearsal.finish();
});
