/** A voice detector that does not open, throws, hangs or drops: no speech is missed between two of them. */
import { AppError } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { greeted } from '../calls/testing.ts';
import { Rehearsal, type RehearsalOptions } from '../testing/index.ts';

const HOURS = 'what are your opening hours';
const committed = (rehearsal: Rehearsal): string[] => rehearsal.decisions('user_turn.committed').map(({ text }) => text);
const losses = (rehearsal: Rehearsal) =>
  rehearsal.inputs('hearing.interrupted').map(({ at_ms, part, code, retry_in_ms }) => [at_ms, part, code, retry_in_ms]);
const boundaries = (rehearsal: Rehearsal): string[] =>
  rehearsal.events.flatMap(({ event }) =>
    event.type === 'user_speech.started' || event.type === 'user_speech.ended' ? [`${event.type.slice(12)} ${event.speech_ms}`] : [],
  );

const begun = async (options: RehearsalOptions = {}): Promise<Rehearsal> => {
  const rehearsal = new Rehearsal(options);
  await greeted(rehearsal);
  return rehearsal;
};
/** Where the caller is heard to speak when nothing fails: five words, each frame taken as spoken when it is sent. */
const UNDISTURBED = ['started 780', 'ended 1780'];

test('sound: speech is where it was', async () => {
  const rehearsal = await begun();
  await rehearsal.say(HOURS);
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(boundaries(rehearsal).slice(0, 2)).toEqual(UNDISTURBED);
});

describe('what was said while there was no detector is heard', () => {
  const speaks = async (rehearsal: Rehearsal, disturb: () => void): Promise<void> => {
    rehearsal.stt.heard.push({ text: HOURS });
    await rehearsal.feed(300, (frame) => frame.fill(8_000));
    disturb();
    await rehearsal.feed(700, (frame) => frame.fill(8_000));
    await rehearsal.silence(5_000);
    await rehearsal.finish();
  };
  const heardWhole = ({ stt }: Rehearsal): void => expect(stt.hearings[0]?.levels.filter((level) => level > 0)).toHaveLength(50);

  test('throws-on-a-frame-of-an-utterance', async () => {
    const rehearsal = await begun();
    await speaks(rehearsal, () => (rehearsal.vad.failWith = new TypeError('no window')));
    expect(losses(rehearsal)).toEqual([[1_100, 'vad', 'internal', 100]]);
    expect([committed(rehearsal), boundaries(rehearsal).slice(0, 2), rehearsal.vad.opened]).toEqual([[HOURS], UNDISTURBED, 2]);
    heardWhole(rehearsal);
    expect(rehearsal.defects).toMatchObject([{ context: { place: 'vad' } }]);
  });

  test('is-lost-in-an-utterance', async () => {
    const rehearsal = await begun();
    await speaks(rehearsal, () => rehearsal.vad.listeners[0]?.onFailed(new AppError('engine_unavailable')));
    expect([committed(rehearsal), boundaries(rehearsal).slice(0, 2)]).toEqual([[HOURS], UNDISTURBED]);
    heardWhole(rehearsal);
    expect(rehearsal.vad.closed).toBe(2);
  });

  test('is-lost-before-speech-begins: the next one finds the beginning', async () => {
    const rehearsal = await begun();
    rehearsal.vad.listeners[0]?.onFailed(new AppError('engine_unavailable'));
    await rehearsal.say(HOURS);
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    expect([committed(rehearsal), boundaries(rehearsal).slice(0, 2)]).toEqual([[HOURS], UNDISTURBED]);
    heardWhole(rehearsal);
  });

  test('hangs: replaced after two seconds without a result', async () => {
    const rehearsal = await begun();
    rehearsal.stt.heard.push({ text: HOURS });
    rehearsal.vad.hangs = true;
    await rehearsal.feed(1_000, (frame) => frame.fill(8_000));
    await rehearsal.silence(500);
    rehearsal.vad.hangs = false;
    // The session that hung still says nothing of what it heard; the next one hears all of it.
    rehearsal.vad.listeners[0]?.onFailed(new Error('gone'));
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    expect(committed(rehearsal)).toEqual([HOURS]);
    heardWhole(rehearsal);
  });

  test('refuses-to-open-four-times: the call goes on', async () => {
    const rehearsal = await begun({
      vad: (vad) => vad.openErrors.push(...Array.from({ length: 4 }, () => new AppError('engine_unavailable'))),
    });
    await rehearsal.say(HOURS);
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    expect([rehearsal.vad.opened, committed(rehearsal)]).toEqual([5, [HOURS]]);
    expect(rehearsal.events[0]?.event.type).toBe('call.started');
  });
});

test('hangs-for-ever: result_timeout until the budget is gone, then error_stt', async () => {
  const rehearsal = new Rehearsal({ vad: (vad) => (vad.hangs = true) });
  await rehearsal.silence(13_000);
  expect(rehearsal.end).toBe('error_stt');
  expect(losses(rehearsal).map(([, part, code]) => [part, code])).toEqual(Array.from({ length: 5 }, () => ['vad', 'result_timeout']));
  expect(rehearsal.inputs('stt.failed')).toMatchObject([{ code: 'vad_failed', message: 'The voice detector does not answer.' }]);
  await rehearsal.finish();
});

test('lost-once-every-ten-seconds-of-an-hour: more than the budget allows for, and never at once', async () => {
  const rehearsal = await begun({ agent: { turn_taking: { reminder: { after_ms: 0 }, idle_timeout_ms: 3_600_000 } } });
  for (let times = 0; times < 8; times += 1) {
    rehearsal.vad.listeners.at(-1)?.onFailed(new Error('gone'));
    await rehearsal.silence(16_000);
  }
  expect(rehearsal.end).toBeNull();
  await rehearsal.finish();
});

test('results-that-come-late-and-out-of-an-old-session: the audio is where it was, once', async () => {
  const rehearsal = await begun({ vad: (vad) => (vad.resultMs = 140) });
  await rehearsal.say(HOURS);
  rehearsal.vad.listeners[0]?.onFailed(new Error('gone'));
  rehearsal.vad.listeners[0]?.onResult({ audioMs: 60_000, speech: false });
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  expect([committed(rehearsal), boundaries(rehearsal).slice(0, 2)]).toEqual([[HOURS], UNDISTURBED]);
});

test('held-up-event-loop: a detector that is not asked is not late', async () => {
  const rehearsal = await begun();
  rehearsal.vad.hangs = true;
  await rehearsal.silence(1_000);
  await rehearsal.clock.stall(5_000, () => undefined);
  expect(losses(rehearsal)).toEqual([]);
  await rehearsal.silence(1_200);
  expect(losses(rehearsal).map(([, , code]) => code)).toEqual(['result_timeout']);
  await rehearsal.finish();
});
