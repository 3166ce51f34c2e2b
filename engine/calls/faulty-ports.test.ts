/** What a call is given by others' code, at each of its ports, and cannot understand: told as a defect of that part; the call goes on where it can. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FunctionOutcome } from '../functions/function-host.ts';
import type { LlmDelta } from '../llm/llm.ts';
import type { TransportListener, TransportOutcome } from '../transport.ts';
import { FakePhone, Rehearsal, VirtualClock, type FakeAnswer } from '../testing/index.ts';
import type { TtsChunk } from '../tts/tts.ts';
import type { VadResult } from '../vad/vad.ts';
import { greeted } from './testing.ts';

const unhandled = vi.fn();
beforeEach(() => void process.on('unhandledRejection', unhandled));
afterEach(() => {
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
  unhandled.mockClear();
});

const places = (rehearsal: Rehearsal): string[] => rehearsal.defects.map(({ context }) => context.place);
const cycle: Record<string, unknown> = {};
cycle['itself'] = cycle;
const throwing = {
  toJSON: () => {
    throw new RangeError('no such form');
  },
};

test.each<[string, unknown]>([
  ['null', null],
  ['a word', 'done'],
  ['a list', []],
  ['neither a result nor an error', { ok: 'maybe' }],
  ['an error without words', { ok: false }],
  ['no result', { ok: true }],
  ['undefined for a result', { ok: true, result: undefined }],
  ['a function for a result', { ok: true, result: () => 1 }],
  ['a BigInt in its result', { ok: true, result: { sum: 1n } }],
  ['a cycle for a result', { ok: true, result: cycle }],
  ['a result whose toJSON throws', { ok: true, result: throwing }],
  ['an unknown action', { ok: true, result: 1, actions: [{ type: 'switch_agent', agent_id: 'x' }] }],
  ['null for an action', { ok: true, result: 1, actions: [{ type: 'end_call' }, null] }],
  ['an action without what it needs', { ok: true, result: 1, actions: [{ type: 'transfer' }] }],
  ['something else than actions', { ok: true, result: 1, actions: 'end_call' }],
])('function-host-answers: %s', async (_case, answer) => {
  const asks: FakeAnswer = [
    { type: 'text', text: 'One moment. ' },
    { type: 'function_call', call: { id: 'fc_1', name: 'book', arguments: {} } },
  ];
  const rehearsal = new Rehearsal({
    functions: { book: answer as FunctionOutcome },
    answers: [asks, 'That did not work.', 'We open at nine.'],
  });
  await greeted(rehearsal);
  await rehearsal.say('please book it now');
  await rehearsal.silence(4_000);
  expect(rehearsal.inputs('function.finished')).toMatchObject([
    { ok: false, error: 'the function failed', defect_id: rehearsal.defects[0]?.context.id },
  ]);
  expect(rehearsal.llm.requests[1]?.messages.at(-1)).toMatchObject({ role: 'function', content: '{"error":"the function failed"}' });
  expect(places(rehearsal)).toEqual(['function']);
  await rehearsal.say('when do you open');
  await rehearsal.silence(3_000);
  expect(rehearsal.tts.spoken.slice(-2), 'the call goes on').toEqual(['That did not work.', 'We open at nine.']);
  await rehearsal.finish();
});

test('function-host-answers: a result with a toJSON of its own is what that gives, in the log as for the model', async () => {
  const at = new Date(0);
  const asks: FakeAnswer = [{ type: 'function_call', call: { id: 'fc_1', name: 'book', arguments: {} } }];
  const rehearsal = new Rehearsal({ functions: { book: { ok: true, result: { at } } }, answers: [asks, 'Done.'] });
  await greeted(rehearsal);
  await rehearsal.say('please book it now');
  await rehearsal.silence(2_000);
  expect(rehearsal.inputs('function.finished')).toMatchObject([{ ok: true, result: { at: '1970-01-01T00:00:00.000Z' } }]);
  expect(places(rehearsal)).toEqual([]);
  await rehearsal.finish();
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a text of null', { type: 'text', text: null }],
  ['a number for a text', { type: 'text', text: 5 }],
  ['an unknown delta', { type: 'thinking', text: 'x' }],
  ['a function call without an id', { type: 'function_call', call: { name: 'x', arguments: {} } }],
  ['a function call without a name', { type: 'function_call', call: { id: 'fc_1', arguments: {} } }],
  ['no function call', { type: 'function_call' }],
  ['a cycle for arguments', { type: 'function_call', call: { id: 'fc_1', name: 'x', arguments: cycle } }],
  ['a BigInt in arguments', { type: 'function_call', call: { id: 'fc_1', name: 'x', arguments: { x: 1n } } }],
])('model-gives: %s', async (_case, delta) => {
  const rehearsal = new Rehearsal({ answers: [[delta as LlmDelta], 'We open at nine.'] });
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  await rehearsal.silence(5_000);
  expect(rehearsal.inputs('llm.failed')).toMatchObject([{ code: 'internal', defect_id: rehearsal.defects[0]?.context.id }]);
  await rehearsal.say('when do you open');
  await rehearsal.silence(3_000);
  expect(places(rehearsal)).toEqual(['llm.stream']);
  expect(rehearsal.tts.spoken, 'the call goes on').toContain('We open at nine.');
  await rehearsal.finish();
});

test('model-gives: a usage that is none; the answer counts, and its usage is estimated', async () => {
  const usage = { input_tokens: Number.NaN, output_tokens: 'many' };
  const rehearsal = new Rehearsal({ answers: ['We open at nine.'] });
  const stream = rehearsal.llm.stream.bind(rehearsal.llm);
  rehearsal.llm.stream = async function* (request, signal) {
    for await (const delta of stream(request, signal)) yield delta.type === 'finish' ? ({ ...delta, usage } as unknown as LlmDelta) : delta;
  };
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  await rehearsal.silence(3_000);
  expect(rehearsal.inputs('attempt.settled')).toMatchObject([{ outcome: 'won', estimated: true }]);
  expect(rehearsal.tts.spoken).toContain('We open at nine.');
  await rehearsal.finish();
});

/** The voice's first chunk of the next clause, changed. */
async function spokenWith(change: (chunk: TtsChunk) => unknown): Promise<Rehearsal> {
  const rehearsal = new Rehearsal({ answers: ['We open at nine.', 'Good bye now.'] });
  await greeted(rehearsal);
  const synthesize = rehearsal.tts.synthesize.bind(rehearsal.tts);
  let changed = false;
  rehearsal.tts.synthesize = async function* (request, signal) {
    for await (const chunk of synthesize(request, signal)) {
      const given = changed ? chunk : (change(chunk) as TtsChunk);
      changed = true;
      yield given;
    }
  };
  await rehearsal.say('hello please');
  await rehearsal.silence(4_000);
  await rehearsal.say('thank you then');
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  return rehearsal;
}

