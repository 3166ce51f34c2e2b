/** When the caller's audio comes, and what its absence means. Clients send in chunks of up to a second, networks and event loops stand still and catch up. Pure arithmetic. */
import { FRAME_MS } from '../audio/frame.ts';
import type { HearingSettings } from './settings.ts';

/** The longest chunk that makes a rhythm; what comes at once beyond that is something that catches up. */
const LONGEST_RHYTHM_MS = 1_000;
/** Each arrival takes this much of the rhythm away: a burst is soon forgotten. */
const RHYTHM_FADES = 0.9;
/** The recording's caller side may be out of its place by this much: jitter. */
const SLACK_MS = 60;
/** Out of its place for as much audio, it does not come back by itself. */
const SETTLED_AFTER_MS = 1_000;

/** By how much at least, and since how much audio. */
interface OutOfPlace {
  leastMs: number;
  audioMs: number;
}

const outOfPlace = (before: OutOfPlace | null, byMs: number, audioMs: number): OutOfPlace | null =>
  byMs <= SLACK_MS ? null : { leastMs: Math.min(before?.leastMs ?? byMs, byMs), audioMs: (before?.audioMs ?? 0) + audioMs };

const settled = (place: OutOfPlace | null): number => (place !== null && place.audioMs >= SETTLED_AFTER_MS ? place.leastMs : 0);

export class Arrivals {
  readonly #gapMs: number;
  /** How much comes at once; before anything came, it may be as much as a client may send. */
  #rhythmMs = LONGEST_RHYTHM_MS;
  /** Time without audio, in which there was a chance of it. */
  #quietMs = 0;
  #lastTickMs: number;
  #begun = false;
  #behind: OutOfPlace | null = null;
  #ahead: OutOfPlace | null = null;

  constructor({ gapMs }: Pick<HearingSettings, 'gapMs'>, nowMs: number) {
    this.#gapMs = gapMs;
    this.#lastTickMs = nowMs;
  }

  /**
   * `audioMs` came at once. Answers with the silence that the recording lacks before it, and with how much silence it may do without, as its audio has
   * run ahead of time: what comes next is to be at its place again, but nobody cuts a word for it (`quiet`: nobody speaks).
   */
  take(
    nowMs: number,
    audioMs: number,
    { recordedMs, quiet }: { recordedMs: number; quiet: boolean },
  ): { lacksMs: number; surplusMs: number } {
    const first = !this.#begun;
    this.#begun = true;
    this.#quietMs = 0;
    this.#rhythmMs = Math.max(Math.min(audioMs, LONGEST_RHYTHM_MS), first ? 0 : this.#rhythmMs * RHYTHM_FADES);
    const behindMs = nowMs - audioMs - recordedMs;
    if (first) return { lacksMs: Math.max(0, behindMs), surplusMs: 0 };
    this.#behind = outOfPlace(this.#behind, behindMs, audioMs);
    this.#ahead = outOfPlace(this.#ahead, -behindMs, audioMs);
    const lacksMs = quiet ? settled(this.#behind) : 0;
    if (lacksMs > 0) this.#behind = null;
    return { lacksMs, surplusMs: quiet ? settled(this.#ahead) : 0 };
  }

  /** Of the surplus, as much was taken out. */
  tookOut(ms: number): void {
    if (this.#ahead !== null) this.#ahead.leastMs -= ms;
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
