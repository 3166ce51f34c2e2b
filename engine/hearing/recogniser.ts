/**
 * A recogniser that may fail: its session is opened again after a loss, in growing distances and not for ever, and the next one hears every utterance
 * without a final from its start. No wait is without an end.
 */
import { AppError, type CallInput, type Word } from '@parley/contract';
import { FRAME_MS, type Frame } from '../audio/frame.ts';
import type { Clock } from '../clock.ts';
import type { ReportDefect } from '../defects.ts';
import type { SpeechContext, SttEngine, SttListener, SttSession } from '../stt/stt.ts';
import { KeptUtterances, type KeptUtterance } from './kept-utterances.ts';
import { Losses } from './losses.ts';
import { scheduleDeadline } from './patience.ts';
import type { HearingSettings } from './settings.ts';

export interface RecogniserOptions {
  stt: SttEngine;
  context: SpeechContext;
  clock: Clock;
  settings: HearingSettings;
  dispatch: (input: CallInput) => void;
  report: ReportDefect;
  /** What timers and promises call: an exception of ours ends its call. */
  guard: (work: () => void) => () => void;
  signal: AbortSignal;
}

/** One session, from the attempt to open it. */
interface Attempt {
  /** Null while it opens. */
  session: SttSession | null;
  readonly abort: AbortController;
  /** Deadlines, that of its opening under `open`. */
  readonly deadlines: Map<number | 'open', () => void>;
  /** Call time of the first frame that it heard, by utterance. */
  readonly startedMs: Map<number, number>;
  /** Utterances whose finals are overdue. */
  readonly owed: Set<number>;
  /** By the clock: when it can have heard what it was given at once. */
  caughtUpAt: number;
}

type Final = Parameters<SttListener['onFinal']>[1];

const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

/** Engines are others' code: what they say is looked at before the call goes by it. */
const isTranscript = (final: Final): boolean =>
  typeof final?.text === 'string' &&
  typeof final.rejected === 'boolean' &&
  Array.isArray(final.words) &&
  final.words.every(({ text, start_ms, end_ms }) => typeof text === 'string' && Number.isFinite(start_ms) && Number.isFinite(end_ms));

export class Recogniser {
  readonly #options: RecogniserOptions;
  readonly #kept: KeptUtterances;
  readonly #losses: Losses;
  #attempt: Attempt | null = null;
  #current: KeptUtterance | null = null;
  /** Audio that no session can hear any more, and that nobody was told of. */
  #droppedMs = 0;

  constructor(options: RecogniserOptions) {
    this.#options = options;
    this.#kept = new KeptUtterances(options.settings.keptAudioMs);
    this.#losses = new Losses({ ...options, part: 'stt' });
  }

  /** Opens the first session. */
  open(): void {
    this.#open();
  }

  /** `startMs`: call time of the utterance's first frame. */
  start(id: number, startMs: number): void {
    const utterance = this.#kept.begin(id, startMs);
    this.#current = utterance;
    this.#whenOpen((attempt, session) => this.#begin(attempt, session, utterance));
  }

  push(frame: Frame): void {
    const utterance = this.#current;
    if (utterance === null) return;
    this.#kept.push(utterance, frame);
    this.#whenOpen((_attempt, session) => session.push(frame));
  }

  finish(): void {
    const utterance = this.#current;
    if (utterance === null) return;
    this.#current = null;
    utterance.ended = true;
    this.#whenOpen((attempt, session) => this.#finish(attempt, session, utterance));
  }

  close(): void {
    this.#losses.close();
    const attempt = this.#attempt;
    this.#attempt = null;
    if (attempt !== null) this.#shut(attempt);
  }

