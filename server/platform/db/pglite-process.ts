import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Life } from '@parley/engine/children/kept-child.ts';
import { Questions } from '@parley/engine/children/questions.ts';
import { overThread } from '@parley/engine/children/thread.ts';
import { codeOf } from '../data-directory.ts';
import type { FromPglite, PgliteSettings, ToPglite } from './pglite-messages.ts';

/**
 * V8's optimising compiler takes 1.5 s and 600 MB for PostgreSQL's grammar alone, which every start makes hot within a few statements. The
 * baseline code answers ordinary statements as fast; a statement that goes over tens of thousands of rows takes twice as long.
 */
const BASELINE_ONLY = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'];

/** The embedded database stopped: what was acknowledged is on disk, and the next connection starts it again. */
class DatabaseStopped extends Error {
  constructor(reason: string) {
    super('The embedded database stopped.', { cause: reason });
    this.name = 'DatabaseStopped';
  }
}

/**
 * One worker thread that runs PGlite, spoken to in PostgreSQL's wire protocol; started again on demand after it died. Not one kept child over
 * all its lives: a connection belongs to the run that it was opened on, and must not go on in the next.
 */
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
  readonly #life: Life<ToPglite, readonly ArrayBuffer[]>;
  readonly #answers = new Questions<Buffer>();
  readonly #copies = new Questions<string | null>();
  readonly #ready = Promise.withResolvers<RunningPglite>();
  readonly #gone = Promise.withResolvers<void>();
  readonly #streams = new Set<(error: Error) => void>();
  #abortedBecause: string | undefined;
  #stopped = false;

  private constructor(settings: PgliteSettings, onStopped: () => void) {
    BASELINE_ONLY.forEach(setFlagsFromString);
    const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData: settings });
    worker.on('error', (error: Error) =>
      this.#abort(codeOf(error) === undefined ? error.message : `${String(codeOf(error))}: ${error.message}`),
    );
    this.#life = overThread<ToPglite, FromPglite>(worker, {
      onMessage: (message) => this.#handle(message),
      onGone: (reason) => {
        const error = new DatabaseStopped(this.#abortedBecause ?? reason.message);
        onStopped();
        this.#stop(error);
        this.#ready.reject(error);
        this.#gone.resolve();
      },
    });
  }

  static start(settings: PgliteSettings, onStopped: () => void): Promise<RunningPglite> {
    return new RunningPglite(settings, onStopped).#ready.promise;
  }

  execute(bytes: Uint8Array): Promise<Buffer> {
    if (this.#stopped) return Promise.reject(new DatabaseStopped('It had stopped before.'));
    const copy = new Uint8Array(bytes);
    return this.#answers.ask((id) => this.#life.send({ type: 'execute', id, bytes: copy }, [copy.buffer]));
  }

  /** Brings a copy of the files that was begun at that time up to this moment. Throws what the disk says. */
  async bringUp(to: string, began: number): Promise<void> {
    if (this.#stopped) throw new DatabaseStopped('It had stopped before.');
    const fault = await this.#copies.ask((id) => this.#life.send({ type: 'snapshot', id, to, began }, []));
    if (fault !== null) throw new Error(fault);
  }

  /** Tells of the end; returns the way to hear of it no more. */
  onStopped(tell: (error: Error) => void): () => void {
    this.#streams.add(tell);
    return () => this.#streams.delete(tell);
  }

  /** Ends at once, as a crash would: what was acknowledged is in the log on disk. */
  abort(): Promise<void> {
    this.#life.end();
    return this.#gone.promise;
  }

  close(): Promise<void> {
    if (!this.#stopped) this.#life.send({ type: 'close' });
    return this.#gone.promise;
  }

  #handle(message: FromPglite): void {
    switch (message.type) {
      case 'ready':
        return this.#ready.resolve(this);
      case 'executed': {
        const { buffer, byteOffset, byteLength } = message.bytes;
        return this.#answers.answer(message.id, Buffer.from(buffer, byteOffset, byteLength));
      }
      case 'copied':
        return this.#copies.answer(message.id, message.fault);
      case 'failed':
        return this.#abort(message.message);
      case 'closed':
        return;
      default:
        return message satisfies never;
    }
  }

  /** Only the end of the worker ends the run: another one on the same directory before that would destroy it. */
  #abort(why: string): void {
    this.#abortedBecause = why;
    this.#life.end();
  }

  #stop(error: Error): void {
    this.#stopped = true;
    this.#answers.refuseAll(() => error);
    this.#copies.refuseAll(() => error);
    for (const tell of [...this.#streams]) tell(error);
  }
}
