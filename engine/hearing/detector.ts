/** A voice detector that may fail: what it had not judged yet, the next one hears, so that no speech is missed between them. */
import { AppError, type CallInput } from '@parley/contract';
import { FRAME_MS } from '../audio/frame.ts';
import type { Clock } from '../clock.ts';
import type { ReportDefect } from '../defects.ts';
import type { VadEngine, VadResult, VadSession } from '../vad/vad.ts';
import { Losses } from './losses.ts';
import type { HearingSettings } from './settings.ts';
import { frameAt, type Tape } from './tape.ts';

/** What a new session hears of the audio that was judged already, to get the voice's measure. */
export const CONTEXT_MS = 500;
/** A detector works in windows: less than this is not waited for. */
const WINDOW_MS = 100;

export interface DetectorOptions {
  vad: VadEngine;
  /** All the caller's audio that is not judged, and `CONTEXT_MS` before it. */
  tape: Tape;
  clock: Clock;
  settings: HearingSettings;
  dispatch: (input: CallInput) => void;
  report: ReportDefect;
  guard: (work: () => void) => () => void;
  signal: AbortSignal;
  /** `audioMs`: its place on the tape. */
  onJudged: (result: VadResult) => void;
}

interface Session {
  /** Null while it is being made. */
  vad: VadSession | null;
  /** Place on the tape of its first frame, and of the next that it is to hear. */
  readonly startMs: number;
  nextMs: number;
}

/** Engines are others' code: what they say is looked at before the call goes by it. */
const isResult = (result: VadResult): boolean => typeof result?.audioMs === 'number' && typeof result.speech === 'boolean';

export class Detector {
  readonly #options: DetectorOptions;
  readonly #losses: Losses;
  #session: Session | null = null;
  #judgedMs = 0;
  /** How long audio has waited for a result. */
  #waitedMs = 0;

  constructor(options: DetectorOptions) {
    this.#options = options;
    this.#losses = new Losses({ ...options, part: 'vad' });
  }

  /** Opens the first session. */
  open(): void {
    this.#open();
  }

  /** Hears what is new on the tape. */
  hear(): void {
    const session = this.#session;
    const { tape } = this.#options;
    if (session === null || session.vad === null) return;
    try {
      for (const frame of tape.between(session.nextMs, tape.endMs)) {
        session.nextMs += FRAME_MS;
        session.vad.push(frame);
        if (session !== this.#session) return;
      }
    } catch (error) {
      this.#lose(session, error);
    }
  }

  /** `elapsedMs` since the last time, in which results could have come. */
  tick(elapsedMs: number): void {
    const { tape, settings } = this.#options;
    const session = this.#session;
    const waits = session !== null && tape.endMs - this.#judgedMs > WINDOW_MS;
    this.#waitedMs = waits ? this.#waitedMs + elapsedMs : 0;
    if (session === null || this.#waitedMs < settings.resultMs) return;
    this.#lose(session, new AppError('provider_timeout', { detail: 'The voice detector does not answer.' }), 'result_timeout');
  }

  close(): void {
    this.#losses.close();
    const session = this.#session;
    this.#session = null;
    if (session !== null) this.#shut(session);
  }

  #open(): void {
    const { vad, tape } = this.#options;
    const startMs = Math.max(tape.startMs, frameAt(this.#judgedMs) - CONTEXT_MS);
    if (startMs > this.#judgedMs) this.#losses.tellOfDropped(startMs - this.#judgedMs);
    const session: Session = { vad: null, startMs, nextMs: startMs };
    this.#session = session;
    this.#waitedMs = 0;
    try {
      session.vad = vad.open({
        onResult: (result) => this.#options.guard(() => this.#onResult(session, result))(),
        onFailed: (error) => this.#options.guard(() => this.#lose(session, error))(),
      });
      if (session !== this.#session) return this.#shut(session);
      if (typeof session.vad?.push !== 'function') throw new TypeError('A voice detector opened no session.');
    } catch (error) {
      return this.#lose(session, error);
    }
    this.hear();
  }

  #onResult(session: Session, result: VadResult): void {
    if (session !== this.#session) return;
    if (!isResult(result)) return this.#lose(session, new TypeError("A voice detector's result is none."));
    const audioMs = Math.min(session.startMs + result.audioMs, this.#options.tape.endMs);
    // Of the audio before, or not a number.
    if (!(audioMs > this.#judgedMs)) return;
    this.#judgedMs = audioMs;
    this.#waitedMs = 0;
    this.#options.onJudged({ ...result, audioMs });
  }

  #lose(session: Session, error: unknown, code?: string): void {
    if (session !== this.#session) return;
    this.#session = null;
    this.#shut(session);
    if (!this.#options.signal.aborted) this.#losses.replace(() => this.#open(), error, code);
  }

  #shut(session: Session): void {
    try {
      session.vad?.close();
    } catch (error) {
      this.#options.report(error, 'vad');
    }
  }
}
