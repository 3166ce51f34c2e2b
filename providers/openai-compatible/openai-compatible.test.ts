import { afterEach, describe, expect, test } from 'vitest';
import { AppError } from '@parley/contract';
import type { LlmEngine, LlmMessage } from '@parley/engine/llm/llm.ts';
import { CALCULATOR, collect, LLM_ASKS, llmCases, llmRequest } from '../conformance/llm.ts';
import { createOpenAiCompatible, type OpenAiCompatibleOptions } from './index.ts';
import {
  callChunks,
  chunk,
  eventsOf,
  fail,
  send,
  startEndpoint,
  textChunks,
  usageChunk,
  type Answering,
  type Endpoint,
} from './testing/endpoint.ts';

const open: Endpoint[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((endpoint) => endpoint.close()));
});

async function engineFor(
  answer: (answering: Answering) => Promise<void>,
  options: Partial<OpenAiCompatibleOptions> = {},
): Promise<{ engine: LlmEngine; endpoint: Endpoint }> {
  const endpoint = await startEndpoint(answer);
  open.push(endpoint);
  return {
    endpoint,
    engine: createOpenAiCompatible({
      baseUrl: endpoint.baseUrl,
      model: 'recorded',
      provider: 'openai_compatible',
      apiKey: 'sk-test',
      ...options,
    }),
  };
}

const signal = (): AbortSignal => new AbortController().signal;
const hello = llmRequest([{ role: 'user', content: 'hello' }]);

async function errorOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }
  throw new Error('it did not fail');
}

/** Answers as a model would that has the prompt of the conformance suite. */
async function bakery(answering: Answering): Promise<void> {
  const last = answering.request.body.messages.at(-1);
  if (last?.role === 'tool')
    return send(answering, eventsOf(textChunks(`That is ${(JSON.parse(last.content ?? '{}') as { value: number }).value}.`)));
  if (last?.content === LLM_ASKS.sum) return send(answering, eventsOf(callChunks('call_0', 'calculator', '{"expression":"12 * 7"}')));
  if (last?.content === LLM_ASKS.hours)
    return send(answering, eventsOf(textChunks('We open at six in the morning. We close at noon. On Sundays we are closed.')));
  if (last?.content === LLM_ASKS.place) return send(answering, eventsOf(textChunks('We are at nine Mill Lane.')), 5);
  return send(answering, eventsOf(textChunks('Grüß Gott 👋🏽, how can I help you?')), 3);
}

describe('the openai-compatible model conforms', () => {
  test.each(llmCases.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    await one.run({ engine: (await engineFor(bakery)).engine });
  });
});

describe('what is sent', () => {
  test('holds the conversation, the functions, the key and the settings', async () => {
    const { engine, endpoint } = await engineFor(bakery, { temperature: 0.2, maxOutputTokens: 300 });
    const messages: LlmMessage[] = [
      { role: 'user', content: LLM_ASKS.sum },
      {
        role: 'assistant',
        content: 'Let me see.',
        functionCalls: [{ id: 'call_1', name: 'calculator', arguments: { expression: '12 * 7' } }],
      },
      { role: 'function', functionCallId: 'call_1', name: 'calculator', content: '{"value":84}' },
      { role: 'assistant', content: '' },
      { role: 'system', content: 'The caller is a regular.' },
      { role: 'user', content: 'grüße 👋' },
    ];
    await collect(engine.stream({ ...llmRequest(messages, [CALCULATOR]), temperature: 0.7 }, signal()));
    const [request] = endpoint.requests;
    expect(request?.path).toBe('/v1/chat/completions');
    expect(request?.headers.authorization).toBe('Bearer sk-test');
    expect(request?.body).toMatchObject({
      model: 'recorded',
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.7,
      max_tokens: 300,
      tools: [{ type: 'function', function: { name: 'calculator', parameters: CALCULATOR.parameters } }],
    });
    expect(request?.body.messages.slice(1)).toEqual([
      { role: 'user', content: LLM_ASKS.sum },
      {
        role: 'assistant',
        content: 'Let me see.',
        tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'calculator', arguments: '{"expression":"12 * 7"}' } }],
      },
      { role: 'tool', tool_call_id: 'call_1', content: '{"value":84}' },
      { role: 'system', content: 'The caller is a regular.' },
      { role: 'user', content: 'grüße 👋' },
    ]);
  });

  test('goes through the fetch that is given, to the address that is given', async () => {
    const seen: string[] = [];
    const { engine, endpoint } = await engineFor(bakery, {
      fetch: (input, init) => {
        seen.push(input instanceof Request ? input.url : input.toString());
        return fetch(input, init);
      },
    });
    await collect(engine.stream(hello, signal()));
    expect(seen).toEqual([`${endpoint.baseUrl}/chat/completions`]);
  });

  test('has no key and no functions where there are none', async () => {
    const endpoint = await startEndpoint(bakery);
    open.push(endpoint);
    await collect(createOpenAiCompatible({ baseUrl: `${endpoint.baseUrl}/`, model: 'm', provider: 'local' }).stream(hello, signal()));
    expect(endpoint.requests[0]?.headers.authorization).toBeUndefined();
    expect(endpoint.requests[0]?.body.tools).toBeUndefined();
  });
});

