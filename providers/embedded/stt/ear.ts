/**
 * What a decoder has learnt of a line and a voice: the means of what it heard (cepstral mean normalisation), which go on from one utterance to the
 * next. It is all that an utterance leaves behind, so that a call keeps it and any decoder can hear the call on.
 */
import type { Library } from './library.ts';

/** Means, then sums, then in how many frames. */
export type Ear = Float32Array;

/** Addresses in a decoder's memory, and in all copies of it. */
export interface EarPlace {
  means: number;
  sums: number;
  frames: number;
}

const MEANS = 13;
/** What a decoder that has heard nothing begins with. */
const FIRST_MEANS = [40, 3, -1, ...Array.from({ length: MEANS - 3 }, () => 0)];
/** Of the structure that points to what is looked for; it has fewer. */
const FIELDS = 32;

const floatsAt = (library: Library, address: number): Float32Array => library.HEAPF32.subarray(address / 4, address / 4 + MEANS);

/** The library has no function for it: it is found by what is there before anything was heard. `features`: of a decoder just opened. */
export function findEar(library: Library, features: number): EarPlace {
  const { HEAPU32: words } = library;
  for (let field = 0; field < FIELDS; field += 1) {
    const at = (words[features / 4 + field] ?? 0) / 4;
    const [means = 0, , sums = 0, , count] = words.subarray(at, at + 5);
    if (count === MEANS && FIRST_MEANS.every((mean, index) => floatsAt(library, means)[index] === mean))
      return { means, sums, frames: at * 4 + 12 };
  }
  throw new Error('The recogniser does not show what it heard.');
}

export function readEar(library: Library, { means, sums, frames }: EarPlace): Ear {
  return Float32Array.of(...floatsAt(library, means), ...floatsAt(library, sums), library.HEAP32[frames / 4] ?? 0);
}

export function writeEar(library: Library, { means, sums, frames }: EarPlace, ear: Ear): void {
  floatsAt(library, means).set(ear.subarray(0, MEANS));
  floatsAt(library, sums).set(ear.subarray(MEANS, 2 * MEANS));
  library.HEAP32[frames / 4] = ear[2 * MEANS] ?? 0;
}
