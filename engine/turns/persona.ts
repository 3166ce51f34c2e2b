/** Whom the caller talks to: what the turn core knows of the agent, variables filled in. State of the call, so that it can change in it. */
import {
  withLaterSettings,
  type AgentConfig,
  type AgentSnapshot,
  type ModelRef,
  type TurnTakingSettings,
  type VoiceRef,
} from '@parley/contract';
import { modelFunctions } from '../functions/definitions.ts';
import type { LlmFunction } from '../llm/llm.ts';
import { fillTemplate } from './template.ts';

/** What the recogniser expects. */
interface HearingRef {
  readonly provider: string;
  readonly language: string;
  readonly keywords: readonly string[];
}

export interface Persona {
  readonly greeting: string;
  readonly systemPrompt: string;
  /** As the model sees them. */
  readonly functions: readonly LlmFunction[];
  readonly turnTaking: TurnTakingSettings;
  /** BCP 47. */
  readonly language: string;
  readonly voice: VoiceRef;
  readonly model: ModelRef;
  readonly hearing: HearingRef;
  /** IANA zone of the agent. */
  readonly timeZone: string;
  readonly temperature?: number;
  readonly maxOutputTokens?: number;
}

export const variablesOf = (config: AgentConfig, overrides: Readonly<Record<string, string>>): Record<string, string> => ({
  ...config.variables,
  ...overrides,
});

export function personaOf({ config }: Pick<AgentSnapshot, 'config'>, overrides: Readonly<Record<string, string>>): Persona {
  const variables = variablesOf(config, overrides);
  const { temperature, max_output_tokens } = config.llm;
  const turnTaking = withLaterSettings(config).turn_taking;
  const filled = (text: string): string => fillTemplate(text, variables);
  return {
    greeting: filled(config.greeting).trim(),
    systemPrompt: filled(config.prompt),
    functions: modelFunctions(config.functions).map((one) => ({ ...one, description: filled(one.description) })),
    turnTaking: { ...turnTaking, reminder: { ...turnTaking.reminder, text: filled(turnTaking.reminder.text) } },
    language: config.language,
    voice: { provider: config.tts.provider, id: config.tts.voice, speed: config.tts.speed, language: config.language },
    model: { provider: config.llm.provider, model: config.llm.model },
    hearing: { provider: config.stt.provider, language: config.language, keywords: config.stt.keywords },
    timeZone: config.time_zone,
    ...(temperature === undefined ? {} : { temperature }),
    ...(max_output_tokens === undefined ? {} : { maxOutputTokens: max_output_tokens }),
  };
}
