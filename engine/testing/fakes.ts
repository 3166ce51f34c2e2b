/** Fakes of everything a call talks to, exact to the frame: exported for the tests of every workspace. */
import type { Word } from '@parley/contract';
import { CALLER_SAMPLE_RATE, FRAME_MS, samplesPerFrame, type Frame } from '../audio/frame.ts';
import type { Clock } from '../clock.ts';
import type { LlmDelta, LlmEngine, LlmRequest } from '../llm/llm.ts';
import type { SttEngine, SttListener, SttSession } from '../stt/stt.ts';
import { DEFAULT_MS_PER_UNIT } from '../tts/pace.ts';
import type { TtsChunk, TtsEngine, TtsMark, TtsRequest } from '../tts/tts.ts';
import { writtenWords } from '../tts/written-words.ts';
import { unreachable } from '../unreachable.ts';
import type { VadEngine, VadListener, VadSession } from '../vad/vad.ts';

const LOUD = 8_000;
export const speechFrame = (): Frame => new Int16Array(samplesPerFrame(CALLER_SAMPLE_RATE)).fill(LOUD);
export const silentFrame = (): Frame => new Int16Array(samplesPerFrame(CALLER_SAMPLE_RATE));
export const isLoud = (frame: Frame): boolean => frame.some((sample) => Math.abs(sample) > 500);

/** Hears speech in loud frames. */
export class FakeVad implements VadEngine {
  readonly name = 'fake';
  readonly onsetDelayMs = FRAME_MS;
  readonly offsetDelayMs = FRAME_MS;
  /** Made to fail its open sessions by tests. */
  readonly listeners: VadListener[] = [];
  opened = 0;
  closed = 0;
  /** Thrown by the next attempts to open, one each. */
  readonly openErrors: Error[] = [];
  /** Thrown by the next frame. */
  failWith: Error | null = null;
  /** Sessions take frames and say nothing. */
  hangs = false;
  /** Time until a result; 0 without a clock. */
  resultMs = 0;
  readonly #clock: Clock | null;

  constructor(clock: Clock | null = null) {
    this.#clock = clock;
  }

  open(listener: VadListener): VadSession {
    this.opened += 1;
    const error = this.openErrors.shift();
    if (error !== undefined) throw error;
    this.listeners.push(listener);
    let audioMs = 0;
    return {
      push: (frame) => {
        const thrown = this.failWith;
        this.failWith = null;
        if (thrown !== null) throw thrown;
        audioMs += FRAME_MS;
        if (this.hangs) return;
        const result = { audioMs, speech: isLoud(frame) };
        if (this.#clock === null || this.resultMs === 0) listener.onResult(result);
        else this.#clock.schedule(this.resultMs, () => listener.onResult(result));
      },
      close: () => void (this.closed += 1),
    };
  }
}

export const fakeVad: VadEngine = new FakeVad();

/** Of what never answers. */
export const HANGS = Symbol('hangs');

export interface FakeUtterance {
  text: string;
  rejected?: boolean;
  /** How long after the end of the utterance its final comes; 0 without a clock. */
  finalMs?: number;
  /** Its final never comes from the first session that hears it, or from none. */
  never?: 'once' | 'always';
  /** Comes 40 ms after the final as another one. */
  duplicate?: string;
  /** What the first sounds are taken for, in place of the first word; false: there is no partial. */
  partial?: false | string;
}

/**
 * Gives the texts it was told to hear, one an utterance: the partial with the first frames, the final after `finish`. An utterance that is heard again,
 * by another session, has the same text.
 */
export class FakeStt implements SttEngine {
  readonly name = 'fake';
  readonly languages = ['en'];
  readonly heard: FakeUtterance[] = [];
  /** Made to fail its open sessions by tests. */
  readonly listeners: SttListener[] = [];
  /** Every utterance of every session, with the levels of its frames. */
  readonly hearings: { session: number; utterance: number; levels: number[] }[] = [];
  opened = 0;
  closed = 0;
  /** Time until a session is open; `HANGS` for never. Needs a clock. */
  openMs: number | typeof HANGS = 0;
  /** Thrown by the next attempts to open, one each. */
  readonly openErrors: Error[] = [];
  readonly #clock: Clock | null;
  readonly #said = new Map<number, FakeUtterance>();