  #open(): void {
    const { stt, context, clock, settings, guard, signal } = this.#options;
    const attempt: Attempt = {
      session: null,
      abort: new AbortController(),
      deadlines: new Map(),
      startedMs: new Map(),
      owed: new Set(),
      caughtUpAt: 0,
    };
    this.#attempt = attempt;
    const tooLate = (): void =>
      this.#lose(attempt, new AppError('provider_timeout', { detail: 'The recogniser does not open.' }), 'open_timeout');
    attempt.deadlines.set('open', scheduleDeadline(clock, settings.openMs, guard(tooLate)));
    const open = async (): Promise<SttSession> =>
      stt.open(context, this.#listenerOf(attempt), AbortSignal.any([signal, attempt.abort.signal]));
    open().then(
      (session) => guard(() => this.#onOpen(attempt, session))(),
      (error: unknown) => guard(() => this.#lose(attempt, error))(),
    );
  }

  #listenerOf(attempt: Attempt): SttListener {
    /** What cannot be understood of an engine is its failure; and a session that was replaced has no say. */
    const hear = (work: () => void): void => {
      if (attempt !== this.#attempt) return;
      try {
        work();
      } catch (error) {
        this.#lose(attempt, error);
      }
    };
    return {
      onPartial: (id, text) => hear(() => this.#onPartial(attempt, id, text)),
      onFinal: (id, final) => hear(() => this.#onFinal(attempt, id, final)),
      onFailed: (error) => hear(() => this.#lose(attempt, error)),
    };
  }

  #onOpen(attempt: Attempt, session: SttSession): void {
    attempt.session = session;
    if (attempt !== this.#attempt) return this.#shut(attempt);
    if (typeof session?.push !== 'function') return this.#lose(attempt, new TypeError('A recogniser opened no session.'));
    attempt.deadlines.get('open')?.();
    attempt.deadlines.delete('open');
    for (const utterance of this.#kept.waiting) this.#whenOpen(() => this.#hearAgain(attempt, session, utterance));
    this.#tellOfDropped();
  }

  /** All that is there of an utterance at once. */
  #hearAgain(attempt: Attempt, session: SttSession, utterance: KeptUtterance): void {
    const { clock, settings } = this.#options;
    if (attempt !== this.#attempt) return;
    if (utterance.hearings >= settings.maxHearings) this.#kept.forget(utterance);
    this.#droppedMs += utterance.untoldMs;
    utterance.untoldMs = 0;
    if (utterance.ended && utterance.frames.length === 0) return this.#giveUp(utterance);
    this.#begin(attempt, session, utterance);
    for (const frame of utterance.frames) session.push(frame);
    const takesMs = (utterance.frames.length * FRAME_MS) / settings.catchUpRate;
    attempt.caughtUpAt = Math.max(attempt.caughtUpAt, clock.now()) + takesMs;
    if (utterance.ended) this.#finish(attempt, session, utterance);
  }

  #begin(attempt: Attempt, session: SttSession, utterance: KeptUtterance): void {
    utterance.hearings += 1;
    attempt.startedMs.set(utterance.id, utterance.startMs + utterance.droppedMs);
    session.start(utterance.id);
  }

  #finish(attempt: Attempt, session: SttSession, utterance: KeptUtterance): void {
    const { clock, settings, guard } = this.#options;
    const waitMs = Math.max(0, attempt.caughtUpAt - clock.now()) + settings.finalMs;
    attempt.deadlines.set(
      utterance.id,
      scheduleDeadline(
        clock,
        waitMs,
        guard(() => this.#onOverdue(attempt, utterance)),
      ),
    );
    session.finish();
  }

  #whenOpen(work: (attempt: Attempt, session: SttSession) => void): void {
    const attempt = this.#attempt;
    if (attempt === null || attempt.session === null) return;
    try {
      work(attempt, attempt.session);
    } catch (error) {
      this.#lose(attempt, error);
    }
  }

  #onPartial(attempt: Attempt, id: number, text: string): void {
    if (typeof text !== 'string') throw new TypeError('A partial transcript is no text.');
    const utterance = this.#kept.find(id);
    if (utterance === undefined || utterance.told !== null || !attempt.startedMs.has(id)) return;
    // Heard again, an utterance grows anew up to where it was.
    if (utterance.hearings > 1 && countWords(text) < countWords(utterance.partial)) return;
    utterance.partial = text;
    this.#options.dispatch({ type: 'user_transcript.partial', utterance: id, text });
  }

  #onFinal(attempt: Attempt, id: number, final: Final): void {
    if (!isTranscript(final)) throw new TypeError('A final transcript is none.');
    const { text, words, rejected } = final;
    const utterance = this.#kept.find(id);
    const startedMs = attempt.startedMs.get(id);
    if (utterance === undefined || startedMs === undefined) return;
    const inCallTime = this.#inCallTime(words, startedMs);
    const heard = rejected ? 0 : countWords(text);
    if (utterance.ended) this.#settle(attempt, utterance);
    if (!this.#isNews(utterance, heard, rejected)) return;
    utterance.told = { words: heard, standsIn: false };
    this.#options.dispatch({ type: 'user_transcript.final', utterance: id, text, rejected, words: inCallTime });
  }

  /** A second final never takes words away. */
  #isNews({ told }: KeptUtterance, heard: number, rejected: boolean): boolean {
    if (told === null) return true;
    if (told.standsIn) return heard > 0 || (rejected && told.words === 0);
    return heard > told.words;
  }

  #settle(attempt: Attempt, utterance: KeptUtterance): void {
    attempt.deadlines.get(utterance.id)?.();
    attempt.deadlines.delete(utterance.id);
    attempt.owed.delete(utterance.id);
    this.#kept.settle(utterance);
    // Finals come in order: those overdue before this one will not come any more.
    for (const id of attempt.owed) {
      const earlier = this.#kept.find(id);
      if (id > utterance.id) continue;
      attempt.owed.delete(id);
      if (earlier !== undefined) this.#kept.settle(earlier);
    }
  }

  /**
   * What was understood so far is what there is. A session that has understood nothing of the utterance, or owes two finals, is likely to be dead: the next
   * one hears it.
   */
  #onOverdue(attempt: Attempt, utterance: KeptUtterance): void {
    if (attempt !== this.#attempt) return;
    attempt.deadlines.delete(utterance.id);
    attempt.owed.add(utterance.id);
    utterance.overdue += 1;
    if (utterance.overdue > 1) this.#kept.settle(utterance);
    const overdue = new AppError('provider_timeout', { detail: "The recogniser's final is overdue." });
    const nothing = utterance.told === null && utterance.partial === '' && utterance.overdue === 1;
    if (nothing || attempt.owed.size > 1) this.#lose(attempt, overdue, 'final_timeout');
    else this.#options.dispatch({ type: 'hearing.interrupted', part: 'stt', code: 'final_timeout', message: overdue.message });
    if (!nothing) this.#standIn(utterance);
  }

  #standIn(utterance: KeptUtterance): void {
    if (utterance.told !== null) return;
    const { id, partial } = utterance;
    utterance.told = { words: countWords(partial), standsIn: true };
    this.#options.dispatch({ type: 'user_transcript.final', utterance: id, text: partial, rejected: false, words: [], stands_in: true });
  }

  #giveUp(utterance: KeptUtterance): void {
    this.#kept.settle(utterance);
    this.#standIn(utterance);
  }

  #tellOfDropped(): void {
    const droppedMs = this.#droppedMs;
    this.#droppedMs = 0;
    if (droppedMs > 0) this.#losses.tellOfDropped(droppedMs);
  }

  #lose(attempt: Attempt, error: unknown, code?: string): void {
    if (attempt !== this.#attempt) return;
    this.#attempt = null;
    this.#shut(attempt);
    if (!this.#options.signal.aborted) this.#losses.replace(() => this.#open(), error, code);
  }

  #shut(attempt: Attempt): void {
    for (const cancel of attempt.deadlines.values()) cancel();
    attempt.deadlines.clear();
    const { session } = attempt;
    attempt.session = null;
    try {
      session?.close();
    } catch (error) {
      this.#options.report(error, 'stt');
    }
    attempt.abort.abort();
  }

  #inCallTime(words: readonly Word[], startedMs: number): Word[] {
    return words.map(({ text, start_ms, end_ms }) => ({
      text,
      start_ms: Math.max(0, Math.round(start_ms + startedMs)),
      end_ms: Math.max(0, Math.round(end_ms + startedMs)),
    }));
  }
}
