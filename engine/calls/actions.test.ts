/** What a function wants of the transport: done once, in order with speech, or refused in words that the model has. */
import type { CallAction } from '@parley/contract';
import { expect, test } from 'vitest';
import { FakePhone, HANGS, Rehearsal, VirtualClock, type FakeAnswer } from '../testing/index.ts';
import { greeted, lines } from './testing.ts';

const calls = (name: string, text = 'One moment please.'): FakeAnswer => [
  { type: 'text', text: `${text} ` },
  { type: 'function_call', call: { id: `fc_${name}`, name, arguments: {} } },
];
const asks = (...actions: CallAction[]) => ({ ok: true as const, result: { accepted: true }, actions });
const functions = {
  dial: asks({ type: 'send_digits', digits: '12#' }),
  transfer: asks({ type: 'transfer', to: 'sip:desk@example.org' }),
  both: asks({ type: 'send_digits', digits: '9' }, { type: 'send_digits', digits: '8' }),
};

function onPhone(answers: FakeAnswer[]): { rehearsal: Rehearsal; phone: FakePhone } {
  const clock = new VirtualClock();
  const phone = new FakePhone(clock);
  return { rehearsal: new Rehearsal({ clock, transport: phone, answers, functions }), phone };
}

const told = (rehearsal: Rehearsal, request: number): unknown =>
  rehearsal.llm.requests[request]?.messages.findLast(({ role }) => role === 'function')?.content;

test.each(['dial', 'transfer'])('a transport that cannot %s says so to the model and in the log', async (name) => {
  const rehearsal = new Rehearsal({ answers: [calls(name), 'That is not possible here.'], functions });
  await greeted(rehearsal);
  await rehearsal.say('please do it now');
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(rehearsal.inputs('action.finished')).toMatchObject([{ ok: false, error: 'not_supported_by_transport' }]);
  expect(told(rehearsal, 1)).toBe('{"error":"not_supported_by_transport"}');
  expect(lines(rehearsal).at(-1)).toBe('agent 1: One moment please. That is not possible here.');
});

test('keys are pressed once, after what was said before has been heard, and the model learns of it then', async () => {
  const { rehearsal, phone } = onPhone([calls('dial'), 'Done.']);
  phone.playoutDelayMs = 200;
  await greeted(rehearsal);
  await rehearsal.silence(200);
  await rehearsal.say('please press it');
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  const last = rehearsal.inputs('playout.finished').find(({ clause }) => clause === 2)?.at_ms;
  expect(phone.done).toEqual([{ what: 'digits 12#', atMs: last }]);
  expect(told(rehearsal, 1)).toBe('{"accepted":true}');
});

test('several are done one after the other', async () => {
  const { rehearsal, phone } = onPhone([calls('both'), 'Done.']);
  phone.actionMs = 500;
  await greeted(rehearsal);
  await rehearsal.say('please press it');
  await rehearsal.silence(5_000);
  await rehearsal.finish();
  expect(phone.done.map(({ what }) => what)).toEqual(['digits 9', 'digits 8']);
  expect((phone.done[1]?.atMs ?? 0) - (phone.done[0]?.atMs ?? 0)).toBe(500);
});

test('a call ends when the caller was transferred', async () => {
  const { rehearsal, phone } = onPhone([calls('transfer', 'I connect you now.')]);
  phone.actionMs = 3_000;
  await greeted(rehearsal);
  await rehearsal.say('somebody else please');
  await rehearsal.silence(6_000);
  expect([rehearsal.end, phone.closedWith]).toEqual(['transferred', 'transferred']);
  expect(lines(rehearsal).at(-1)).toBe('agent 1: I connect you now.');
  await rehearsal.finish();
});

test.each([
  ['refused', { ok: false as const, error: 'busy' }, 'busy'],
  ['not answered', HANGS, 'timeout'],
  ['broken off by an error', new Error('boom'), 'failed'],
])('a caller whose transfer is %s comes back to the agent', async (_how, outcome, error) => {
  const { rehearsal, phone } = onPhone([calls('transfer'), 'Nobody answers there.']);
  phone.outcome = outcome as typeof phone.outcome;
  await greeted(rehearsal);
  await rehearsal.say('somebody else please');
  await rehearsal.silence(64_000);
  expect(told(rehearsal, 1)).toBe(`{"error":"${error}"}`);
  expect(lines(rehearsal)).toContain('agent 1: One moment please. Nobody answers there.');
  expect(rehearsal.defects).toHaveLength(error === 'failed' ? 1 : 0);
  await rehearsal.finish();
});

test('a caller who interrupts before keeps it from being done', async () => {
  const { rehearsal, phone } = onPhone([calls('transfer', 'I connect you to the front desk right now.'), 'Of course not.']);
  await greeted(rehearsal);
  await rehearsal.say('somebody else please');
  await rehearsal.silence(1_200);
  await rehearsal.say('no wait do not');
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(phone.done).toEqual([]);
  expect(told(rehearsal, 1)).toBe('{"error":"interrupted"}');
});

test('a held call is not transferred before it goes on', async () => {
  const { rehearsal, phone } = onPhone([calls('transfer')]);
  await greeted(rehearsal);
  await rehearsal.say('somebody else please');
  await rehearsal.silence(1_000);
  rehearsal.transport.receive({ type: 'hold' });
  await rehearsal.silence(5_000);
  expect(phone.done).toEqual([]);
  rehearsal.transport.receive({ type: 'resume' });
  await rehearsal.silence(3_000);
  expect(rehearsal.end).toBe('transferred');
  await rehearsal.finish();
});

test('a caller who speaks while the transfer rings is transferred all the same', async () => {
  const { rehearsal, phone } = onPhone([calls('transfer'), 'It rings.']);
  phone.actionMs = 8_000;
  await greeted(rehearsal);
  await rehearsal.say('somebody else please');
  await rehearsal.silence(2_500);
  await rehearsal.say('is anybody there');
  await rehearsal.silence(9_000);
  expect(rehearsal.end).toBe('transferred');
  expect(lines(rehearsal)).toContain('agent 2: It rings.');
  await rehearsal.finish();
});
