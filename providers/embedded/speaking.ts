/** The embedded voice over a pool of speaking workers. */
import { AppError, type EngineStatus } from '@parley/contract';
import type { TtsChunk, TtsEngine, TtsRequest } from '@parley/engine/tts/tts.ts';
import { FLITE_VOICES } from './tts/flite.ts';
import type { FromSpeaker, ToSpeaker } from './tts/speak-worker.ts';
import { WorkerLink } from './worker-link.ts';

type Rendered = Extract<FromSpeaker, { type: 'rendered' }>;

interface Job {
  message: ToSpeaker;
  resolve: (rendered: Rendered) => void;
  reject: (error: Error) => void;
}

interface PooledWorker {
  link: WorkerLink<ToSpeaker, FromSpeaker>;
  running: Job | null;
}

export class Speaking {
  readonly tts: TtsEngine;
  readonly #workers: PooledWorker[];
  readonly #ready: Promise<void>;
  #waiting: Job[] = [];
  #jobs = 0;
  #problem: string | null | undefined;

  constructor(workers: number) {
    let report: () => void = () => undefined;
    this.#ready = new Promise((resolve) => (report = resolve));
    this.#workers = Array.from({ length: workers }, () => this.#spawn(report));
    this.tts = { name: 'flite', voices: FLITE_VOICES, synthesize: (request, signal) => this.#synthesize(request, signal) };
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  status(): EngineStatus {
    const name = this.tts.name;
    const problem = this.#workers.every((worker) => worker.link.broken) ? 'its worker dies at start' : this.#problem;
    if (problem === undefined) return { kind: 'tts', name, state: 'starting', message: 'Loading.' };
    if (problem === null) return { kind: 'tts', name, state: 'ready', message: 'Works without network and key.' };
    return { kind: 'tts', name, state: 'failed', message: `The embedded voice does not load (${problem}). Run "npm ci" and start again.` };
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.link.close()));
  }

  #spawn(report: () => void): PooledWorker {
    const worker: PooledWorker = {
      running: null,
      link: new WorkerLink<ToSpeaker, FromSpeaker>({
        url: new URL('./tts/speak-worker.ts', import.meta.url),
        workerData: null,
        onMessage: (message) => {
          if (message.type === 'ready') {
            this.#problem = message.problem;
            report();
            return;
          }
          const job = worker.running;
          worker.running = null;
          if (message.type === 'rendered') job?.resolve(message);
          else job?.reject(new AppError('provider_failed', { detail: 'The embedded voice could not speak this text.' }));
          this.#assign();
        },
        onLost: () => {
          report();
          const job = worker.running;
          worker.running = null;
          job?.reject(new AppError('engine_unavailable', { detail: 'The embedded voice stopped and is being started again.' }));
          this.#assign();
        },
      }),
    };
    return worker;
  }

  #assign(): void {
    for (const worker of this.#workers) {
      if (worker.running !== null || worker.link.broken) continue;
      const job = this.#waiting.shift();
      if (job === undefined) return;
      worker.running = job;
      worker.link.post(job.message);
    }
  }

  async *#synthesize({ text, voice, speed }: TtsRequest, signal: AbortSignal): AsyncGenerator<TtsChunk> {
    signal.throwIfAborted();
    if (this.#workers.every((worker) => worker.link.broken)) throw new AppError('engine_unavailable', { detail: 'The embedded voice does not run.' });
    if (!FLITE_VOICES.some((one) => one.id === voice)) throw new AppError('validation_failed', { detail: 'The embedded voice of this name does not exist.' });
    // Nothing to pronounce is no failure.
    if (!/[\p{L}\p{N}]/u.test(text)) return;
    const { pcm, sampleRate, words } = await new Promise<Rendered>((resolve, reject) => {
      const job: Job = { message: { job: ++this.#jobs, text, voice, speed }, resolve, reject };
      const onAbort = (): void => {
        // What runs already runs to its end; its result is dropped.
        this.#waiting = this.#waiting.filter((one) => one !== job);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(job);
      this.#assign();
    });
    yield { pcm, sampleRate, words };
  }
}
