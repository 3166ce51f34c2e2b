import type { AgentConfig, AgentFunction, AgentSnapshot, TurnTakingSettings } from '@parley/contract';
import { fillTemplate } from './template.ts';

/** What the turn core needs of the agent, variables filled in. Constant for a call. */
export interface CoreSettings {
  /** BCP 47 tag of the language that is spoken. */
  language: string;
  greeting: string;
  systemPrompt: string;
  functions: readonly AgentFunction[];
  turnTaking: TurnTakingSettings;
  /** How many times a turn may go back to the model with function results. */
  maxSteps: number;
  /** Consecutive failures of a provider before the call ends. */
  maxFailures: number;
}

/** Said when the model or the voice failed once; the second failure in a row ends the call. */
export const APOLOGY = 'Sorry, something went wrong on my side. Could you say that again?';

/** What the model is told of speech that the recogniser flagged as outside its domain. */
export const UNINTELLIGIBLE = '[unintelligible]';

export const variablesOf = (config: AgentConfig, overrides: Readonly<Record<string, string>>): Record<string, string> => ({
  ...config.variables,
  ...overrides,
});

export function coreSettings(agent: AgentSnapshot, overrides: Readonly<Record<string, string>>): CoreSettings {
  const { config } = agent;
  const variables = variablesOf(config, overrides);
  return {
    language: config.language,
    greeting: fillTemplate(config.greeting, variables).trim(),
    systemPrompt: fillTemplate(config.prompt, variables),
    functions: config.functions,
    turnTaking: config.turn_taking,
    maxSteps: 8,
    maxFailures: 2,
  };
}
