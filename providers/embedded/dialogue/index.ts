/**
 * The embedded dialogue model: rules over the agent's prompt, without network, the same answer every time. It keeps
 * nothing between requests: the talk so far is worked through again from the messages, which takes microseconds a turn.
 */
import type { LlmDelta, LlmEngine, LlmMessage, LlmRequest } from '@parley/engine/llm/llm.ts';
import { localNow } from './dates.ts';
import { afterFunction, initialDialogue, respond, type Dialogue, type FunctionRequest, type Reply, type Surroundings } from './dialogue.ts';
import { failed, phraseResult } from './questions.ts';
import { knownScript, normalise, type KnownScript } from './understanding.ts';

const MAX_SCRIPTS = 32;
const scripts = new Map<string, KnownScript>();

function scriptOf(prompt: string): KnownScript {
  const known = scripts.get(prompt);
  if (known !== undefined) return known;
  const script = knownScript(prompt);
  scripts.set(prompt, script);
  const [oldest] = scripts.keys();
  if (scripts.size > MAX_SCRIPTS && oldest !== undefined) scripts.delete(oldest);
  return script;
}

interface Fold {
  dialogue: Dialogue;
  /** The reply to the last message that asks for one. */
  reply: Reply | null;
  question: string;
}

function onFunctionResult(fold: Fold, message: Extract<LlmMessage, { role: 'function' }>): Fold {
  const phrased = phraseResult(message.name, message.content, fold.question);
  const reply = phrased === null ? afterFunction(fold.dialogue, !failed(message.content)) : { dialogue: { ...fold.dialogue, said: phrased }, text: phrased, call: null };
  return { ...fold, dialogue: reply.dialogue, reply };
}

function take(fold: Fold, message: LlmMessage, around: Surroundings): Fold {
  switch (message.role) {
    case 'user': {
      const reply = respond(fold.dialogue, message.content, around);
      return { dialogue: reply.dialogue, reply, question: normalise(message.content) };
    }
    case 'function':
      return onFunctionResult(fold, message);
    case 'assistant':
    case 'system':
      // The greeting can be asked to be repeated; what else was said follows from the rules themselves.
      return fold.reply === null && message.role === 'assistant' ? { ...fold, dialogue: { ...fold.dialogue, said: message.content } } : fold;
    default:
      return message satisfies never;
  }
}

export function answer(request: Pick<LlmRequest, 'messages' | 'functions' | 'now' | 'timeZone'>): { text: string; call: FunctionRequest | null } {
  const [system, ...messages] = request.messages;
  const script = scriptOf(system?.role === 'system' ? system.content : '');
  const around: Surroundings = { script, now: localNow(request.now, request.timeZone), functions: request.functions.map((one) => one.name) };
  const fold = messages.reduce<Fold>((before, message) => take(before, message, around), { dialogue: initialDialogue, reply: null, question: '' });
  return { text: fold.reply?.text ?? script.fallback ?? 'How can I help you?', call: fold.reply?.call ?? null };
}

const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

export function createEmbeddedDialogue(): LlmEngine {
  return {
    provider: 'embedded',
    model: 'dialogue-rules',
    async *stream(request: LlmRequest, signal: AbortSignal): AsyncGenerator<LlmDelta> {
      signal.throwIfAborted();
      const { text, call } = answer(request);
      for (const sentence of text.split(/(?<=[.!?]\s)/)) {
        signal.throwIfAborted();
        if (sentence !== '') yield { type: 'text', text: sentence };
      }
      if (call !== null) {
        yield { type: 'function_call', call: { id: `call_${request.messages.length}_${call.name}`, name: call.name, arguments: call.arguments } };
      }
      yield {
        type: 'finish',
        usage: { input_tokens: request.messages.reduce((sum, message) => sum + countWords(message.content), 0), output_tokens: countWords(text), cached_input_tokens: 0 },
      };
    },
  };
}
