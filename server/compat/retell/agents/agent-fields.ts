/** A voice or chat agent's fields (but for its response engine) in our settings. Pure. */
import { AgentConfig } from '@parley/contract';
import { EMBEDDED_TTS } from '@parley/providers/embedded/abilities.ts';
import type { Fields, Lens } from '../shared/lens.ts';
import { besides } from '../shared/without-effect.ts';

const UNNAMED = 'Unnamed agent';
const DEFAULT_LANGUAGE = 'en-US';
const DEFAULT_VOICE = 'slt';

const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
const string = (value: unknown, otherwise: string): string => (typeof value === 'string' && value !== '' ? value : otherwise);
const between = (least: number, value: number, most: number): number => Math.round(Math.min(most, Math.max(least, value)));
const share = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1_000) / 1_000;

const isVoice = (id: unknown): boolean => EMBEDDED_TTS.voices.some((voice) => voice.id === id);
const firstLanguage = (value: unknown): string => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return first === 'multi' ? DEFAULT_LANGUAGE : string(first, DEFAULT_LANGUAGE);
};

type TurnTaking = AgentConfig['turn_taking'];
const taking = (config: AgentConfig, change: Partial<TurnTaking>): AgentConfig => ({
  ...config,
  turn_taking: { ...config.turn_taking, ...change },
});

/** At 0 the agent waits two and a half times as long as at 1 before it takes its turn. */
const SLOWEST = 1.5;
const SILENCES = { complete_silence_ms: 350, silence_ms: 700, incomplete_silence_ms: 1_500 } as const;
/** Speech over the agent that counts as an interruption: at 1, and how much more it takes towards 0. */
const LEAST_SPEECH_MS = 250;
const MORE_SPEECH_MS = 750;

const identity: Lens[] = [
  {
    fields: ['agent_name'],
    put: ({ agent_name }, config) => ({ ...config, name: string(agent_name, UNNAMED).trim() || UNNAMED }),
    get: ({ name }) => ({ agent_name: name }),
    effect: 'The name; at most 128 characters.',
  },
  {
    fields: ['language'],
    put: ({ language }, config) => ({ ...config, language: firstLanguage(language) }),
    get: ({ language }) => ({ language }),
    effect:
      'The language; of several, the first one counts, and `multi` is `en-US`. For a voice agent one that the embedded recogniser and a voice have, English; others are refused.',
  },
  {
    fields: ['timezone'],
    put: ({ timezone }, config) => ({ ...config, time_zone: string(timezone, 'America/Los_Angeles') }),
    get: ({ time_zone }) => ({ timezone: time_zone }),
    effect: 'The time zone.',
  },
];

const speech: Lens[] = [
  {
    fields: ['voice_id'],
    put: ({ voice_id }, config) => ({ ...config, tts: { ...config.tts, voice: isVoice(voice_id) ? String(voice_id) : DEFAULT_VOICE } }),
    get: ({ tts }) => ({ voice_id: tts.voice }),
    effect: `The voice. One that \`list-voices\` does not name is kept and given back; \`${DEFAULT_VOICE}\` speaks.`,
  },
  {
    fields: ['voice_speed'],
    put: ({ voice_speed }, config) => ({ ...config, tts: { ...config.tts, speed: number(voice_speed, 1) } }),
    get: ({ tts }) => ({ voice_speed: tts.speed }),
    effect: 'The speed of the voice.',
  },
  {
    fields: ['boosted_keywords'],
    put: ({ boosted_keywords }, config) => ({
      ...config,
      stt: { ...config.stt, keywords: Array.isArray(boosted_keywords) ? boosted_keywords.map(String) : [] },
    }),
    get: ({ stt }) => ({ boosted_keywords: stt.keywords }),
    effect: 'Words that the recogniser expects; at most 64 characters each.',
  },
];

const turns: Lens[] = [
  {
    fields: ['responsiveness'],
    put({ responsiveness }, config) {
      const factor = 1 + (1 - share(number(responsiveness, 1))) * SLOWEST;
      const silences = Object.fromEntries(Object.entries(SILENCES).map(([name, ms]) => [name, Math.round(ms * factor)]));
      return taking(config, { endpointing: { ...config.turn_taking.endpointing, ...silences } });
    },
    get: ({ turn_taking }) => ({ responsiveness: share(1 - (turn_taking.endpointing.silence_ms / SILENCES.silence_ms - 1) / SLOWEST) }),
    effect:
      'How long the caller must be silent before the agent speaks: at 1 350 / 700 / 1,500 ms after a complete, undecided and open sentence; at 0 two and a half times as long.',
  },
  {
    fields: ['interruption_sensitivity'],
    put({ interruption_sensitivity }, config) {
      const sensitivity = share(number(interruption_sensitivity, 1));
      const interruption = {
        ...config.turn_taking.interruption,
        enabled: sensitivity > 0,
        min_speech_ms: Math.round(LEAST_SPEECH_MS + (1 - sensitivity) * MORE_SPEECH_MS),
      };
      return taking(config, { interruption });
    },
    get: ({ turn_taking: { interruption } }) => ({
      interruption_sensitivity: interruption.enabled ? share(1 - (interruption.min_speech_ms - LEAST_SPEECH_MS) / MORE_SPEECH_MS) : 0,
    }),
    effect: 'How much speech interrupts the agent: 250 ms at 1, 1,000 ms towards 0; 0 turns interruptions off.',
  },
  {
    fields: ['reminder_trigger_ms', 'reminder_max_count'],
    put({ reminder_trigger_ms, reminder_max_count }, config) {
      const reminder = {
        ...config.turn_taking.reminder,
        after_ms: between(0, number(reminder_trigger_ms, 10_000), 600_000),
        max: between(0, number(reminder_max_count, 1), 10),
      };
      return taking(config, { reminder });
    },
    get: ({ turn_taking: { reminder } }) => ({ reminder_trigger_ms: reminder.after_ms, reminder_max_count: reminder.max }),
    effect: 'Reminders; at most 10, after at most 10 minutes.',
  },
];

