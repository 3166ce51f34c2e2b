/** The conversation and functions as the AI SDK takes them. Pure. */
import type { OpenAICompatibleChatLanguageModel } from '@ai-sdk/openai-compatible';
import type { LlmFunction, LlmMessage } from '@parley/engine/llm/llm.ts';

type StreamOptions = Parameters<OpenAICompatibleChatLanguageModel['doStream']>[0];
export type Prompt = StreamOptions['prompt'];
export type Tools = NonNullable<StreamOptions['tools']>;
type Message = Prompt[number];

const parsed = (content: string): unknown => {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
};

function promptMessage(message: LlmMessage): Message | null {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content };
    case 'user':
      return { role: 'user', content: [{ type: 'text', text: message.content }] };
    case 'assistant': {
      const calls = message.functionCalls ?? [];
      if (message.content === '' && calls.length === 0) return null;
      const text = message.content === '' ? [] : [{ type: 'text' as const, text: message.content }];
      return {
        role: 'assistant',
        content: [
          ...text,
          ...calls.map((call) => ({ type: 'tool-call' as const, toolCallId: call.id, toolName: call.name, input: call.arguments ?? {} })),
        ],
      };
    }
    case 'function':
      return {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: message.functionCallId,
            toolName: message.name,
            output: { type: 'text', value: message.content },
          },
        ],
      };
    default:
      return message satisfies never;
  }
}

/** Everything of a conversation that an endpoint might quote. */
export const saidIn = (messages: readonly LlmMessage[]): string[] =>
  messages.flatMap((message) => [
    message.content,
    ...(message.role === 'assistant' ? (message.functionCalls ?? []).map((call) => JSON.stringify(call.arguments ?? {})) : []),
  ]);

/** An empty message of the assistant, one that nobody heard, is left out: endpoints refuse it. */
export const promptOf = (messages: readonly LlmMessage[]): Prompt => messages.map(promptMessage).filter((message) => message !== null);

export const toolsOf = (functions: readonly LlmFunction[]): Tools =>
  functions.map(({ name, description, parameters }) => ({ type: 'function', name, description, inputSchema: parameters }));

/** Arguments as the model wrote them; text that is no JSON stays text, so that its check fails and the model is told. */
export const argumentsOf = (input: string): unknown => (input.trim() === '' ? {} : (parsed(input) ?? input));

/**
 * Ids of calls must be unique in a conversation, and endpoints accept back what they gave out. Some give none, or count
 * from zero in every answer: those get one of ours.
 */
export function uniqueId(given: string, messages: readonly LlmMessage[], index: number): string {
  const taken = messages.some(
    (message) => message.role === 'assistant' && message.functionCalls?.some((call) => call.id === given) === true,
  );
  return given === '' || taken ? `call_${messages.length}_${index}` : given;
}
