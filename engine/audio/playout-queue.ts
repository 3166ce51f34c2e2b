/**
 * The bounded queue between the voice and the pacer: clauses of PCM in, 20 ms frames out. It knows to the frame what has
 * been heard. Pure: the pacer asks for a frame when one is due.
 */
import type { Word } from '@parley/contract';
import { FRAME_MS, samplesPerFrame, type Frame } from './frame.ts';

interface QueuedClause {
  id: number;
  text: string;
  chunks: Int16Array[];
  samples: number;
  taken: number;
  /** No more audio will come. */
  complete: boolean;
  /** Its audio is the whole text. */
  whole: boolean;
  /** From the clause's first sample; null when the voice gives none. */
  words: Word[] | null;
  started: boolean;
}

export interface PlayoutStep {
  /** Null while there is nothing to play. */
  frame: Frame | null;
  started: number | null;
  /** Clauses whose last sample is in this frame or came before it. */
  finished: { clause: number; words: Word[]; durationMs: number; heardText?: string }[];
}

export interface HeardPosition {
  clause: number;
  heardMs: number;
  text: string;
  words: Word[];
}

/** Silence between two sentences that were rendered apart. */
const SENTENCE_GAP_MS = 120;

export class PlayoutQueue {
  readonly #sampleRate: number;
  #clauses: QueuedClause[] = [];
  #gapFrames = 0;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** Audio rendered and not played yet, in ms. */
  get queuedMs(): number {
    return this.#clauses.reduce((sum, clause) => sum + this.#ms(clause.samples - clause.taken), 0);
  }

  get isEmpty(): boolean {
    return this.#clauses.length === 0;
  }

  open(id: number, text: string): void {
    this.#clauses.push({ id, text, chunks: [], samples: 0, taken: 0, complete: false, whole: true, words: null, started: false });
  }

  append(id: number, pcm: Int16Array): void {
    const clause = this.#clauses.find((one) => one.id === id);
    if (clause === undefined) return;
    clause.chunks.push(pcm);
    clause.samples += pcm.length;
  }

  /** No more audio comes; `whole` when it is all of the text. */
  complete(id: number, words: Word[] | null, whole: boolean): void {
    const clause = this.#clauses.find((one) => one.id === id);
    if (clause === undefined) return;
    clause.complete = true;
    clause.words = words;
    clause.whole = whole;
  }

  /** Forgets a clause that has no audio. */
  drop(id: number): void {
    this.#clauses = this.#clauses.filter((one) => one.id !== id);
  }

  /** Forgets everything not played. */
  clear(): void {
    this.#clauses = [];
    this.#gapFrames = 0;
  }

  /** How much of the clause in playout has been heard, with `lagMs` of audio on its way to the caller; null between clauses. */
  position(lagMs: number): HeardPosition | null {
    const clause = this.#clauses[0];
    if (clause === undefined || !clause.started) return null;
    const heardMs = Math.max(0, this.#ms(clause.taken) - lagMs);
    const words = wordsOf(clause, this.#ms(clause.samples)).filter((word) => (word.start_ms + word.end_ms) / 2 <= heardMs);
    return { clause: clause.id, heardMs, text: headOf(clause.text, words.length), words };
  }

  /** The next 20 ms. */
  next(): PlayoutStep {
    const step: PlayoutStep = { frame: null, started: null, finished: [] };
    if (this.#gapFrames > 0) {
      this.#gapFrames -= 1;
      step.frame = new Int16Array(samplesPerFrame(this.#sampleRate));
      return step;
    }
    this.#dropSilentClauses(step);
    const clause = this.#clauses[0];
    if (clause === undefined || clause.samples === clause.taken) return step;
    const wanted = samplesPerFrame(this.#sampleRate);
    // A frame is sent whole: a clause still being rendered waits for one, a complete one is padded with silence.
    if (!clause.complete && clause.samples - clause.taken < wanted) return step;
    if (!clause.started) {
      clause.started = true;
      step.started = clause.id;
    }
    step.frame = take(clause, wanted);
    if (clause.complete && clause.taken >= clause.samples) this.#finish(clause, step);
    return step;
  }

  #finish(clause: QueuedClause, step: PlayoutStep): void {
    this.#clauses.shift();
    const durationMs = this.#ms(clause.samples);
    const words = wordsOf(clause, durationMs).filter((word) => clause.whole || (word.start_ms + word.end_ms) / 2 <= durationMs);
    const cut = clause.whole ? {} : { heardText: headOf(clause.text, words.length) };
    step.finished.push({ clause: clause.id, words, durationMs, ...cut });
    if (this.#clauses.length > 0 && /[.!?…]["')\]]*$/.test(clause.text)) this.#gapFrames = SENTENCE_GAP_MS / FRAME_MS;
  }

  /** A clause without audio (nothing to pronounce) still starts and ends. */
  #dropSilentClauses(step: PlayoutStep): void {
    for (;;) {
      const clause = this.#clauses[0];
      if (clause === undefined || !clause.complete || clause.samples > clause.taken) return;
      this.#clauses.shift();
      step.finished.push({ clause: clause.id, words: [], durationMs: 0 });
    }
  }

  #ms(samples: number): number {
    return Math.round((samples * 1_000) / this.#sampleRate);
  }
}

function take(clause: QueuedClause, wanted: number): Frame {
  const frame = new Int16Array(wanted);
  let filled = 0;
  while (filled < wanted) {
    const chunk = clause.chunks[0];
    if (chunk === undefined) break;
    const part = chunk.subarray(0, wanted - filled);
    frame.set(part, filled);
    filled += part.length;
    if (part.length === chunk.length) clause.chunks.shift();
    else clause.chunks[0] = chunk.subarray(part.length);
  }
  clause.taken += filled;
  return frame;
}

const spokenWords = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** The voice's own word times, or times in proportion to the letters. */
function wordsOf(clause: QueuedClause, durationMs: number): Word[] {
  if (clause.words !== null && clause.words.length > 0) return clause.words;
  const words = spokenWords(clause.text);
  const letters = words.reduce((sum, word) => sum + word.length + 1, 0);
  let before = 0;
  return words.map((word) => {
    const start = before;
    before += word.length + 1;
    return { text: word, start_ms: Math.round((start / letters) * durationMs), end_ms: Math.round((before / letters) * durationMs) };
  });
}

/** The first `count` words of a text as they are written. */
function headOf(text: string, count: number): string {
  if (count === 0) return '';
  const matches = [...text.matchAll(/\S+/g)];
  const last = matches[Math.min(count, matches.length) - 1];
  return last === undefined ? '' : text.slice(0, last.index + last[0].length).trim();
}
