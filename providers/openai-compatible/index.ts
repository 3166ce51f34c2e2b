/** Any OpenAI-compatible chat endpoint, streamed through the AI SDK. One request, no hidden retry, no output but the deltas. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { TokenUsage } from '@parley/contract';
import type { LlmDelta, LlmEngine, LlmRequest } from '@parley/engine/llm/llm.ts';
import { appErrorOf, brokenOff, timedOut } from './errors.ts';
import { argumentsOf, promptOf, saidIn, toolsOf, uniqueId } from './messages.ts';
import { withBoundedRefusals, type Withheld } from './refusal.ts';

export interface OpenAiCompatibleOptions {
  /** Up to and without `/chat/completions`, e.g. `https://api.openai.com/v1`. */
  baseUrl: string;
  /** Sent as a bearer token; local endpoints need none. */
  apiKey?: string;
  model: string;
  /** How the provider is named in events and figures. */
  provider: string;
  /** Defaults of requests that say nothing else. */
  temperature?: number;
  maxOutputTokens?: number;
  headers?: Readonly<Record<string, string>>;
  /** From the request to its last delta. */
  timeoutMs?: number;
  /** The server's guarded client. */
  fetch?: typeof globalThis.fetch;
}

const OPENAI_COMPATIBLE_DEFAULTS = { timeoutMs: 60_000 } as const satisfies Partial<OpenAiCompatibleOptions>;

type Model = ReturnType<ReturnType<typeof createOpenAICompatible>['chatModel']>;
type Stream = Awaited<ReturnType<Model['doStream']>>['stream'];
type Part = Stream extends ReadableStream<infer P> ? P : never;
type Finish = Extract<Part, { type: 'finish' }>;

const usageOf = ({ usage }: Finish): TokenUsage => ({
  input_tokens: usage.inputTokens.total ?? 0,
  output_tokens: usage.outputTokens.total ?? 0,
  cached_input_tokens: usage.inputTokens.cacheRead ?? 0,
});

/** Rejects with the signal's reason as soon as it aborts, however long the promise takes. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function* partsOf(stream: Stream, signal: AbortSignal): AsyncGenerator<Part> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await orAborted(reader.read(), signal);
      if (done) return;
      yield value;
    }
  } finally {
    // The reader may be broken already; what matters is that nothing is read any more.
    void reader.cancel().catch(() => undefined);
  }
}

async function* deltasOf(parts: AsyncIterable<Part>, request: LlmRequest, withheld: Withheld): AsyncGenerator<LlmDelta> {
  let calls = 0;
  for await (const part of parts) {
    switch (part.type) {
      case 'text-delta':
        if (part.delta !== '') yield { type: 'text', text: part.delta };
        break;
      case 'tool-call':
        calls += 1;
        yield {
          type: 'function_call',
          call: { id: uniqueId(part.toolCallId, request.messages, calls), name: part.toolName, arguments: argumentsOf(part.input) },
        };
        break;
      case 'error':
        throw part.error instanceof Error && part.error.name === 'AI_InvalidResponseDataError'
          ? brokenOff()
          : appErrorOf(part.error, withheld);
      case 'finish':
        yield { type: 'finish', usage: usageOf(part) };
        return;
      case 'custom':
      case 'file':
      case 'ping':
      case 'raw':
      case 'reasoning-delta':
      case 'reasoning-end':
      case 'reasoning-file':
      case 'reasoning-start':
      case 'response-metadata':
      case 'source':
      case 'stream-start':
      case 'text-end':
      case 'text-start':
      case 'tool-approval-request':
      case 'tool-input-delta':
      case 'tool-input-end':
      case 'tool-input-start':
      case 'tool-result':
        // Reasoning, metadata and the beginnings and ends of blocks are not spoken.
        break;
      default: {
        // Of a newer version.
        const _newer: never = part;
        break;
      }
    }
  }
  throw brokenOff();
}

export function createOpenAiCompatible(options: OpenAiCompatibleOptions): LlmEngine {
  const { baseUrl, apiKey, headers, provider, model, fetch = globalThis.fetch, timeoutMs = OPENAI_COMPATIBLE_DEFAULTS.timeoutMs } = options;
  const chat = createOpenAICompatible({
    baseURL: baseUrl.replace(/\/+$/, ''),
    name: provider,
    includeUsage: true,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
    fetch: withBoundedRefusals(fetch),
  }).chatModel(model);

  return {
    provider,
    model,
    async *stream(request: LlmRequest, signal: AbortSignal): AsyncGenerator<LlmDelta> {
      signal.throwIfAborted();
      const left = new AbortController();
      const deadline = AbortSignal.timeout(timeoutMs);
      const attempt = AbortSignal.any([signal, deadline, left.signal]);
      const temperature = request.temperature ?? options.temperature;
      const maxOutputTokens = request.maxOutputTokens ?? options.maxOutputTokens;
      const tools = toolsOf(request.functions);
      const withheld: Withheld = { apiKey, said: saidIn(request.messages) };
      try {
        const answer = chat.doStream({
          prompt: promptOf(request.messages),
          abortSignal: attempt,
          ...(tools.length === 0 ? {} : { tools }),
          ...(temperature === undefined ? {} : { temperature }),
          ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
        });
        const { stream } = await orAborted(Promise.resolve(answer), attempt);
        yield* deltasOf(partsOf(stream, attempt), request, withheld);
      } catch (error) {
        signal.throwIfAborted();
        throw deadline.aborted ? timedOut() : appErrorOf(error, withheld);
      } finally {
        // Closes the connection also when the consumer has had enough before the end.
        left.abort();
      }
    },
  };
}
