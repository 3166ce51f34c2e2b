/** One media process as the main process sees it: forked, spoken to, started again when it dies. */
import { fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { AppError, type EngineStatus } from '@parley/contract';
import { KeptChild, type Life, type LifeEvents } from '@parley/engine/children/kept-child.ts';
import { Questions } from '@parley/engine/children/questions.ts';
import { newId } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import { systemClock } from '../system-clock.ts';
import type { FromMedia, MediaLag, MediaSettings, ToMedia } from './channel.ts';
import { overProcess } from './process-life.ts';

const MAIN = fileURLToPath(new URL('./media/main.ts', import.meta.url));
const RESTART_MS = [0, 250, 1_000, 5_000];
/** A process that lived longer was sound: the next is started at once. */
const SOUND_MS = 30_000;
const ANSWER_MS = 15_000;
const DRAIN_MS = 4_000;
const IN_TIME: MediaLag = { audioMs: 0, listeningMs: 0 };
const NODE_OPTIONS = ['--disable-warning=ExperimentalWarning'];

const ended = (): AppError => new AppError('capacity_reached', { detail: 'The media process ended.' });
const tooLate = (): AppError => new AppError('provider_timeout', { detail: 'The media process did not answer in time.' });

export interface MediaLinkOptions {
  index: number;
  settings: MediaSettings;
  log: Log;
}

export interface MediaListener {
  onMessage: (message: FromMedia) => void;
  /** The process is gone, and with it its calls. */
  onLost: () => void;
}

export class MediaLink {
  readonly index: number;
  readonly calls = new Set<string>();
  state: 'starting' | 'ready' | 'lost' = 'starting';
  engines: EngineStatus[] = [];
  pid: number | undefined;
  /** As it last said. */
  lag = IN_TIME;
  readonly #options: MediaLinkOptions;
  readonly #questions = new Questions<FromMedia>();
  readonly #firstReady = Promise.withResolvers<void>();
  /** Null until it is begun. */
  #child: KeptChild<ToMedia, FromMedia, Socket> | null = null;
  #closed = false;
  #listener: MediaListener | null = null;
  /** What came before anybody listened. */
  #early: FromMedia[] = [];

  constructor(options: MediaLinkOptions) {
    this.index = options.index;
    this.#options = options;
  }

  /** The process begins; nothing where it was closed before. */
  begin(): void {
    if (this.#closed || this.#child !== null) return;
    this.#child = new KeptChild({
      begin: (events) => this.#fork(events),
      restart: { when: 'at once', delays: { clock: systemClock, ms: RESTART_MS, soundAfterMs: SOUND_MS } },
      onMessage: (message) => this.#handle(message),
      onLost: (reason) => {
        this.#options.log.error(
          { err: reason, mediaProcess: this.index, defectId: newId('defect'), place: 'host' },
          'a media process ended; another is started',
        );
        this.#tell({ type: 'defect', place: 'host' });
      },
    });
  }

  /** Hears also what was said before. */
  listen(listener: MediaListener): void {
    this.#listener = listener;
    for (const message of this.#early.splice(0)) listener.onMessage(message);
  }

  /** Resolves when the process has been ready, or has died, for the first time. */
  ready(): Promise<void> {
    return this.#firstReady.promise;
  }

  send(message: ToMedia, socket?: Socket): void {
    this.#child?.send(message, socket);
  }

  /** Sends a message that is answered by number. */
  ask(build: (id: number) => ToMedia): Promise<FromMedia> {
    if (this.#child === null || this.#child.broken) return Promise.reject(ended());
    return this.#questions.ask((id) => this.send(build(id)), { clock: systemClock, withinMs: ANSWER_MS, tooLate });
  }

  /** Ends the process's calls in order, then the process. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#child?.close({ message: { type: 'drain' }, clock: systemClock, withinMs: DRAIN_MS });
  }

  #fork(events: LifeEvents<FromMedia>): Life<ToMedia, Socket> {
    this.state = 'starting';
    const child = fork(MAIN, [], { serialization: 'advanced', execArgv: NODE_OPTIONS });
    child.on('error', (error) => this.#options.log.error({ err: error, mediaProcess: this.index }, 'media process failed'));
    const life = overProcess<ToMedia, FromMedia>(child, {
      onMessage: (message) => events.onMessage(message),
      onGone: (reason) => {
        this.#onGone();
        events.onGone(reason);
      },
    });
    this.pid = life.pid;
    life.send({ type: 'settings', settings: this.#options.settings });
    return life;
  }

  /** An end that was asked for takes its calls along as well. */
  #onGone(): void {
    this.state = 'lost';
    this.lag = IN_TIME;
    this.#firstReady.resolve();
    this.#questions.refuseAll(ended);
    this.#listener?.onLost();
  }

  #handle(message: FromMedia): void {
    switch (message.type) {
      case 'ready':
        this.state = 'ready';
        this.engines = message.engines;
        this.#firstReady.resolve();
        return;
      case 'answer':
      case 'synthesised':
        return this.#questions.answer(message.id, message);
      case 'failed':
        return this.#questions.refuse(message.id, new AppError(message.code, { detail: message.message }));
      case 'ended':
        this.calls.delete(message.callId);
        this.#tell(message);
        return;
      case 'load':
        this.lag = message.lag;
        this.#tell(message);
        return;
      case 'events':
      case 'recording':
      case 'defect':
        return this.#tell(message);
      default:
        return message satisfies never;
    }
  }

  #tell(message: FromMedia): void {
    if (this.#listener === null) this.#early.push(message);
    else this.#listener.onMessage(message);
  }
}