describe('what comes back', () => {
  test('is the text, character by character the same however the bytes were cut', async () => {
    const text = 'Grüß Gott 👋🏽 — 你好, "quoted" \\ and\nbroken.';
    for (const size of [1, 2, 7, 4_096]) {
      const { engine } = await engineFor((answering) => send(answering, eventsOf(textChunks(text)), size));
      expect((await collect(engine.stream(hello, signal()))).text).toBe(text);
    }
  });

  test('counts tokens, those from the cache apart', async () => {
    const { engine } = await engineFor((answering) =>
      send(answering, eventsOf([chunk({ content: 'Hi.' }), chunk({}, 'stop'), usageChunk(120, 3, 100)])),
    );
    expect((await collect(engine.stream(hello, signal()))).deltas.at(-1)).toEqual({
      type: 'finish',
      usage: { input_tokens: 120, output_tokens: 3, cached_input_tokens: 100 },
    });
  });

  test('counts nothing when the endpoint does not', async () => {
    const { engine } = await engineFor((answering) => send(answering, eventsOf([chunk({ content: 'Hi.' }), chunk({}, 'stop')])));
    expect((await collect(engine.stream(hello, signal()))).deltas.at(-1)).toEqual({
      type: 'finish',
      usage: { input_tokens: 0, output_tokens: 0, cached_input_tokens: 0 },
    });
  });

  test('holds two calls of one answer, their arguments in pieces side by side', async () => {
    const piece = (index: number, more: object): object => chunk({ tool_calls: [{ index, ...more }] });
    const events = eventsOf([
      chunk({ role: 'assistant', content: 'One moment. ' }),
      piece(0, { id: 'a', type: 'function', function: { name: 'calculator', arguments: '{"expr' } }),
      piece(1, { id: 'b', type: 'function', function: { name: 'current_time', arguments: '' } }),
      piece(0, { function: { arguments: 'ession":"1+1"}' } }),
      chunk({}, 'tool_calls'),
    ]);
    const { engine } = await engineFor((answering) => send(answering, events, 11));
    const { text, calls } = await collect(engine.stream(llmRequest([], [CALCULATOR]), signal()));
    expect(text).toBe('One moment. ');
    expect(calls).toEqual([
      { id: 'a', name: 'calculator', arguments: { expression: '1+1' } },
      { id: 'b', name: 'current_time', arguments: {} },
    ]);
  });

  test('keeps arguments that are no JSON as text, for the check to refuse', async () => {
    const { engine } = await engineFor((answering) => send(answering, eventsOf(callChunks('a', 'calculator', '{"expression": '))));
    expect((await collect(engine.stream(llmRequest([], [CALCULATOR]), signal()))).calls[0]?.arguments).toBe('{"expression": ');
  });

  test('leaves thinking out', async () => {
    const { engine } = await engineFor((answering) =>
      send(answering, eventsOf([chunk({ reasoning_content: 'The caller greets.' }), ...textChunks('Hello.')])),
    );
    expect((await collect(engine.stream(hello, signal()))).text).toBe('Hello.');
  });
});

