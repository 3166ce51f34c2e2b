/** The recogniser itself, in the thread that calls it: it blocks for milliseconds a frame, so that is a worker. */
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Word } from '@parley/contract';
import createModule, { type Decoder, type Segment, type SoundSwallowerModule } from 'soundswallower';
import { buildGraph, isGarbage, vocabularyOf, type Phrase } from './language-model.ts';
import { dictionaryFor, readDictionary, type Dictionary } from './lexicon.ts';

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
  /** Other phrases, and nothing left of what was heard. Between utterances. */
  teach(phrases: readonly Phrase[]): Promise<void>;
  /** Nothing left of what was heard: the next caller's line is another one. */
  forget(): Promise<void>;
  start(): void;
  /** 16 kHz mono. */
  push(pcm: Int16Array): void;
  partial(): string;
  finish(): Recognition;
}

const modelFolder = path.join(path.dirname(createRequire(import.meta.url).resolve('soundswallower')), 'model');

let loaded: Promise<SoundSwallowerModule> | undefined;
let dictionary: Dictionary | undefined;

/** Where the library put files of these lengths; it never frees them, and nothing points there after loading. */
const filesInMemory = new Map<number, number[]>();

/** The library puts a zero one byte behind the memory that it asked for when it loads a file: it gets that byte. */
async function loadPatched(): Promise<SoundSwallowerModule> {
  const module = await createModule({ modelBase: `${modelFolder}/` } as Partial<SoundSwallowerModule>);
  // The first call replaces the function.
  module._free(module._malloc(1));
  const malloc = module._malloc.bind(module);
  module._malloc = (bytes) => {
    const address = malloc(bytes + 1);
    filesInMemory.get(bytes)?.push(address);
    return address;
  };
  return module;
}

const loadModule = (): Promise<SoundSwallowerModule> => (loaded ??= loadPatched());
const loadDictionary = (): Dictionary => (dictionary ??= readDictionary(path.join(modelFolder, 'en-us', 'dict.txt')));

/** Loads engine and dictionary ahead of the first call. */
export async function warmUp(): Promise<void> {
  loadDictionary();
  await loadModule();
}

const plainWord = (text: string): string => text.replace(/\(\d+\)$/, '');

let loading: Promise<unknown> = Promise.resolve();

/** One at a time: what a load took is freed after it, by its length. */
function withFiles<T>(...args: Parameters<typeof loadFiles<T>>): Promise<T> {
  const loads = loading.then(() => loadFiles(...args));
  loading = loads.catch(() => undefined);
  return loads;
}

/** The library reads its grammar and dictionary from files only. */
async function loadFiles<T>(
  phrases: readonly Phrase[],
  module: SoundSwallowerModule,
  use: (files: { fsg: string; dict: string }) => Promise<T>,
): Promise<T> {
  const contents = { fsg: buildGraph(phrases), dict: dictionaryFor(vocabularyOf(phrases), loadDictionary()) };
  const lengths = Object.values(contents).map((text) => Buffer.byteLength(text) + 1);
  for (const length of lengths) if (!filesInMemory.has(length)) filesInMemory.set(length, []);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-stt-'));
  const files = { fsg: path.join(folder, 'graph.fsg'), dict: path.join(folder, 'words.dict') };
  try {
    writeFileSync(files.fsg, contents.fsg);
    writeFileSync(files.dict, contents.dict);
    return await use(files);
  } finally {
    for (const length of lengths) {
      for (const address of filesInMemory.get(length) ?? []) module._free(address);
      filesInMemory.delete(length);
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/** There is no closing: freed decoders leave megabytes behind, so they are kept and taught anew. */
export async function openRecogniser(phrases: readonly Phrase[]): Promise<Recogniser> {
  const module = await loadModule();
  return withFiles(phrases, module, async (files) => {
    const decoder = new module.Decoder({
      ...files,
      hmm: path.join(modelFolder, 'en-us'),
      samprate: 16_000,
      lw: LANGUAGE_WEIGHT,
      loglevel: 'FATAL',
    });
    await decoder.initialize();
    return recogniserOver(decoder as TeachableDecoder, module);
  });
}

/** Public in the library, left out of its type declarations. */
interface TeachableDecoder extends Decoder {
  init_dict(): Promise<void>;
  init_grammar(): Promise<void>;
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

function recogniserOver(decoder: TeachableDecoder, module: SoundSwallowerModule): Recogniser {
  let heard = false;
  return {
    async teach(phrases) {
      await withFiles(phrases, module, async ({ fsg, dict }) => {
        decoder.set_config('fsg', fsg);
        decoder.set_config('dict', dict);
        await decoder.init_dict();
        await decoder.init_grammar();
      });
      await decoder.reinitialize_audio();
    },
    forget: () => decoder.reinitialize_audio(),
    start() {
      heard = false;
      decoder.start();
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
      decoder.stop();
      return recognitionOf(heard ? (decoder.get_alignment().w ?? []) : []);
    },
  };
}
