/**
 * The queue between the voice and the pacer: clauses of PCM and marks in, 20 ms frames out. It keeps each clause until the
 * caller has heard it, and knows to the frame how much of it that is. Pure: the pacer asks for a frame when one is due.
 */
import type { Word } from '@parley/contract';
import { FRAME_MS, samplesPerFrame, type Frame } from '../audio/frame.ts';
import type { Pace } from '../tts/pace.ts';
import type { TextRange, TtsMark } from '../tts/tts.ts';
import { PlayTimes } from './play-times.ts';
import { SpokenCourse } from './spoken-course.ts';

interface QueuedClause {
  readonly id: number;
  readonly text: string;
  readonly course: SpokenCourse;
  readonly times: PlayTimes;
  readonly pace: Pace;
  readonly chunks: Int16Array[];
  samples: number;
  taken: number;
  /** No more audio will come. */
  complete: boolean;
  started: boolean;
  /** Call time at which its last frame was sent, or at which it was passed over for want of audio. */
  sentAtMs: number | null;
}

/** What is sent at one moment. */
export interface PlayoutStep {
  /** Null while there is nothing to play. */
  frame: Frame | null;
  started: number | null;
}

export interface HeardClause {
  readonly clause: number;
  readonly heardMs: number;
  readonly text: string;
  /** With call times. */
  readonly words: Word[];
  /** All of the text. */
  readonly whole: boolean;
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

  /** Audio rendered and not sent yet, in ms. */
  get queuedMs(): number {
    return this.#clauses.reduce((sum, clause) => sum + this.#ms(clause.samples - clause.taken), 0);
  }

  /** True when nothing is left to be sent or heard. */
  get isEmpty(): boolean {
    return this.#clauses.length === 0;
  }

  /** Places a clause behind the others. */
  open(id: number, text: string, pace: Pace): void {
    const told = { course: new SpokenCourse(text), times: new PlayTimes(), pace, chunks: [], samples: 0, taken: 0 };
    this.#clauses.push({ id, text, ...told, complete: false, started: false, sentAtMs: null });
  }

  append(id: number, pcm: Int16Array): void {
    const clause = this.#find(id);
    if (clause === undefined || pcm.length === 0) return;
    clause.chunks.push(pcm);
    clause.samples += pcm.length;
  }

  mark(id: number, marks: readonly TtsMark[]): void {
    this.#find(id)?.course.mark(marks);
  }

  leaveOut(id: number, ranges: readonly TextRange[]): void {
    this.#find(id)?.course.leaveOut(ranges);
  }

  /** No more audio comes; `whole` when it is all of the text. */
  complete(id: number, whole: boolean): void {
    const clause = this.#find(id);
    if (clause === undefined) return;
    clause.complete = true;
    if (whole) clause.course.completeAt(this.#ms(clause.samples));
  }

  /** Forgets a clause of which there is no audio. */
  drop(id: number): void {
    this.#clauses = this.#clauses.filter((one) => one.id !== id);
  }

  /** Forgets everything. */
  clear(): void {
    this.#clauses = [];
    this.#gapFrames = 0;
  }

  /** How much of the first clause not wholly heard reaches the caller with what was sent by `sentByMs`; null between clauses. */
  position(sentByMs: number): HeardClause | null {
    const clause = this.#clauses[0];
    return clause?.started === true ? this.#heard(clause, clause.times.sentBy(sentByMs)) : null;
  }

  /** The next 20 ms, to be sent at call time `nowMs`. */
  next(nowMs: number): PlayoutStep {
    if (this.#gapFrames > 0) {
      this.#gapFrames -= 1;
      return { frame: new Int16Array(samplesPerFrame(this.#sampleRate)), started: null };
    }
    const clause = this.#due(nowMs);
    const wanted = samplesPerFrame(this.#sampleRate);
    const left = clause === undefined ? 0 : clause.samples - clause.taken;
    // A frame is sent whole: a clause still being rendered waits for one, a complete one is padded with silence.
    if (clause === undefined || left === 0 || (left < wanted && !clause.complete)) return { frame: null, started: null };
    const started = clause.started ? null : clause.id;
    clause.started = true;
    clause.times.sent(this.#ms(clause.taken), this.#ms(Math.min(left, wanted)), nowMs);
    const frame = take(clause, wanted);
    if (clause.complete && clause.taken === clause.samples) this.#sent(clause, nowMs);
    return { frame, started };
  }

  /** The clauses whose last frame was sent by `sentByMs`, each told once, in order. */
  heard(sentByMs: number): HeardClause[] {
    const waits = this.#clauses.findIndex(({ sentAtMs }) => sentAtMs === null || sentAtMs > sentByMs);
    const heard = this.#clauses.splice(0, waits < 0 ? this.#clauses.length : waits);
    return heard.map((clause) => this.#heard(clause, this.#ms(clause.samples)));
  }

  /** The clause whose turn it is; those without any more audio are passed over. */
  #due(nowMs: number): QueuedClause | undefined {
    for (const clause of this.#clauses) {
      if (clause.sentAtMs !== null) continue;
      if (!clause.complete || clause.taken < clause.samples) return clause;
      clause.sentAtMs = nowMs;
    }
    return undefined;
  }

  #sent(clause: QueuedClause, nowMs: number): void {
    clause.sentAtMs = nowMs;
    if (clause !== this.#clauses.at(-1) && /[.!?…]["')\]]*$/.test(clause.text)) this.#gapFrames = SENTENCE_GAP_MS / FRAME_MS;
  }

  #heard({ id, samples, course, times, pace }: QueuedClause, heardMs: number): HeardClause {
    const heard = samples === 0 ? { text: '', words: [], whole: false } : course.spokenAt(heardMs, pace.msPerUnit);
    const words = heard.words.map(({ text, startMs, endMs }) => {
      const start = times.startOf(startMs);
      return { text, start_ms: start, end_ms: Math.max(start, times.endOf(endMs)) };
    });
    return { clause: id, heardMs: Math.round(heardMs), text: heard.text, words, whole: heard.whole };
  }

  #find(id: number): QueuedClause | undefined {
    return this.#clauses.find((one) => one.id === id);
  }

  #ms(samples: number): number {
    return (samples * 1_000) / this.#sampleRate;
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
