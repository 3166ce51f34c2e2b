/** How a voice comes through one text: which words have been spoken at a time of its audio. By the voice's marks, by its pace beyond them. Pure. */
import type { TextRange, TtsMark } from '../tts/tts.ts';
import { writtenWords } from '../tts/written-words.ts';

/** At `ms` of the audio, this much of the text's time (units of `writtenWords`) is over. */
interface Point {
  readonly ms: number;
  readonly units: number;
}

interface Stretch {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** In units from the beginning of the text. */
  readonly from: number;
  readonly to: number;
  readonly leftOut: boolean;
}

/** A word with the times of the clause's audio between which it sounds. */
interface SpokenWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Marks this far behind the audio's end are rounding; farther ones say that the audio was cut short. */
const MARKS_BEYOND_MS = 300;
/** Against the rounding of fractions of a ms. */
const EPSILON_MS = 0.01;

export class SpokenCourse {
  readonly #text: string;
  #words: readonly Stretch[];
  readonly #total: number;
  #marks: readonly (Point & { chars: number })[] = [];
  /** Length of the audio once it is the whole text. */
  #wholeMs: number | null = null;

  constructor(text: string) {
    this.#text = text;
    let from = 0;
    this.#words = writtenWords(text).map((word) => {
      const stretch = { text: word.text, start: word.start, end: word.end, from, to: from + word.units, leftOut: false };
      from = stretch.to;
      return stretch;
    });
    this.#total = from;
  }

  /** What is no number, before the audio or behind the text, and what goes back in the text says nothing. */
  mark(marks: readonly TtsMark[]): void {
    const sound = marks.filter(({ atMs, chars }) => Number.isFinite(atMs) && atMs >= 0 && chars >= 0 && chars <= this.#text.length);
    const all = [...this.#marks, ...sound.map(({ atMs, chars }) => ({ ms: atMs, chars, units: this.#unitsBefore(chars) }))];
    let reached = 0;
    this.#marks = all
      .toSorted((a, b) => a.ms - b.ms || a.chars - b.chars)
      .filter(({ chars }) => {
        const goesOn = chars >= reached;
        reached = Math.max(reached, chars);
        return goesOn;
      });
  }

  /** The words within these ranges have no sound. */
  leaveOut(ranges: readonly TextRange[]): void {
    this.#words = this.#words.map((word) => ({
      ...word,
      leftOut: word.leftOut || ranges.some(({ from, to }) => from <= word.start && word.end <= to),
    }));
  }

  /** The audio is over and all of the text is in it, unless the marks say otherwise. */
  completeAt(ms: number): void {
    if ((this.#marks.at(-1)?.ms ?? 0) <= ms + MARKS_BEYOND_MS) this.#wholeMs = ms;
  }

  /** The words that have for the most part been spoken at `ms` of the audio, and the text up to the last of them. */
  spokenAt(ms: number, msPerUnit: number): { text: string; words: SpokenWord[]; whole: boolean } {
    const course = this.#course(msPerUnit);
    const passed = this.#words.filter(({ from, to }) => earliestMs(course, (from + to) / 2) <= ms + EPSILON_MS);
    const spoken = passed.filter(({ leftOut }) => !leftOut);
    return {
      text: this.#written(passed),
      words: spoken.map(({ text, from, to }) => ({ text, startMs: latestMs(course, from), endMs: Math.min(earliestMs(course, to), ms) })),
      whole: spoken.length === this.#words.length,
    };
  }

  /** These words as they are written, without those that were left out. */
  #written(words: readonly Stretch[]): string {
    const runs: { start: number; end: number; leftOut: boolean }[] = [];
    for (const { start, end, leftOut } of words) {
      const last = runs.at(-1);
      if (last?.leftOut === leftOut) last.end = end;
      else runs.push({ start, end, leftOut });
    }
    return runs.flatMap(({ start, end, leftOut }) => (leftOut ? [] : [this.#text.slice(start, end)])).join(' ');
  }

  #unitsBefore(chars: number): number {
    const word = this.#words.find(({ end }) => end > chars);
    if (word === undefined) return this.#total;
    const share = Math.max(0, chars - word.start) / (word.end - word.start);
    return word.from + share * (word.to - word.from);
  }

  /** From the beginning through the marks to the end of the text, where that is known, else on by the pace. */
  #course(msPerUnit: number): Point[] {
    const wholeMs = this.#wholeMs;
    if (wholeMs !== null)
      return [{ ms: 0, units: 0 }, ...this.#marks.filter(({ ms }) => ms <= wholeMs), { ms: wholeMs, units: this.#total }];
    const last = this.#marks.at(-1) ?? { ms: 0, units: 0 };
    // A voice that still speaks, or broke off, is not taken to have said its last word.
    const final = this.#words.at(-1);
    const most = final === undefined ? 0 : final.from + (final.to - final.from) * 0.49;
    const rest = Math.max(0, most - last.units);
    return [{ ms: 0, units: 0 }, ...this.#marks, { ms: last.ms + rest * msPerUnit, units: last.units + rest }];
  }
}

const between = (a: Point, b: Point, units: number): number => a.ms + ((units - a.units) / (b.units - a.units)) * (b.ms - a.ms);

/** The first moment at which `units` are over; Infinity when that never comes. */
function earliestMs(course: readonly Point[], units: number): number {
  const index = course.findIndex((point) => point.units >= units);
  const [before, after] = [course[index - 1], course[index]];
  if (after === undefined) return Infinity;
  return before === undefined ? after.ms : between(before, after, units);
}

/** The last moment at which no more than `units` are over. */
function latestMs(course: readonly Point[], units: number): number {
  const index = course.findIndex((point) => point.units > units);
  const [before, after] = [course[index - 1], course[index]];
  if (before === undefined || after === undefined) return course.at(-1)?.ms ?? 0;
  return between(before, after, units);
}
