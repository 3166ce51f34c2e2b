/** The model that an agent's settings name, with the keys that its organization or the operator has for it. */
import type { AgentConfig } from '@parley/contract';
import type { LlmEngine } from '@parley/engine/llm/llm.ts';
import { variablesOf } from '@parley/engine/turns/persona.ts';
import { fillTemplate } from '@parley/engine/turns/template.ts';
import type { RulesDialogue } from '@parley/providers/rules-dialogue/index.ts';
import type { CallSecrets } from './secrets.ts';
import { createRemoteModels } from './remote-models.ts';

export type ModelFor = (config: AgentConfig, variables: Readonly<Record<string, string>>, secrets: CallSecrets) => LlmEngine;

/** `outboundAllow`: networks and hosts that tenants' URLs may reach besides public addresses. */
export function createModels(outboundAllow: readonly string[], dialogue: RulesDialogue): ModelFor {
  const remote = createRemoteModels(outboundAllow);
  return (config, variables, secrets) => {
    const { llm: settings } = config;
    if (settings.provider === 'embedded') {
      // Its classifier is trained once a prompt: now, not when somebody waits for the first answer.
      dialogue.prepare(fillTemplate(config.prompt, variablesOf(config, variables)));
      return dialogue;
    }
    return remote(settings, secrets);
  };
}
