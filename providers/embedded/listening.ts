/** Voice activity and recognition over a pool of listening workers. */
import { AppError, type EngineStatus } from '@parley/contract';
import type { SttEngine, SttListener, SttSession } from '@parley/engine/stt/stt.ts';
import type { VadEngine, VadListener } from '@parley/engine/vad/vad.ts';
import type { FromListener, ToListener } from './listen-messages.ts';
import { WorkerLink } from './worker-link.ts';

/**
 * Delays of Silero v5 through sherpa-onnx between speech and its results, medians over synthetic speech (bench/speech.ts).
 * They place onset and end where they truly were.
 */
const VAD_ONSET_DELAY_MS = 130;
const VAD_OFFSET_DELAY_MS = 60;

interface PooledWorker {
  link: WorkerLink<ToListener, FromListener>;
  vad: Map<number, VadListener>;
  stt: Map<number, { listener: SttListener; opened: (problem: Error | null) => void }>;
}

const lost = (): AppError => new AppError('engine_unavailable', { detail: 'The embedded recogniser stopped and is being started again.' });

export class Listening {
  readonly vad: VadEngine;
  readonly stt: SttEngine;
  readonly #workers: PooledWorker[];
  readonly #ready: Promise<void>;
  #sessions = 0;
  #problems: { vad: string | null; stt: string | null } | null = null;

  constructor(workers: number) {
    let report: () => void = () => undefined;
    this.#ready = new Promise((resolve) => (report = resolve));
    this.#workers = Array.from({ length: workers }, () => this.#spawn(report));
    this.vad = {
      name: 'silero-v5',
      onsetDelayMs: VAD_ONSET_DELAY_MS,
      offsetDelayMs: VAD_OFFSET_DELAY_MS,
      open: (listener) => this.#openVad(listener),
    };
    this.stt = { name: 'soundswallower', open: (context, listener, signal) => this.#openStt(context, listener, signal) };
  }

  /** Resolves when the first worker has loaded its engines, or failed to. */
  ready(): Promise<void> {
    return this.#ready;
  }

  status(): EngineStatus[] {
    const broken = this.#workers.every((worker) => worker.link.broken);
    const one = (kind: 'vad' | 'stt', name: string): EngineStatus => {
      const problem = broken ? 'its worker dies at start' : this.#problems?.[kind];
      if (problem === undefined) return { kind, name, state: 'starting', message: 'Loading.' };
      if (problem === null) return { kind, name, state: 'ready', message: 'Works without network and key.' };
      return { kind, name, state: 'failed', message: `The embedded ${kind === 'vad' ? 'voice detector' : 'recogniser'} does not load (${problem}). Run "npm ci" and start again.` };
    };
    return [one('vad', this.vad.name), one('stt', this.stt.name)];
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.link.close()));
  }

  #spawn(report: () => void): PooledWorker {
    const worker: PooledWorker = {
      link: new WorkerLink<ToListener, FromListener>({
        url: new URL('./listen-worker.ts', import.meta.url),
        workerData: null,
        onMessage: (message) => {
          if (message.type === 'ready') {
            this.#problems = { vad: message.vad, stt: message.stt };
            report();
          } else {
            this.#deliver(worker, message);
          }
        },
        onLost: () => {
          report();
          this.#onLost(worker);
        },
      }),
      vad: new Map(),
      stt: new Map(),
    };
    return worker;
  }

  #onLost(worker: PooledWorker): void {
    const { vad, stt } = worker;
    worker.vad = new Map();
    worker.stt = new Map();
    for (const listener of vad.values()) listener.onFailed(lost());
    for (const { listener, opened } of stt.values()) {
      opened(lost());
      listener.onFailed(lost());
    }
  }

  #deliver(worker: PooledWorker, message: Exclude<FromListener, { type: 'ready' }>): void {
    switch (message.type) {
      case 'vad-result':
        return worker.vad.get(message.session)?.onResult({ audioMs: message.audioMs, speech: message.speech });
      case 'vad-failed':
        return worker.vad.get(message.session)?.onFailed(new AppError('engine_unavailable', { detail: message.message }));
      case 'stt-opened':
        return worker.stt.get(message.session)?.opened(null);
      case 'stt-partial':
        return worker.stt.get(message.session)?.listener.onPartial(message.utterance, message.text);
      case 'stt-final':
        return worker.stt.get(message.session)?.listener.onFinal(message.utterance, { text: message.text, words: message.words, rejected: message.rejected });
      case 'stt-failed': {
        const found = worker.stt.get(message.session);
        const error = new AppError('engine_unavailable', { detail: message.message });
        found?.opened(error);
        found?.listener.onFailed(error);
        return;
      }
      default:
        return message satisfies never;
    }
  }

  #leastLoaded(): PooledWorker {
    const working = this.#workers.filter((worker) => !worker.link.broken);
    const [least] = working.toSorted((a, b) => a.vad.size + a.stt.size * 4 - (b.vad.size + b.stt.size * 4));
    if (least === undefined) throw new AppError('engine_unavailable', { detail: 'The embedded recogniser does not run.' });
    return least;
  }

  #openVad(listener: VadListener): ReturnType<VadEngine['open']> {
    if (typeof this.#problems?.vad === 'string') throw new AppError('engine_unavailable', { detail: 'The embedded voice detector does not load.' });
    const worker = this.#leastLoaded();
    const session = ++this.#sessions;
    worker.vad.set(session, listener);
    worker.link.post({ type: 'vad-open', session });
    return {
      push: (frame) => worker.link.post({ type: 'vad-push', session, pcm: frame }),
      close: () => {
        if (worker.vad.delete(session)) worker.link.post({ type: 'vad-close', session });
      },
    };
  }

  #openStt(context: Parameters<SttEngine['open']>[0], listener: SttListener, signal: AbortSignal): Promise<SttSession> {
    if (!/^en\b/i.test(context.language)) {
      return Promise.reject(new AppError('engine_unavailable', { detail: 'The embedded recogniser understands English only; choose another one for this language.' }));
    }
    if (typeof this.#problems?.stt === 'string') return Promise.reject(new AppError('engine_unavailable', { detail: 'The embedded recogniser does not load.' }));
    const worker = this.#leastLoaded();
    const session = ++this.#sessions;
    const close = (): void => {
      if (worker.stt.delete(session)) worker.link.post({ type: 'stt-close', session });
    };
    return new Promise((resolve, reject) => {
      const opened = (problem: Error | null): void => {
        if (problem !== null) return reject(problem);
        resolve({
          start: (utterance) => worker.link.post({ type: 'stt-start', session, utterance }),
          push: (frame) => worker.link.post({ type: 'stt-push', session, pcm: frame }),
          finish: () => worker.link.post({ type: 'stt-finish', session }),
          close,
        });
      };
      signal.addEventListener('abort', () => (close(), reject(new Error('aborted'))), { once: true });
      worker.stt.set(session, { listener, opened });
      worker.link.post({ type: 'stt-open', session, context });
    });
  }
}
