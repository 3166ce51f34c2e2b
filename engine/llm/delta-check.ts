/** Models are others' code: what they give is looked at before the call goes by it. */
import { TokenUsage } from '@parley/contract';
import type { LlmDelta } from './llm.ts';

/** Throws for what is no delta; function arguments are what has a JSON form. A usage that is none counts as not reported. */
export function checkedDelta(delta: LlmDelta): LlmDelta | { type: 'finish'; usage: null } {
  switch (delta.type) {
    case 'text':
      if (typeof delta.text !== 'string') throw new TypeError("A model's text is none.");
      return delta;
    case 'function_call': {
      const { id, name, arguments: args } = delta.call;
      if (typeof id !== 'string' || typeof name !== 'string') throw new TypeError('A function call has no id or no name.');
      if (args !== undefined && typeof JSON.stringify(args) !== 'string') throw new TypeError("A function call's arguments are no JSON.");
      return delta;
    }
    case 'finish':
      return { type: 'finish', usage: TokenUsage.safeParse(delta.usage).data ?? null };
    default:
      delta satisfies never;
      throw new TypeError('A model gave something else than a delta.');
  }
}
