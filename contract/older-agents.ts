/** Agents as older versions stored them: what came later is missing. What is stored stays as it is; whoever reads it hands it through here. */
import { TurnTakingSettings, type AgentConfig } from './agent.ts';

/** The settings with the defaults of those that came later. */
export const withLaterSettings = (config: AgentConfig): AgentConfig => ({
  ...config,
  turn_taking: TurnTakingSettings.parse(config.turn_taking),
});
