import { Worker } from 'node:worker_threads';
import { codeOf } from '../data-directory.ts';
import type { FromPglite, PgliteSettings, ToPglite } from './pglite-messages.ts';

interface Waiting {
  resolve(bytes: Buffer): void;
  reject(error: Error): void;
}

/** The embedded database stopped: what was acknowledged is on disk, and the next connection starts it again. */
export class DatabaseStopped extends Error {
  constructor(reason: string) {
    super('The embedded database stopped.', { cause: reason });
    this.name = 'DatabaseStopped';
  }
}

/** One worker thread that runs PGlite, spoken to in PostgreSQL's wire protocol; started again on demand after it died. */
export class PgliteProcess {
  readonly #settings: PgliteSettings;
  #running: Promise<RunningPglite> | undefined;

  constructor(settings: PgliteSettings) {
    this.#settings = settings;
  }

  start(): Promise<RunningPglite> {
    this.#running ??= RunningPglite.start(this.#settings, () => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async close(): Promise<void> {
    const running = await this.#running?.catch(() => undefined);
    await running?.close();
  }
}

export class RunningPglite {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  readonly #streams = new Set<(error: Error) => void>();
  #stopped = false;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  static async start(settings: PgliteSettings, onStopped: () => void): Promise<RunningPglite> {
    const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData: settings });
    const running = new RunningPglite(worker);
    const ready = Promise.withResolvers<RunningPglite>();
    let reason = 'The worker ended.';
    // Only the end of the worker ends the run: another one on the same directory before that would destroy it.
    const abort = (why: string): void => {
      reason = why;
      void worker.terminate();
    };
    worker.on('message', (message: FromPglite) => {
      switch (message.type) {
        case 'ready':
          ready.resolve(running);
          return;
        case 'executed':
          running.#answer(message.id, message.bytes);
          return;
        case 'failed':
          abort(message.message);
          return;
        case 'closed':
          return;
        default:
          message satisfies never;
      }
    });
    worker.on('error', (error: Error) => abort(codeOf(error) === undefined ? error.message : `${String(codeOf(error))}: ${error.message}`));
    worker.on('exit', () => {
      const error = new DatabaseStopped(reason);
      onStopped();
      running.#stop(error);
      ready.reject(error);
    });
    return ready.promise;
  }

  execute(bytes: Uint8Array): Promise<Buffer> {
    if (this.#stopped) return Promise.reject(new DatabaseStopped('It had stopped before.'));
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = Promise.withResolvers<Buffer>();
    this.#waiting.set(id, answer);
    const copy = new Uint8Array(bytes);
    this.#send({ type: 'execute', id, bytes: copy }, [copy.buffer]);
    return answer.promise;
  }

  /** Tells of the end; returns the way to hear of it no more. */
  onStopped(tell: (error: Error) => void): () => void {
    this.#streams.add(tell);
    return () => this.#streams.delete(tell);
  }

  /** Ends at once, as a crash would: what was acknowledged is in the log on disk. */
  async abort(): Promise<void> {
    await this.#worker.terminate();
  }

  async close(): Promise<void> {
    if (this.#stopped) return;
    const exited = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    this.#send({ type: 'close' }, []);
    await exited;
  }

  #send(message: ToPglite, transfer: ArrayBuffer[]): void {
    this.#worker.postMessage(message, transfer);
  }

  #answer(id: number, bytes: Uint8Array): void {
    this.#waiting.get(id)?.resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#waiting.delete(id);
  }

  #stop(error: Error): void {
    this.#stopped = true;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
    for (const tell of [...this.#streams]) tell(error);
  }
}
