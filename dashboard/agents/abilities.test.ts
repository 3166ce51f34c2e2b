import { exampleOf } from '@parley/contract/examples/index.ts';
import type { Provider, Voice } from '@parley/contract';
import { expect, it } from 'vitest';
import { languagesFor, voicesFor } from './abilities.ts';

const voice = (id: string, language: string): Voice => ({ ...(exampleOf('Voice') as Voice), id, language });
const VOICES = [voice('ann', 'en-GB'), voice('joe', 'en-US'), voice('uwe', 'de-DE'), voice('eva', 'en-US')];
const recogniser = (...languages: string[]): Provider => ({ ...(exampleOf('Provider') as Provider), languages });
const namesOf = (language: string): string[] => voicesFor(VOICES, 'embedded', language).map(({ id }) => id);

it('offers the voices of a language, whatever their region', () => expect(namesOf('en-AU')).toEqual(['ann', 'joe', 'eva']));
it.each(['fr-FR', 'not a language'])('offers every voice where none speaks the language: %s', (language) =>
  expect(namesOf(language)).toHaveLength(4),
);
it('offers the languages that are both understood and spoken, each once', () => {
  expect(languagesFor(VOICES, recogniser('en', 'fr'))).toEqual(['en-GB', 'en-US']);
  expect(languagesFor(VOICES, undefined)).toEqual([]);
});
