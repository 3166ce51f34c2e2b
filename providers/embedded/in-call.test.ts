/** The embedded engines behind a call's hearing: whatever chunks the caller's audio comes in, and when their worker dies, the same words. */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type * as threads from 'node:worker_threads';
import type { CallInput } from '@parley/contract';
import { FRAME_MS, type Frame } from '@parley/engine/audio/frame.ts';
import { CallerAudio } from '@parley/engine/hearing/caller-audio.ts';
import type { HearingSettings } from '@parley/engine/hearing/settings.ts';
import { VirtualClock } from '@parley/engine/testing/virtual-clock.ts';
import type { VadEngine } from '@parley/engine/vad/vad.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sayAll } from '../conformance/caller-voice.ts';
import { APPOINTMENT_CONTEXT } from '../conformance/sentences.ts';
import { framesOf, join, silence } from '../conformance/suite.ts';
import type { EmbeddedSpeech } from './speech.ts';

const SENTENCES = ['i would like to book an appointment', 'my name is john smith'];
const listeners: threads.Worker[] = [];
let speech: EmbeddedSpeech;
let spoken: Frame[];

/** Embedded speech whose listening threads are at hand, to be ended from outside. */
beforeAll(async () => {
  const builtin = createRequire(import.meta.url)('node:worker_threads') as { Worker: typeof threads.Worker };
  const { Worker } = builtin;
  builtin.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      if (String(args[0]).includes('listen-worker')) listeners.push(this);
    }
  };
  syncBuiltinESMExports();
  const { createEmbeddedSpeech } = await import('./speech.ts');
  speech = await createEmbeddedSpeech({ listeningWorkers: 1, speakingWorkers: 1 });
  const said = await sayAll(speech.tts, 'rms', SENTENCES);
  spoken = framesOf(join([silence(300), ...said.flatMap(({ pcm }) => [pcm, silence(700)])]));
}, 60_000);

afterAll(() => speech.close());

/** Time is the test's, results are the worker's: what was sent is judged before more is. */
class Listener {
  readonly inputs: CallInput[] = [];
  readonly recorded: Frame[] = [];
  readonly #clock = new VirtualClock();
  readonly #audio: CallerAudio;
  readonly #finals = Promise.withResolvers<void>();
  #sentMs = 0;
  #judgedMs = 0;
  #awaited: { untilMs: number; resolve: () => void } | null = null;

  constructor(settings: Partial<HearingSettings> = {}) {
    this.#audio = new CallerAudio({
      vad: this.#watched(speech.vad),
      stt: speech.stt,
      context: APPOINTMENT_CONTEXT,
      settings,
      clock: this.#clock,
      now: () => this.#clock.now(),
      dispatch: (input) => this.#take(input),
      report: () => undefined,
      fail: (error) => this.#finals.reject(error),
      signal: new AbortController().signal,
    });
    this.#audio.open();
  }

  get texts(): string[] {
    return this.inputs.flatMap((input) => (input.type === 'user_transcript.final' ? [input.text] : []));
  }

  /** `waits`: for the worker's result of each chunk. */
  async send(frames: readonly Frame[], chunkMs: number, waits = true): Promise<void> {
    for (let at = 0; at < frames.length; at += chunkMs / FRAME_MS) {
      const chunk = frames.slice(at, at + chunkMs / FRAME_MS);
      await this.pass(chunk.length * FRAME_MS);
      for (const frame of chunk) this.#audio.push(frame);
      this.#sentMs += chunk.length * FRAME_MS;
      // The last window of 32 ms is not full.
      const untilMs = this.#sentMs - 32;
      if (!waits || this.#judgedMs > untilMs) continue;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#awaited = { untilMs, resolve };
      await promise;
    }
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += FRAME_MS) {
      await this.#clock.advance(FRAME_MS);
      this.#record();
    }
  }

  async bothFinals(): Promise<string[]> {
    await this.#finals.promise;
    this.recorded.push(...this.#audio.rest().map(({ caller }) => caller));
    this.#audio.close();
    return this.texts;
  }

  #record(): void {
    this.recorded.push(...this.#audio.tick(this.#clock.now(), new Int16Array(320)).map(({ caller }) => caller));
  }

  #take(input: CallInput): void {
    this.inputs.push(input);
    if (this.texts.length === SENTENCES.length) this.#finals.resolve();
  }

  #watched(vad: VadEngine): VadEngine {
    const judged = (audioMs: number): void => {
      this.#judgedMs = audioMs;
      if (this.#awaited !== null && audioMs > this.#awaited.untilMs) this.#awaited.resolve();
    };
    return {
      ...vad,
      open: (listener) =>
        vad.open({
          onFailed: (error) => listener.onFailed(error),
          onResult: (result) => {
            listener.onResult(result);
            judged(result.audioMs);
          },
        }),
    };
  }
}

describe('the same words and the whole recording', () => {
  test.each([20, 60, 100, 200, 400, 500, 1_000])(
    'chunks of %i ms',
    async (chunkMs) => {
      const listener = new Listener();
      await listener.send(spoken, chunkMs);
      expect(await listener.bothFinals()).toEqual(SENTENCES);
      const recorded = listener.recorded.slice(0, spoken.length).map((frame) => [...frame]);
      expect(recorded).toEqual(spoken.map((frame) => [...frame]));
    },
    30_000,
  );

  test('all at once', async () => {
    const listener = new Listener();
    await listener.send(spoken, spoken.length * FRAME_MS);
    expect(await listener.bothFinals()).toEqual(SENTENCES);
  }, 30_000);
});

test.each([
  ['in the middle of the first sentence', 60],
  ['between the two', 130],
])(
  'worker-dies %s: its calls open new sessions on a new worker and hear again, no word is lost',
  async (_moment, at) => {
    const calls = [new Listener({ openMs: 60_000, resultMs: 60_000 }), new Listener({ openMs: 60_000, resultMs: 60_000 })];
    await Promise.all(calls.map((call) => call.send(spoken.slice(0, at), 20)));
    await listeners.at(-1)?.terminate();
    await Promise.all(calls.map((call) => call.send(spoken.slice(at), 20, false)));
    for (const call of calls) {
      expect(await call.bothFinals()).toEqual(SENTENCES);
      const losses = call.inputs.flatMap((input) => (input.type === 'hearing.interrupted' ? [`${input.part} ${input.code}`] : []));
      expect(losses.toSorted()).toEqual(['stt engine_unavailable', 'vad engine_unavailable']);
    }
  },
  60_000,
);
