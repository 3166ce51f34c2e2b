/** Sessions that were lost: when the next one is opened, and when there were too many. Told in the call's log. */
import { AppError, type CallInput } from '@parley/contract';
import type { Clock } from '../clock.ts';
import { withDefect, type ReportDefect } from '../defects.ts';
import type { HearingSettings } from './settings.ts';

const PARTS = {
  stt: { failed: 'stt_failed', unforeseen: 'The recogniser failed.' },
  vad: { failed: 'vad_failed', unforeseen: 'The voice detector failed.' },
} as const;

export interface LossesOptions {
  part: keyof typeof PARTS;
  clock: Clock;
  settings: HearingSettings;
  dispatch: (input: CallInput) => void;
  report: ReportDefect;
  guard: (work: () => void) => () => void;
  signal: AbortSignal;
}

export class Losses {
  readonly #options: LossesOptions;
  #atMs: number[] = [];
  #cancelRetry: () => void = () => undefined;

  constructor(options: LossesOptions) {
    this.#options = options;
  }

  /** Tells of the loss, and opens the next session after a while; with one loss too many the call ends instead. `code` where the error has no better one. */
  replace(open: () => void, error: unknown, code?: string): void {
    const { clock, guard, signal } = this.#options;
    const retryInMs = this.#note(error, code);
    // Telling of it may have ended the call.
    if (retryInMs !== null && !signal.aborted) this.#cancelRetry = clock.schedule(retryInMs, guard(open));
  }

  /** No session is opened any more. */
  close(): void {
    this.#cancelRetry();
  }

  /** Tells of audio that the next session does not hear either. */
  tellOfDropped(ms: number): void {
    const message = 'Not all of what the caller said could be kept for the next session.';
    const { part, dispatch } = this.#options;
    dispatch({ type: 'hearing.interrupted', part, code: 'audio_dropped', message, dropped_ms: Math.round(ms) });
  }

  /** Answers with the time until the next session; null: there is to be none. */
  #note(error: unknown, code?: string): number | null {
    const { part, clock, settings, dispatch, report } = this.#options;
    const known = error instanceof AppError ? error : null;
    const message = known?.message ?? PARTS[part].unforeseen;
    const defect = withDefect(report(error, part));
    const retryInMs = this.#next(clock.now(), settings);
    dispatch({
      type: 'hearing.interrupted',
      part,
      code: code ?? known?.code ?? 'internal',
      message,
      ...(known?.refusal === undefined ? {} : { refusal: known.refusal }),
      ...defect,
      ...(retryInMs === null ? {} : { retry_in_ms: retryInMs }),
    });
    if (retryInMs === null) dispatch({ type: 'stt.failed', code: PARTS[part].failed, message, ...defect });
    return retryInMs;
  }

  #next(nowMs: number, { backOffMs, maxLosses, lossWindowMs }: HearingSettings): number | null {
    this.#atMs = [...this.#atMs.filter((at) => nowMs - at < lossWindowMs), nowMs];
    if (this.#atMs.length >= maxLosses) return null;
    return backOffMs[Math.min(this.#atMs.length, backOffMs.length) - 1] ?? 0;
  }
}