const limits: Lens[] = [
  {
    fields: ['end_call_after_silence_ms'],
    put: ({ end_call_after_silence_ms }, config) =>
      taking(config, { idle_timeout_ms: between(10_000, number(end_call_after_silence_ms, 600_000), 3_600_000) }),
    get: ({ turn_taking }) => ({ end_call_after_silence_ms: turn_taking.idle_timeout_ms }),
    effect: 'The call ends after so much silence; at most an hour.',
  },
  {
    fields: ['max_call_duration_ms'],
    put: ({ max_call_duration_ms }, config) =>
      taking(config, { max_call_ms: between(10_000, number(max_call_duration_ms, 3_600_000), 14_400_000) }),
    get: ({ turn_taking }) => ({ max_call_duration_ms: turn_taking.max_call_ms }),
    effect: 'The call ends after so long.',
  },
];

export const VOICE_AGENT_LENSES: readonly Lens[] = [...identity, ...speech, ...turns, ...limits];
export const CHAT_AGENT_LENSES: readonly Lens[] = identity;
export const lensesOf = (channel: 'voice' | 'chat'): readonly Lens[] => (channel === 'voice' ? VOICE_AGENT_LENSES : CHAT_AGENT_LENSES);

/** Settings of an agent of which nothing is known yet, with Retell's defaults where they differ from ours. */
export const freshConfig = (lenses: readonly Lens[]): AgentConfig =>
  lenses.reduce((config, lens) => lens.put({}, config), AgentConfig.parse({ name: UNNAMED }));

/** Fields of an answer that are nobody's to set. */
const AGENT_ANSWER_FIELDS = [
  'agent_id',
  'version',
  'base_version',
  'is_published',
  'assigned_tags',
  'last_modification_timestamp',
  'response_engine',
  'channel',
  'version_title',
  'version_description',
] as const;

/** Kept and given back, without effect on a call. */
export const VOICE_AGENT_KEPT: readonly string[] = [
  'voice_model',
  'voice_temperature',
  'volume',
  'voice_emotion',
  'fallback_voice_ids',
  'enable_dynamic_voice_speed',
  'enable_dynamic_responsiveness',
  'enable_expressive_mode',
  'expressive_emotion_tags',
  'expressive_mode_prompt',
  'enable_backchannel',
  'backchannel_frequency',
  'backchannel_words',
  'ambient_sound',
  'ambient_sound_volume',
  'denoising_mode',
  'pronunciation_dictionary',
  'stt_mode',
  'custom_stt_config',
  'vocab_specialization',
  'begin_message_delay_ms',
  'ring_duration_ms',
  'allow_user_dtmf',
  'allow_dtmf_interruption',
  'user_dtmf_options',
  'voicemail_option',
  'ivr_option',
  'call_screening_option',
  'guardrail_config',
  'handbook_config',
  'pii_config',
  'data_storage_setting',
  'data_storage_retention_days',
  'opt_in_signed_url',
  'signed_url_expiration_ms',
  'post_call_analysis_data',
  'post_call_analysis_model',
];
export const CHAT_AGENT_KEPT: readonly string[] = [
  'auto_close_message',
  'end_chat_after_silence_ms',
  'data_storage_setting',
  'data_storage_retention_days',
  'guardrail_config',
  'handbook_config',
  'pii_config',
  'post_chat_analysis_data',
  'post_chat_analysis_model',
  'opt_in_signed_url',
  'signed_url_expiration_ms',
];

/** Names of what is given of an agent and has no effect. */
export const agentWithoutEffect = (channel: 'voice' | 'chat', prefix = '', others: readonly string[] = []) =>
  besides([...AGENT_ANSWER_FIELDS, ...others, ...lensesOf(channel).flatMap((lens) => lens.fields)], prefix);

export const fieldsGiven = (body: Fields): Fields =>
  Object.fromEntries(
    Object.entries(body).filter(([name, value]) => value !== undefined && !(AGENT_ANSWER_FIELDS as readonly string[]).includes(name)),
  );
