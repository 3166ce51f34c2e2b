/** Each error that nobody foresaw is told once, under the id that the call's events have. */
import { AppError, type CallEvent } from '@parley/contract';
import { describe, expect, test, vi } from 'vitest';
import { createDefectReporter } from './defects.ts';
import { CLOSE_WITHIN_MS } from './guarded-transport.ts';
import type * as Chart from './states/core.ts';
import { FakeTransport, Rehearsal, VirtualClock } from './testing/index.ts';

/** Typed by the caller, it makes the turn core throw. */
const FATAL = 'make the core fail';

vi.mock(import('./states/core.ts'), async (original) => {
  const actual: typeof Chart = await original();
  return {
    ...actual,
    step: (core, input, now) => {
      if (input.type === 'user_text.received' && input.text === FATAL) throw new RangeError('no such turn');
      return actual.step(core, input, now);
    },
  };
});

const greeted = async (rehearsal: Rehearsal): Promise<void> => rehearsal.silence(800);
const ask = async (rehearsal: Rehearsal): Promise<void> => {
  await greeted(rehearsal);
  await rehearsal.say('hello please');
  await rehearsal.silence(2_000);
};
const noted = (events: readonly CallEvent[]): string[] =>
  events.flatMap(({ event }) => (event.type === 'defect.reported' ? [`${event.place} ${event.defect_id}`] : []));
const FIRST = `defect_${'1'.padStart(26, '0')}`;

describe('what is told', () => {
  test('model-throws-a-type-error: told once with place and state, llm.failed has its id, and the caller hears an apology', async () => {
    const thrown = new TypeError("Cannot read properties of undefined (reading 'text')");
    const rehearsal = new Rehearsal({ answers: [thrown, 'Better now.'] });
    await ask(rehearsal);
    await rehearsal.finish();
    expect(rehearsal.defects).toEqual([
      { error: thrown, context: { id: FIRST, place: 'llm.stream', state: 'thinking', atMs: expect.any(Number) as number } },
    ]);
    expect(rehearsal.inputs('llm.failed')).toMatchObject([{ code: 'internal', message: 'The model failed.', defect_id: FIRST }]);
    expect(noted(rehearsal.events)).toEqual([`llm.stream ${FIRST}`]);
    expect(rehearsal.tts.spoken).toContainEqual(expect.stringMatching(/^Sorry/));
  });

  test('model-refuses: a refusal that was foreseen is no defect, and what the provider said stands in the event', async () => {
    const refusal = { status: 400, code: 'model_not_found', message: 'no such model' };
    const rehearsal = new Rehearsal({ answers: [new AppError('provider_failed', { refusal })] });
    await ask(rehearsal);
    await rehearsal.finish();
    expect(rehearsal.defects).toEqual([]);
    expect(rehearsal.inputs('llm.failed')).toMatchObject([{ code: 'provider_failed', refusal }]);
    expect(rehearsal.inputs('llm.failed')[0]).not.toHaveProperty('defect_id');
  });

  test('refusal-that-stands-for-a-defect: the error behind it is told', async () => {
    const behind = new TypeError('of a worker');
    const rehearsal = new Rehearsal({ answers: [new AppError('engine_unavailable', { defect: behind })] });
    await ask(rehearsal);
    await rehearsal.finish();
    expect(rehearsal.defects.map(({ error }) => error)).toEqual([behind]);
    expect(rehearsal.inputs('llm.failed')).toMatchObject([{ code: 'engine_unavailable', defect_id: FIRST }]);
  });

  test('caller-goes-on-while-the-model-is-asked: an abort is no defect', async () => {
    const rehearsal = new Rehearsal({ answers: ['Too early.', 'Friday it is.'], llmDelayMs: 400 });
    await greeted(rehearsal);
    await rehearsal.say('i want to book please');
    await rehearsal.silence(500);
    await rehearsal.say('on friday please');
    await rehearsal.silence(2_500);
    await rehearsal.finish();
    expect(rehearsal.llm.aborted).toContain(0);
    expect(rehearsal.defects).toEqual([]);
  });

  test('voice-throws: told, tts.failed has its id, and the call goes on', async () => {
    const rehearsal = new Rehearsal({ answers: ['We open at nine.'] });
    await greeted(rehearsal);
    rehearsal.tts.failWith = new TypeError('no such voice buffer');
    await rehearsal.say('hello please');
    await rehearsal.silence(2_000);
    expect(rehearsal.end).toBeNull();
    await rehearsal.finish();
    expect(rehearsal.defects).toMatchObject([{ context: { id: FIRST, place: 'tts' } }]);
    expect(rehearsal.inputs('tts.failed')).toMatchObject([{ code: 'internal', message: 'The voice failed.', defect_id: FIRST }]);
  });

  test('function-throws: told, function.finished has its id, the model learns that it failed, and the call goes on', async () => {
    const call = { id: 'fc_1', name: 'current_time', arguments: {} };
    const rehearsal = new Rehearsal({
      agent: { functions: [{ type: 'built_in', name: 'current_time' }] },
      answers: [[{ type: 'function_call', call }], 'I cannot tell.'],
    });
    // A clock that gives no time: what the function formats throws.
    rehearsal.clock.wallTime = () => new Date(Number.NaN);
    await ask(rehearsal);
    expect(rehearsal.end).toBeNull();
    await rehearsal.finish();
    expect(rehearsal.defects).toMatchObject([{ error: expect.any(RangeError) as Error, context: { id: FIRST, place: 'function' } }]);
    expect(rehearsal.inputs('function.finished')).toMatchObject([{ ok: false, error: 'the function failed', defect_id: FIRST }]);
    expect(rehearsal.llm.requests[1]?.messages.at(-1)).toMatchObject({ role: 'function', content: '{"error":"the function failed"}' });
  });

  test('recogniser-fails-and-is-opened-again: told although nothing else is heard of it', async () => {
    const rehearsal = new Rehearsal({ answers: ['Still here.'] });
    await greeted(rehearsal);
    rehearsal.stt.listeners[0]?.onFailed(new TypeError('no lattice'));
    await rehearsal.silence(100);
    await rehearsal.finish();
    expect(noted(rehearsal.events)).toEqual([`stt ${FIRST}`]);
    expect(rehearsal.inputs('stt.failed')).toEqual([]);
  });
});

