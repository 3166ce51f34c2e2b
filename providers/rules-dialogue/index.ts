/**
 * The embedded dialogue model: rules over the agent's prompt, without network, the same answer every time
 * (docs/embedded-dialogue.md). It keeps nothing of a call: the dialogue so far is worked through again from the messages.
 */
import type { LlmDelta, LlmEngine, LlmRequest } from '@parley/engine/llm/llm.ts';
import { RULES_DIALOGUE_MODELS } from './abilities.ts';
import { answer, promptOf } from './fold.ts';
import { knownScript, type KnownScript } from './understanding.ts';

export interface RulesDialogue extends LlmEngine {
  /** Reads the prompt and trains on its examples ahead of the first turn, which would otherwise wait for it. */
  prepare(prompt: string): void;
}

const MAX_SCRIPTS = 64;

/** The scripts used last. */
class Scripts {
  readonly #known = new Map<string, KnownScript>();

  get(prompt: string): KnownScript {
    const known = this.#known.get(prompt) ?? knownScript(prompt);
    this.#known.delete(prompt);
    this.#known.set(prompt, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_SCRIPTS && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }
}

const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?]\s)(?=\S)/).filter((sentence) => sentence !== '');

export function createRulesDialogue(): RulesDialogue {
  const scripts = new Scripts();
  return {
    provider: 'embedded',
    model: RULES_DIALOGUE_MODELS[0],
    prepare(prompt) {
      scripts.get(prompt);
    },
    async *stream(request: LlmRequest, signal: AbortSignal): AsyncGenerator<LlmDelta> {
      signal.throwIfAborted();
      const { text, call } = answer(request, scripts.get(promptOf(request.messages)));
      for (const sentence of sentencesOf(text)) {
        signal.throwIfAborted();
        yield { type: 'text', text: sentence };
      }
      signal.throwIfAborted();
      if (call !== null) {
        // Ids are unique within a call, whose messages only grow, and the same when the request is replayed.
        yield {
          type: 'function_call',
          call: { id: `call_${request.messages.length}_${call.name}`, name: call.name, arguments: call.arguments },
        };
      }
      signal.throwIfAborted();
      const read = request.messages.reduce((sum, message) => sum + countWords(message.content), 0);
      yield { type: 'finish', usage: { input_tokens: read, output_tokens: countWords(text), cached_input_tokens: 0 } };
    },
  };
}
