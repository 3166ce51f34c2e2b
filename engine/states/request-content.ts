import type { Shared } from './state.ts';
import type { LlmRequest } from '../llm/llm.ts';
import { messagesOf } from '../turns/agent-turn.ts';
import { GO_ON } from '../turns/limits.ts';

/** What the model is asked at call time `now`. */
export function requestContent({ persona, conversation, agent, epochMs }: Shared, now: number): LlmRequest {
  const { systemPrompt, functions, language, timeZone, temperature, maxOutputTokens } = persona;
  const note = agent?.goesOn === true ? [{ role: 'system' as const, content: GO_ON }] : [];
  return {
    messages: [
      { role: 'system', content: systemPrompt },
      ...conversation,
      ...(agent === null ? [] : messagesOf(agent, undefined)),
      ...note,
    ],
    functions,
    language,
    timeZone,
    now: new Date(epochMs + now),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  };
}
