/** The recogniser of a call that does not open, hangs, drops, stays silent or says things twice: what the caller said is not lost, and no call is deaf. */
import { AppError } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { greeted, lines } from '../calls/testing.ts';
import { HANGS, Rehearsal, type RehearsalOptions } from '../testing/index.ts';

const HOURS = 'what are your opening hours';
const lose = (rehearsal: Rehearsal): void => rehearsal.stt.listeners.at(-1)?.onFailed(new Error('gone'));
const committed = (rehearsal: Rehearsal): string[] => rehearsal.decisions('user_turn.committed').map(({ text }) => text);
const finals = (rehearsal: Rehearsal): string[] =>
  rehearsal.inputs('user_transcript.final').map(({ utterance, text }) => `${utterance}: ${text}`);
const losses = (rehearsal: Rehearsal) =>
  rehearsal.inputs('hearing.interrupted').map(({ at_ms, code, retry_in_ms }) => [at_ms, code, retry_in_ms]);

const begun = async (options: RehearsalOptions = {}): Promise<Rehearsal> => {
  const rehearsal = new Rehearsal({ agent: { turn_taking: { reminder: { after_ms: 0 }, idle_timeout_ms: 3_600_000 } }, ...options });
  await greeted(rehearsal);
  return rehearsal;
};

describe('a recogniser that does not open', () => {
  test('never-opens: the call ends with error_stt within the budget, every attempt in its log', async () => {
    const rehearsal = await begun({ stt: (stt) => (stt.openMs = HANGS) });
    await rehearsal.say('hello please are you there');
    await rehearsal.silence(26_000);
    expect(rehearsal.end).toBe('error_stt');
    expect(losses(rehearsal)).toEqual([
      [5_000, 'open_timeout', 100],
      [10_100, 'open_timeout', 200],
      [15_300, 'open_timeout', 400],
      [20_700, 'open_timeout', 800],
      [26_500, 'open_timeout', undefined],
    ]);
    expect(rehearsal.inputs('stt.failed')).toMatchObject([{ at_ms: 26_500, code: 'stt_failed', message: 'The recogniser does not open.' }]);
    await rehearsal.finish();
  });

  test('refused-four-times-at-once: the call goes on and hears', async () => {
    const refusal = { status: 429, code: 'busy' };
    const rehearsal = await begun({
      stt: (stt) => stt.openErrors.push(...Array.from({ length: 4 }, () => new AppError('provider_failed', { refusal }))),
    });
    await rehearsal.say(HOURS);
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    expect([rehearsal.stt.opened, committed(rehearsal)]).toEqual([5, [HOURS]]);
    expect(losses(rehearsal).map(([at]) => at)).toEqual([0, 100, 300, 700]);
    expect(rehearsal.inputs('hearing.interrupted')[0]).toMatchObject({ part: 'stt', code: 'provider_failed', refusal });
  });

  test('opens-late: what was said meanwhile is heard from its start', async () => {
    const rehearsal = await begun({ stt: (stt) => (stt.openMs = 1_900) });
    await rehearsal.say(HOURS);
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    expect(committed(rehearsal)).toEqual([HOURS]);
    expect(losses(rehearsal)).toEqual([]);
  });

  test('opens-after-it-was-given-up: that session is closed, and has no say', async () => {
    const rehearsal = await begun({ stt: (stt) => (stt.openMs = 2_300), hearing: { openMs: 2_200 } });
    rehearsal.stt.openMs = 0;
    await rehearsal.silence(2_500);
    expect(rehearsal.stt.opened).toBe(2);
    rehearsal.stt.listeners[0]?.onFinal(1, { text: 'nobody said this', words: [], rejected: false });
    await rehearsal.say('hello please');
    await rehearsal.silence(1_000);
    await rehearsal.finish();
    expect(committed(rehearsal)).toEqual(['hello please']);
  });
});

