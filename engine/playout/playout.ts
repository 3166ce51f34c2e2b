/** The pacer: one frame of the queue to the transport every 20 ms, and the only source of what was heard. */
import type { CallInput, Word } from '@parley/contract';
import { CALLER_SAMPLE_RATE, samplesPerFrame, type Frame } from '../audio/frame.ts';
import { PlayoutQueue } from '../audio/playout-queue.ts';
import { createResampler, type Resampler } from '../audio/resample.ts';
import type { CallTransport } from '../transport.ts';

const SILENCE: Frame = new Int16Array(samplesPerFrame(CALLER_SAMPLE_RATE));

const shifted = (words: readonly Word[], byMs: number): Word[] =>
  words.map((word) => ({ text: word.text, start_ms: Math.max(0, word.start_ms + byMs), end_ms: Math.max(0, word.end_ms + byMs) }));

export class Playout {
  readonly queue: PlayoutQueue;
  readonly #transport: CallTransport;
  readonly #dispatch: (input: CallInput) => void;
  readonly #toRecording: Resampler | null;
  #audible = false;
  /** Call time at which the clause in playout began. */
  #clauseStartMs = 0;
  #pausedAtMs: number | null = null;

  constructor(transport: CallTransport, dispatch: (input: CallInput) => void) {
    this.#transport = transport;
    this.#dispatch = dispatch;
    this.queue = new PlayoutQueue(transport.playoutSampleRate);
    this.#toRecording =
      transport.playoutSampleRate === CALLER_SAMPLE_RATE ? null : createResampler(transport.playoutSampleRate, CALLER_SAMPLE_RATE);
  }

  /** Sends what is due at call time `nowMs`; answers with the same 20 ms at 16 kHz for the recording. */
  tick(nowMs: number): Frame {
    const step = this.#pausedAtMs !== null ? null : this.queue.next();
    const frame = step?.frame ?? null;
    if (frame === null && this.#audible) this.#transport.endTalkspurt();
    this.#audible = frame !== null;
    if (frame !== null) this.#transport.sendFrame(frame);
    if (step !== null && step.started !== null) {
      this.#clauseStartMs = nowMs;
      this.#dispatch({ type: 'playout.started', clause: step.started });
    }
    for (const { clause, words, heardText } of step?.finished ?? []) {
      const cut = heardText === undefined ? {} : { heard_text: heardText };
      this.#dispatch({ type: 'playout.finished', clause, words: shifted(words, this.#clauseStartMs), ...cut });
    }
    return this.#recorded(frame);
  }

  /** Stops sending; the queue stays. */
  pause(nowMs: number): void {
    this.#pausedAtMs ??= nowMs;
    if (this.#audible) this.#transport.endTalkspurt();
    this.#audible = false;
    this.#reportStopped();
  }

  resume(nowMs: number): void {
    if (this.#pausedAtMs === null) return;
    // Words after the pause are heard that much later.
    this.#clauseStartMs += nowMs - this.#pausedAtMs;
    this.#pausedAtMs = null;
  }

  /** Drops what was not heard, here and at the client. */
  clear(): void {
    this.#reportStopped();
    this.#pausedAtMs = null;
    if (!this.queue.isEmpty) {
      if (this.#audible) this.#transport.endTalkspurt();
      this.#transport.clear();
    }
    this.#audible = false;
    this.queue.clear();
  }

  #reportStopped(): void {
    const at = this.queue.position(this.#transport.playoutDelayMs);
    this.#dispatch({
      type: 'playout.stopped',
      clause: at?.clause ?? 0,
      heard_ms: at?.heardMs ?? 0,
      heard_text: at?.text ?? '',
      words: shifted(at?.words ?? [], this.#clauseStartMs),
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
