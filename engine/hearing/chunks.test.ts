/** Audio as clients send it: in chunks of any length, in bursts, late, and after our own stalls. The same words, and the whole recording. */
import { describe, expect, test } from 'vitest';
import { greeted } from '../calls/testing.ts';
import { Rehearsal, type RehearsalOptions } from '../testing/index.ts';

const HOURS = 'what are your opening hours';
const LOUD = 1_000;
const committed = (rehearsal: Rehearsal): string[] => rehearsal.decisions('user_turn.committed').map(({ text }) => text);
/** The caller's side of the recording: for each frame that was loud, its number and its place in ms. */
const recorded = ({ recording }: Rehearsal): (readonly [at: number, ms: number])[] =>
  recording.flatMap(({ caller }, index) => ((caller[0] ?? 0) >= LOUD ? [[(caller[0] ?? 0) - LOUD, index * 20] as const] : []));

/** Speech from 1,100 to 2,100 ms of the call, and silence around it, sent `chunkMs` at a time at the end of each. */
async function inChunks(rehearsal: Rehearsal, chunkMs: number): Promise<void> {
  rehearsal.stt.heard.push({ text: HOURS });
  for (let at = 0; at < 6_000; at += chunkMs) {
    await rehearsal.nothing(chunkMs);
    for (let ms = at; ms < at + chunkMs; ms += 20) send(rehearsal, ms >= 1_100 && ms < 2_100 ? LOUD + (ms - 1_100) / 20 : 0);
    await rehearsal.nothing(0);
  }
}
const send = (rehearsal: Rehearsal, level: number): void => rehearsal.transport.listener?.onFrame(new Int16Array(320).fill(level));
/** Where speech begins that is fed after the greeting: each frame is sent when it begins and taken as spoken when it is sent. */
const SPOKEN_MS = 780;
const FIFTY = Array.from({ length: 50 }, (_, at) => at);

const begun = async (options: RehearsalOptions = {}): Promise<Rehearsal> => {
  const rehearsal = new Rehearsal(options);
  await greeted(rehearsal);
  return rehearsal;
};

describe.each([0, 60])('with results after %i ms', (resultMs) => {
  test.each([20, 60, 100, 200, 400, 500, 1_000])(
    'chunks of %i ms: heard as one utterance at its place, and recorded whole',
    async (chunkMs) => {
      const rehearsal = new Rehearsal({ vad: (vad) => (vad.resultMs = resultMs) });
      await inChunks(rehearsal, chunkMs);
      await rehearsal.finish();
      expect(committed(rehearsal)).toEqual([HOURS]);
      expect(rehearsal.stt.hearings[0]?.levels.filter((level) => level >= LOUD)).toEqual(FIFTY.map((at) => LOUD + at));
      const [started] = rehearsal.inputs('user_speech.started');
      const [ended] = rehearsal.inputs('user_speech.ended');
      expect([started?.speech_ms, ended?.speech_ms]).toEqual([1_100, 2_100]);
      expect(recorded(rehearsal)).toEqual(FIFTY.map((at) => [at, 1_100 + at * 20]));
      expect(rehearsal.inputs('user_speech.started')).toHaveLength(1);
    },
  );
});

test('first-chunk-of-a-second-is-late: recorded where it was said', async () => {
  const rehearsal = new Rehearsal();
  rehearsal.stt.heard.push({ text: HOURS });
  await rehearsal.nothing(1_700);
  for (const at of FIFTY) send(rehearsal, LOUD + at);
  await rehearsal.nothing(0);
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  expect(recorded(rehearsal)).toEqual(FIFTY.map((at) => [at, 700 + at * 20]));
});

test.each([600, 1_500, 4_000])(
  'held-up-event-loop-for-%i-ms: what comes afterwards is one utterance, no silence is made up',
  async (ms) => {
    const stalled = ms / 20;
    const rehearsal = await begun();
    rehearsal.stt.heard.push({ text: HOURS });
    const loud = (from: number, count: number) => rehearsal.feed(count * 20, (frame, at) => frame.fill(LOUD + from + at));
    await loud(0, 40);
    await rehearsal.clock.stall(ms, () => {
      for (let at = 40; at < 40 + stalled; at += 1) send(rehearsal, LOUD + at);
    });
    await loud(40 + stalled, 40);
    await rehearsal.silence(3_000);
    await rehearsal.finish();
    expect(committed(rehearsal)).toEqual([HOURS]);
    expect(rehearsal.inputs('user_speech.started').map(({ speech_ms }) => speech_ms)).toEqual([SPOKEN_MS]);
    expect(rehearsal.inputs('user_speech.ended').map(({ speech_ms }) => speech_ms)).toEqual([SPOKEN_MS + (80 + stalled) * 20]);
    expect(recorded(rehearsal)).toEqual(Array.from({ length: 80 + stalled }, (_, at) => [at, 800 + at * 20]));
  },
);

test('network-late-by-600-ms-that-catches-up: one utterance', async () => {
  const rehearsal = await begun();
  rehearsal.stt.heard.push({ text: HOURS });
  const loud = (from: number, count: number) => rehearsal.feed(count * 20, (frame, at) => frame.fill(LOUD + from + at));
  await loud(0, 20);
  await rehearsal.nothing(600);
  for (let at = 20; at < 50; at += 1) send(rehearsal, LOUD + at);
  await loud(50, 20);
  await rehearsal.silence(3_000);
  await rehearsal.finish();
  expect(committed(rehearsal)).toEqual([HOURS]);
  expect(rehearsal.inputs('user_speech.started')).toHaveLength(1);
  expect(recorded(rehearsal)).toEqual(Array.from({ length: 70 }, (_, at) => [at, 800 + at * 20]));
});

