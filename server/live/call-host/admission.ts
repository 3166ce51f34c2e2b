/**
 * Whether one more call may be taken: decided in memory, before anything is asked of the database. A node takes as many calls as it has shown that it
 * carries in time: a few at first, more while those are carried without delay, none while its media processes are late (ADR 0023).
 */
import { AppError } from '@parley/contract';
import type { Place, Room } from '../../platform/http/room.ts';
import type { MediaLag } from './channel.ts';

/** A registered call's place is kept for so long; whoever comes later is let in if there is room then. */
export const RESERVED_MS = 5_000;
/** So long the calls must have been carried without delay before more are taken: by then their callers have spoken. */
export const SETTLED_MS = 4_000;
/** What is taken more then: a fifth, and at least two. */
const GROWTH = 0.2;
const LEAST_GROWTH = 2;
/** What is left of the calls that were too many. */
const SHRINK = 0.9;

/** What a media process says of itself. */
export interface Carriage {
  state: string;
  calls: { readonly size: number };
  lag: MediaLag;
}

interface AdmissionLimits {
  /** Of a media process, however idle. */
  callsPerProcess: number;
  /** Of a node that has not been measured yet. */
  callsAtFirst: number;
  /** An audio loop, and the embedded recogniser, that are later than this carry no more. */
  audioLagMs: number;
  listeningLagMs: number;
}

export interface AdmissionDeps {
  links: readonly Carriage[];
  limits: AdmissionLimits;
  /** A clock that only goes forward, in milliseconds. */
  now: () => number;
}

export class Admission implements Room {
  readonly #deps: AdmissionDeps;
  /** Until when places are kept, oldest first; by call, or by themselves while there is none yet. */
  readonly #kept = new Map<unknown, number>();
  /** Calls that the node has shown that it carries. */
  #window: number;
  /** Since when it carries nearly as many, without delay. */
  #fullSince: number | null = null;
  #refused = 0;

  constructor(deps: AdmissionDeps) {
    this.#deps = deps;
    this.#window = deps.limits.callsAtFirst;
  }

  /** Places that are kept for calls whose clients have not come yet. */
  get reserved(): number {
    const now = this.#deps.now();
    for (const [key, until] of this.#kept) {
      if (until > now) break;
      this.#kept.delete(key);
    }
    return this.#kept.size;
  }

  /** Since the server began. */
  get refused(): number {
    return this.#refused;
  }

  /** How many more calls are taken at this moment. */
  get room(): number {
    this.measure();
    const free = this.#ready
      .filter((link) => !this.isLate(link))
      .reduce((sum, { calls }) => sum + Math.max(0, this.#deps.limits.callsPerProcess - calls.size), 0);
    return Math.max(0, Math.min(free, this.#window - this.#carried) - this.reserved);
  }

  isLate({ lag }: Carriage): boolean {
    const { audioLagMs, listeningLagMs } = this.#deps.limits;
    return lag.audioMs > audioLagMs || lag.listeningMs > listeningLagMs;
  }

  /** Learns from what the media processes say: with every such word, and before every decision. */
  measure(): void {
    const now = this.#deps.now();
    const carried = this.#carried;
    const { callsAtFirst } = this.#deps.limits;
    if (this.#ready.some((link) => this.isLate(link))) {
      this.#window = Math.max(callsAtFirst, Math.min(this.#window, Math.floor(carried * SHRINK)));
      this.#fullSince = null;
      return;
    }
    const growth = Math.max(LEAST_GROWTH, Math.ceil(this.#window * GROWTH));
    if (carried <= this.#window - growth) this.#fullSince = null;
    else this.#fullSince ??= now;
    if (this.#fullSince === null || now - this.#fullSince < SETTLED_MS) return;
    this.#window += growth;
    this.#fullSince = now;
  }

  /** Throws `busy` without room. */
  require(): void {
    // One may be ready before the client comes.
    if (this.#ready.length === 0 || this.room > 0) return;
    this.#refused += 1;
    throw new AppError('busy');
  }

  /** Throws `busy` without room. A node that has no media process that is ready registers calls all the same. */
  reserve(): Place {
    if (this.#ready.length === 0) return { keepFor: () => undefined, release: () => undefined };
    this.require();
    const key = {};
    this.#keep(key);
    return {
      keepFor: (callId) => {
        this.#kept.delete(key);
        this.#keep(callId);
      },
      release: () => void this.#kept.delete(key),
    };
  }

  /** Throws `busy` without room, but for a call whose place is kept. */
  requireFor(callId: string): void {
    if (this.reserved === 0 || !this.#kept.has(callId)) this.require();
  }

  /** A client comes for its call: into the place that was kept for it, or another where there is room. Throws `busy` without either. */
  enter(callId: string): void {
    this.requireFor(callId);
    this.#kept.delete(callId);
    this.#keep(callId);
  }

  /** The call is carried now and counted there, or its client was refused after all. */
  leave(callId: string): void {
    this.#kept.delete(callId);
  }

  get #ready(): Carriage[] {
    return this.#deps.links.filter(({ state }) => state === 'ready');
  }

  get #carried(): number {
    return this.#deps.links.reduce((sum, { calls }) => sum + calls.size, 0);
  }

  #keep(key: unknown): void {
    this.#kept.set(key, this.#deps.now() + RESERVED_MS);
  }
}
