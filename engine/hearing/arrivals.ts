/** When the caller's audio comes, and what its absence means. Clients send in chunks of up to a second, networks and event loops stand still and catch up. Pure arithmetic. */
import { FRAME_MS } from '../audio/frame.ts';
import type { HearingSettings } from './settings.ts';

/** The longest chunk that makes a rhythm; what comes at once beyond that is something that catches up. */
const LONGEST_RHYTHM_MS = 1_000;
/** Each arrival takes this much of the rhythm away: a burst is soon forgotten. */
const RHYTHM_FADES = 0.9;
/** The recording's caller side may be behind by this much: jitter. */
const SLACK_MS = 60;
/** Behind for as much audio, it does not catch up any more. */
const SETTLED_AFTER_MS = 1_000;

export class Arrivals {
  readonly #gapMs: number;
  /** How much comes at once; before anything came, it may be as much as a client may send. */
  #rhythmMs = LONGEST_RHYTHM_MS;
  /** Time without audio, in which there was a chance of it. */
  #quietMs = 0;
  #lastTickMs: number;
  #begun = false;
  #behind: { leastMs: number; audioMs: number } | null = null;

  constructor({ gapMs }: Pick<HearingSettings, 'gapMs'>, nowMs: number) {
    this.#gapMs = gapMs;
    this.#lastTickMs = nowMs;
  }

  /** `audioMs` came at once. Answers with the silence that the recording lacks before it: what a client did not send was silence, but nobody cuts a word for it. */
  take(nowMs: number, audioMs: number, { recordedMs, quiet }: { recordedMs: number; quiet: boolean }): number {
    const first = !this.#begun;
    this.#begun = true;
    this.#quietMs = 0;
    this.#rhythmMs = Math.max(Math.min(audioMs, LONGEST_RHYTHM_MS), first ? 0 : this.#rhythmMs * RHYTHM_FADES);
    const behindMs = Math.max(0, nowMs - audioMs - recordedMs);
    if (first) return behindMs;
    if (behindMs <= SLACK_MS) {
      this.#behind = null;
      return 0;
    }
    const { leastMs, audioMs: sinceMs } = this.#behind ?? { leastMs: behindMs, audioMs: 0 };
    this.#behind = { leastMs: Math.min(leastMs, behindMs), audioMs: sinceMs + audioMs };
    if (!quiet || this.#behind.audioMs < SETTLED_AFTER_MS) return 0;
    const lacksMs = this.#behind.leastMs;
    this.#behind = null;
    return lacksMs;
  }

  /**
   * `elapsedMs`: time that passed as it should; after a stall, 20 ms of it, as what comes meanwhile is only looked at afterwards. `silentMs`: as much
   * more is taken as silence, the caller's audio reaching to `endsAtMs` so far.
   */
  tick(nowMs: number, endsAtMs: number): { elapsedMs: number; silentMs: number } {
    const elapsedMs = Math.max(0, Math.min(nowMs - this.#lastTickMs, FRAME_MS));
    this.#lastTickMs = nowMs;
    this.#quietMs += elapsedMs;
    if (this.#quietMs <= this.#gapMs + this.#rhythmMs) return { elapsedMs, silentMs: 0 };
    const missingMs = nowMs - this.#rhythmMs - endsAtMs;
    return { elapsedMs, silentMs: Math.max(0, Math.floor(missingMs / FRAME_MS) * FRAME_MS) };
  }
}
