/** The thread that answers typed messages, as the main process sees it: begun with the first message, begun again when it dies. */
import { Worker } from 'node:worker_threads';
import { AppError } from '@parley/contract';
import { KeptChild } from '@parley/engine/children/kept-child.ts';
import { Questions } from '@parley/engine/children/questions.ts';
import { overThread } from '@parley/engine/children/thread.ts';
import type { TextTurn, TextTurnEvent } from '@parley/engine/text-conversation.ts';
import { logDefect, traceOf, type DefectAbout, type DefectCounts, type MetDefect } from '../../platform/defects.ts';
import { newId } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import { systemClock } from '../system-clock.ts';
import type { FromTextThread, TextTask, TextThreadSettings, ToTextThread } from './text-channel.ts';

const THREAD = new URL('./text-worker.ts', import.meta.url);
/** A model may stream for long, but not for ever. */
const ANSWER_MS = 120_000;

const ended = (): AppError => new AppError('capacity_reached', { detail: 'The thread that answers typed messages ended.' });

interface Asker {
  onEvent: (event: TextTurnEvent) => void;
  about: DefectAbout;
}

export interface TextAgentDeps {
  log: Pick<Log, 'error'>;
  defects: DefectCounts;
}

export class TextAgent {
  readonly #deps: TextAgentDeps;
  readonly #child: KeptChild<ToTextThread, FromTextThread, readonly ArrayBuffer[]>;
  readonly #answers = new Questions<TextTurn>();
  readonly #askers = new Map<number, Asker>();

  constructor(settings: TextThreadSettings, deps: TextAgentDeps) {
    this.#deps = deps;
    this.#child = new KeptChild({
      begin: (events) => {
        const worker = new Worker(THREAD, { workerData: settings, execArgv: ['--disable-warning=ExperimentalWarning'] });
        worker.unref();
        return overThread<ToTextThread, FromTextThread>(worker, events);
      },
      restart: { when: 'on demand' },
      onMessage: (message) => this.#handle(message),
      onLost: (reason) => {
        this.#trace({ id: newId('defect'), place: 'host', trace: traceOf(reason) });
        this.#answers.refuseAll(ended);
      },
    });
  }

  /** `about`: whose message it is, for what is logged. */
  async answer(task: TextTask, about: DefectAbout, onEvent: (event: TextTurnEvent) => void): Promise<TextTurn> {
    if (this.#child.broken) throw ended();
    let asked = 0;
    const ask = (id: number): void => {
      asked = id;
      this.#askers.set(id, { onEvent, about });
      this.#child.send({ type: 'answer', id, task });
    };
    try {
      return await this.#answers.ask(ask, { clock: systemClock, withinMs: ANSWER_MS, tooLate: () => new AppError('provider_timeout') });
    } finally {
      this.#askers.delete(asked);
    }
  }

  async close(): Promise<void> {
    const closed = this.#child.close();
    this.#answers.refuseAll(ended);
    await closed;
  }

  #handle(message: FromTextThread): void {
    switch (message.type) {
      case 'ready':
        return;
      case 'event':
        return this.#askers.get(message.id)?.onEvent(message.event);
      case 'defect':
        return this.#trace(message.defect, message.id === null ? {} : this.#askers.get(message.id)?.about);
      case 'answered':
        return this.#answers.answer(message.id, message.turn);
      case 'failed':
        return this.#answers.refuse(message.id, new AppError(message.code, { detail: message.message }));
      default:
        return message satisfies never;
    }
  }

  #trace(defect: MetDefect, about: DefectAbout = {}): void {
    logDefect(this.#deps.log, defect, about);
    this.#deps.defects.note(defect.place);
  }
}
