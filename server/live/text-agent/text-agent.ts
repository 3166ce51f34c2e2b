/** The thread that answers typed messages, as the main process sees it: begun with the first message, begun again when it dies. */
import { Worker } from 'node:worker_threads';
import { AppError } from '@parley/contract';
import { KeptChild } from '@parley/engine/children/kept-child.ts';
import { Questions } from '@parley/engine/children/questions.ts';
import { overThread } from '@parley/engine/children/thread.ts';
import type { TextTurn, TextTurnEvent } from '@parley/engine/text-conversation.ts';
import type { Log } from '../../platform/log.ts';
import { systemClock } from '../system-clock.ts';
import type { FromTextThread, TextTask, TextThreadSettings, ToTextThread } from './text-channel.ts';

const THREAD = new URL('./text-worker.ts', import.meta.url);
/** A model may stream for long, but not for ever. */
const ANSWER_MS = 120_000;

const ended = (): AppError => new AppError('capacity_reached', { detail: 'The thread that answers typed messages ended.' });

export class TextAgent {
  readonly #child: KeptChild<ToTextThread, FromTextThread, readonly ArrayBuffer[]>;
  readonly #answers = new Questions<TextTurn>();
  readonly #listeners = new Map<number, (event: TextTurnEvent) => void>();

  constructor(settings: TextThreadSettings, log: Log) {
    this.#child = new KeptChild({
      begin: (events) => {
        const worker = new Worker(THREAD, { workerData: settings, execArgv: ['--disable-warning=ExperimentalWarning'] });
        worker.unref();
        return overThread<ToTextThread, FromTextThread>(worker, events);
      },
      restart: { when: 'on demand' },
      onMessage: (message) => this.#handle(message),
      onLost: (reason) => {
        log.error({ err: reason }, 'the thread that answers typed messages ended; another is begun with the next message');
        this.#answers.refuseAll(ended);
      },
    });
  }

  async answer(task: TextTask, onEvent: (event: TextTurnEvent) => void): Promise<TextTurn> {
    let asked = 0;
    const ask = (id: number): void => {
      asked = id;
      this.#listeners.set(id, onEvent);
      this.#child.send({ type: 'answer', id, task });
    };
    try {
      return await this.#answers.ask(ask, { clock: systemClock, withinMs: ANSWER_MS, tooLate: () => new AppError('provider_timeout') });
    } finally {
      this.#listeners.delete(asked);
    }
  }

  async close(): Promise<void> {
    this.#answers.refuseAll(ended);
    await this.#child.close();
  }

  #handle(message: FromTextThread): void {
    switch (message.type) {
      case 'ready':
        return;
      case 'event':
        return this.#listeners.get(message.id)?.(message.event);
      case 'answered':
        return this.#answers.answer(message.id, message.turn);
      case 'failed':
        return this.#answers.refuse(message.id, new AppError(message.code, { detail: message.message }));
      default:
        return message satisfies never;
    }
  }
}
