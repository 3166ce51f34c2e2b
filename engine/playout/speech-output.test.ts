import type { CallInput } from '@parley/contract';
import { expect, test } from 'vitest';
import { FRAME_MS } from '../audio/frame.ts';
import { FakeTransport, FakeTts, VirtualClock } from '../testing/index.ts';
import type { TtsChunk, TtsEngine } from '../tts/tts.ts';
import { Playout } from './playout.ts';
import { MAX_AHEAD_MS, MAX_WAITING_CHARACTERS, SpeechOutput } from './speech-output.ts';

const VOICE = { provider: 'fake', id: 'fake', speed: 1, language: 'en-US' };

interface Bench {
  clock: VirtualClock;
  transport: FakeTransport;
  playout: Playout;
  speech: SpeechOutput;
  inputs: CallInput[];
  /** Plays `ms`, frame by frame. */
  play: (ms: number) => Promise<void>;
}

function bench(tts: (clock: VirtualClock) => TtsEngine): Bench {
  const clock = new VirtualClock();
  const transport = new FakeTransport(clock);
  const inputs: CallInput[] = [];
  const dispatch = (input: CallInput): void => void inputs.push(input);
  const playout = new Playout(transport, dispatch);
  const speech = new SpeechOutput({
    tts: tts(clock),
    stallMs: 1_000,
    clock,
    playout,
    sampleRate: 16_000,
    dispatch,
    report: () => undefined,
    signal: new AbortController().signal,
  });
  const play = async (ms: number): Promise<void> => {
    for (let played = 0; played < ms; played += FRAME_MS) {
      await clock.advance(FRAME_MS);
      playout.tick(clock.now());
      speech.tick();
    }
  };
  return { clock, transport, playout, speech, inputs, play };
}
const of = <T extends CallInput['type']>(inputs: readonly CallInput[], type: T): Extract<CallInput, { type: T }>[] =>
  inputs.filter((input): input is Extract<CallInput, { type: T }> => input.type === type);

const atOnce = (ms: number, sampleRate = 16_000): TtsEngine => ({
  name: 'at once',
  voices: [],
  speeds: { least: 1, most: 1 },
  pronounces: () => true,
  async *synthesize(): AsyncGenerator<TtsChunk> {
    yield await Promise.resolve({ pcm: new Int16Array((ms * sampleRate) / 1_000).fill(1_000), sampleRate });
  },
});

test.each([16_000, 24_000])('one chunk of a minute at %i Hz stays within what may be rendered ahead, and is played whole', async (rate) => {
  const { playout, speech, inputs, play, transport } = bench(() => atOnce(60_000, rate));
  speech.speak({ id: 1, text: 'A long story.', voice: VOICE });
  let most = 0;
  for (let step = 0; step < 65; step += 1) {
    await play(1_000);
    most = Math.max(most, playout.queue.queuedMs);
  }
  expect(most).toBeGreaterThan(MAX_AHEAD_MS - 2_000);
  expect(most).toBeLessThanOrEqual(MAX_AHEAD_MS + 1_000);
  expect(transport.frames.filter(({ loud }) => loud)).toHaveLength(3_000);
  expect(of(inputs, 'tts.finished')).toEqual([{ type: 'tts.finished', clause: 1, duration_ms: 60_000, characters: 13 }]);
  expect(of(inputs, 'playout.finished')).toHaveLength(1);
});

test('a voice that waits for room stops when it is cleared, and the next clause is spoken', async () => {
  const { clock, speech, inputs, play, playout } = bench(() => atOnce(60_000));
  speech.speak({ id: 1, text: 'A long story.', voice: VOICE });
  await play(1_000);
  speech.clear();
  playout.clear(clock.now());
  speech.speak({ id: 2, text: 'Another.', voice: VOICE });
  await play(500);
  expect(of(inputs, 'playout.started').map(({ clause }) => clause)).toEqual([1, 2]);
  expect(of(inputs, 'tts.finished')).toEqual([]);
});

