import { FRAME_MS } from '../audio/frame.ts';

/** Audio sent without a gap. */
interface Run {
  readonly audioMs: number;
  readonly callMs: number;
  lengthMs: number;
}

/** When which part of a clause's audio was sent: pauses and under-runs lie between the runs. Times in ms. */
export class PlayTimes {
  readonly #runs: Run[] = [];

  /** A frame with `lengthMs` of the audio from `audioMs` on was sent at call time `callMs`. */
  sent(audioMs: number, lengthMs: number, callMs: number): void {
    const last = this.#runs.at(-1);
    if (last !== undefined && callMs - last.callMs <= last.lengthMs) last.lengthMs = audioMs + lengthMs - last.audioMs;
    else this.#runs.push({ audioMs, callMs, lengthMs });
  }

  /** How much of the audio had been sent by call time `callMs`; a frame counts from the moment it is sent. */
  sentBy(callMs: number): number {
    const run = this.#runs.findLast((one) => one.callMs <= callMs);
    return run === undefined ? 0 : run.audioMs + Math.min(run.lengthMs, callMs - run.callMs + FRAME_MS);
  }

  /** The call time at which what begins at `audioMs` sounds. */
  startOf(audioMs: number): number {
    return this.#callTime(
      audioMs,
      this.#runs.findLast((run) => run.audioMs <= audioMs),
    );
  }

  /** The call time at which what ends at `audioMs` has sounded: before a gap that follows. */
  endOf(audioMs: number): number {
    return this.#callTime(
      audioMs,
      this.#runs.findLast((run) => run.audioMs < audioMs),
    );
  }

  #callTime(audioMs: number, run: Run | undefined): number {
    const [in_ = this.#runs[0]] = [run];
    if (in_ === undefined) return 0;
    return Math.round(in_.callMs + Math.max(0, Math.min(audioMs - in_.audioMs, in_.lengthMs)));
  }
}
