/** List prices in micro-USD per token. Unknown models cost 0: better no figure than a wrong one (docs/configuration.md). */
import type { TokenUsage } from '@parley/contract';

export interface ModelUse {
  provider: string;
  model: string;
  usage: TokenUsage;
}

export interface Usage {
  models: ModelUse[];
  /** Speech that was recognised. */
  sttMs: number;
  ttsCharacters: number;
}

interface Price {
  input: number;
  cachedInput: number;
  output: number;
}

/** OpenAI's public price list, July 2025: USD per million tokens is micro-USD per token. */
const OPENAI: Readonly<Record<string, Price>> = {
  'gpt-4.1': { input: 2, cachedInput: 0.5, output: 8 },
  'gpt-4.1-mini': { input: 0.4, cachedInput: 0.1, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, cachedInput: 0.025, output: 0.4 },
  'gpt-4o': { input: 2.5, cachedInput: 1.25, output: 10 },
  'gpt-4o-mini': { input: 0.15, cachedInput: 0.075, output: 0.6 },
};

export function priceOf({ provider, model, usage }: ModelUse): number {
  const price = provider === 'openai' ? OPENAI[model] : undefined;
  if (price === undefined) return 0;
  const fresh = Math.max(0, usage.input_tokens - usage.cached_input_tokens);
  return Math.round(fresh * price.input + usage.cached_input_tokens * price.cachedInput + usage.output_tokens * price.output);
}