test('five-seconds-at-once: heard and recorded whole, none of it in the future', async () => {
  const rehearsal = await begun();
  rehearsal.stt.heard.push({ text: HOURS }, { text: 'hello please' });
  for (let at = 0; at < 250; at += 1) send(rehearsal, at < 50 || (at >= 150 && at < 200) ? LOUD + at : 0);
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  expect(rehearsal.inputs('user_transcript.final').map(({ text }) => text)).toEqual([HOURS, 'hello please']);
  for (const { at_ms, speech_ms } of rehearsal.inputs('user_speech.started')) expect(speech_ms).toBeLessThanOrEqual(at_ms);
  expect(recorded(rehearsal).map(([at]) => at)).toEqual([...FIFTY, ...FIFTY.map((at) => at + 150)]);
});

test('a-minute-at-once: bounded, and the log says what was dropped', async () => {
  const rehearsal = await begun();
  for (let at = 0; at < 3_000; at += 1) send(rehearsal, LOUD);
  await rehearsal.nothing(1_000);
  await rehearsal.finish();
  expect(rehearsal.inputs('hearing.interrupted')).toMatchObject([{ part: 'vad', code: 'audio_dropped', dropped_ms: 30_000 }]);
  expect(recorded(rehearsal)).toHaveLength(1_500);
});

test('client-that-stops-in-the-middle-of-a-word: taken as silent, and answered', async () => {
  const rehearsal = await begun();
  await rehearsal.say(HOURS);
  await rehearsal.nothing(2_000);
  await rehearsal.finish();
  expect(committed(rehearsal)).toEqual([HOURS]);
  expect(rehearsal.inputs('user_speech.ended')).toMatchObject([{ speech_ms: SPOKEN_MS + 1_000 }]);
});

test('client-that-stops-while-ahead-of-time: its last words end as soon', async () => {
  const rehearsal = await begun();
  rehearsal.stt.heard.push({ text: HOURS });
  for (let at = 0; at < 250; at += 1) send(rehearsal, at < 200 ? 0 : LOUD + at);
  await rehearsal.nothing(4_000);
  await rehearsal.finish();
  expect(committed(rehearsal)).toEqual([HOURS]);
  expect(recorded(rehearsal)).toHaveLength(50);
});

test('client-that-sends-nothing-while-silent: speech after each pause is recorded at its place', async () => {
  const rehearsal = await begun();
  for (let turn = 0; turn < 3; turn += 1) {
    await rehearsal.nothing(3_000);
    await rehearsal.feed(200, (frame, at) => frame.fill(LOUD + turn * 10 + at));
  }
  await rehearsal.nothing(2_000);
  await rehearsal.finish();
  const places = recorded(rehearsal);
  expect(places.map(([at]) => at)).toEqual(Array.from({ length: 30 }, (_, at) => at));
  // A client that sends each 20 ms is one frame behind what was made up for it.
  for (const [at, ms] of places) expect(Math.abs(ms - (3_800 + Math.floor(at / 10) * 3_200 + (at % 10) * 20))).toBeLessThanOrEqual(60);
});

test('short-gaps-that-nobody-fills: the recording gets its silence in a pause, not in a word', async () => {
  const rehearsal = await begun();
  // A sender that leaves out 300 ms: its audio goes on as if there had been none.
  await rehearsal.nothing(300);
  await rehearsal.silence(2_000);
  await rehearsal.feed(400, (frame, at) => frame.fill(LOUD + at));
  await rehearsal.silence(1_000);
  await rehearsal.finish();
  const places = recorded(rehearsal);
  expect(places.map(([at]) => at)).toEqual(Array.from({ length: 20 }, (_, at) => at));
  expect(places[0]?.[1]).toBe(SPOKEN_MS + 300 + 2_000);
});

test('both-sides-to-the-end: a frame of the recording for each 20 ms, also for a client that sends nothing at all', async () => {
  const rehearsal = new Rehearsal();
  await rehearsal.nothing(3_000);
  await rehearsal.finish();
  expect(rehearsal.recording).toHaveLength(150);
});

test('burst-is-no-rhythm: a client that stops soon after one is taken as silent as soon as any other', async () => {
  const rehearsal = await begun();
  await rehearsal.clock.stall(1_000, () => {
    for (let at = 0; at < 50; at += 1) send(rehearsal, 0);
  });
  await rehearsal.silence(1_000);
  await rehearsal.say(HOURS);
  const stoppedMs = rehearsal.clock.now();
  await rehearsal.nothing(2_000);
  await rehearsal.finish();
  expect((rehearsal.inputs('user_speech.ended')[0]?.at_ms ?? Infinity) - stoppedMs).toBeLessThan(800);
});

test('late-after-silence-was-made-up-for-it: recorded whole, and from the next pause on at its place again', async () => {
  const rehearsal = await begun();
  const loud = (from: number, count: number) => rehearsal.feed(count * 20, (frame, at) => frame.fill(LOUD + from + at));
  await loud(0, 20);
  await rehearsal.nothing(1_500);
  for (let at = 20; at < 95; at += 1) send(rehearsal, LOUD + at);
  await loud(95, 5);
  await rehearsal.silence(4_000);
  const nextMs = rehearsal.clock.now();
  await loud(100, 20);
  await rehearsal.silence(2_000);
  await rehearsal.finish();
  const places = recorded(rehearsal);
  expect(places.map(([at]) => at)).toEqual(Array.from({ length: 120 }, (_, at) => at));
  expect(places[99]?.[1]).toBeGreaterThan(800 + 99 * 20 + 500);
  expect(Math.abs((places[100]?.[1] ?? 0) - nextMs)).toBeLessThanOrEqual(80);
});
