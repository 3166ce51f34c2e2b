/** The recogniser itself, in the thread that calls it: it blocks for milliseconds a frame, so that is a worker. */
import path from 'node:path';
import type { Word } from '@parley/contract';
import type { Segment } from 'soundswallower';
import { findEar, readEar, writeEar, type Ear, type EarPlace } from './ear.ts';
import { buildGraph, isGarbage, vocabularyOf, type Phrase } from './language-model.ts';
import { dictionaryFor, readDictionary, type Dictionary } from './lexicon.ts';
import { copyLibrary, createLibrary, decoderIn, modelFolder, openDecoder, type Library, type OpenDecoder } from './library.ts';

/** Fewer one-phone words than this are a misheard syllable. */
const SOME_GARBAGE = 3;
/** So many are speech that the recogniser has no words for, whatever it made of the rest; a breath or the end of a codec's sound are fewer. */
const MUCH_GARBAGE = 6;

/** Of the language model's scores against those of the acoustic model. */
const LANGUAGE_WEIGHT = 4;

export interface Recognition {
  text: string;
  words: Word[];
  rejected: boolean;
}

export interface Recogniser {
  /** Another that knows the same phrases; this one may be in the midst of an utterance. Some 10 ms. */
  copy(): Promise<Recogniser>;
  /** `ear`: what `ear()` gave after the line's last utterance, null for a line that was never heard. */
  start(ear: Ear | null): void;
  /** 16 kHz mono. */
  push(pcm: Int16Array): void;
  partial(): string;
  finish(): Recognition;
  ear(): Ear;
}

let dictionary: Dictionary | undefined;

const loadDictionary = (): Dictionary => (dictionary ??= readDictionary(path.join(modelFolder, 'en-us', 'dict.txt')));

/** Loads the dictionary ahead of the first call, and shows that the engine loads. */
export async function warmUp(): Promise<void> {
  loadDictionary();
  await createLibrary();
}

const plainWord = (text: string): string => text.replace(/\(\d+\)$/, '');

/** About 25 MB, which go when nobody holds it any more, and 0.2 s. */
export async function openRecogniser(phrases: readonly Phrase[]): Promise<Recogniser> {
  const library = await createLibrary();
  const config = { hmm: path.join(modelFolder, 'en-us'), samprate: 16_000, lw: LANGUAGE_WEIGHT, loglevel: 'FATAL' };
  const material = { graph: buildGraph(phrases), words: dictionaryFor(vocabularyOf(phrases), loadDictionary()) };
  const decoder = await openDecoder(library, config, material);
  const place = findEar(library, decoder.features);
  return recogniserOver({ library, decoder, place, untouched: readEar(library, place) });
}

/** Some garbage outweighs what was understood only where it lasts longer. */
function isRejected(segments: readonly Segment[], words: readonly Segment[]): boolean {
  const garbage = segments.filter((segment) => isGarbage(segment.t));
  const lasting = (some: readonly Segment[]): number => some.reduce((sum, segment) => sum + segment.d, 0);
  return garbage.length >= MUCH_GARBAGE || (garbage.length >= SOME_GARBAGE && lasting(garbage) > lasting(words));
}

/** What the decoder's words come to; its times are in s. */
export function recognitionOf(segments: readonly Segment[]): Recognition {
  const kept = segments.filter((segment) => /^[a-z]/.test(segment.t));
  return {
    text: kept.map((segment) => plainWord(segment.t)).join(' '),
    words: kept.map((segment) => ({
      text: plainWord(segment.t),
      start_ms: Math.round(segment.b * 1_000),
      end_ms: Math.round((segment.b + segment.d) * 1_000),
    })),
    rejected: isRejected(segments, kept),
  };
}

interface Parts {
  library: Library;
  decoder: OpenDecoder;
  place: EarPlace;
  /** Of a decoder that has heard nothing. */
  untouched: Ear;
}

function recogniserOver(parts: Parts): Recogniser {
  const { library, decoder, place, untouched } = parts;
  let listening = false;
  let heard = false;
  return {
    async copy() {
      const copied = await copyLibrary(library, decoder.unread);
      const own = decoderIn(copied, decoder);
      // It was copied in the midst of what it hears.
      if (listening) own.stop();
      return recogniserOver({ ...parts, library: copied, decoder: own });
    },
    start(ear) {
      heard = false;
      writeEar(library, place, ear ?? untouched);
      decoder.start();
      listening = true;
    },
    push(pcm) {
      if (pcm.length === 0) return;
      heard = true;
      decoder.process_audio(
        Float32Array.from(pcm, (sample) => sample / 32_768),
        false,
        false,
      );
    },
    partial: () =>
      (heard ? decoder.get_text() : '')
        .split(' ')
        .filter((word) => /^[a-z]/.test(word))
        .map(plainWord)
        .join(' '),
    finish() {
      listening = false;
      decoder.stop();
      return recognitionOf(heard ? (decoder.get_alignment().w ?? []) : []);
    },
    ear: () => readEar(library, place),
  };
}
