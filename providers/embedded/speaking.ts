/** The embedded voice over a pool of speaking workers. */
import { AppError, type DefectPlace, type EngineStatus, type Word } from '@parley/contract';
import type { TextRange, TtsChunk, TtsEngine, TtsMark, TtsRequest } from '@parley/engine/tts/tts.ts';
import { isSpeakable } from '@parley/engine/tts/written-words.ts';
import { EMBEDDED_TTS } from './abilities.ts';
import { piecesOf, readable } from './tts/reading.ts';
import type { FromSpeaker, ToSpeaker } from './tts/speak-worker.ts';
import { problemOf } from './worker-error.ts';
import { keptWorker, type KeptWorker } from './kept-worker.ts';

type Rendered = Extract<FromSpeaker, { type: 'rendered' }>;

const SENTENCE_PAUSE_MS = 180;
const CLAUSE_PAUSE_MS = 60;

interface Job {
  message: ToSpeaker;
  /** The first piece of its text. */
  first: boolean;
  resolve: (rendered: Rendered) => void;
  reject: (error: Error) => void;
}

interface PooledWorker {
  child: KeptWorker<ToSpeaker, FromSpeaker>;
  running: Job | null;
}

export class Speaking {
  readonly tts: TtsEngine;
  readonly #workers: PooledWorker[];
  readonly #ready: Promise<void>;
  #waiting: Job[] = [];
  #jobs = 0;
  #problem: string | null | undefined;

  constructor(workers: number, onDefect: (error: unknown, place: DefectPlace) => void) {
    let report: () => void = () => undefined;
    this.#ready = new Promise((resolve) => (report = resolve));
    this.#workers = Array.from({ length: workers }, () => this.#spawn(report, onDefect));
    this.tts = { ...EMBEDDED_TTS, name: 'flite', synthesize: (request, signal) => this.#synthesize(request, signal) };
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  status(): EngineStatus {
    const name = this.tts.name;
    const problem = this.#workers.every((worker) => worker.child.broken) ? 'its worker dies at start' : this.#problem;
    if (problem === undefined) return { kind: 'tts', name, state: 'starting', message: 'Loading.' };
    if (problem === null) return { kind: 'tts', name, state: 'ready', message: 'Works without network and key.' };
    return { kind: 'tts', name, state: 'failed', message: `The embedded voice does not load (${problem}). Run "npm ci" and start again.` };
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.child.close()));
  }

  #spawn(report: () => void, onDefect: (error: unknown, place: DefectPlace) => void): PooledWorker {
    const worker: PooledWorker = {
      running: null,
      child: keptWorker<ToSpeaker, FromSpeaker>({
        url: new URL('./tts/speak-worker.ts', import.meta.url),
        workerData: null,
        onMessage: (message) => {
          if (message.type === 'ready') {
            if (this.#problem === undefined && message.problem !== null) onDefect(message.problem, 'tts');
            this.#problem = problemOf(message.problem);
            report();
            return;
          }
          const job = worker.running;
          worker.running = null;
          if (message.type === 'rendered') job?.resolve(message);
          else
            job?.reject(
              new AppError('provider_failed', { detail: 'The embedded voice could not speak this text.', defect: message.error }),
            );
          this.#assign();
        },
        onLost: (reason) => {
          if (worker.child.broken) report();
          const job = worker.running;
          worker.running = null;
          const detail = 'The embedded voice stopped and is being started again.';
          if (job === null) onDefect(reason, 'tts');
          else job.reject(new AppError('engine_unavailable', { detail, defect: reason }));
          this.#assign();
        },
      }),
    };
    return worker;
  }

  #assign(): void {
    for (const worker of this.#workers) {
      if (worker.running !== null || worker.child.broken) continue;
      const job = this.#waiting.shift();
      if (job === undefined) return;
      worker.running = job;
      worker.child.send(job.message);
    }
  }

  async *#synthesize({ text, voice, speed }: TtsRequest, signal: AbortSignal): AsyncGenerator<TtsChunk> {
    signal.throwIfAborted();
    if (this.#workers.every((worker) => worker.child.broken))
      throw new AppError('engine_unavailable', { detail: 'The embedded voice does not run.' });
    if (!this.tts.voices.some((one) => one.id === voice))
      throw new AppError('validation_failed', { detail: 'The embedded voice of this name does not exist.' });
    // Nothing to pronounce is no failure.
    if (!isSpeakable(text)) return;
    if (!this.tts.pronounces(text, voice)) throw new AppError('text_not_speakable');
    const pieces = piecesOf(text);
    const mark = markerOf(text);
    let spokenMs = 0;
    for (const [index, piece] of pieces.entries()) {
      const rendered = await this.#render({ text: piece, voice, speed }, index === 0, signal);
      const marks = rendered.words.flatMap((word) => mark(word, spokenMs));
      const last = index === pieces.length - 1;
      const pcm = last || rendered.pcm.length === 0 ? rendered.pcm : withPause(rendered.pcm, rendered.sampleRate, piece);
      spokenMs += (pcm.length * 1_000) / rendered.sampleRate;
      yield { pcm, sampleRate: rendered.sampleRate, marks, ...(index === 0 ? { leavesOut: unpronounceable(text) } : {}) };
    }
  }

  async #render(request: Omit<ToSpeaker, 'job'>, first: boolean, signal: AbortSignal): Promise<Rendered> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Rendered>();
    const job: Job = { message: { job: ++this.#jobs, ...request }, first, resolve, reject };
    const onAbort = (): void => {
      // What runs already runs to its end; its result is dropped.
      this.#waiting = this.#waiting.filter((one) => one !== job);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    // Who has heard nothing yet goes before who is being spoken to.
    const before = first ? this.#waiting.findIndex((one) => !one.first) : -1;
    this.#waiting.splice(before < 0 ? this.#waiting.length : before, 0, job);
    this.#assign();
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}

const unpronounceable = (text: string): TextRange[] =>
  [...text.matchAll(/\S+/g)].flatMap(({ 0: word, index }) =>
    isLeftOut(word, readable(word)) ? [{ from: index, to: index + word.length }] : [],
  );

/** Symbols and emoji are words that somebody reads; punctuation is none. */
const isLeftOut = (word: string, said: string): boolean =>
  isSpeakable(word) ? !isSpeakable(said) : /\p{S}/u.test(word) && !/[\p{L}\p{N}\p{S}]/u.test(said);

/** Finds word after word in the text, which its pieces repeat but for their spaces: a mark where it begins and one where it ends. */
function markerOf(text: string): (word: Word, afterMs: number) => TtsMark[] {
  const written = [...text.matchAll(/\S/g)].map(({ index }) => index);
  let passed = 0;
  return (word, afterMs) => {
    const start = written[passed] ?? text.length;
    passed += word.text.length;
    const end = (written[passed - 1] ?? text.length - 1) + 1;
    return [
      { atMs: afterMs + word.start_ms, chars: start },
      { atMs: afterMs + word.end_ms, chars: end },
    ];
  };
}

/** The breath between two pieces of one text. */
function withPause(pcm: Int16Array, sampleRate: number, piece: string): Int16Array {
  const pauseMs = /[.!?]["')]?$/.test(piece) ? SENTENCE_PAUSE_MS : CLAUSE_PAUSE_MS;
  const longer = new Int16Array(pcm.length + Math.round((sampleRate * pauseMs) / 1_000));
  longer.set(pcm);
  return longer;
}