describe('a session that is lost', () => {
  test('before-the-final: the next session hears the utterance again, and the caller is answered', async () => {
    const rehearsal = await begun({ answers: ['We open at nine.'] });
    await rehearsal.say(HOURS, { finalMs: 500, partial: false });
    await rehearsal.silence(400);
    lose(rehearsal);
    await rehearsal.silence(3_000);
    await rehearsal.finish();
    expect(lines(rehearsal)).toEqual(['agent 0: Hello there caller.', `user 1: ${HOURS}`, 'agent 1: We open at nine.']);
    const [first, again] = rehearsal.stt.hearings;
    expect(again).toEqual({ ...first, session: 2 });
  });

  test('in-the-middle-of-an-utterance: the next one hears it from its start and goes on', async () => {
    const rehearsal = await begun();
    rehearsal.stt.heard.push({ text: HOURS });
    const loud = (ms: number): Promise<void> => rehearsal.feed(ms, (frame) => frame.fill(8_000));
    await loud(600);
    lose(rehearsal);
    await loud(400);
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    const [first, again] = rehearsal.stt.hearings;
    expect(again?.levels.filter((level) => level > 0)).toHaveLength(50);
    expect(again?.levels.slice(0, first?.levels.length)).toEqual(first?.levels);
    expect(finals(rehearsal)).toEqual([`1: ${HOURS}`]);
  });

  test('two-utterances-without-a-final: the next session hears both, each with its own times', async () => {
    const rehearsal = await begun();
    await rehearsal.say('i would like to', { finalMs: 1_400 });
    await rehearsal.silence(400);
    await rehearsal.say('book a table', { finalMs: 1_400 });
    await rehearsal.silence(300);
    lose(rehearsal);
    await rehearsal.silence(5_000);
    await rehearsal.finish();
    expect(finals(rehearsal)).toEqual(['1: i would like to', '2: book a table']);
    const starts = rehearsal.inputs('user_speech.started').map(({ speech_ms }) => speech_ms - 320);
    expect(rehearsal.inputs('user_transcript.final').map(({ words }) => words[0]?.start_ms)).toEqual(starts);
  });

  test('lost-in-a-long-utterance: partials do not shrink, and the next one has time for all of it', async () => {
    const rehearsal = await begun();
    rehearsal.stt.heard.push({ text: HOURS, finalMs: 3_500 });
    await rehearsal.feed(6_000, (frame) => frame.fill(8_000));
    rehearsal.stt.listeners[0]?.onPartial(1, 'what are your');
    lose(rehearsal);
    await rehearsal.silence(6_000);
    await rehearsal.finish();
    expect(rehearsal.inputs('user_transcript.partial').map(({ text }) => text)).toEqual(['what', 'what are your']);
    expect(finals(rehearsal)).toEqual([`1: ${HOURS}`]);
  });

  test('lost-eight-times-in-four-minutes: the call goes on', async () => {
    const rehearsal = await begun();
    for (let times = 0; times < 8; times += 1) {
      await rehearsal.silence(20_000);
      lose(rehearsal);
      await rehearsal.silence(1_000);
      await rehearsal.say('hello please');
      await rehearsal.silence(3_000);
    }
    expect(rehearsal.end).toBeNull();
    expect(committed(rehearsal)).toHaveLength(8);
    await rehearsal.finish();
  });

  test('throws-when-it-is-told-something: told as a defect, and another session hears it', async () => {
    const rehearsal = await begun();
    const { stt } = rehearsal;
    const open = stt.open.bind(stt);
    let breaks = true;
    stt.open = async (...args) => {
      const session = await open(...args);
      return {
        ...session,
        finish: () => {
          if (breaks) throw ((breaks = false), new TypeError('no decoder'));
          session.finish();
        },
      };
    };
    lose(rehearsal);
    await rehearsal.silence(200);
    await rehearsal.say(HOURS);
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    expect(committed(rehearsal)).toEqual([HOURS]);
    expect(rehearsal.defects).toContainEqual(expect.objectContaining({ error: new TypeError('no decoder') }));
  });

  test('gives-what-nobody-understands: its failure, not that of the call', async () => {
    const rehearsal = await begun();
    rehearsal.stt.heard.push({ text: HOURS, finalMs: 1_000 });
    await rehearsal.feed(600, (frame) => frame.fill(8_000));
    await rehearsal.silence(300);
    rehearsal.stt.listeners[0]?.onFinal(1, { text: 'x' } as never);
    await rehearsal.silence(3_000);
    expect(rehearsal.end).toBeNull();
    await rehearsal.finish();
    expect(committed(rehearsal)).toEqual([HOURS]);
  });

  test('lost-each-time-over-the-same-utterance: that one is given up, the call is not', async () => {
    const rehearsal = await begun();
    const { stt } = rehearsal;
    const open = stt.open.bind(stt);
    stt.open = async (context, listener, signal) => {
      const session = await open(context, listener, signal);
      let current = 0;
      return {
        ...session,
        start: (id) => session.start((current = id)),
        finish: () => (current === 1 ? listener.onFailed(new Error('overflow')) : session.finish()),
      };
    };
    lose(rehearsal);
    await rehearsal.silence(61_000);
    await rehearsal.say(HOURS);
    await rehearsal.silence(3_000);
    await rehearsal.say('hello please');
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    expect(stt.hearings.filter(({ utterance }) => utterance === 1)).toHaveLength(4);
    expect(finals(rehearsal)).toEqual(['1: what', '2: hello please']);
    expect(rehearsal.inputs('hearing.interrupted').at(-1)).toMatchObject({
      code: 'audio_dropped',
      dropped_ms: expect.any(Number) as number,
    });
  });

  test('longer-lost-than-audio-is-kept: the oldest goes, and the log says how much', async () => {
    const rehearsal = await begun({ hearing: { keptAudioMs: 1_000 } });
    rehearsal.stt.openMs = 1_500;
    lose(rehearsal);
    rehearsal.stt.heard.push({ text: HOURS });
    await rehearsal.feed(1_400, (frame, at) => frame.fill(1_000 + at));
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    const [heard] = rehearsal.stt.hearings;
    expect(heard?.levels[0]).toBeGreaterThan(1_000);
    expect(finals(rehearsal)).toEqual([`1: ${HOURS}`]);
    const [dropped] = rehearsal.inputs('hearing.interrupted').filter(({ code }) => code === 'audio_dropped');
    // Pre-roll, speech and the silence after it are 1,920 ms.
    expect(dropped?.dropped_ms).toBeGreaterThan(400);
    expect(rehearsal.inputs('user_transcript.final')[0]?.words[0]?.start_ms).toBe(
      (rehearsal.inputs('user_speech.started')[0]?.speech_ms ?? 0) - 320 + (dropped?.dropped_ms ?? 0),
    );
  });
});