  constructor(clock: Clock | null = null) {
    this.#clock = clock;
  }

  async open(_context: unknown, listener: SttListener, signal: AbortSignal = new AbortController().signal): Promise<SttSession> {
    this.opened += 1;
    const error = this.openErrors.shift();
    if (error !== undefined) throw error;
    if (this.openMs === HANGS) await untilAborted(signal);
    else if (this.openMs > 0 && this.#clock !== null) await passed(this.#clock, this.openMs, signal);
    return this.#session(this.opened, listener);
  }

  #session(session: number, listener: SttListener): SttSession {
    this.listeners.push(listener);
    let hearing: { session: number; utterance: number; levels: number[] } = { session, utterance: 0, levels: [] };
    let saying: FakeUtterance = { text: '' };
    const due = new Set<() => void>();
    const after = (ms: number, work: () => void): void => {
      if (this.#clock === null || ms === 0) return work();
      const cancel = this.#clock.schedule(ms, () => {
        due.delete(cancel);
        work();
      });
      due.add(cancel);
    };
    const tell = (utterance: number, text: string, rejected = false): void =>
      listener.onFinal(utterance, { text, words: wordsEvery(text, 100), rejected });
    return {
      start: (utterance) => {
        hearing = { session, utterance, levels: [] };
        this.hearings.push(hearing);
        saying = this.#said.get(utterance) ?? this.heard.shift() ?? { text: '' };
        this.#said.set(utterance, saying);
      },
      push: (frame) => {
        const count = hearing.levels.push(frame[0] ?? 0);
        if (count === 10 && saying.text !== '' && saying.partial !== false)
          listener.onPartial(hearing.utterance, saying.partial ?? saying.text.split(' ')[0] ?? '');
      },
      finish: () => {
        const { utterance } = hearing;
        const { text, rejected, finalMs = 0, never, duplicate } = saying;
        if (never === 'once') delete saying.never;
        if (never !== undefined) return;
        after(finalMs, () => tell(utterance, text, rejected));
        if (duplicate !== undefined) after(finalMs + 40, () => tell(utterance, duplicate));
      },
      close: () => {
        for (const cancel of due) cancel();
        this.closed += 1;
      },
    };
  }
}

const wordsEvery = (text: string, ms: number): Word[] =>
  text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word, index) => ({ text: word, start_ms: index * ms, end_ms: (index + 1) * ms }));

const FAKE_WORD_MS = 200;
export const FIRST_WORD_LEVEL = 1_000;

/** As long as voices take, by the letters of a word. */
const naturalMs = (word: string): number => writtenWords(word).reduce((sum, { units }) => sum + units, 0) * DEFAULT_MS_PER_UNIT;

/**
 * Speaks every word in exactly 200 ms, each at a level of its own, by which it is known again where it was heard. How its
 * audio and its marks come, and where it fails, is set before a clause.
 */
export class FakeTts implements TtsEngine {
  readonly name = 'fake';
  readonly voices = [{ id: 'fake', name: 'Fake', language: 'en-US' }];
  readonly speeds = { least: 0.5, most: 2 };
  readonly spoken: string[] = [];
  readonly requests: TtsRequest[] = [];
  /** Every word asked for so far; the first has the level 1,000, the next 1,001. */
  readonly words: string[] = [];
  /** How long each of them sounds, in ms. */
  readonly lengths: number[] = [];
  /** At the pace of a voice: without marks in time, nothing else says how far an unfinished clause has come. */
  natural = false;
  /** Time until the first audio of a clause, and between its chunks; 0 without a clock. */
  firstMs = 0;
  betweenMs = 0;
  chunkMs = FAKE_WORD_MS;
  /** All marks of a clause with its first chunk or its last, each with its audio, or never. */
  marks: 'first' | 'last' | 'with' | 'none' = 'first';
  /** Words that sound like several: written → spoken. */
  readonly reads = new Map<string, string>();
  /** Thrown by the next clause, after `failAfter` of its chunks. */
  failWith: Error | null = null;
  failAfter = 0;
  /** Never answers; with `stallAfter`, never again after this many chunks of a clause. */
  hangs = false;
  stallAfter = Infinity;
  /** Streams that have begun and not ended. */
  active = 0;
  readonly #sampleRate: number;
  readonly #clock: Clock | null;

