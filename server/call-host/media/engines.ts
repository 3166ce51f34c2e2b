/** The engines of a media process, loaded once, and the choice an agent's settings make among them. */
import { AppError, type AgentConfig, type EngineStatus } from '@parley/contract';
import type { CallProviders } from '@parley/engine/call-options.ts';
import type { LlmEngine } from '@parley/engine/llm/llm.ts';
import { variablesOf } from '@parley/engine/turns/settings.ts';
import { fillTemplate } from '@parley/engine/turns/template.ts';
import { createEmbeddedDialogue } from '@parley/providers/embedded/dialogue/index.ts';
import { createEmbeddedSpeech, type EmbeddedSpeech } from '@parley/providers/embedded/speech.ts';
import { createOpenAiCompatible } from '@parley/providers/openai-compatible/index.ts';
import { guardedFetch } from '../../http/guarded-fetch.ts';
import type { CallSecrets, MediaSettings } from '../channel.ts';

const OPENAI_URL = 'https://api.openai.com/v1';

export interface Engines {
  forCall(config: AgentConfig, variables: Readonly<Record<string, string>>, secrets: CallSecrets): CallProviders;
  tts: EmbeddedSpeech['tts'];
  status(): EngineStatus[];
  close(): Promise<void>;
}

export async function loadEngines({ outboundAllow, listeningWorkers }: Pick<MediaSettings, 'outboundAllow' | 'listeningWorkers'>): Promise<Engines> {
  const speech = await createEmbeddedSpeech({ listeningWorkers });
  const dialogue = createEmbeddedDialogue();
  const guarded = guardedFetch(outboundAllow);

  const modelFor = ({ llm: settings }: AgentConfig, { llm }: CallSecrets): LlmEngine => {
    if (settings.provider === 'embedded') return dialogue;
    const baseUrl = llm?.baseUrl ?? (settings.provider === 'openai' ? OPENAI_URL : undefined);
    if (baseUrl === undefined || (settings.provider === 'openai' && llm?.apiKey === undefined)) throw new AppError('provider_not_configured');
    // The operator's own endpoint may be anywhere; a tenant's must not lead into the operator's network.
    const fetch = llm?.addressFrom === 'operator' ? globalThis.fetch : guarded;
    return createOpenAiCompatible({ baseUrl, model: settings.model, provider: settings.provider, fetch, ...(llm?.apiKey === undefined ? {} : { apiKey: llm.apiKey }) });
  };
  return {
    forCall(config, variables, secrets) {
      const llm = modelFor(config, secrets);
      // Its classifier is trained once a prompt: now, not when the caller waits for the first answer.
      if (llm === dialogue) dialogue.prepare(fillTemplate(config.prompt, variablesOf(config, variables)));
      return { vad: speech.vad, stt: speech.stt, tts: speech.tts, llm };
    },
    tts: speech.tts,
    status: () => [...speech.status(), { kind: 'llm', name: 'dialogue-rules', state: 'ready', message: 'Rules over the agent’s prompt, not a language model. Works without network and key.' }],
    close: () => speech.close(),
  };
}
