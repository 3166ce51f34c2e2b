/** Settings with which no call can ever work, whatever keys there are: each with where it stands and what is wrong. Pure. */
import { canonicalLanguage, holdsLanguage, isSameLanguage, type AgentConfig } from '@parley/contract';
import { fillTemplate, unknownVariables } from '@parley/engine/turns/template.ts';
import { ABILITIES, type Abilities } from './abilities.ts';

export interface SettingFault {
  /** JSON pointer into the settings. */
  pointer: string;
  message: string;
}

/** A typed conversation needs neither recogniser nor voice. */
export type Channel = 'voice' | 'text';

/** What an impossible setting keeps a call or a typed conversation from. */
export function impossibleSettings(config: AgentConfig, channel: Channel, abilities: Abilities = ABILITIES): SettingFault[] {
  const { language, time_zone } = config;
  const tag = canonicalLanguage(language);
  return [
    ...(tag === null ? [{ pointer: '/language', message: 'must be a BCP 47 language tag such as en-US' }] : []),
    ...(isTimeZone(time_zone) ? [] : [{ pointer: '/time_zone', message: 'must be an IANA time zone such as Europe/Berlin' }]),
    ...modelFaults(config, abilities),
    ...(channel === 'voice' ? [...(tag === null ? [] : languageFaults(config, tag, abilities)), ...voiceFaults(config, abilities)] : []),
  ];
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function modelFaults({ llm: { provider, model } }: AgentConfig, { models }: Abilities): SettingFault[] {
  const own = models[provider];
  if (own?.includes(model) === true) return [];
  const fault = (message: string): SettingFault[] => [{ pointer: '/llm/model', message }];
  if (own !== null) return fault(`must be a model of ${provider}: ${own.join(', ')}`);
  if (model.trim() === '') return fault(`must name a model of ${provider}`);
  // The default of another provider, left there where only the provider was given.
  const others = Object.entries(models).find(([name, known]) => name !== provider && known?.includes(model) === true);
  return others === undefined ? [] : fault(`must name a model of ${provider}; ${model} is one of ${others[0]}`);
}

function languageFaults({ stt, tts }: AgentConfig, tag: string, abilities: Abilities): SettingFault[] {
  const { languages } = abilities.stt[stt.provider];
  const { voices } = abilities.tts[tts.provider];
  const fault = (message: string): SettingFault[] => [{ pointer: '/language', message }];
  if (!holdsLanguage(languages, tag))
    return fault(`must be a language that the ${stt.provider} recogniser understands: ${languages.join(', ')}`);
  if (!voices.some(({ language }) => isSameLanguage(language, tag)))
    return fault(`must be a language that a voice of ${tts.provider} speaks`);
  const voice = voices.find(({ id }) => id === tts.voice);
  if (voice === undefined || isSameLanguage(voice.language, tag)) return [];
  return [{ pointer: '/tts/voice', message: `must be a voice that speaks ${tag}; ${voice.id} speaks ${voice.language}` }];
}

function voiceFaults({ tts, greeting, variables, turn_taking: { reminder } }: AgentConfig, abilities: Abilities): SettingFault[] {
  const engine = abilities.tts[tts.provider];
  const { voices, speeds } = engine;
  const { least, most } = speeds;
  const faults: SettingFault[] = [];
  if (tts.speed < least || tts.speed > most)
    faults.push({ pointer: '/tts/speed', message: `must be from ${String(least)} to ${String(most)}, as ${tts.provider} can speak` });
  if (!voices.some(({ id }) => id === tts.voice))
    return [...faults, { pointer: '/tts/voice', message: `must be a voice of ${tts.provider}: ${voices.map(({ id }) => id).join(', ')}` }];
  // What a call has still to fill in may be pronounced.
  const mute = (text: string): boolean =>
    unknownVariables(text, variables).length === 0 && !engine.pronounces(fillTemplate(text, variables), tts.voice);
  const message = `has nothing that the voice ${tts.voice} can pronounce`;
  if (mute(greeting)) faults.push({ pointer: '/greeting', message });
  if (mute(reminder.text)) faults.push({ pointer: '/turn_taking/reminder/text', message });
  return faults;
}