  constructor(sampleRate = 16_000, clock: Clock | null = null) {
    this.#sampleRate = sampleRate;
    this.#clock = clock;
  }

  pronounces(): boolean {
    return true;
  }

  async *synthesize(request: TtsRequest, signal: AbortSignal): AsyncGenerator<TtsChunk> {
    const { text } = request;
    this.spoken.push(text);
    this.requests.push(request);
    const [fails, failAfter] = [this.failWith, this.failAfter];
    this.failWith = null;
    this.active += 1;
    try {
      const { pcm, marks } = this.#speak(text);
      const length = (this.#sampleRate * this.chunkMs) / 1_000;
      const chunks = Math.ceil(pcm.length / length);
      for (let index = 0; index <= chunks; index += 1) {
        if (fails !== null && index === failAfter) throw fails;
        if (this.hangs || index === this.stallAfter) await untilAborted(signal);
        if (index === chunks) return;
        await this.#wait(index === 0 ? this.firstMs : this.betweenMs, signal);
        const chunk = { pcm: pcm.slice(index * length, (index + 1) * length), sampleRate: this.#sampleRate };
        const due = marks.filter(({ atMs }) => this.#isDue(atMs, index, chunks));
        yield due.length === 0 ? chunk : { ...chunk, marks: due };
      }
    } finally {
      this.active -= 1;
    }
  }

  #speak(text: string): { pcm: Int16Array; marks: TtsMark[] } {
    const written = [...text.matchAll(/\S+/g)];
    const lengths = written.map(([word]) => this.#lengthOf(this.reads.get(word) ?? word));
    this.lengths.push(...lengths);
    const perMs = this.#sampleRate / 1_000;
    const pcm = new Int16Array(lengths.reduce((sum, ms) => sum + ms, 0) * perMs);
    const marks: TtsMark[] = [];
    let atMs = 0;
    for (const [index, match] of written.entries()) {
      const endMs = atMs + (lengths[index] ?? 0);
      pcm.fill(FIRST_WORD_LEVEL + this.words.push(match[0]) - 1, atMs * perMs, endMs * perMs);
      marks.push({ atMs: endMs, chars: match.index + match[0].length });
      atMs = endMs;
    }
    return { pcm, marks };
  }

  #lengthOf(spoken: string): number {
    return this.natural ? naturalMs(spoken) : spoken.split(' ').length * FAKE_WORD_MS;
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#clock !== null && ms > 0) await passed(this.#clock, ms, signal);
    else await Promise.resolve();
    signal.throwIfAborted();
  }

  #isDue(atMs: number, chunk: number, chunks: number): boolean {
    switch (this.marks) {
      case 'first':
        return chunk === 0;
      case 'last':
        return chunk === chunks - 1;
      case 'with':
        return atMs > chunk * this.chunkMs && atMs <= (chunk + 1) * this.chunkMs;
      case 'none':
        return false;
      default:
        return unreachable(this.marks);
    }
  }
}

/** Rejects with the signal's reason when it is aborted before. */
export const passed = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const onAbort = (): void => (cancel(), reject(signal.reason as Error));
    const cancel = clock.schedule(ms, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });

export const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));

/** Text, deltas, a failure, `HANGS` (never an answer), or one of the two in the middle of an answer. */
export type FakeAnswer = string | LlmDelta[] | Error | typeof HANGS | { text: string | LlmDelta[]; then: Error | typeof HANGS };

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
    const said = fails?.text ?? (answer as string | LlmDelta[]);
    const deltas: LlmDelta[] = typeof said === 'string' ? said.split(/(?<= )/).map((part) => ({ type: 'text', text: part })) : said;
    for (const delta of deltas) {
      if (this.betweenMs > 0) await passed(this.#clock, this.betweenMs, signal);
      yield delta;
    }
    if (fails?.then === HANGS) await untilAborted(signal);
    if (fails?.then instanceof Error) throw fails.then;
    yield { type: 'finish', usage: { input_tokens: 10, output_tokens: deltas.length, cached_input_tokens: 0 } };
  }
}