describe('a final', () => {
  test('that does not come: after 1.5 s the last partial counts, and the session stays', async () => {
    const rehearsal = await begun();
    await rehearsal.say('hello please', { never: 'once' });
    await rehearsal.silence(4_000);
    expect(committed(rehearsal)).toEqual(['hello']);
    const ended = rehearsal.inputs('user_speech.ended')[0]?.at_ms ?? 0;
    expect(rehearsal.inputs('user_transcript.final')).toMatchObject([{ at_ms: ended + 1_500, text: 'hello', words: [] }]);
    expect(losses(rehearsal)).toEqual([[ended + 1_500, 'final_timeout', undefined]]);
    await rehearsal.say(HOURS);
    await rehearsal.silence(2_000);
    await rehearsal.finish();
    expect([rehearsal.stt.opened, committed(rehearsal)]).toEqual([1, ['hello', HOURS]]);
  });

  test('that does not come, and nothing was understood so far: the next session hears it at once', async () => {
    const rehearsal = await begun({ answers: ['We open at nine.'] });
    await rehearsal.say(HOURS, { never: 'once', partial: false });
    await rehearsal.silence(6_000);
    await rehearsal.finish();
    expect([rehearsal.stt.opened, finals(rehearsal)]).toEqual([2, [`1: ${HOURS}`]]);
    expect(lines(rehearsal)).toContain('agent 1: We open at nine.');
  });

  test('that never comes, and nothing is ever understood: each utterance is settled after two hearings, the fifth ends the call', async () => {
    const rehearsal = await begun();
    let said = 0;
    for (; said < 8 && rehearsal.end === null; said += 1) {
      await rehearsal.say('hello please', { never: 'always', partial: false });
      await rehearsal.silence(9_000);
    }
    expect([rehearsal.end, said]).toEqual(['error_stt', 5]);
    await rehearsal.finish();
  });

  test('that is owed twice: the session is replaced, and the next one hears both', async () => {
    const rehearsal = await begun();
    await rehearsal.say('hello please', { never: 'once' });
    await rehearsal.silence(4_000);
    await rehearsal.say(HOURS, { never: 'once' });
    await rehearsal.silence(4_000);
    await rehearsal.finish();
    expect(rehearsal.stt.opened).toBe(2);
    expect(finals(rehearsal)).toEqual(['1: hello', '2: what', '1: hello please', `2: ${HOURS}`]);
  });

  test('that comes later forgives the one that did not come: the session stays', async () => {
    const rehearsal = await begun();
    for (const never of ['once', undefined, 'once', undefined] as const) {
      await rehearsal.say('hello please', never === undefined ? {} : { never });
      await rehearsal.silence(4_000);
    }
    await rehearsal.finish();
    expect([rehearsal.stt.opened, committed(rehearsal)]).toEqual([1, ['hello', 'hello please', 'hello', 'hello please']]);
  });

  test('that never comes any more: the call ends when the budget is gone', async () => {
    const rehearsal = await begun();
    for (let turn = 0; turn < 8 && rehearsal.end === null; turn += 1) {
      await rehearsal.say('hello please', { never: 'always' });
      await rehearsal.silence(6_000);
    }
    expect(rehearsal.end).toBe('error_stt');
    await rehearsal.finish();
    const heard = rehearsal.stt.hearings.map(({ utterance }) => utterance);
    for (const id of heard)
      expect(heard.filter((other) => other === id).length, 'no session is asked again after the second').toBeLessThanOrEqual(2);
  });

  test('that comes after the partial counted: passed on', async () => {
    const rehearsal = await begun();
    await rehearsal.say(HOURS, { finalMs: 1_900 });
    await rehearsal.silence(3_000);
    await rehearsal.finish();
    expect([rehearsal.stt.opened, finals(rehearsal)]).toEqual([1, ['1: what', `1: ${HOURS}`]]);
  });

  test.each([
    ['empty', '', []],
    ['the same', HOURS, []],
    ['shorter', 'opening hours', []],
    ['longer', `${HOURS} please`, [`1: ${HOURS} please`]],
  ])('that comes twice, the second %s: words are never taken away', async (_which, duplicate, more) => {
    const rehearsal = await begun();
    await rehearsal.say(HOURS, { finalMs: 100, duplicate });
    await rehearsal.silence(3_000);
    await rehearsal.finish();
    expect(finals(rehearsal)).toEqual([`1: ${HOURS}`, ...more]);
  });

  test('of an utterance that was followed by another: its words have its own times', async () => {
    const rehearsal = await begun();
    await rehearsal.say('i would like to', { finalMs: 900 });
    await rehearsal.silence(400);
    await rehearsal.say('book a table', { finalMs: 100 });
    await rehearsal.silence(3_000);
    await rehearsal.finish();
    const starts = rehearsal.inputs('user_speech.started').map(({ speech_ms }) => speech_ms - 320);
    expect(rehearsal.inputs('user_transcript.final').map(({ words }) => words[0]?.start_ms)).toEqual(starts);
  });

  test('while our own event loop stands still: it is not overdue when it waits to be heard', async () => {
    const rehearsal = await begun();
    await rehearsal.say(HOURS, { never: 'always' });
    await rehearsal.silence(300);
    // Timers first, then what has come meanwhile.
    await rehearsal.clock.stall(3_000, () => rehearsal.stt.listeners[0]?.onFinal(1, { text: HOURS, words: [], rejected: false }));
    await rehearsal.silence(3_000);
    await rehearsal.finish();
    expect(finals(rehearsal)).toEqual([`1: ${HOURS}`]);
  });
});

test('speech-without-a-pause: cut after 30 s, the next utterance goes on at the same moment with the next frame', async () => {
  const rehearsal = await begun();
  rehearsal.stt.heard.push({ text: 'the first half' }, { text: 'the second half' });
  await rehearsal.feed(40_000, (frame, at) => frame.fill(1_000 + at));
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  const [first, second] = rehearsal.stt.hearings;
  const [begins, goesOn] = rehearsal.inputs('user_speech.started');
  expect(rehearsal.inputs('user_speech.ended')[0]).toMatchObject({ utterance: 1, speech_ms: goesOn?.speech_ms, at_ms: goesOn?.at_ms });
  expect((goesOn?.speech_ms ?? 0) - (begins?.speech_ms ?? 0)).toBe(30_000);
  expect(second?.levels[0]).toBe((first?.levels.at(-1) ?? 0) + 1);
  expect([...(first?.levels ?? []), ...(second?.levels ?? [])].filter((level) => level > 0)).toEqual(
    Array.from({ length: 2_000 }, (_, at) => 1_000 + at),
  );
  expect(committed(rehearsal)).toEqual(['the first half the second half']);
});
