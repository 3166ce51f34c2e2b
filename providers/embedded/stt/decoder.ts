/** The recogniser itself, in the thread that calls it: it blocks for milliseconds a frame, so that is a worker. */
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Word } from '@parley/contract';
import createModule, { type Decoder, type Segment, type SoundSwallowerModule } from 'soundswallower';
import { buildGraph, isGarbage, vocabularyOf, type Phrase } from './language-model.ts';
import { dictionaryFor, readDictionary, type Dictionary } from './lexicon.ts';

/** So many one-phone words in a row are speech that the recogniser has no words for. */
const GARBAGE_WORDS = 3;

export interface Recognition {
  text: string;
  words: Word[];
  rejected: boolean;
}

export interface Recogniser {
  start(): void;
  /** 16 kHz mono. */
  push(pcm: Int16Array): void;
  partial(): string;
  finish(): Recognition;
  close(): void;
}

const modelFolder = path.join(path.dirname(createRequire(import.meta.url).resolve('soundswallower')), 'model');

let loaded: Promise<SoundSwallowerModule> | undefined;
let dictionary: Dictionary | undefined;

const loadModule = (): Promise<SoundSwallowerModule> => (loaded ??= createModule({ modelBase: `${modelFolder}/` } as Partial<SoundSwallowerModule>));

/** Loads engine and dictionary ahead of the first call. */
export async function warmUp(): Promise<void> {
  dictionary ??= readDictionary(path.join(modelFolder, 'en-us', 'dict.txt'));
  await loadModule();
}

/** Silence, noise and empty transitions stand in parentheses, brackets or angle brackets. */
const isSpoken = (word: string): boolean => /^[a-z]/.test(word);

const plainWord = (text: string): string => text.replace(/\(\d+\)$/, '');

export async function openRecogniser(phrases: readonly Phrase[]): Promise<Recogniser> {
  const module = await loadModule();
  dictionary ??= readDictionary(path.join(modelFolder, 'en-us', 'dict.txt'));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-stt-'));
  try {
    writeFileSync(path.join(folder, 'graph.fsg'), buildGraph(phrases));
    writeFileSync(path.join(folder, 'words.dict'), dictionaryFor(vocabularyOf(phrases), dictionary));
    const decoder = new module.Decoder({
      fsg: path.join(folder, 'graph.fsg'),
      dict: path.join(folder, 'words.dict'),
      hmm: path.join(modelFolder, 'en-us'),
      samprate: 16_000,
      lw: 4,
      loglevel: 'FATAL',
    });
    await decoder.initialize();
    return recogniserOver(decoder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function recogniserOver(decoder: Decoder): Recogniser {
  let heard = false;
  const resultOf = (): Recognition => {
    const segments: Segment[] = heard ? (decoder.get_alignment().w ?? []) : [];
    const words = segments.filter((segment) => isSpoken(segment.t) || isGarbage(segment.t));
    const garbage = words.filter((segment) => isGarbage(segment.t)).length;
    const kept = words.filter((segment) => !isGarbage(segment.t));
    return {
      text: kept.map((segment) => plainWord(segment.t)).join(' '),
      words: kept.map((segment) => ({
        text: plainWord(segment.t),
        start_ms: Math.round(segment.b * 1_000),
        end_ms: Math.round((segment.b + segment.d) * 1_000),
      })),
      rejected: garbage >= GARBAGE_WORDS,
    };
  };
  return {
    start() {
      heard = false;
      decoder.start();
    },
    push(pcm) {
      if (pcm.length === 0) return;
      heard = true;
      decoder.process_audio(Float32Array.from(pcm, (sample) => sample / 32_768), false, false);
    },
    partial: () => (heard ? decoder.get_text() : '').split(' ').filter(isSpoken).map(plainWord).join(' '),
    finish() {
      decoder.stop();
      return resultOf();
    },
    close: () => decoder.delete(),
  };
}

