/** What the engines behind an agent's settings can do, as they say it themselves. */
import type { AgentConfig } from '@parley/contract';
import type { SttAbilities } from '@parley/engine/stt/stt.ts';
import type { TtsAbilities } from '@parley/engine/tts/tts.ts';
import { EMBEDDED_STT, EMBEDDED_TTS } from '@parley/providers/embedded/abilities.ts';
import { RULES_DIALOGUE_MODELS } from '@parley/providers/rules-dialogue/abilities.ts';

export interface Abilities {
  readonly stt: Readonly<Record<AgentConfig['stt']['provider'], SttAbilities>>;
  readonly tts: Readonly<Record<AgentConfig['tts']['provider'], TtsAbilities>>;
  /** All models of a provider; null where only the provider knows them. */
  readonly models: Readonly<Record<AgentConfig['llm']['provider'], readonly string[] | null>>;
}

export const ABILITIES: Abilities = {
  stt: { embedded: EMBEDDED_STT },
  tts: { embedded: EMBEDDED_TTS },
  models: { embedded: RULES_DIALOGUE_MODELS, openai: null, openai_compatible: null },
};