class ThrowingTransport extends FakeTransport {
  override sendFrame(): void {
    throw new TypeError('no socket');
  }
}

describe('what ends the one call', () => {
  test('transport-throws: error_internal, transport.closed has the id, and the transport is asked to close and for nothing else', async () => {
    const clock = new VirtualClock();
    const transport = new ThrowingTransport(clock);
    const rehearsal = new Rehearsal({ clock, transport });
    await rehearsal.silence(200);
    expect(rehearsal.end).toBe('error_internal');
    expect(rehearsal.defects).toMatchObject([{ context: { id: FIRST, place: 'transport', state: 'greeting' } }]);
    expect(rehearsal.inputs('transport.closed')).toMatchObject([{ code: 'internal', defect_id: FIRST }]);
    expect(transport).toMatchObject({ closedWith: 'error_internal', cleared: 0 });
    await rehearsal.finish();
  });

  test('transport-never-closes: the call is over without it, and the transport has a trace', async () => {
    const clock = new VirtualClock();
    const transport = new FakeTransport(clock);
    transport.close = () => new Promise<void>(() => undefined);
    const rehearsal = new Rehearsal({ clock, transport });
    await greeted(rehearsal);
    rehearsal.call.hangUp('api');
    await rehearsal.nothing(CLOSE_WITHIN_MS - 1);
    expect([rehearsal.end, rehearsal.defects]).toEqual([null, []]);
    await rehearsal.nothing(1);
    expect(rehearsal.end).toBe('api_hangup');
    expect(rehearsal.defects).toMatchObject([{ context: { id: FIRST, place: 'transport', state: 'ended' } }]);
    await rehearsal.finish();
  });

  test('transport-throws-and-never-closes: its call is over all the same', async () => {
    const clock = new VirtualClock();
    const transport = new ThrowingTransport(clock);
    transport.close = () => new Promise<void>(() => undefined);
    const rehearsal = new Rehearsal({ clock, transport });
    await rehearsal.silence(200);
    await rehearsal.nothing(CLOSE_WITHIN_MS);
    expect(rehearsal.end).toBe('error_internal');
    expect(rehearsal.defects).toHaveLength(2);
    await rehearsal.finish();
  });

  test('transport-fails-by-itself: what it tells its call ends the call with its trace', async () => {
    const rehearsal = new Rehearsal();
    await greeted(rehearsal);
    rehearsal.transport.listener?.onFailed(new TypeError('no packet'));
    await rehearsal.nothing(50);
    expect(rehearsal.end).toBe('error_internal');
    expect(noted(rehearsal.events)).toEqual([`transport ${FIRST}`]);
    await rehearsal.finish();
  });

  test('core-throws: error_internal, the defect noted before the end, which stays the last event', async () => {
    const rehearsal = new Rehearsal();
    await greeted(rehearsal);
    rehearsal.transport.receive({ type: 'text', text: FATAL });
    await rehearsal.nothing(50);
    expect(rehearsal.end).toBe('error_internal');
    expect(rehearsal.defects).toMatchObject([
      { error: expect.any(RangeError) as Error, context: { id: FIRST, place: 'core', state: 'listening' } },
    ]);
    expect(noted(rehearsal.events)).toEqual([`core ${FIRST}`]);
    expect(rehearsal.inputs('hangup.requested')).toMatchObject([{ by: 'defect' }]);
    expect(rehearsal.events.at(-1)?.event).toEqual({ type: 'call.ended', reason: 'error_internal' });
    expect(rehearsal.events.map(({ seq }) => seq)).toEqual(rehearsal.events.map((_event, index) => index + 1));
    expect(rehearsal.clock.pending, 'no timer is left').toBe(0);
  });

  test('two-calls-one-core-throws: the other goes on and is answered', async () => {
    const clock = new VirtualClock();
    const [failing, sound] = [new Rehearsal({ clock }), new Rehearsal({ clock, answers: ['We open at nine.'] })];
    await sound.silence(800);
    failing.transport.receive({ type: 'text', text: FATAL });
    await sound.say('hello please');
    await sound.silence(2_000);
    expect([failing.end, sound.end]).toEqual(['error_internal', null]);
    expect(sound.tts.spoken).toContain('We open at nine.');
    await sound.finish();
    expect([failing.defects.length, sound.defects.length]).toEqual([1, 0]);
  });

  test('recorder-throws: told a few times, not with every frame, and the call goes on', async () => {
    const rehearsal = new Rehearsal({ answers: ['We open at nine.'] });
    rehearsal.recording.push = () => {
      throw new Error('no space');
    };
    await ask(rehearsal);
    expect(rehearsal.end).toBeNull();
    await rehearsal.finish();
    expect(rehearsal.tts.spoken).toContain('We open at nine.');
    expect(rehearsal.defects.length).toBe(5);
    expect(rehearsal.defects.every(({ context }) => context.place === 'recorder')).toBe(true);
  });
});

test('the same error met twice has one id and is told once', () => {
  const told: string[] = [];
  let ids = 0;
  const report = createDefectReporter({ newDefectId: () => `defect_${++ids}`, onDefect: (_error, { id }) => void told.push(id) });
  const error = new TypeError('once');
  expect([report(error, 'tts'), report(new AppError('provider_failed', { defect: error }), 'tts')]).toEqual(['defect_1', 'defect_1']);
  expect(report(new AppError('provider_failed'), 'tts')).toBeUndefined();
  expect(report('a word', 'stt')).toBe('defect_2');
  expect(told).toEqual(['defect_1', 'defect_2']);
});
