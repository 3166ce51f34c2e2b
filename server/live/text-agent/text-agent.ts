/** The thread that answers typed messages, as the main process sees it: begun with the first message, begun again when it dies. */
import { Worker } from 'node:worker_threads';
import { AppError } from '@parley/contract';
import type { TextTurn, TextTurnEvent } from '@parley/engine/text-conversation.ts';
import type { Log } from '../../platform/log.ts';
import type { FromTextThread, TextTask, TextThreadSettings, ToTextThread } from './text-channel.ts';

const THREAD = new URL('./text-worker.ts', import.meta.url);
/** A model may stream for long, but not for ever. */
const ANSWER_MS = 120_000;

interface Waiting {
  resolve: (turn: TextTurn) => void;
  reject: (error: AppError) => void;
  onEvent: (event: TextTurnEvent) => void;
  timer: NodeJS.Timeout;
}

export class TextAgent {
  readonly #settings: TextThreadSettings;
  readonly #log: Log;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #lastId = 0;

  constructor(settings: TextThreadSettings, log: Log) {
    this.#settings = settings;
    this.#log = log;
  }

  answer(task: TextTask, onEvent: (event: TextTurnEvent) => void): Promise<TextTurn> {
    const id = ++this.#lastId;
    const worker = (this.#worker ??= this.#begin());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(id)?.reject(new AppError('provider_timeout')), ANSWER_MS);
      this.#waiting.set(id, { resolve, reject, onEvent, timer });
      worker.postMessage({ type: 'answer', id, task } satisfies ToTextThread);
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#failAll();
    await worker?.terminate();
  }

  #begin(): Worker {
    const worker = new Worker(THREAD, { workerData: this.#settings, execArgv: ['--disable-warning=ExperimentalWarning'] });
    worker.unref();
    worker.on('message', (message: FromTextThread) => this.#take(message));
    worker.on('error', (error) =>
      this.#log.error({ err: error }, 'the thread that answers typed messages failed; another is begun with the next message'),
    );
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#failAll();
    });
    return worker;
  }

  #take(message: FromTextThread): void {
    switch (message.type) {
      case 'ready':
        return;
      case 'event':
        return this.#waiting.get(message.id)?.onEvent(message.event);
      case 'answered':
        return this.#settle(message.id)?.resolve(message.turn);
      case 'failed':
        return this.#settle(message.id)?.reject(new AppError(message.code, { detail: message.message }));
      default:
        return message satisfies never;
    }
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    return waiting;
  }

  #failAll(): void {
    for (const id of [...this.#waiting.keys()])
      this.#settle(id)?.reject(new AppError('capacity_reached', { detail: 'The thread that answers typed messages ended.' }));
  }
}
