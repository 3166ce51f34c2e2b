/** The model that an agent's settings name, with the keys that its organization or the operator has for it. */
import { AppError, type AgentConfig } from '@parley/contract';
import type { LlmEngine } from '@parley/engine/llm/llm.ts';
import { variablesOf } from '@parley/engine/turns/settings.ts';
import { fillTemplate } from '@parley/engine/turns/template.ts';
import { createEmbeddedDialogue } from '@parley/providers/embedded/dialogue/index.ts';
import { createOpenAiCompatible } from '@parley/providers/openai-compatible/index.ts';
import type { CallSecrets } from '../call-host/channel.ts';
import { guardedFetch } from '../http/guarded-fetch.ts';

const OPENAI_URL = 'https://api.openai.com/v1';

export type ModelFor = (config: AgentConfig, variables: Readonly<Record<string, string>>, secrets: CallSecrets) => LlmEngine;

/** `outboundAllow`: networks and hosts that tenants' URLs may reach besides public addresses. */
export function createModels(outboundAllow: readonly string[]): ModelFor {
  const dialogue = createEmbeddedDialogue();
  const guarded = guardedFetch(outboundAllow);
  return (config, variables, { llm }) => {
    const { llm: settings } = config;
    if (settings.provider === 'embedded') {
      // Its classifier is trained once a prompt: now, not when somebody waits for the first answer.
      dialogue.prepare(fillTemplate(config.prompt, variablesOf(config, variables)));
      return dialogue;
    }
    const baseUrl = llm?.baseUrl ?? (settings.provider === 'openai' ? OPENAI_URL : undefined);
    if (baseUrl === undefined || (settings.provider === 'openai' && llm?.apiKey === undefined))
      throw new AppError('provider_not_configured');
    // The operator's own endpoint may be anywhere; a tenant's must not lead into the operator's network.
    const fetch = llm?.addressFrom === 'operator' ? globalThis.fetch : guarded;
    return createOpenAiCompatible({
      baseUrl,
      model: settings.model,
      provider: settings.provider,
      fetch,
      ...(llm?.apiKey === undefined ? {} : { apiKey: llm.apiKey }),
    });
  };
}
