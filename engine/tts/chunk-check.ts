/** Voices are others' code: what they give is looked at before the call goes by it. */
import { isObject } from '@parley/contract';
import type { TextRange, TtsChunk, TtsMark } from './tts.ts';

const numbersOf = (one: unknown, names: readonly string[]): boolean =>
  isObject(one) && names.every((name) => typeof one[name] === 'number');

/** Throws for audio that is none. */
export function checkedAudio(chunk: TtsChunk): Pick<TtsChunk, 'pcm' | 'sampleRate'> {
  const { pcm, sampleRate } = chunk;
  if (!(pcm instanceof Int16Array)) throw new TypeError("A voice's audio is no 16-bit PCM.");
  if (pcm.length > 0 && !(Number.isFinite(sampleRate) && sampleRate > 0)) throw new TypeError("A voice's audio has no sample rate.");
  return { pcm, sampleRate };
}

/** What is said of the audio; `faulty` when some of it is not to be understood, which is no reason not to play it. */
export function checkedNotes({ marks, leavesOut }: TtsChunk): { marks: TtsMark[]; leavesOut: TextRange[]; faulty: boolean } {
  const among = <T>(all: readonly T[] | undefined, names: readonly string[]): T[] =>
    Array.isArray(all) ? (all as T[]).filter((one) => numbersOf(one, names)) : [];
  const isFaulty = <T>(all: readonly T[] | undefined, understood: readonly T[]): boolean =>
    all !== undefined && (!Array.isArray(all) || all.length !== understood.length);
  const sound = { marks: among(marks, ['atMs', 'chars']), leavesOut: among(leavesOut, ['from', 'to']) };
  return { ...sound, faulty: isFaulty(marks, sound.marks) || isFaulty(leavesOut, sound.leavesOut) };
}
