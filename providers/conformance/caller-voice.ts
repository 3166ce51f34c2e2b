/** The caller of conformance suites: a voice that the agent never uses itself. */
import { AppError } from '@parley/contract';
import { muLaw } from '@parley/engine/audio/g711.ts';
import { createResampler } from '@parley/engine/audio/resample.ts';
import type { TtsEngine } from '@parley/engine/tts/tts.ts';
import type { SpokenSentence } from './stt.ts';
import { join } from './suite.ts';

const RATE = 16_000;

export async function sayAll(tts: TtsEngine, voice: string, texts: readonly string[]): Promise<SpokenSentence[]> {
  const spoken: SpokenSentence[] = [];
  for (const text of texts) {
    const parts: Int16Array[] = [];
    for await (const { pcm, sampleRate } of tts.synthesize({ text, voice, speed: 1, language: 'en-US' }, AbortSignal.timeout(20_000))) {
      if (sampleRate !== RATE) throw new AppError('unsupported_audio_format', { detail: 'The caller speaks at 16 kHz.' });
      parts.push(pcm);
    }
    spoken.push({ text, pcm: join(parts) });
  }
  return spoken;
}

const convert = (pcm: Int16Array, from: number, to: number): Int16Array => {
  const resampler = createResampler(from, to);
  return join([resampler.process(pcm), resampler.flush()]);
};

/** The same audio after a telephone line: 8 kHz, µ-law. */
export const overTelephone = (pcm: Int16Array): Int16Array => convert(muLaw.decode(muLaw.encode(convert(pcm, RATE, 8_000))), 8_000, RATE);
