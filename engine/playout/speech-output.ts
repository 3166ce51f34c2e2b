/** Renders the agent's clauses in order, the next while the last one plays, into the playout queue. */
import { AppError, type CallInput, type TtsSettings } from '@parley/contract';
import { createResampler, type Resampler } from '../audio/resample.ts';
import type { Clock } from '../clock.ts';
import { withDefect, type ReportDefect } from '../defects.ts';
import type { Playout } from './playout.ts';
import type { TtsChunk, TtsEngine } from '../tts/tts.ts';
import { withDeadline } from '../deadline.ts';

/** Audio rendered ahead of playout; the voice waits beyond it. */
const MAX_AHEAD_MS = 20_000;

export interface SpeechOutputOptions {
  tts: TtsEngine;
  settings: TtsSettings;
  language: string;
  /** The voice gives up when no audio comes for this long. */
  stallMs: number;
  clock: Clock;
  playout: Playout;
  sampleRate: number;
  dispatch: (input: CallInput) => void;
  report: ReportDefect;
  signal: AbortSignal;
}

interface Clause {
  id: number;
  text: string;
}

const renderedMs = ({ samples, rate }: { samples: number; rate: number }): number =>
  rate === 0 ? 0 : Math.round((samples * 1_000) / rate);

export class SpeechOutput {
  readonly #options: SpeechOutputOptions;
  #waiting: Clause[] = [];
  /** Aborts the rendering in progress; null while idle. */
  #rendering: AbortController | null = null;
  #whenRoom: (() => void) | null = null;

  constructor(options: SpeechOutputOptions) {
    this.#options = options;
  }

  speak(clause: Clause): void {
    this.#waiting.push(clause);
    if (this.#rendering === null) void this.#renderAll();
  }

  /** Drops what is waiting and in progress. */
  clear(): void {
    this.#waiting = [];
    this.#rendering?.abort();
    this.#rendering = null;
    this.#makeRoom();
  }

  /** Called as playout advances. */
  tick(): void {
    if (this.#options.playout.queue.queuedMs < MAX_AHEAD_MS) this.#makeRoom();
  }

  #makeRoom(): void {
    const go = this.#whenRoom;
    this.#whenRoom = null;
    go?.();
  }

  async #renderAll(): Promise<void> {
    const controller = new AbortController();
    this.#rendering = controller;
    const signal = AbortSignal.any([this.#options.signal, controller.signal]);
    while (!signal.aborted) {
      const clause = this.#waiting.shift();
      if (clause === undefined) break;
      await this.#render(clause, signal);
    }
    if (this.#rendering === controller) this.#rendering = null;
  }

  async #render(clause: Clause, signal: AbortSignal): Promise<void> {
    const { tts, settings, language, clock, stallMs, playout, dispatch, report } = this.#options;
    const deadline = { clock, silenceMs: stallMs, signal, onDefect: (error: unknown) => void report(error, 'tts') };
    const request = { text: clause.text, voice: settings.voice, speed: settings.speed, language };
    const progress = { samples: 0, rate: 0, resampler: null as Resampler | null, words: null as TtsChunk['words'] | null };
    playout.queue.open(clause.id, clause.text);
    try {
      for await (const chunk of withDeadline((attempt) => tts.synthesize(request, attempt), deadline)) {
        if (signal.aborted) return;
        this.#take(clause.id, chunk, progress);
        if (playout.queue.queuedMs >= MAX_AHEAD_MS) await new Promise<void>((resolve) => (this.#whenRoom = resolve));
      }
      if (signal.aborted) return;
      playout.queue.complete(clause.id, progress.words ?? null, true);
      dispatch({ type: 'tts.finished', clause: clause.id, duration_ms: renderedMs(progress), characters: clause.text.length });
    } catch (error) {
      if (signal.aborted) return;
      if (progress.samples === 0) playout.queue.drop(clause.id);
      else playout.queue.complete(clause.id, progress.words ?? null, false);
      const known = error instanceof AppError;
      dispatch({
        type: 'tts.failed',
        clause: clause.id,
        code: known ? error.code : 'internal',
        message: known ? error.message : 'The voice failed.',
        rendered_ms: renderedMs(progress),
        ...withDefect(report(error, 'tts')),
      });
    }
  }

  #take(
    id: number,
    chunk: TtsChunk,
    progress: { samples: number; rate: number; resampler: Resampler | null; words: TtsChunk['words'] | null },
  ): void {
    const { playout, sampleRate, dispatch } = this.#options;
    const first = progress.rate === 0;
    if (first && chunk.sampleRate !== sampleRate) progress.resampler = createResampler(chunk.sampleRate, sampleRate);
    progress.rate = chunk.sampleRate;
    progress.samples += chunk.pcm.length;
    if (chunk.words !== undefined) progress.words = chunk.words;
    playout.queue.append(id, progress.resampler === null ? chunk.pcm : progress.resampler.process(chunk.pcm));
    if (first) dispatch({ type: 'tts.first_audio', clause: id });
  }
}