test('audio that comes after its clause was cleared is not played', async () => {
  const { clock, speech, playout, transport, inputs, play } = bench((time) =>
    Object.assign(new FakeTts(16_000, time), { firstMs: 300, betweenMs: 300 }),
  );
  speech.speak({ id: 1, text: 'One two three four.', voice: VOICE });
  await play(620);
  const sent = transport.frames.length;
  expect(sent).toBeGreaterThan(0);
  speech.clear();
  playout.clear(clock.now());
  await play(3_000);
  expect(transport.frames).toHaveLength(sent);
  expect(of(inputs, 'playout.finished')).toEqual([]);
});

test('text beyond what may wait for the voice is refused by name, and what waits is spoken', async () => {
  const { speech, inputs, play } = bench((time) => Object.assign(new FakeTts(16_000, time), { firstMs: 100 }));
  const text = `${'x'.repeat(199)}.`;
  const fit = MAX_WAITING_CHARACTERS / text.length;
  // The first is at the voice at once and waits no longer.
  for (let id = 1; id <= fit + 3; id += 1) speech.speak({ id, text, voice: VOICE });
  expect(of(inputs, 'tts.failed').map(({ clause, code, rendered_ms }) => [clause, code, rendered_ms])).toEqual([
    [fit + 2, 'speech_backlog_full', 0],
    [fit + 3, 'speech_backlog_full', 0],
  ]);
  await play(1_000);
  speech.speak({ id: 500, text, voice: VOICE });
  expect(of(inputs, 'tts.failed')).toHaveLength(2);
  await play(60_000);
  expect(of(inputs, 'playout.finished').map(({ clause }) => clause)).toEqual([
    ...Array.from({ length: fit + 1 }, (_, index) => index + 1),
    500,
  ]);
});

test('what was waiting when it was cleared counts no longer', () => {
  const { speech, inputs } = bench((time) => new FakeTts(16_000, time));
  const text = 'x'.repeat(MAX_WAITING_CHARACTERS / 2);
  for (const id of [1, 2, 3]) speech.speak({ id, text, voice: VOICE });
  speech.clear();
  for (const id of [4, 5, 6]) speech.speak({ id, text, voice: VOICE });
  expect(of(inputs, 'tts.failed')).toEqual([]);
});

test('the first audio is told with the first sample, not with marks alone', async () => {
  const { speech, inputs, play } = bench((clock) => ({
    name: 'marks first',
    voices: [],
    speeds: { least: 1, most: 1 },
    pronounces: () => true,
    async *synthesize(): AsyncGenerator<TtsChunk> {
      yield await Promise.resolve({ pcm: new Int16Array(0), sampleRate: 16_000, marks: [{ atMs: 100, chars: 3 }] });
      await new Promise<void>((resolve) => void clock.schedule(500, resolve));
      yield { pcm: new Int16Array(1_600).fill(1_000), sampleRate: 16_000 };
    },
  }));
  speech.speak({ id: 1, text: 'Yes', voice: VOICE });
  await play(400);
  expect(inputs).toEqual([]);
  await play(400);
  expect(inputs.map(({ type }) => type)).toEqual(['tts.first_audio', 'tts.finished', 'playout.started', 'playout.finished']);
});

test('each clause is spoken by its own voice, in its own language', async () => {
  const clock = new VirtualClock();
  const tts = new FakeTts(16_000, clock);
  const { speech, play } = bench(() => tts);
  speech.speak({ id: 1, text: 'Good morning.', voice: VOICE });
  speech.speak({ id: 2, text: 'Guten Morgen.', voice: { ...VOICE, id: 'anna', speed: 1.5, language: 'de-DE' } });
  await play(2_000);
  expect(tts.requests).toEqual([
    { text: 'Good morning.', voice: 'fake', speed: 1, language: 'en-US' },
    { text: 'Guten Morgen.', voice: 'anna', speed: 1.5, language: 'de-DE' },
  ]);
});
