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
  /** How long after the end of the utterance its final comes; 0 without a clock. */
  finalMs?: number;
}

/** Gives the texts it was told to hear, one an utterance: the partial with the first frames, the final after `finish`. */
export class FakeStt implements SttEngine {
  readonly name = 'fake';
  readonly heard: FakeUtterance[] = [];
  /** Made to fail its open sessions by tests. */
  readonly listeners: SttListener[] = [];
  opened = 0;
  closed = 0;
  readonly #clock: Clock | null;

  constructor(clock: Clock | null = null) {
    this.#clock = clock;
  }

  open(_context: unknown, listener: SttListener): Promise<SttSession> {
    this.opened += 1;
    this.listeners.push(listener);
    let current = 0;
    let frames = 0;
    let saying: FakeUtterance = { text: '' };
    const due = new Set<() => void>();
    const tell = (utterance: number, { text, rejected = false }: FakeUtterance): void =>
      listener.onFinal(utterance, { text, words: wordsEvery(text, 100), rejected });
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
      finish: () => {
        const [utterance, said] = [current, saying];
        if (this.#clock === null || (said.finalMs ?? 0) === 0) return tell(utterance, said);
        const cancel = this.#clock.schedule(said.finalMs ?? 0, () => {
          due.delete(cancel);
          tell(utterance, said);
        });
        due.add(cancel);
      },
      close: () => {
        for (const cancel of due) cancel();
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

const FAKE_WORD_MS = 200;
const FIRST_WORD_LEVEL = 1_000;

/** Speaks every word in exactly 200 ms, each at a level of its own, by which it is known again where it was heard. */
export class FakeTts implements TtsEngine {
  readonly name = 'fake';
  readonly voices = [{ id: 'fake', name: 'Fake', language: 'en-US' }];
  readonly spoken: string[] = [];
  /** Every word given out so far; the first has the level 1,000, the next 1,001. */
  readonly words: string[] = [];
  /** Time until the first audio of a clause; 0 without a clock. */
  firstMs = 0;
  /** Thrown by the next clause, after `failAfterWords` of its words. */
  failWith: Error | null = null;
  failAfterWords = 0;
  /** Never answers. */
  hangs = false;
  readonly #sampleRate: number;
  readonly #clock: Clock | null;

  constructor(sampleRate = 16_000, clock: Clock | null = null) {
    this.#sampleRate = sampleRate;
    this.#clock = clock;
  }

  async *synthesize(
    { text }: { text: string },
    signal: AbortSignal,
  ): AsyncGenerator<{ pcm: Int16Array; sampleRate: number; words?: Word[] }> {
    this.spoken.push(text);
    if (this.hangs) await untilAborted(signal);
    const [fails, after] = [this.failWith, this.failAfterWords];
    this.failWith = null;
    if (fails !== null && after === 0) throw fails;
    if (this.#clock !== null && this.firstMs > 0) await passed(this.#clock, this.firstMs, signal);
    const words = wordsEvery(text, FAKE_WORD_MS);
    for (const [index, word] of words.entries()) {
      await Promise.resolve();
      signal.throwIfAborted();
      if (fails !== null && index === after) throw fails;
      const pcm = new Int16Array((this.#sampleRate * FAKE_WORD_MS) / 1_000).fill(FIRST_WORD_LEVEL + this.words.push(word.text) - 1);
      yield { pcm, sampleRate: this.#sampleRate, ...(index === 0 ? { words } : {}) };
    }
  }
}

/** Rejects with the signal's reason when it is aborted before. */
const passed = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const onAbort = (): void => (cancel(), reject(signal.reason as Error));
    const cancel = clock.schedule(ms, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));

/** Text, deltas, a failure, `HANGS` (never an answer), or one of the two in the middle of an answer. */
export const HANGS = Symbol('hangs');
export type FakeAnswer = string | LlmDelta[] | Error | typeof HANGS | { text: string; then: Error | typeof HANGS };

/** Answers each request with the next of `answers`, after `delayMs` of the clock. */
export class FakeLlm implements LlmEngine {
  readonly provider = 'fake';
  readonly model = 'fake-1';
  readonly requests: LlmRequest[] = [];
  readonly aborted: number[] = [];
  /** Call time at which a request was given up, by its index. */
  readonly abortedAt = new Map<number, number>();
  readonly answers: FakeAnswer[];
  /** Time before each part of an answer. */
  betweenMs = 0;
  readonly #clock: Clock;
  readonly #delayMs: number;

  constructor(clock: Clock, answers: FakeAnswer[], delayMs = 100) {
    this.#clock = clock;
    this.answers = answers;
    this.#delayMs = delayMs;
  }

  async *stream(request: LlmRequest, signal: AbortSignal): AsyncGenerator<LlmDelta> {
    const index = this.requests.push(request) - 1;
    signal.addEventListener(
      'abort',
      () => {
        this.aborted.push(index);
        this.abortedAt.set(index, this.#clock.now());
      },
      { once: true },
    );
    const answer = this.answers[index] ?? 'Okay.';
    await passed(this.#clock, this.#delayMs, signal);
    if (answer === HANGS) await untilAborted(signal);
    if (answer instanceof Error) throw answer;
    const fails = typeof answer === 'object' && 'then' in answer ? answer : null;
    const text = typeof answer === 'string' ? answer : fails?.text;
    const deltas: LlmDelta[] =
      text === undefined ? (answer as LlmDelta[]) : text.split(/(?<= )/).map((part) => ({ type: 'text', text: part }));
    for (const delta of deltas) {
      if (this.betweenMs > 0) await passed(this.#clock, this.betweenMs, signal);
      yield delta;
    }
    if (fails?.then === HANGS) await untilAborted(signal);
    if (fails?.then instanceof Error) throw fails.then;
    yield { type: 'finish', usage: { input_tokens: 10, output_tokens: deltas.length, cached_input_tokens: 0 } };
  }
}

/** A transport that keeps what it was given, with the time of each frame. */
export class FakeTransport implements CallTransport {
  readonly kind = 'loopback';
  readonly playoutSampleRate: 8_000 | 16_000 | 24_000;
  readonly playoutDelayMs = 0;
  readonly frames: { atMs: number; loud: boolean; level: number }[] = [];
  /** Frames and messages that came when it was closed. */
  afterClose = 0;
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
    if (this.closedWith !== null) this.afterClose += 1;
    this.frames.push({ atMs: this.#clock.now(), loud: isLoud(frame), level: frame[0] ?? 0 });
  }

  endTalkspurt(): void {
    this.talkspurts += 1;
  }

  clear(): void {
    this.cleared += 1;
  }

  sendMessage(message: ServerMessage): void {
    if (this.closedWith !== null) this.afterClose += 1;
    this.messages.push(message);
  }

  close(reason: string): Promise<void> {
    this.closedWith ??= reason;
    return Promise.resolve();
  }

  /** The words of `voice` that were sent for the most part, in the order of their sound. At 16 kHz, where no resampler blurs the levels. */
  heard(voice: FakeTts): string[] {
    const frames = new Map<number, number>();
    for (const { level } of this.frames) if (level > 0) frames.set(level, (frames.get(level) ?? 0) + 1);
    const half = FAKE_WORD_MS / FRAME_MS / 2;
    return [...frames].flatMap(([level, count]) => (count >= half ? [voice.words[level - FIRST_WORD_LEVEL] ?? '?'] : []));
  }

  receive(message: ClientMessage): void {
    this.listener?.onMessage(message);
  }
}
