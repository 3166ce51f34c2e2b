/** Against engines of several languages, which the embedded ones are not. */
import { AgentConfig, canonicalLanguage, holdsLanguage, isSameLanguage } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import type { Abilities } from './abilities.ts';
import { impossibleSettings, type Channel } from './impossible-settings.ts';

const ABILITIES: Abilities = {
  stt: { embedded: { languages: ['en', 'de', 'pt-BR', 'it'] } },
  tts: {
    embedded: {
      voices: [
        { id: 'ann', name: 'Ann', language: 'en-GB' },
        { id: 'uwe', name: 'Uwe', language: 'de-AT' },
        { id: 'bia', name: 'Bia', language: 'pt-BR' },
      ],
      speeds: { least: 0.8, most: 1.2 },
      pronounces: (text) => !/[А-я]/.test(text),
    },
  },
  models: { embedded: ['dialogue-rules'], openai: null, openai_compatible: null },
};

const faultsOf = (settings: object, channel: Channel = 'voice'): string[] => {
  const config = AgentConfig.parse({ name: 'A', tts: { voice: 'ann' }, ...settings });
  return impossibleSettings(config, channel, ABILITIES).map(({ pointer, message }) => `${pointer} ${message}`);
};

describe('a language', () => {
  test.each(['en', 'en-US', 'en-AU', 'EN-us', 'en-Latn-GB'])('%s is spoken by a voice of any region', (language) =>
    expect(faultsOf({ language })).toEqual([]),
  );
  test.each(['', 'not a language', 'en_US', 'e', 'en-', '1234'])('"%s" is no tag', (language) =>
    expect(faultsOf({ language })).toEqual(['/language must be a BCP 47 language tag such as en-US']),
  );
  test('that the recogniser does not have', () =>
    expect(faultsOf({ language: 'fr-FR' })).toEqual([
      '/language must be a language that the embedded recogniser understands: en, de, pt-BR, it',
    ]));
  test('of another region than the recogniser has', () =>
    expect(faultsOf({ language: 'pt-PT', tts: { voice: 'bia' } })).toEqual([expect.stringMatching(/^\/language /)]));
  test('that no voice speaks', () =>
    expect(faultsOf({ language: 'it-IT' })).toEqual(['/language must be a language that a voice of embedded speaks']));
  test('that its own voice does not speak', () =>
    expect(faultsOf({ language: 'de-DE' })).toEqual(['/tts/voice must be a voice that speaks de-DE; ann speaks en-GB']));
  test('that its own voice speaks', () => expect(faultsOf({ language: 'de-DE', tts: { voice: 'uwe' } })).toEqual([]));
  test('is free where the agent is only written to', () => expect(faultsOf({ language: 'fr-FR' }, 'text')).toEqual([]));
  test('must be a tag also where the agent is only written to', () =>
    expect(faultsOf({ language: 'not a language' }, 'text')).toEqual(['/language must be a BCP 47 language tag such as en-US']));
});

describe('a voice', () => {
  test('that the engine does not have', () =>
    expect(faultsOf({ tts: { voice: 'nobody' } })).toEqual(['/tts/voice must be a voice of embedded: ann, uwe, bia']));
  test.each([0.5, 1.5])('slower or faster than it can speak: %d', (speed) =>
    expect(faultsOf({ tts: { voice: 'ann', speed } })).toEqual(['/tts/speed must be from 0.8 to 1.2, as embedded can speak']),
  );
  test('that can pronounce nothing of the greeting or the reminder', () =>
    expect(faultsOf({ greeting: 'Привет', turn_taking: { reminder: { text: 'Алло' } } })).toEqual([
      '/greeting has nothing that the voice ann can pronounce',
      '/turn_taking/reminder/text has nothing that the voice ann can pronounce',
    ]));
  test('that can pronounce nothing of the greeting with the variables that are there', () => {
    expect(faultsOf({ greeting: '{{g}}', variables: { g: 'Привет' } })).toEqual(['/greeting has nothing that the voice ann can pronounce']);
    expect(faultsOf({ greeting: '{{g}} {{name}}', variables: { g: 'Привет' } })).toEqual([]);
    expect(faultsOf({ greeting: '{{g}}', variables: { g: '' } })).toEqual([]);
  });
  test.each(['', 'Привет {{name}}'])('may get its words from the call: "%s"', (greeting) => expect(faultsOf({ greeting })).toEqual([]));
});

describe('a model', () => {
  test('that the provider does not have', () =>
    expect(faultsOf({ llm: { model: 'gpt-4.1' } })).toEqual(['/llm/model must be a model of embedded: dialogue-rules']));
  test('left at the default of another provider', () =>
    expect(faultsOf({ llm: { provider: 'openai' } })).toEqual([
      '/llm/model must name a model of openai; dialogue-rules is one of embedded',
    ]));
  test('without a name', () =>
    expect(faultsOf({ llm: { provider: 'openai_compatible', model: ' ' } })).toEqual([
      '/llm/model must name a model of openai_compatible',
    ]));
  test('that only the provider knows', () => expect(faultsOf({ llm: { provider: 'openai', model: 'gpt-9' } }, 'text')).toEqual([]));
});

test('a time zone that does not exist', () =>
  expect(faultsOf({ time_zone: 'Mars/Olympus' }, 'text')).toEqual(['/time_zone must be an IANA time zone such as Europe/Berlin']));

test('tags of languages', () => {
  expect(['EN-us', 'zh-hans-cn', 'iw', 'x y'].map(canonicalLanguage)).toEqual(['en-US', 'zh-Hans-CN', 'he', null]);
  expect(holdsLanguage(['en'], 'en-US')).toBe(true);
  expect(holdsLanguage(['en-US'], 'en')).toBe(false);
  expect(holdsLanguage(['en'], 'enm')).toBe(false);
  expect(isSameLanguage('en-GB', 'EN')).toBe(true);
  expect(isSameLanguage('de', 'en')).toBe(false);
});
