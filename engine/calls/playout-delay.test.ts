/** A client that plays 400 ms behind what it is sent: the caller has heard a word when the client has played it. */
import { expect, test } from 'vitest';
import { FakeTransport, Rehearsal, VirtualClock, type RehearsalOptions } from '../testing/index.ts';
import { lines } from './testing.ts';

const DELAY_MS = 400;
const GOODBYE = [
  { type: 'text' as const, text: 'Goodbye dear caller.' },
  { type: 'function_call' as const, call: { id: 'fc', name: 'end_call', arguments: {} } },
];

async function begun(options: RehearsalOptions): Promise<Rehearsal> {
  const clock = new VirtualClock();
  const transport = new FakeTransport(clock);
  transport.playoutDelayMs = DELAY_MS;
  const rehearsal = new Rehearsal({ ...options, clock, transport });
  await rehearsal.silence(1_200);
  await rehearsal.say('hello please');
  return rehearsal;
}
const lastFrameMs = ({ transport }: Rehearsal): number => transport.frames.at(-1)?.atMs ?? 0;

test('a clause is finished when it has been heard, and the talkspurt when it has been sent', async () => {
  const rehearsal = await begun({ answers: ['One two three.'] });
  await rehearsal.silence(1_300);
  const last = lastFrameMs(rehearsal);
  expect(rehearsal.transport.talkspurts).toBe(2);
  expect(rehearsal.inputs('playout.finished')).toHaveLength(1);
  await rehearsal.silence(1_000);
  expect(rehearsal.inputs('playout.finished')[1]?.at_ms).toBe(last + DELAY_MS);
  await rehearsal.finish();
});

test('the call ends after the goodbye has been heard', async () => {
  const rehearsal = await begun({ agent: { functions: [{ type: 'built_in', name: 'end_call' }] }, answers: [GOODBYE] });
  await rehearsal.silence(4_000);
  expect(rehearsal.end).toBe('agent_hangup');
  expect(rehearsal.events.at(-1)?.at_ms).toBe(lastFrameMs(rehearsal) + DELAY_MS);
  expect(lines(rehearsal).at(-1)).toBe('agent 1: Goodbye dear caller.');
  await rehearsal.finish();
});

test('a delay that changes counts as it is when the audio is on its way', async () => {
  const rehearsal = await begun({ answers: ['One two three.'] });
  await rehearsal.silence(1_300);
  rehearsal.transport.playoutDelayMs = 700;
  await rehearsal.silence(1_000);
  expect(rehearsal.inputs('playout.finished')[1]?.at_ms).toBe(lastFrameMs(rehearsal) + 700);
  await rehearsal.finish();
});

test('an interruption while the client plays the rest clears the client and tells what was heard', async () => {
  const rehearsal = await begun({ answers: ['One two three.', 'Fine.'] });
  await rehearsal.silence(1_100);
  const last = lastFrameMs(rehearsal);
  expect(rehearsal.clock.now()).toBeGreaterThan(last);
  rehearsal.transport.receive({ type: 'text', text: 'stop it' });
  await rehearsal.silence(2_000);
  expect(rehearsal.transport.cleared).toBe(1);
  expect(rehearsal.inputs('playout.stopped')[0]).toMatchObject({ clause: 2, heard_text: 'One' });
  expect(lines(rehearsal)).toContain('agent 1: One /two three.');
  expect(rehearsal.transport.heard(rehearsal.tts).slice(3, 5)).toEqual(['One', 'Fine.']);
  await rehearsal.finish();
});

test('what was heard stays heard when the buffer of the client grows', async () => {
  const rehearsal = await begun({ answers: ['One two three.', 'Fine.'] });
  const first = (): number => rehearsal.transport.frames.filter(({ atMs }) => atMs > 2_000)[0]?.atMs ?? Infinity;
  while (rehearsal.clock.now() < first() + DELAY_MS + 440) await rehearsal.silence(20);
  rehearsal.transport.playoutDelayMs = 1_200;
  await rehearsal.silence(100);
  rehearsal.transport.receive({ type: 'text', text: 'stop it' });
  await rehearsal.silence(100);
  expect(rehearsal.inputs('playout.stopped').at(-1)).toMatchObject({ heard_text: 'One two' });
  expect(rehearsal.transport.heard(rehearsal.tts).slice(3)).toEqual(['One', 'two']);
  await rehearsal.finish();
});

test.each([NaN, -300, Infinity])('a delay of %s is none', async (delay) => {
  const rehearsal = await begun({ answers: ['One two three.'] });
  rehearsal.transport.playoutDelayMs = delay;
  await rehearsal.silence(3_000);
  expect(rehearsal.inputs('playout.finished')[1]?.at_ms).toBe(lastFrameMs(rehearsal));
  await rehearsal.finish();
});
