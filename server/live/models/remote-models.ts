/** Models behind a network, with the keys that the organization or the operator has for them. */
import { AppError, type AgentConfig } from '@parley/contract';
import type { LlmEngine } from '@parley/engine/llm/llm.ts';
import { createOpenAiCompatible } from '@parley/providers/openai-compatible/index.ts';
import type { CallSecrets } from './secrets.ts';
import { guardedFetch } from '../../platform/outgoing/guarded-fetch.ts';

export const OPENAI_URL = 'https://api.openai.com/v1';

/** Throws `provider_not_configured`. */
export type RemoteModelFor = (settings: AgentConfig['llm'], secrets: CallSecrets) => LlmEngine;

export function createRemoteModels(outboundAllow: readonly string[]): RemoteModelFor {
  const guarded = guardedFetch(outboundAllow);
  return (settings, { llm }) => {
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
