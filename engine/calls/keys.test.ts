/** Keys of a phone: pressed one after the other they are one turn of the caller. */
import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';
import { greeted, lines, LONG } from './testing.ts';

async function press(rehearsal: Rehearsal, digits: string, everyMs = 300): Promise<void> {
  for (const digit of digits) {
    rehearsal.transport.receive({ type: 'dtmf', digit });
    await rehearsal.silence(everyMs);
  }
}
const users = (rehearsal: Rehearsal): string[] => lines(rehearsal).filter((line) => line.startsWith('user'));

test('keys and a # are answered at once, as one turn', async () => {
  const rehearsal = new Rehearsal({ answers: ['Thank you.'] });
  await greeted(rehearsal);
  await press(rehearsal, '4155550192#');
  await rehearsal.silence(1_500);
  await rehearsal.finish();
  expect(lines(rehearsal)).toEqual(['agent 0: Hello there caller.', 'user 1: [keys: 4155550192#]', 'agent 1: Thank you.']);
  expect(rehearsal.llm.requests[0]?.messages.at(-1)).toEqual({ role: 'user', content: '[keys: 4155550192#]' });
  const [committed] = rehearsal.decisions('user_turn.committed');
  const pressed = rehearsal.inputs('digit.received');
  expect(committed).toMatchObject({ reason: 'keys_complete', silence_ms: 0, typed: false });
  expect([committed?.start_ms, committed?.end_ms]).toEqual([pressed[0]?.at_ms, pressed.at(-1)?.at_ms]);
});

test('without a # the turn is over when no key comes for as long as the setting says', async () => {
  const rehearsal = new Rehearsal({ agent: { turn_taking: { keys_timeout_ms: 1_000 } } });
  await greeted(rehearsal);
  await press(rehearsal, '12', 900);
  const last = rehearsal.inputs('digit.received').at(-1)?.at_ms ?? 0;
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(rehearsal.decisions('user_turn.committed')).toMatchObject([{ text: '[keys: 12]', reason: 'keys_paused', at_ms: last + 1_000 }]);
});

test('a key over the agent interrupts it, also one that speaks on whatever is said', async () => {
  const rehearsal = new Rehearsal({
    agent: { turn_taking: { interruption: { enabled: false } } },
    answers: [LONG, 'Thank you.'],
  });
  await greeted(rehearsal);
  await rehearsal.say('please count');
  await rehearsal.silence(1_500);
  const at = rehearsal.clock.now();
  await press(rehearsal, '1#');
  await rehearsal.silence(1_500);
  await rehearsal.finish();
  expect(rehearsal.transport.frames.filter(({ loud, atMs }) => loud && atMs > at && atMs < at + 300)).toEqual([]);
  expect(lines(rehearsal).at(-3)).toMatch(/^agent 1: One two .* \/.+/);
  expect(lines(rehearsal).slice(-2)).toEqual(['user 2: [keys: 1#]', 'agent 2: Thank you.']);
});

test('keys pressed before anything of the answer was heard belong to the same turn', async () => {
  const rehearsal = new Rehearsal({ answers: ['One.', 'All of it.'], llmDelayMs: 2_000 });
  await greeted(rehearsal);
  await press(rehearsal, '123#', 200);
  await press(rehearsal, '45#', 200);
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(lines(rehearsal).slice(-2)).toEqual(['user 1: [keys: 123#45#]', 'agent 1: All of it.']);
});

test('nothing sounds and nothing is asked while keys are pressed', async () => {
  const rehearsal = new Rehearsal({ answers: ['For how many?', 'Thank you.'], agent: { turn_taking: { reminder: { after_ms: 1_000 } } } });
  await greeted(rehearsal);
  await rehearsal.say('my number is');
  await press(rehearsal, '555', 1_200);
  expect(rehearsal.decisions('llm.requested')).toEqual([]);
  expect(rehearsal.tts.spoken).toHaveLength(1);
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(users(rehearsal)).toEqual(['user 1: my number is [keys: 555]']);
});

test('keys stand before what is said after them, and wait for it', async () => {
  const rehearsal = new Rehearsal();
  await greeted(rehearsal);
  await press(rehearsal, '7', 100);
  await rehearsal.say('for the seventh of may please', { ms: 3_000 });
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(users(rehearsal)).toEqual(['user 1: [keys: 7] for the seventh of may please']);
});

test('a held call keeps the keys pressed before', async () => {
  const rehearsal = new Rehearsal();
  await greeted(rehearsal);
  await press(rehearsal, '12');
  rehearsal.transport.receive({ type: 'hold' });
  await rehearsal.silence(10_000);
  expect(users(rehearsal)).toEqual([]);
  rehearsal.transport.receive({ type: 'resume' });
  await press(rehearsal, '3#');
  await rehearsal.finish();
  expect(users(rehearsal)).toEqual(['user 1: [keys: 123#]']);
});

test('keys pressed before the caller hangs up are kept', async () => {
  const rehearsal = new Rehearsal();
  await greeted(rehearsal);
  await press(rehearsal, '12');
  await rehearsal.finish();
  expect(users(rehearsal)).toEqual(['user 1: [keys: 12]']);
  expect(rehearsal.events.at(-1)?.event.type).toBe('call.ended');
});

test('the log has how a key was told and how long it was pressed', async () => {
  const rehearsal = new Rehearsal();
  await greeted(rehearsal);
  rehearsal.transport.listener?.onDigit({ digit: '5', method: 'rfc4733', durationMs: 120 });
  rehearsal.transport.receive({ type: 'dtmf', digit: '6', duration_ms: 90 });
  rehearsal.transport.receive({ type: 'dtmf', digit: '#' });
  await rehearsal.finish();
  expect(rehearsal.inputs('digit.received').map(({ at_ms: _at, type: _type, ...pressed }) => pressed)).toEqual([
    { digit: '5', method: 'rfc4733', duration_ms: 120 },
    { digit: '6', method: 'message', duration_ms: 90 },
    { digit: '#', method: 'message' },
  ]);
});

test('keys without end are answered after as many as anybody dials', async () => {
  const rehearsal = new Rehearsal();
  await greeted(rehearsal);
  await press(rehearsal, '9'.repeat(64), 20);
  await rehearsal.silence(1_000);
  expect(users(rehearsal)).toHaveLength(1);
  await rehearsal.finish();
});
