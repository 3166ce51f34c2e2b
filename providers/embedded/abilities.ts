/** What the embedded recogniser and voice can do, known before either of them is loaded. */
import type { SttAbilities } from '@parley/engine/stt/stt.ts';
import type { TtsAbilities } from '@parley/engine/tts/tts.ts';
import { isSpeakable } from '@parley/engine/tts/written-words.ts';
import { FLITE_VOICES } from './tts/flite.ts';
import { readable } from './tts/reading.ts';

export const EMBEDDED_STT = { languages: ['en'] } as const satisfies SttAbilities;

export const EMBEDDED_TTS: TtsAbilities = {
  voices: FLITE_VOICES,
  speeds: { least: 0.5, most: 2 },
  // What holds nothing to pronounce is no failure.
  pronounces: (text) => !isSpeakable(text) || isSpeakable(readable(text)),
};
