import type { TokenUsage } from '@parley/contract';

export type LlmMessage =
  | { role: 'system'; content: string }
  | { role: 'user'; content: string }
  | { role: 'assistant'; content: string; functionCalls?: readonly LlmFunctionCall[] }
  | { role: 'function'; functionCallId: string; name: string; content: string };

export interface LlmFunctionCall {
  id: string;
  name: string;
  arguments: unknown;
}

export interface LlmFunction {
  name: string;
  description: string;
  /** JSON Schema of the arguments, an object schema. */
  parameters: Record<string, unknown>;
}

export interface LlmRequest {
  /** The first is the system prompt; then the conversation as it was heard, oldest first. */
  messages: readonly LlmMessage[];
  functions: readonly LlmFunction[];
  language: string;
  /** IANA zone of the agent. */
  timeZone: string;
  /** When the request is made: what "tomorrow" means. */
  now: Date;
  temperature?: number;
  maxOutputTokens?: number;
}

export type LlmDelta =
  { type: 'text'; text: string } | { type: 'function_call'; call: LlmFunctionCall } | { type: 'finish'; usage: TokenUsage };

/** A model bound to its settings. */
export interface LlmEngine {
  readonly provider: string;
  readonly model: string;
  /** Ends after one `finish`; throws `AppError` on failure; an abort passes through. */
  stream(request: LlmRequest, signal: AbortSignal): AsyncIterable<LlmDelta>;
}