test.each<[string, (chunk: TtsChunk) => unknown]>([
  ['nothing', () => undefined],
  ['no audio', (chunk) => ({ ...chunk, pcm: null })],
  ['audio of another type', (chunk) => ({ ...chunk, pcm: new Float32Array(3_200) })],
  ['bytes of an odd length', (chunk) => ({ ...chunk, pcm: Buffer.alloc(3_201, 7) })],
  ['a rate of 0', (chunk) => ({ ...chunk, sampleRate: 0 })],
  ['a rate that is no number', (chunk) => ({ ...chunk, sampleRate: Number.NaN })],
])('voice-gives: %s; the clause fails, and the call goes on', async (_case, change) => {
  const rehearsal = await spokenWith(change);
  expect(rehearsal.inputs('tts.failed')).toMatchObject([{ code: 'internal', defect_id: rehearsal.defects[0]?.context.id }]);
  expect(places(rehearsal)).toEqual(['tts']);
  expect(rehearsal.decisions('agent_turn.finished').at(-1)?.text).toBe('Good bye now.');
});

test.each<[string, (chunk: TtsChunk) => unknown]>([
  ['null among its marks', (chunk) => ({ ...chunk, marks: [null] })],
  ['marks that are no list', (chunk) => ({ ...chunk, marks: {} })],
  ['null for its marks', (chunk) => ({ ...chunk, marks: null })],
  ['words left out from nowhere', (chunk) => ({ ...chunk, leavesOut: [{ from: 0, to: 'x' }] })],
])('voice-gives: %s; the audio is played all the same', async (_case, change) => {
  const rehearsal = await spokenWith(change);
  expect(rehearsal.inputs('tts.failed')).toEqual([]);
  expect(places(rehearsal)).toEqual(['tts']);
  expect(
    rehearsal
      .decisions('agent_turn.finished')
      .slice(-2)
      .map(({ text }) => text),
  ).toEqual(['We open at nine.', 'Good bye now.']);
});

test.each<[string, unknown]>([
  ['null', null],
  ['nothing', undefined],
  ['a result without a verdict', { audioMs: 900 }],
  ['a result without a place', { speech: true }],
])('detector-tells: %s; it is replaced, nothing is thrown back into it, and the caller is heard', async (_case, result) => {
  const rehearsal = new Rehearsal({ answers: ['We open at nine.'] });
  await greeted(rehearsal);
  expect(() => rehearsal.vad.listeners[0]?.onResult(result as VadResult)).not.toThrow();
  await rehearsal.silence(500);
  await rehearsal.say('hello please');
  await rehearsal.silence(3_000);
  expect(rehearsal.inputs('hearing.interrupted')).toMatchObject([{ part: 'vad', defect_id: rehearsal.defects[0]?.context.id }]);
  expect(places(rehearsal)).toEqual(['vad']);
  expect(rehearsal.tts.spoken).toContain('We open at nine.');
  await rehearsal.finish();
});

