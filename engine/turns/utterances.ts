/** What the caller said, utterance by utterance. Pure. */
import type { Word } from '@parley/contract';

export interface FinalTranscript {
  readonly text: string;
  readonly words: readonly Word[];
  readonly rejected: boolean;
  readonly atMs: number;
  /** The partial, in place of a final that is overdue. */
  readonly standsIn: boolean;
}

export interface Utterance {
  readonly id: number;
  /** Call time at which speech began. */
  readonly startMs: number;
  /** Null while the caller speaks. */
  readonly endMs: number | null;
  readonly partial: string;
  readonly final: FinalTranscript | null;
  /** When the detector said that speech had ended, which is later than `endMs`. */
  readonly endDetectedMs: number | null;
  /** Words at its front that an earlier turn holds: the caller spoke on when that was cut. */
  readonly before: number;
  /** Those words as they were taken then. */
  readonly held: string;
}

export const splitWords = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

export function textOfUtterance({ final, partial, before }: Utterance): string {
  const text = (final === null ? partial : final.text).trim();
  return before === 0 ? text : splitWords(text).slice(before).join(' ');
}

/** All of the final, also what an earlier turn holds of it. */
export const textOfFinal = ({ final }: Utterance): string => final?.text.trim() ?? '';

/** As they sound: neither case nor punctuation makes another word. */
const sounding = (text: string): string => splitWords(text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}\s]/gu, '')).join(' ');
export const haveSameWords = (one: string, other: string): boolean => sounding(one) === sounding(other);

/** What stands in for a final makes way for words, and where it has none itself for the word that the caller cannot be understood. */
function makesWay(before: FinalTranscript, final: FinalTranscript, words: number): boolean {
  if (!before.standsIn || final.standsIn) return false;
  return words > 0 || (final.rejected && before.text.trim() === '');
}

/** A final never takes words away: an empty one, a shorter one and the same one again change nothing. */
export function withFinal(one: Utterance, final: FinalTranscript): Utterance {
  const words = splitWords(final.rejected ? '' : final.text).length;
  const isNews = one.final === null || makesWay(one.final, final, words) || words > splitWords(one.final.text).length;
  if (!isNews) return one;
  return { ...one, final: final.rejected ? { ...final, text: '', words: [] } : final };
}

/** Stops waiting for the final: the partial transcript counts as it is. */
export const settled = (one: Utterance, now: number): Utterance =>
  one.endMs !== null && one.final === null
    ? { ...one, final: { text: one.partial, words: [], rejected: false, atMs: now, standsIn: true } }
    : one;

/** As they were begun, whatever came when. */
export const inOrder = (utterances: readonly Utterance[]): Utterance[] =>
  utterances.toSorted((a, b) => a.startMs - b.startMs || a.id - b.id);

/** What follows the first `taken` words, which belong to a turn that was cut at `cutMs`. Speech may have ended before the detector said so. */
export function afterCut(one: Utterance, taken: number, cutMs: number): Utterance {
  const before = one.before + taken;
  const lastMs = one.endMs === null ? cutMs : one.endMs - 1;
  const startMs = Math.max(one.startMs, Math.min(one.final?.words[before]?.start_ms ?? cutMs, lastMs));
  const held = splitWords((one.final ?? { text: one.partial }).text).slice(0, before);
  return { ...one, before, held: held.join(' '), startMs };
}

export const opened = (id: number, startMs: number): Utterance => ({
  id,
  startMs,
  endMs: null,
  partial: '',
  final: null,
  endDetectedMs: null,
  before: 0,
  held: '',
});
