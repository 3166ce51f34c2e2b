/** The pacer: one frame of the queue to the transport every 20 ms, and the only source of what was heard. */
import type { CallInput } from '@parley/contract';
import { CALLER_SAMPLE_RATE, samplesPerFrame, type Frame } from '../audio/frame.ts';
import { PlayoutQueue } from './playout-queue.ts';
import { createResampler, type Resampler } from '../audio/resample.ts';
import type { CallTransport } from '../transport.ts';

const SILENCE: Frame = new Int16Array(samplesPerFrame(CALLER_SAMPLE_RATE));

/** A transport that tells of a longer delay is not believed: a call waits for it before it ends. */
const MAX_DELAY_MS = 10_000;

export class Playout {
  readonly queue: PlayoutQueue;
  readonly #transport: CallTransport;
  readonly #dispatch: (input: CallInput) => void;
  readonly #toRecording: Resampler | null;
  #audible = false;
  #paused = false;
  #reachedMs = -Infinity;

  constructor(transport: CallTransport, dispatch: (input: CallInput) => void) {
    this.#transport = transport;
    this.#dispatch = dispatch;
    this.queue = new PlayoutQueue(transport.playoutSampleRate);
    this.#toRecording =
      transport.playoutSampleRate === CALLER_SAMPLE_RATE ? null : createResampler(transport.playoutSampleRate, CALLER_SAMPLE_RATE);
  }

  /** Sends what is due at call time `nowMs`, a multiple of 20 ms; answers with the same 20 ms at 16 kHz for the recording. */
  tick(nowMs: number): Frame {
    const { frame, started } = this.#paused ? { frame: null, started: null } : this.queue.next(nowMs);
    if (frame === null) this.#endTalkspurt();
    else this.#transport.sendFrame(frame);
    this.#audible = frame !== null;
    if (started !== null) this.#dispatch({ type: 'playout.started', clause: started });
    this.#tellHeard(nowMs);
    return this.#recorded(frame);
  }

  /** Stops sending; the queue stays, and the client plays on what it has. */
  pause(nowMs: number): void {
    this.#paused = true;
    this.#endTalkspurt();
    this.#tellHeard(nowMs);
    this.#tellStopped(nowMs);
  }

  resume(): void {
    this.#paused = false;
  }

  /** Drops what was not heard, here and at the client. */
  clear(nowMs: number): void {
    this.#tellHeard(nowMs);
    this.#tellStopped(nowMs);
    this.drop();
  }

  /** Drops it without a word: whoever is asked what was heard knows already. What comes next waits while paused. */
  drop(): void {
    if (this.queue.isEmpty) return;
    this.#endTalkspurt();
    this.#transport.clear();
    this.queue.clear();
  }

  /** What was sent by then has reached the caller's ear at `nowMs`. It never goes back: a client whose buffer grows has heard what it has heard. */
  #reachedBy(nowMs: number): number {
    const delayMs = this.#transport.playoutDelayMs;
    const byNow = nowMs - (Number.isFinite(delayMs) ? Math.min(Math.max(0, delayMs), MAX_DELAY_MS) : 0);
    this.#reachedMs = Math.max(this.#reachedMs, byNow);
    return this.#reachedMs;
  }

  #endTalkspurt(): void {
    if (this.#audible) this.#transport.endTalkspurt();
    this.#audible = false;
  }

  #tellHeard(nowMs: number): void {
    for (const { clause, words, text, whole } of this.queue.heard(this.#reachedBy(nowMs)))
      this.#dispatch({ type: 'playout.finished', clause, words, ...(whole ? {} : { heard_text: text }) });
  }

  #tellStopped(nowMs: number): void {
    const at = this.queue.position(this.#reachedBy(nowMs));
    this.#dispatch({
      type: 'playout.stopped',
      clause: at?.clause ?? 0,
      heard_ms: at?.heardMs ?? 0,
      heard_text: at?.text ?? '',
      words: at?.words ?? [],
    });
  }

  #recorded(frame: Frame | null): Frame {
    if (frame === null) return SILENCE;
    if (this.#toRecording === null) return frame;
    const samples = this.#toRecording.process(frame);
    const exact = new Int16Array(SILENCE.length);
    exact.set(samples.subarray(0, exact.length));
    return exact;
  }
}
