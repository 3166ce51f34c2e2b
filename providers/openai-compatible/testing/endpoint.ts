/** A local endpoint that speaks the OpenAI chat protocol: real HTTP, real server-sent events, answers made by the test. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTick } from 'node:timers/promises';

interface ChatMessage {
  role: string;
  content: string | null;
  tool_call_id?: string;
  tool_calls?: { id: string; type: string; function: { name: string; arguments: string } }[];
}

interface ChatRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: {
    model: string;
    stream: boolean;
    messages: ChatMessage[];
    tools?: unknown[];
    temperature?: number;
    max_tokens?: number;
    stream_options?: unknown;
  };
}

export interface Answering {
  request: ChatRequest;
  response: ServerResponse;
  /** True once the client has gone. */
  readonly gone: boolean;
  /** Resolves when the client goes. */
  whenGone: Promise<void>;
}

export interface Endpoint {
  baseUrl: string;
  requests: ChatRequest[];
  close(): Promise<void>;
}

export async function startEndpoint(answer: (answering: Answering) => Promise<void>): Promise<Endpoint> {
  const requests: ChatRequest[] = [];
  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const request: ChatRequest = {
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: JSON.parse(Buffer.concat(parts).toString('utf8')) as ChatRequest['body'],
      };
      requests.push(request);
      const { promise: whenGone, resolve } = Promise.withResolvers<void>();
      let gone = false;
      response.on('close', () => {
        gone = true;
        resolve();
      });
      answer({
        request,
        response,
        whenGone,
        get gone() {
          return gone;
        },
      }).catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

export const chunk = (delta: unknown, finish: string | null = null, more: object = {}): object => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_795_000_000,
  model: 'recorded',
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
});

export const usageChunk = (prompt: number, completion: number, cached: number): object => ({
  ...chunk({}),
  choices: [],
  usage: {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached },
  },
});

export const eventsOf = (chunks: readonly object[]): string =>
  [...chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`), 'data: [DONE]\n\n'].join('');

export const textChunks = (text: string): object[] => [
  chunk({ role: 'assistant', content: '' }),
  ...text.split(/(?<= )/).map((content) => chunk({ content })),
  chunk({}, 'stop'),
  usageChunk(20, text.split(' ').length, 8),
];

/** A call as endpoints send it: the name first, the arguments in pieces. */
export const callChunks = (id: string, name: string, args: string): object[] => [
  chunk({ role: 'assistant', content: null, tool_calls: [{ index: 0, id, type: 'function', function: { name, arguments: '' } }] }),
  ...(args.match(/.{1,4}/gsu) ?? []).map((piece) => chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
  chunk({}, 'tool_calls'),
  usageChunk(30, 12, 0),
];

/** Writes the bytes in pieces of `size`, which cut events and characters anywhere. */
export async function send({ response }: Pick<Answering, 'response'>, body: string, size = 37): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const bytes = Buffer.from(body, 'utf8');
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size));
    await nextTick();
  }
  response.end();
}

export const fail = ({ response }: Pick<Answering, 'response'>, status: number, body: string): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body);
};
