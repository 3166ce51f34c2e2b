/** The caller's utterances with their audio, for as long as no final has come for it. */
import { FRAME_MS, type Frame } from '../audio/frame.ts';

/** Utterances that are over and remembered without their audio: a final of theirs may still come, or come twice. */
const REMEMBERED = 16;

export interface KeptUtterance {
  readonly id: number;
  /** Call time of its first frame. */
  readonly startMs: number;
  /** What is kept of its audio: all but the first `droppedMs`. */
  frames: Frame[];
  droppedMs: number;
  /** Of `droppedMs`, what the next session will not hear and nobody was told of. */
  untoldMs: number;
  ended: boolean;
  /** Sessions that have begun to hear it. */
  hearings: number;
  /** Sessions that gave no final for it in time; after the second none is asked again. */
  overdue: number;
  partial: string;
  /** What the call was told as its final: the recogniser's, or the partial in its stead. */
  told: { words: number; standsIn: boolean } | null;
  /** Nothing more is expected: its audio is gone. */
  settled: boolean;
}

export class KeptUtterances {
  readonly #limit: number;
  #all: KeptUtterance[] = [];
  #frames = 0;

  constructor(limitMs: number) {
    this.#limit = Math.floor(limitMs / FRAME_MS);
  }

  /** Without a final, the oldest first. */
  get waiting(): KeptUtterance[] {
    return this.#all.filter((one) => !one.settled);
  }

  find(id: number): KeptUtterance | undefined {
    return this.#all.find((one) => one.id === id);
  }

  begin(id: number, startMs: number): KeptUtterance {
    const begun: KeptUtterance = {
      id,
      startMs,
      frames: [],
      droppedMs: 0,
      untoldMs: 0,
      ended: false,
      hearings: 0,
      overdue: 0,
      partial: '',
      told: null,
      settled: false,
    };
    const settled = this.#all.filter((one) => one.settled).slice(-REMEMBERED);
    this.#all = this.#all.filter((one) => !one.settled || settled.includes(one));
    this.#all.push(begun);
    return begun;
  }

  push(utterance: KeptUtterance, frame: Frame): void {
    utterance.frames.push(frame);
    this.#frames += 1;
    while (this.#frames > this.#limit) {
      const oldest = this.#all.find((one) => one.frames.length > 0);
      if (oldest === undefined) return;
      oldest.frames.shift();
      this.#drop(oldest, 1);
    }
  }

  /** Nobody is to hear again what came so far. */
  forget(utterance: KeptUtterance): void {
    const count = utterance.frames.length;
    utterance.frames = [];
    this.#drop(utterance, count);
  }

  settle(utterance: KeptUtterance): void {
    this.#frames -= utterance.frames.length;
    utterance.frames = [];
    utterance.settled = true;
  }

  #drop(utterance: KeptUtterance, frames: number): void {
    this.#frames -= frames;
    utterance.droppedMs += frames * FRAME_MS;
    utterance.untoldMs += frames * FRAME_MS;
  }
}
