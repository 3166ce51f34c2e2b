/** Renders the agent's clauses in order, the next while the last one plays, into the playout queue. */
import { AppError, type CallInput, type VoiceRef } from '@parley/contract';
import type { Clock } from '../clock.ts';
import { withDefect, type ReportDefect } from '../defects.ts';
import { Pace } from '../tts/pace.ts';
import { checkedAudio, checkedNotes } from '../tts/chunk-check.ts';
import type { TtsChunk, TtsEngine } from '../tts/tts.ts';
import { isSpeakable } from '../tts/written-words.ts';
import { withDeadline } from '../attempts/deadline.ts';
import { ClauseAudio } from './clause-audio.ts';
import type { Playout } from './playout.ts';

/** Audio rendered ahead of playout; the voice waits beyond it. */
export const MAX_AHEAD_MS = 20_000;
/** What a voice gives at once is taken in parts of this length, so that no chunk goes far beyond. */
const PART_MS = 1_000;
/** Text that waits for the voice: more than a quarter of an hour of speech. What is longer is refused, and told as unheard. */
export const MAX_WAITING_CHARACTERS = 20_000;

export interface SpeechOutputOptions {
  tts: TtsEngine;
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
  voice: VoiceRef;
}

export class SpeechOutput {
  readonly #options: SpeechOutputOptions;
  /** By voice and speed. */
  readonly #paces = new Map<string, Pace>();
  #waiting: Clause[] = [];
  #waitingCharacters = 0;
  /** Aborts the rendering in progress; null while idle. */
  #rendering: AbortController | null = null;
  #whenRoom: (() => void) | null = null;

  constructor(options: SpeechOutputOptions) {
    this.#options = options;
  }

  speak(clause: Clause): void {
    if (this.#waitingCharacters + clause.text.length > MAX_WAITING_CHARACTERS)
      return this.#failed(clause, new AppError('speech_backlog_full'), 0);
    this.#waiting.push(clause);
    this.#waitingCharacters += clause.text.length;
    if (this.#rendering === null) this.#renderAll().catch((error: unknown) => this.#options.report(error, 'tts'));
  }

  /** Drops what is waiting and in progress. */
  clear(): void {
    this.#waiting = [];
    this.#waitingCharacters = 0;
    this.#rendering?.abort();
    this.#rendering = null;
    this.#makeRoom();
  }

  /** Called as playout advances. */
  tick(): void {
    if (this.#hasRoom()) this.#makeRoom();
  }

  #hasRoom(): boolean {
    return this.#options.playout.queue.queuedMs < MAX_AHEAD_MS;
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
      this.#waitingCharacters -= clause.text.length;
      await this.#render(clause, signal);
    }
    if (this.#rendering === controller) this.#rendering = null;
  }

  async #render(clause: Clause, signal: AbortSignal): Promise<void> {
    const { playout, sampleRate, dispatch } = this.#options;
    const { id, text } = clause;
    const pace = this.#paceOf(clause.voice);
    const audio = new ClauseAudio(sampleRate);
    playout.queue.open(id, text, pace);
    try {
      // Punctuation alone has no sound, and is no failure.
      const speakable = isSpeakable(text);
      if (speakable) await this.#synthesize(clause, audio, signal);
      if (signal.aborted) return;
      if (speakable && audio.renderedMs === 0) throw new AppError('text_not_speakable');
      playout.queue.complete(id, true);
      pace.learn(text, audio.renderedMs);
      dispatch({ type: 'tts.finished', clause: id, duration_ms: audio.renderedMs, characters: speakable ? text.length : 0 });
    } catch (error) {
      if (signal.aborted) return;
      if (audio.renderedMs === 0) playout.queue.drop(id);
      else playout.queue.complete(id, false);
      this.#failed(clause, error, audio.renderedMs);
    }
  }

  #paceOf({ id, speed }: VoiceRef): Pace {
    const key = `${id} ${speed}`;
    const pace = this.#paces.get(key) ?? new Pace(speed);
    this.#paces.set(key, pace);
    return pace;
  }

  async #synthesize({ id, text, voice }: Clause, audio: ClauseAudio, signal: AbortSignal): Promise<void> {
    const { tts, clock, stallMs, report } = this.#options;
    const deadline = { clock, silenceMs: stallMs, signal, onDefect: (error: unknown) => void report(error, 'tts') };
    const request = { text, voice: voice.id, speed: voice.speed, language: voice.language };
    for await (const chunk of withDeadline((attempt) => tts.synthesize(request, attempt), deadline)) {
      if (signal.aborted) return;
      await this.#take(id, chunk, audio, signal);
    }
  }

  async #take(id: number, chunk: TtsChunk, audio: ClauseAudio, signal: AbortSignal): Promise<void> {
    const { playout, dispatch, report } = this.#options;
    const { pcm, sampleRate } = checkedAudio(chunk);
    const { marks, leavesOut, faulty } = checkedNotes(chunk);
    if (faulty) report(new TypeError("A voice's marks are none."), 'tts');
    if (leavesOut.length > 0) playout.queue.leaveOut(id, leavesOut);
    if (marks.length > 0) playout.queue.mark(id, marks);
    const part = Math.max(1, Math.round((sampleRate * PART_MS) / 1_000));
    for (let at = 0; at < pcm.length && !signal.aborted; at += part) {
      const first = audio.renderedMs === 0;
      playout.queue.append(id, audio.convert({ pcm: pcm.subarray(at, at + part), sampleRate }));
      if (first) dispatch({ type: 'tts.first_audio', clause: id });
      if (!this.#hasRoom()) await new Promise<void>((resolve) => (this.#whenRoom = resolve));
    }
  }

  #failed(clause: Clause, error: unknown, renderedMs: number): void {
    const { dispatch, report } = this.#options;
    const known = error instanceof AppError;
    dispatch({
      type: 'tts.failed',
      clause: clause.id,
      code: known ? error.code : 'internal',
      message: known ? error.message : 'The voice failed.',
      rendered_ms: renderedMs,
      ...withDefect(report(error, 'tts')),
    });
  }
}
