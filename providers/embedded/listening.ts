/** Voice activity and recognition over a pool of listening workers. */
import { AppError, holdsLanguage, type DefectPlace, type EngineStatus } from '@parley/contract';
import type { SpeechContext, SttEngine, SttListener, SttSession } from '@parley/engine/stt/stt.ts';
import type { VadEngine, VadListener } from '@parley/engine/vad/vad.ts';
import { EMBEDDED_STT } from './abilities.ts';
import type { FromListener, ListenerData, ToListener, VadLoaded } from './listen-messages.ts';
import { ListeningLag } from './listening-lag.ts';
import { problemOf } from './worker-error.ts';
import { keptWorker, type KeptWorker } from './kept-worker.ts';
import { VAD_RUNTIMES } from './vad/detection.ts';

/** Load that a recogniser adds to its worker, in detectors. */
const RECOGNISER_LOAD = 4;

interface SttEntry {
  listener: SttListener;
  opened: () => void;
  /** To whoever waits for the session before it is open, to its listener afterwards. */
  fail: (error: Error) => void;
}

interface PooledWorker {
  child: KeptWorker<ToListener[], FromListener[]>;
  /** What goes to the worker at the end of this turn of the event loop, in one message. */
  outbox: ToListener[];
  vad: Map<number, VadListener>;
  stt: Map<number, SttEntry>;
  lag: ListeningLag;
}

const loadOf = (worker: PooledWorker): number => worker.vad.size + worker.stt.size * RECOGNISER_LOAD;

const lost = (reason: Error): AppError =>
  new AppError('engine_unavailable', { detail: 'The embedded recogniser stopped and is being started again.', defect: reason });

/** A view into a larger buffer would take all of that buffer along to the worker. */
const ownSamples = (frame: Int16Array): Int16Array => (frame.buffer.byteLength === frame.byteLength ? frame : frame.slice());

export interface ListeningOptions {
  workers: number;
  workerData: ListenerData;
  onDefect: (error: unknown, place: DefectPlace) => void;
  /** A clock that only goes forward, in ms. */
  now: () => number;
}

export class Listening {
  readonly vad: VadEngine;
  readonly stt: SttEngine;
  readonly #workers: PooledWorker[];
  readonly #ready: Promise<void>;
  #sessions = 0;
  /** Of the worker that was ready last. */
  #vadLoaded: VadLoaded = { runtime: 'onnxruntime', passedOver: null };
  #problems: { vad: string | null; stt: string | null } | null = null;

  constructor(options: ListeningOptions) {
    let report: () => void = () => undefined;
    this.#ready = new Promise((resolve) => (report = resolve));
    this.#workers = Array.from({ length: options.workers }, () => this.#spawn(report, options));
    const runtime = () => VAD_RUNTIMES[this.#vadLoaded.runtime];
    this.vad = {
      name: 'silero-v5',
      get onsetDelayMs() {
        return runtime().onsetDelayMs;
      },
      get offsetDelayMs() {
        return runtime().offsetDelayMs;
      },
      open: (listener) => this.#openVad(listener),
    };
    this.stt = { ...EMBEDDED_STT, name: 'soundswallower', open: (context, listener, signal) => this.#openStt(context, listener, signal) };
  }

  /** Resolves when the first worker has loaded its engines, or failed to. */
  ready(): Promise<void> {
    return this.#ready;
  }

  status(): EngineStatus[] {
    const broken = this.#workers.every((worker) => worker.child.broken);
    const one = (kind: 'vad' | 'stt', name: string): EngineStatus => {
      const problem = broken ? 'its worker dies at start' : this.#problems?.[kind];
      if (problem === undefined) return { kind, name, state: 'starting', message: 'Loading.' };
      if (problem === null)
        return { kind, name, state: 'ready', message: kind === 'vad' ? this.#vadMessage() : 'Works without network and key.' };
      return {
        kind,
        name,
        state: 'failed',
        message: `The embedded ${kind === 'vad' ? 'voice detector' : 'recogniser'} does not load (${problem}). Run "npm ci" and start again.`,
      };
    };
    return [one('vad', this.vad.name), one('stt', this.stt.name)];
  }

  /** How long callers' words wait for the worker that is latest, in ms; measured from one call of this to the next. */
  measureLag(): number {
    const used = this.#workers.filter(({ vad, stt, child }) => vad.size + stt.size > 0 && !child.broken);
    for (const worker of used) if (worker.lag.wantsEcho()) this.#post(worker, { type: 'echo' });
    return Math.max(0, ...used.map(({ lag }) => lag.ms));
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.child.close()));
  }

  #spawn(report: () => void, { workerData, onDefect, now }: ListeningOptions): PooledWorker {
    const worker: PooledWorker = {
      child: keptWorker<ToListener[], FromListener[]>({
        url: new URL('./listen-worker.ts', import.meta.url),
        workerData,
        farewell: [],
        onMessage: (messages) => {
          for (const message of messages) {
            if (message.type !== 'ready') {
              this.#deliver(worker, message);
              continue;
            }
            this.#onLoaded(message, onDefect);
            report();
          }
        },
        onLost: (reason) => {
          if (worker.child.broken) report();
          // Its calls tell of it themselves.
          if (worker.vad.size + worker.stt.size === 0) onDefect(reason, 'stt');
          this.#onLost(worker, reason);
        },
      }),
      outbox: [],
      vad: new Map(),
      stt: new Map(),
      lag: new ListeningLag(now),
    };
    return worker;
  }