describe('a failure', () => {
  const SECRET = 'you said: my number is 555';
  test.each([
    [401, '{"error":{"message":"bad key sk-test"}}', 'provider_not_configured', false],
    [403, '{"error":{"message":"no access"}}', 'forbidden', false],
    [404, '{"error":{"message":"no such model"}}', 'provider_failed', false],
    [400, `{"error":{"message":"${SECRET}"}}`, 'provider_failed', false],
    [408, '', 'provider_timeout', true],
    [429, '{"error":{"message":"slow down","type":"rate_limit"}}', 'rate_limited', true],
    [429, '{"error":{"message":"pay","code":"insufficient_quota"}}', 'rate_limited', false],
    [500, '<html>oh no</html>', 'provider_failed', true],
    [503, '{"error":{"message":"overloaded"}}', 'provider_failed', true],
    [504, '', 'provider_timeout', true],
  ])('with status %i and body %s is %s, asked once', async (status, body, code, retryable) => {
    const { engine, endpoint } = await engineFor(async (answering) => fail(answering, status, body));
    const error = await errorOf(collect(engine.stream(hello, signal())));
    expect({ code: error.code, retryable: error.retryable }).toEqual({ code, retryable });
    expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(/sk-test|555|hello/);
    expect(endpoint.requests).toHaveLength(1);
  });

  test('to reach the endpoint is said', async () => {
    const endpoint = await startEndpoint(bakery);
    await endpoint.close();
    const error = await errorOf(
      collect(createOpenAiCompatible({ baseUrl: endpoint.baseUrl, model: 'm', provider: 'local' }).stream(hello, signal())),
    );
    expect(error).toMatchObject({ code: 'provider_failed', retryable: true });
  });

  test.each([
    ['a connection cut in the middle', ({ response }: Answering) => response.destroy()],
    ['an answer that ends without its end', ({ response }: Answering) => response.end()],
    [
      'an error within the answer',
      ({ response }: Answering) => response.end(`data: {"error":{"message":"${SECRET}","type":"server_error"}}\n\n`),
    ],
    ['garbage within the answer', ({ response }: Answering) => response.end('data: {"choices": [\n\n')],
  ])('by %s comes after what was said', async (_title, cut) => {
    const { engine } = await engineFor(async (answering) => {
      answering.response.writeHead(200, { 'content-type': 'text/event-stream' });
      await new Promise<void>((resolve) =>
        answering.response.write(`data: ${JSON.stringify(chunk({ content: 'We open ' }))}\n\n`, () => resolve()),
      );
      await proceed.promise;
      cut(answering);
    });
    const proceed = Promise.withResolvers<void>();
    const said: string[] = [];
    const error = await errorOf(
      (async () => {
        for await (const delta of engine.stream(hello, signal())) {
          if (delta.type === 'text') said.push(delta.text);
          proceed.resolve();
        }
      })(),
    );
    expect(said).toEqual(['We open ']);
    expect(error.code).toBe('provider_failed');
    expect(error.message).not.toContain('555');
  });

  test('too many requests within the answer are known as such', async () => {
    const { engine } = await engineFor((answering) => send(answering, 'data: {"error":{"message":"busy","type":"overloaded_error"}}\n\n'));
    expect((await errorOf(collect(engine.stream(hello, signal())))).code).toBe('rate_limited');
  });

  test.each([
    ['before it answers', async () => undefined],
    [
      'in the middle',
      async ({ response }: Answering) =>
        void response
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .write(`data: ${JSON.stringify(chunk({ content: 'We ' }))}\n\n`),
    ],
  ])('by silence %s is a time-out', async (_title, answer) => {
    const { engine } = await engineFor(answer, { timeoutMs: 60 });
    expect((await errorOf(collect(engine.stream(hello, signal())))).code).toBe('provider_timeout');
  });
});

describe('an abort', () => {
  test('closes the connection, before and in the middle of the answer', async () => {
    for (const begins of [false, true]) {
      const came = Promise.withResolvers<Answering>();
      const { engine } = await engineFor(async (answering) => {
        if (begins)
          answering.response
            .writeHead(200, { 'content-type': 'text/event-stream' })
            .write(`data: ${JSON.stringify(chunk({ content: 'We ' }))}\n\n`);
        came.resolve(answering);
      });
      const caller = new AbortController();
      const reason = new Error('the caller hung up');
      const running = collect(engine.stream(hello, caller.signal));
      const answering = await came.promise;
      caller.abort(reason);
      await expect(running).rejects.toBe(reason);
      await answering.whenGone;
    }
  });

  test('is not needed to close the connection of a stream that is left', async () => {
    const came = Promise.withResolvers<Answering>();
    const { engine } = await engineFor(async (answering) => {
      answering.response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .write(`data: ${JSON.stringify(chunk({ content: 'We ' }))}\n\n`);
      came.resolve(answering);
    });
    for await (const _delta of engine.stream(hello, signal())) break;
    await (
      await came.promise
    ).whenGone;
  });
});
