/** An exception of ours in whatever calls into a call's hearing ends that call, `error_internal` with its trace, and reaches nobody else. */
import { AppError } from '@parley/contract';
import { afterEach, expect, test, vi } from 'vitest';
import { greeted } from '../calls/testing.ts';
import { Rehearsal, VirtualClock } from '../testing/index.ts';
import { Recogniser } from './recogniser.ts';
import { RecordingLine } from './recording-line.ts';
import { Tape } from './tape.ts';

afterEach(() => vi.restoreAllMocks());

const breaks = (error: Error) => () => {
  throw error;
};

async function twoCalls(breakOne: (failing: Rehearsal, error: Error) => void | Promise<void>): Promise<void> {
  const clock = new VirtualClock();
  const [failing, sound] = [new Rehearsal({ clock }), new Rehearsal({ clock, answers: ['We open at nine.'] })];
  failing.vad.resultMs = 40;
  await greeted(sound);
  const error = new RangeError('no such frame');
  await breakOne(failing, error);
  vi.restoreAllMocks();
  await sound.say('hello please');
  await sound.silence(2_000);
  expect([failing.end, sound.end]).toEqual(['error_internal', null]);
  expect(failing.defects).toMatchObject([{ error, context: { place: 'core' } }]);
  expect(failing.events.at(-1)?.event).toEqual({ type: 'call.ended', reason: 'error_internal' });
  expect(sound.tts.spoken).toContain('We open at nine.');
  await sound.finish();
}

test('frame-callback-throws', () =>
  twoCalls(async (failing, error) => {
    vi.spyOn(Tape.prototype, 'push').mockImplementation(breaks(error));
    expect(() => failing.transport.listener?.onFrame(new Int16Array(320))).not.toThrow();
    await failing.nothing(0);
  }));

test('recording-throws: the call ends all the same', () =>
  twoCalls((failing, error) => {
    // In the tick of the call that began first, and again when its end asks for the rest.
    vi.spyOn(RecordingLine.prototype, 'pushCaller').mockImplementationOnce(breaks(error)).mockImplementationOnce(breaks(error));
    return failing.nothing(20);
  }));

test('detector-callback-throws', () =>
  twoCalls(async (failing, error) => {
    failing.transport.listener?.onFrame(new Int16Array(320).fill(8_000));
    await failing.nothing(0);
    vi.spyOn(Recogniser.prototype, 'start').mockImplementation(breaks(error));
    await failing.nothing(40);
  }));

test('detector-failure-callback-throws', () =>
  twoCalls((failing, error) => {
    vi.spyOn(Tape.prototype, 'startMs', 'get').mockImplementation(breaks(error));
    expect(() => failing.vad.listeners[0]?.onFailed(new AppError('engine_unavailable'))).not.toThrow();
    return failing.nothing(100);
  }));