test.each<['stt' | 'vad', (rehearsal: Rehearsal) => void]>([
  ['stt', ({ stt }) => vi.spyOn(stt, 'open').mockResolvedValueOnce(null as never)],
  ['vad', ({ vad }) => vi.spyOn(vad, 'open').mockReturnValueOnce(undefined as never)],
])('%s-opens-no-session: it is opened again', async (part, prepare) => {
  const rehearsal = new Rehearsal({
    answers: ['We open at nine.'],
    stt: (stt) => void (part === 'stt' && prepare({ stt } as Rehearsal)),
    vad: (vad) => void (part === 'vad' && prepare({ vad } as Rehearsal)),
  });
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  await rehearsal.silence(3_000);
  expect(places(rehearsal)).toEqual([part]);
  expect(rehearsal.tts.spoken).toContain('We open at nine.');
  await rehearsal.finish();
});

test('recogniser-tells: a final that does not say whether it is one', async () => {
  const rehearsal = new Rehearsal({ answers: ['We open at nine.'] });
  await greeted(rehearsal);
  rehearsal.stt.heard.push({ text: 'hello please', finalMs: 400 });
  await rehearsal.sound(400);
  rehearsal.stt.listeners[0]?.onFinal(1, { text: 'hello', words: [] } as never);
  await rehearsal.silence(3_000);
  expect(places(rehearsal)).toEqual(['stt']);
  expect(rehearsal.tts.spoken).toContain('We open at nine.');
  await rehearsal.finish();
});

test.each<[string, (listener: TransportListener) => void]>([
  ['no frame', (listener) => listener.onFrame(null as never)],
  ['a frame of an odd length', (listener) => listener.onFrame(new Int16Array(161))],
  ['a frame of another type', (listener) => listener.onFrame(new Float32Array(320) as never)],
  ['no message', (listener) => listener.onMessage(null as never)],
  ['an unknown message', (listener) => listener.onMessage({ type: 'bogus' } as never)],
  ['a message without its text', (listener) => listener.onMessage({ type: 'text', text: 5 } as never)],
  ['no key', (listener) => listener.onDigit(null as never)],
  ['several keys at once', (listener) => listener.onDigit({ digit: '55', method: 'info', durationMs: null })],
  ['a key pressed in a way of its own', (listener) => listener.onDigit({ digit: '5', method: '' as never, durationMs: null })],
  ['an unknown state', (listener) => listener.onState('bogus' as never)],
  ['the name of a method for a state', (listener) => listener.onState('toString' as never)],
])('transport-tells: %s; it is passed over, and the call goes on', async (_case, tell) => {
  const rehearsal = new Rehearsal({ answers: ['We open at nine.'] });
  await greeted(rehearsal);
  expect(() => tell(rehearsal.transport.listener as TransportListener)).not.toThrow();
  await rehearsal.say('hello please');
  await rehearsal.silence(3_000);
  expect(places(rehearsal)).toEqual(['transport']);
  expect(rehearsal.tts.spoken).toContain('We open at nine.');
  await rehearsal.finish();
});

test('transport-tells: a key without an end; the key counts', async () => {
  const rehearsal = new Rehearsal();
  await greeted(rehearsal);
  rehearsal.transport.listener?.onDigit({ digit: '5', method: 'info', durationMs: Number.NaN });
  await rehearsal.silence(5_000);
  expect(rehearsal.inputs('digit.received')).toEqual([
    { type: 'digit.received', digit: '5', method: 'info', at_ms: expect.any(Number) as number },
  ]);
  expect(places(rehearsal)).toEqual([]);
  await rehearsal.finish();
});

test('transport-tells: of its end without words; the call is over', async () => {
  const rehearsal = new Rehearsal();
  await greeted(rehearsal);
  rehearsal.transport.listener?.onClosed(undefined as never, 7 as never);
  await rehearsal.nothing(50);
  expect(rehearsal.end).toBe('error_transport');
  await rehearsal.finish();
});

test.each<[string, unknown]>([
  ['a word', 'fine'],
  ['an error without words', { ok: false }],
])('transport-answers-an-action: %s; the action failed, and the call goes on', async (_case, outcome) => {
  const clock = new VirtualClock();
  const transport = new FakePhone(clock);
  transport.outcome = outcome as TransportOutcome;
  const asks: FakeAnswer = [{ type: 'function_call', call: { id: 'fc_1', name: 'dial', arguments: {} } }];
  const functions = { dial: { ok: true as const, result: 1, actions: [{ type: 'send_digits' as const, digits: '12' }] } };
  const rehearsal = new Rehearsal({ clock, transport, functions, answers: [asks, 'That did not work.'] });
  await greeted(rehearsal);
  await rehearsal.say('please dial for me');
  await rehearsal.silence(3_000);
  expect(rehearsal.inputs('action.finished')).toMatchObject([{ ok: false, error: 'failed', defect_id: rehearsal.defects[0]?.context.id }]);
  expect(rehearsal.tts.spoken).toContain('That did not work.');
  await rehearsal.finish();
});
