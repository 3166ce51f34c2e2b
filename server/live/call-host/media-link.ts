/** One media process as the main process sees it: forked, spoken to, started again when it dies. */
import { fork, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { AppError, type EngineStatus } from '@parley/contract';
import type { Log } from '../../platform/log.ts';
import type { FromMedia, MediaSettings, ToMedia } from './channel.ts';

const MAIN = fileURLToPath(new URL('./media/main.ts', import.meta.url));
const RESTART_MS = [0, 250, 1_000, 5_000];
/** A process that lived this long was sound: the next restart is immediate again. */
const SOUND_MS = 30_000;
const ANSWER_MS = 15_000;
const DRAIN_MS = 4_000;
const LAST_WORDS_MS = 1_000;

export interface MediaLinkOptions {
  index: number;
  settings: MediaSettings;
  log: Log;
  onMessage: (message: FromMedia) => void;
  /** The process is gone, and with it its calls. */
  onLost: () => void;
}

interface Question {
  resolve: (message: FromMedia) => void;
  reject: (error: AppError) => void;
  timer: NodeJS.Timeout;
}

export class MediaLink {
  readonly index: number;
  readonly calls = new Set<string>();
  state: 'starting' | 'ready' | 'lost' = 'starting';
  engines: EngineStatus[] = [];
  readonly #options: MediaLinkOptions;
  #child: ChildProcess | null = null;
  #deaths = 0;
  #closing = false;
  #questions = new Map<number, Question>();
  #nextQuestion = 1;
  readonly #firstReady = Promise.withResolvers<void>();

  constructor(options: MediaLinkOptions) {
    this.index = options.index;
    this.#options = options;
    this.#start();
  }

  /** Resolves when the process has been ready, or has died, for the first time. */
  ready(): Promise<void> {
    return this.#firstReady.promise;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  send(message: ToMedia, socket?: Socket): void {
    if (this.#child?.connected !== true) return;
    if (socket === undefined) this.#child.send(message);
    else this.#child.send(message, socket);
  }

  /** Sends a message that is answered by number. */
  ask(build: (id: number) => ToMedia): Promise<FromMedia> {
    const id = this.#nextQuestion++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () =>
          this.#questions.delete(id) && reject(new AppError('provider_timeout', { detail: 'The media process did not answer in time.' })),
        ANSWER_MS,
      );
      this.#questions.set(id, { resolve, reject, timer });
      this.send(build(id));
    });
  }

  /** Ends the process's calls in order, then the process. */
  async close(): Promise<void> {
    this.#closing = true;
    const child = this.#child;
    if (child === null || child.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.send({ type: 'drain' });
    const timer = setTimeout(() => child.kill('SIGKILL'), DRAIN_MS);
    await gone;
    clearTimeout(timer);
  }

  #start(): void {
    const child = fork(MAIN, [], { serialization: 'advanced', execArgv: ['--disable-warning=ExperimentalWarning'] });
    const began = Date.now();
    this.#child = child;
    this.state = 'starting';
    child.on('message', (message: FromMedia) => this.#take(message));
    child.on('error', (error) => this.#options.log.error({ err: error, mediaProcess: this.index }, 'media process failed'));
    this.#whenGone(child, (code, signal) => this.#onExit(code, signal, Date.now() - began));
    this.send({ type: 'settings', settings: this.#options.settings });
  }

  /** `exit` may come before the last messages have been read; `disconnect` comes after them. */
  #whenGone(child: ChildProcess, then: (code: number | null, signal: string | null) => void): void {
    let gone = false;
    const once = (): void => {
      if (gone) return;
      gone = true;
      then(child.exitCode, child.signalCode);
    };
    child.on('disconnect', () => (child.exitCode === null && child.signalCode === null ? child.once('exit', once) : once()));
    child.on('exit', () => (child.connected ? setTimeout(once, LAST_WORDS_MS) : once()));
  }

  #onExit(code: number | null, signal: string | null, livedMs: number): void {
    this.state = 'lost';
    this.#firstReady.resolve();
    for (const { reject, timer } of this.#questions.values()) {
      clearTimeout(timer);
      reject(new AppError('capacity_reached', { detail: 'The media process ended.' }));
    }
    this.#questions.clear();
    this.#options.onLost();
    if (this.#closing) return;
    this.#options.log.error({ mediaProcess: this.index, code, signal }, 'a media process ended; another is started');
    this.#deaths = livedMs > SOUND_MS ? 0 : this.#deaths + 1;
    setTimeout(() => this.#closing || this.#start(), RESTART_MS[Math.min(this.#deaths, RESTART_MS.length - 1)]);
  }

  #take(message: FromMedia): void {
    switch (message.type) {
      case 'ready':
        this.state = 'ready';
        this.engines = message.engines;
        this.#firstReady.resolve();
        return;
      case 'answer':
      case 'synthesised':
      case 'failed': {
        const question = this.#questions.get(message.id);
        this.#questions.delete(message.id);
        if (question === undefined) return;
        clearTimeout(question.timer);
        if (message.type === 'failed') question.reject(new AppError(message.code, { detail: message.message }));
        else question.resolve(message);
        return;
      }
      case 'ended':
        this.calls.delete(message.callId);
        this.#options.onMessage(message);
        return;
      case 'events':
      case 'recording':
        return this.#options.onMessage(message);
      default:
        return message satisfies never;
    }
  }
}
