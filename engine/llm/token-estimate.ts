/** Tokens of a request whose model reported none. Pure. */
import type { TokenUsage } from '@parley/contract';
import type { LlmRequest } from './llm.ts';

/** English text in the tokenizers in use; other scripts have more tokens a character. */
const CHARACTERS_PER_TOKEN = 4;

const tokens = (characters: number): number => Math.ceil(characters / CHARACTERS_PER_TOKEN);

export function estimatedTokens({ messages, functions }: LlmRequest, answeredCharacters: number): TokenUsage {
  const asked =
    messages.reduce((sum, { content }) => sum + content.length, 0) + (functions.length === 0 ? 0 : JSON.stringify(functions).length);
  return { input_tokens: tokens(asked), output_tokens: tokens(answeredCharacters), cached_input_tokens: 0 };
}
