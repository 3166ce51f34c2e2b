/** What the engines of an agent's settings offer. Pure. */
import { canonicalLanguage, holdsLanguage, isSameLanguage, type Provider, type TtsSettings, type Voice } from '@parley/contract';

/** Voices that speak the language; all of the provider's for a language that none of them speaks. */
export function voicesFor(voices: readonly Voice[], provider: TtsSettings['provider'], language: string): Voice[] {
  const own = voices.filter((voice) => voice.provider === provider);
  const tag = canonicalLanguage(language);
  const speaking = tag === null ? [] : own.filter((voice) => isSameLanguage(voice.language, tag));
  return speaking.length === 0 ? own : speaking;
}

/** Languages that recogniser and voices have, as the voices name them. */
export function languagesFor(voices: readonly Voice[], recogniser: Provider | undefined): string[] {
  const understood = recogniser?.languages ?? [];
  return [...new Set(voices.map(({ language }) => language))].filter((language) => holdsLanguage(understood, language));
}
