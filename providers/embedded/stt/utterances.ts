/** The utterances of one call, one after the other: each has a recogniser of the pool from its start, or as soon as there is one, until its end. */
import { AppError } from '@parley/contract';
import type { Recognition, Recogniser } from './decoder.ts';
import type { Ear } from './ear.ts';
import type { RecogniserPool } from './recogniser-pool.ts';

/** Frames between two looks at the partial transcript. */
const PARTIAL_EVERY_FRAMES = 8;
/** Of an utterance that waits for a recogniser: more of it, and the recogniser is overloaded. At 16 kHz, 30 s. */
const MAX_WAITING_SAMPLES = 480_000;

export interface UtterancesOptions {
  pool: Pick<RecogniserPool, 'lend' | 'giveBack' | 'discard'>;
  session: number;
  onPartial: (utterance: number, text: string) => void;
  onFinal: (utterance: number, recognition: Recognition) => void;
  onFailed: (error: unknown) => void;
}

interface Utterance {
  id: number;
  recogniser: Recogniser | null;
  waiting: Int16Array[];
  waitingSamples: number;
  frames: number;
  partial: string;
  ended: boolean;
  /** Nobody wants its final. */
  dropped: boolean;
}

export class Utterances {
  readonly #options: UtterancesOptions;
  #all: Utterance[] = [];
  /** Of this call's line, whichever recogniser heard it last. */
  #ear: Ear | null = null;
  #closed = false;

  constructor(options: UtterancesOptions) {
    this.#options = options;
  }

  start(id: number): void {
    const before = this.#all.at(-1);
    if (before !== undefined && !before.ended) this.#end(before, true);
    const utterance = { id, recogniser: null, waiting: [], waitingSamples: 0, frames: 0, partial: '', ended: false, dropped: false };
    this.#all.push(utterance);
    if (this.#all.length === 1) this.#begin(utterance);
  }

  push(pcm: Int16Array): void {
    const utterance = this.#all.at(-1);
    if (utterance === undefined || utterance.ended) return;
    if (utterance.recogniser !== null) return this.#hear(utterance, utterance.recogniser, pcm);
    utterance.waiting.push(pcm);
    utterance.waitingSamples += pcm.length;
    if (utterance.waitingSamples > MAX_WAITING_SAMPLES)
      throw new AppError('engine_unavailable', { detail: 'Too many callers speak at once for the embedded recogniser.' });
  }

  finish(): void {
    const utterance = this.#all.at(-1);
    if (utterance !== undefined && !utterance.ended) this.#end(utterance, false);
  }

  close(): void {
    this.#closed = true;
    const [first] = this.#all;
    this.#all = [];
    if (first === undefined || first.recogniser === null) return;
    this.#using(first.recogniser, (recogniser) => recogniser.finish());
    this.#options.pool.giveBack(first.recogniser);
  }

  #begin(utterance: Utterance): void {
    const { pool, session, onFailed } = this.#options;
    pool
      .lend(session)
      .then((recogniser) => {
        if (recogniser === null) return;
        if (this.#closed) return pool.giveBack(recogniser);
        this.#use(utterance, recogniser);
      })
      .catch((error: unknown) => {
        if (!this.#closed) onFailed(error);
      });
  }

  #use(utterance: Utterance, recogniser: Recogniser): void {
    this.#using(recogniser, () => recogniser.start(this.#ear));
    utterance.recogniser = recogniser;
    const { waiting } = utterance;
    utterance.waiting = [];
    for (const pcm of waiting) this.#hear(utterance, recogniser, pcm);
    if (utterance.ended) this.#conclude(utterance, recogniser);
  }

  #hear(utterance: Utterance, recogniser: Recogniser, pcm: Int16Array): void {
    this.#using(recogniser, () => recogniser.push(pcm));
    utterance.frames += 1;
    if (utterance.frames % PARTIAL_EVERY_FRAMES !== 0) return;
    const text = this.#using(recogniser, () => recogniser.partial());
    if (text === utterance.partial) return;
    utterance.partial = text;
    this.#options.onPartial(utterance.id, text);
  }

  #end(utterance: Utterance, dropped: boolean): void {
    utterance.ended = true;
    utterance.dropped = dropped;
    if (utterance.recogniser !== null) this.#conclude(utterance, utterance.recogniser);
  }

  #conclude(utterance: Utterance, recogniser: Recogniser): void {
    const recognition = this.#using(recogniser, () => recogniser.finish());
    this.#ear = recogniser.ear();
    utterance.recogniser = null;
    this.#options.pool.giveBack(recogniser);
    this.#all.shift();
    if (!utterance.dropped) this.#options.onFinal(utterance.id, recognition);
    const [next] = this.#all;
    if (next !== undefined) this.#begin(next);
  }

  /** One that failed is nobody's any more. */
  #using<T>(recogniser: Recogniser, work: (recogniser: Recogniser) => T): T {
    try {
      return work(recogniser);
    } catch (error) {
      this.#options.pool.discard(recogniser);
      this.#all = [];
      throw error;
    }
  }
}
