/** Models that break one rule each, to see the suite turn red. */
import type { LlmDelta, LlmEngine, LlmRequest } from '@parley/engine/llm/llm.ts';

type Stream = (request: LlmRequest, signal: AbortSignal) => AsyncGenerator<LlmDelta>;

const wrapped = (good: LlmEngine, stream: Stream): LlmEngine => ({ provider: good.provider, model: good.model, stream });
const never = new AbortController().signal;
const FINISH: LlmDelta = { type: 'finish', usage: { input_tokens: 1, output_tokens: 1, cached_input_tokens: 0 } };

/** What is wrong, the model, and the case that must find it. */
export const brokenModels = (good: LlmEngine): readonly { fault: string; engine: LlmEngine; foundBy: string }[] => [
  {
    fault: 'never finishes',
    foundBy: 'streams text and ends with one finish',
    engine: wrapped(good, async function* (request, signal) {
      for await (const delta of good.stream(request, signal)) if (delta.type !== 'finish') yield delta;
    }),
  },
  {
    fault: 'finishes twice',
    foundBy: 'streams text and ends with one finish',
    engine: wrapped(good, async function* (request, signal) {
      yield* good.stream(request, signal);
      yield FINISH;
    }),
  },
  {
    fault: 'counts in fractions',
    foundBy: 'streams text and ends with one finish',
    engine: wrapped(good, async function* (request, signal) {
      for await (const delta of good.stream(request, signal))
        yield delta.type === 'finish' ? { type: 'finish', usage: { ...delta.usage, input_tokens: 0.5 } } : delta;
    }),
  },
  {
    fault: 'keeps the answer until it is whole',
    foundBy: 'begins before it has ended',
    engine: wrapped(good, async function* (request, signal) {
      let text = '';
      for await (const delta of good.stream(request, signal)) {
        if (delta.type === 'text') text += delta.text;
        else {
          if (text !== '') yield { type: 'text', text };
          text = '';
          yield delta;
        }
      }
    }),
  },
  {
    fault: 'does not hear the abort',
    foundBy: 'stops in mid-stream at once and passes the abort through',
    engine: wrapped(good, async function* (request) {
      yield* good.stream(request, never);
    }),
  },
  {
    fault: 'speaks although it was aborted',
    foundBy: 'does nothing when aborted beforehand',
    engine: wrapped(good, async function* (request) {
      yield* good.stream(request, never);
    }),
  },
  {
    fault: 'wraps the abort in an error of its own',
    foundBy: 'stops in mid-stream at once and passes the abort through',
    engine: wrapped(good, async function* (request, signal) {
      try {
        yield* good.stream(request, signal);
      } catch {
        throw new Error('the request failed');
      }
    }),
  },
  {
    fault: 'hangs while it waits',
    foundBy: 'stops while it waits',
    engine: wrapped(good, async function* (request, signal) {
      for await (const delta of good.stream(request, signal)) {
        yield delta;
        await new Promise(() => undefined);
      }
    }),
  },
  {
    fault: 'gives every call the same id',
    foundBy: 'calls a function and speaks of its result',
    engine: wrapped(good, async function* (request, signal) {
      for await (const delta of good.stream(request, signal))
        yield delta.type === 'function_call' ? { type: 'function_call', call: { ...delta.call, id: 'call_0' } } : delta;
    }),
  },
  {
    fault: 'gives arguments as text',
    foundBy: 'calls a function and speaks of its result',
    engine: wrapped(good, async function* (request, signal) {
      for await (const delta of good.stream(request, signal))
        yield delta.type === 'function_call'
          ? { type: 'function_call', call: { ...delta.call, arguments: JSON.stringify(delta.call.arguments) } }
          : delta;
    }),
  },
  {
    fault: 'keeps what it was asked in common',
    foundBy: 'answers several requests at once without mixing them',
    engine: ((): LlmEngine => {
      let last: LlmRequest | undefined;
      return wrapped(good, async function* (request, signal) {
        last = request;
        await Promise.resolve();
        yield* good.stream(last, signal);
      });
    })(),
  },
  {
    fault: 'throws on an empty message',
    foundBy: 'takes any text',
    engine: wrapped(good, async function* (request, signal) {
      if (request.messages.at(-1)?.content === '') throw new Error('nothing was said');
      yield* good.stream(request, signal);
    }),
  },
  {
    fault: 'says nothing before it is spoken to',
    foundBy: 'begins a conversation without a word of the caller',
    engine: wrapped(good, async function* (request, signal) {
      if (request.messages.length === 1) yield FINISH;
      else yield* good.stream(request, signal);
    }),
  },
  {
    fault: 'reads only the beginning of the conversation',
    foundBy: 'takes a long history, with answers that were cut off',
    engine: wrapped(good, async function* (request, signal) {
      yield* good.stream({ ...request, messages: request.messages.slice(0, 20) }, signal);
    }),
  },
  {
    fault: 'takes only the first system message',
    foundBy: 'takes context that is added during the call',
    engine: wrapped(good, async function* (request, signal) {
      if (request.messages.slice(1).some((message) => message.role === 'system')) throw new Error('a second system message');
      yield* good.stream(request, signal);
    }),
  },
];