  #post(worker: PooledWorker, message: ToListener): void {
    worker.outbox.push(message);
    if (worker.outbox.length > 1) return;
    queueMicrotask(() => {
      const { outbox } = worker;
      worker.outbox = [];
      worker.child.send(outbox);
    });
  }

  /** All workers load the same: what does not load is told of one of them. */
  #onLoaded({ vad, stt }: Extract<FromListener, { type: 'ready' }>, onDefect: ListeningOptions['onDefect']): void {
    const vadProblem = vad instanceof Error ? vad : null;
    if (this.#problems === null && vadProblem !== null) onDefect(vadProblem, 'vad');
    if (this.#problems === null && stt !== null) onDefect(stt, 'stt');
    this.#problems = { vad: problemOf(vadProblem), stt: problemOf(stt) };
    if (!(vad instanceof Error)) this.#vadLoaded = vad;
  }

  #vadMessage(): string {
    const { runtime, passedOver } = this.#vadLoaded;
    const runs = `Voice detection runs on ${VAD_RUNTIMES[runtime].name}`;
    return passedOver === null ? `${runs}.` : `${runs}: ${VAD_RUNTIMES.onnxruntime.name} does not load (${problemOf(passedOver)}).`;
  }

  #onLost(worker: PooledWorker, reason: Error): void {
    const { vad, stt } = worker;
    worker.vad = new Map();
    worker.stt = new Map();
    worker.lag.lost();
    for (const listener of vad.values()) listener.onFailed(lost(reason));
    for (const { fail } of stt.values()) fail(lost(reason));
  }

  #deliver(worker: PooledWorker, message: Exclude<FromListener, { type: 'ready' }>): void {
    switch (message.type) {
      case 'echo':
        return worker.lag.echoed();
      case 'vad-result':
        return worker.vad.get(message.session)?.onResult({ audioMs: message.audioMs, speech: message.speech });
      case 'vad-failed':
        return worker.vad
          .get(message.session)
          ?.onFailed(new AppError('engine_unavailable', { detail: 'The embedded voice detector failed.', defect: message.error }));
      case 'stt-opened':
        return worker.stt.get(message.session)?.opened();
      case 'stt-partial':
        return worker.stt.get(message.session)?.listener.onPartial(message.utterance, message.text);
      case 'stt-final':
        worker.lag.finished(message.session);
        return worker.stt
          .get(message.session)
          ?.listener.onFinal(message.utterance, { text: message.text, words: message.words, rejected: message.rejected });
      case 'stt-failed': {
        worker.lag.dropped(message.session);
        const found = worker.stt.get(message.session);
        found?.fail(new AppError('engine_unavailable', { detail: 'The embedded recogniser failed.', defect: message.error }));
        return;
      }
      default:
        return message satisfies never;
    }
  }

  #leastLoaded(): PooledWorker {
    const working = this.#workers.filter((worker) => !worker.child.broken);
    const [least] = working.toSorted((a, b) => loadOf(a) - loadOf(b));
    if (least === undefined) throw new AppError('engine_unavailable', { detail: 'The embedded recogniser does not run.' });
    return least;
  }

  #openVad(listener: VadListener): ReturnType<VadEngine['open']> {
    if (typeof this.#problems?.vad === 'string')
      throw new AppError('engine_unavailable', { detail: 'The embedded voice detector does not load.' });
    const worker = this.#leastLoaded();
    const session = ++this.#sessions;
    worker.vad.set(session, listener);
    this.#post(worker, { type: 'vad-open', session });
    return {
      push: (frame) => this.#post(worker, { type: 'vad-push', session, pcm: ownSamples(frame) }),
      close: () => {
        if (worker.vad.delete(session)) this.#post(worker, { type: 'vad-close', session });
      },
    };
  }

  async #openStt(context: SpeechContext, listener: SttListener, signal: AbortSignal): Promise<SttSession> {
    signal.throwIfAborted();
    if (!holdsLanguage(this.stt.languages, context.language)) {
      throw new AppError('engine_unavailable', {
        detail: 'The embedded recogniser understands English only; choose another one for this language.',
      });
    }
    if (typeof this.#problems?.stt === 'string')
      throw new AppError('engine_unavailable', { detail: 'The embedded recogniser does not load.' });
    const worker = this.#leastLoaded();
    const session = ++this.#sessions;
    const close = (): void => {
      worker.lag.dropped(session);
      if (worker.stt.delete(session)) this.#post(worker, { type: 'stt-close', session });
    };
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = (): void => {
      close();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const entry: SttEntry = {
      listener,
      opened: () => {
        entry.fail = (error) => listener.onFailed(error);
        resolve();
      },
      fail: reject,
    };
    worker.stt.set(session, entry);
    this.#post(worker, { type: 'stt-open', session, context });
    try {
      await promise;
    } catch (error) {
      close();
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    return {
      start: (utterance) => {
        worker.lag.dropped(session);
        this.#post(worker, { type: 'stt-start', session, utterance });
      },
      push: (frame) => this.#post(worker, { type: 'stt-push', session, pcm: ownSamples(frame) }),
      finish: () => {
        worker.lag.finishing(session);
        this.#post(worker, { type: 'stt-finish', session });
      },
      close,
    };
  }
}
