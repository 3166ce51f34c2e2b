/** Fakes of everything a call talks to, exact to the frame: exported for the tests of every workspace. */
import type { ClientMessage, ServerMessage, Word } from '@parley/contract';
import { CALLER_SAMPLE_RATE, FRAME_MS, samplesPerFrame, type Frame } from '../audio/frame.ts';
import type { Clock } from '../clock.ts';
import type { LlmDelta, LlmEngine, LlmRequest } from '../llm/llm.ts';
import type { SttEngine, SttListener, SttSession } from '../stt/stt.ts';
import type { CallTransport, TransportListener } from '../transport.ts';
import type { TtsEngine } from '../tts/tts.ts';
import type { VadEngine } from '../vad/vad.ts';

const LOUD = 8_000;
export const speechFrame = (): Frame => new Int16Array(samplesPerFrame(CALLER_SAMPLE_RATE)).fill(LOUD);
export const silentFrame = (): Frame => new Int16Array(samplesPerFrame(CALLER_SAMPLE_RATE));
const isLoud = (frame: Frame): boolean => frame.some((sample) => Math.abs(sample) > 500);

/** Hears speech in loud frames, without delay. */
export const fakeVad: VadEngine = {
  name: 'fake',
  onsetDelayMs: FRAME_MS,
  offsetDelayMs: FRAME_MS,
  open(listener) {
    let audioMs = 0;
    return {
      push(frame) {
        audioMs += FRAME_MS;
        listener.onResult({ audioMs, speech: isLoud(frame) });
      },
      close() {},
    };
  },
};

export interface FakeUtterance {
  text: string;
  rejected?: boolean;
}

/** Gives the texts it was told to hear, one an utterance: the partial with the first frames, the final after `finish`. */
export class FakeStt implements SttEngine {
  readonly name = 'fake';
  readonly heard: FakeUtterance[] = [];
  /** Made to fail its open sessions by tests. */
  readonly listeners: SttListener[] = [];
  opened = 0;
  closed = 0;

  open(_context: unknown, listener: SttListener): Promise<SttSession> {
    this.opened += 1;
    this.listeners.push(listener);
    let current = 0;
    let frames = 0;
    let saying: FakeUtterance = { text: '' };
    return Promise.resolve({
      start: (utterance) => {
        current = utterance;
        frames = 0;
        saying = this.heard.shift() ?? { text: '' };
      },
      push: () => {
        frames += 1;
        if (frames === 10 && saying.text !== '') listener.onPartial(current, saying.text.split(' ')[0] ?? '');
      },
      finish: () =>
        listener.onFinal(current, { text: saying.text, words: wordsEvery(saying.text, 100), rejected: saying.rejected ?? false }),
      close: () => {
        this.closed += 1;
      },
    });
  }
}

const wordsEvery = (text: string, ms: number): Word[] =>
  text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word, index) => ({ text: word, start_ms: index * ms, end_ms: (index + 1) * ms }));

export const FAKE_WORD_MS = 200;

/** Speaks every word in exactly 200 ms. */
export class FakeTts implements TtsEngine {
  readonly name = 'fake';
  readonly voices = [{ id: 'fake', name: 'Fake', language: 'en-US' }];
  readonly spoken: string[] = [];
  /** Thrown instead of the next audio. */
  failWith: Error | null = null;
  /** Never answers. */
  hangs = false;
  readonly #sampleRate: number;

  constructor(sampleRate = 16_000) {
    this.#sampleRate = sampleRate;
  }

  async *synthesize(
    { text }: { text: string },
    signal: AbortSignal,
  ): AsyncGenerator<{ pcm: Int16Array; sampleRate: number; words?: Word[] }> {
    this.spoken.push(text);
    if (this.hangs) await untilAborted(signal);
    if (this.failWith !== null) {
      const error = this.failWith;
      this.failWith = null;
      throw error;
    }
    const words = wordsEvery(text, FAKE_WORD_MS);
    for (const [index] of words.entries()) {
      await Promise.resolve();
      signal.throwIfAborted();
      const pcm = new Int16Array((this.#sampleRate * FAKE_WORD_MS) / 1_000).fill(LOUD);
      yield { pcm, sampleRate: this.#sampleRate, ...(index === 0 ? { words } : {}) };
    }
  }
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));

/** Text, deltas, a failure, or `HANGS`: never an answer. */
export const HANGS = Symbol('hangs');
export type FakeAnswer = string | LlmDelta[] | Error | typeof HANGS;

/** Answers each request with the next of `answers`, after `delayMs` of the clock. */
export class FakeLlm implements LlmEngine {
  readonly provider = 'fake';
  readonly model = 'fake-1';
  readonly requests: LlmRequest[] = [];
  readonly aborted: number[] = [];
  readonly answers: FakeAnswer[];
  readonly #clock: Clock;
  readonly #delayMs: number;

  constructor(clock: Clock, answers: FakeAnswer[], delayMs = 100) {
    this.#clock = clock;
    this.answers = answers;
    this.#delayMs = delayMs;
  }

  async *stream(request: LlmRequest, signal: AbortSignal): AsyncGenerator<LlmDelta> {
    const index = this.requests.push(request) - 1;
    signal.addEventListener('abort', () => this.aborted.push(index), { once: true });
    const answer = this.answers[index] ?? 'Okay.';
    await new Promise<void>((resolve, reject) => {
      const cancel = this.#clock.schedule(this.#delayMs, resolve);
      signal.addEventListener('abort', () => (cancel(), reject(signal.reason as Error)), { once: true });
    });
    if (answer === HANGS) await untilAborted(signal);
    if (answer instanceof Error) throw answer;
    const deltas: LlmDelta[] =
      typeof answer === 'string' ? answer.split(/(?<= )/).map((text) => ({ type: 'text', text })) : (answer as LlmDelta[]);
    for (const delta of deltas) yield delta;
    yield { type: 'finish', usage: { input_tokens: 10, output_tokens: deltas.length, cached_input_tokens: 0 } };
  }
}

/** A transport that keeps what it was given, with the time of each frame. */
export class FakeTransport implements CallTransport {
  readonly kind = 'loopback';
  readonly playoutSampleRate: 8_000 | 16_000 | 24_000;
  readonly playoutDelayMs = 0;
  readonly frames: { atMs: number; loud: boolean }[] = [];
  readonly messages: ServerMessage[] = [];
  cleared = 0;
  talkspurts = 0;
  closedWith: string | null = null;
  listener: TransportListener | null = null;
  readonly #clock: Clock;

  constructor(clock: Clock, playoutSampleRate: 8_000 | 16_000 | 24_000 = 16_000) {
    this.#clock = clock;
    this.playoutSampleRate = playoutSampleRate;
  }

  attach(listener: TransportListener): void {
    this.listener = listener;
  }

  sendFrame(frame: Frame): void {
    this.frames.push({ atMs: this.#clock.now(), loud: isLoud(frame) });
  }

  endTalkspurt(): void {
    this.talkspurts += 1;
  }

  clear(): void {
    this.cleared += 1;
  }

  sendMessage(message: ServerMessage): void {
    this.messages.push(message);
  }

  close(reason: string): Promise<void> {
    this.closedWith ??= reason;
    return Promise.resolve();
  }

  receive(message: ClientMessage): void {
    this.listener?.onMessage(message);
  }
}
