/** A worker thread that is started again when it dies, and says so to whoever waited for it. */
import { Worker } from 'node:worker_threads';

export interface WorkerLinkOptions<In> {
  url: URL;
  workerData: unknown;
  onMessage: (message: In) => void;
  /** Everything the worker knew is gone; a new one runs already, unless it died again and again. */
  onLost: (error: Error) => void;
}

/** A worker that dies this often without having answered anything is broken, not unlucky. */
const MAX_DEATHS_IN_A_ROW = 3;

export class WorkerLink<Out, In> {
  readonly #options: WorkerLinkOptions<In>;
  #worker: Worker | null = null;
  #deaths = 0;
  #closed = false;

  constructor(options: WorkerLinkOptions<In>) {
    this.#options = options;
    this.#start();
  }

  get broken(): boolean {
    return this.#worker === null;
  }

  post(message: Out, transfer: ArrayBuffer[] = []): void {
    this.#worker?.postMessage(message, transfer);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): void {
    const worker = new Worker(this.#options.url, { workerData: this.#options.workerData });
    this.#worker = worker;
    worker.on('message', (message: In) => {
      this.#deaths = 0;
      this.#options.onMessage(message);
    });
    let reason = new Error('The worker ended.');
    worker.on('error', (error) => (reason = error instanceof Error ? error : reason));
    worker.on('exit', () => {
      if (this.#closed || this.#worker !== worker) return;
      this.#worker = null;
      this.#deaths += 1;
      if (this.#deaths <= MAX_DEATHS_IN_A_ROW) this.#start();
      this.#options.onLost(reason);
    });
  }
}
