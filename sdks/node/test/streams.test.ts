import { describe, expect, test } from 'vitest';
import { SseParser, type SseMessage } from '../src/core/sse.ts';
import { APIConnectionError, APITimeoutError, NotFoundError, ParleyError } from '../src/index.ts';
import { collect, eventStream, failure, json, problem, refused, testClient, type Scripted } from './testing-client.ts';

const parse = (...pieces: string[]): SseMessage[] => {
  const parser = new SseParser();
  return pieces.flatMap((piece) => parser.push(piece));
};

describe('the parser of server-sent events', () => {
  const stream = ': hello\nid: 1\nevent: a\ndata: {"x":\ndata: 1}\n\ndata:two\n\nid: 3\n\nevent: ignored\n\ndata\n\n';
  const messages = [
    { event: 'a', data: '{"x":\n1}', id: '1' },
    { event: 'message', data: 'two', id: '1' },
    { event: 'message', data: '', id: '3' },
  ];

  test('takes events as the standard has them', () => {
    expect(parse(stream)).toEqual(messages);
  });

  test.each(['\n', '\r\n', '\r'])('takes lines that end with %j, cut anywhere', (end) => {
    const text = stream.replaceAll('\n', end);
    expect(parse(text)).toEqual(messages);
    expect(parse(...text)).toEqual(messages);
    for (let at = 1; at < text.length; at++) expect(parse(text.slice(0, at), text.slice(at))).toEqual(messages);
  });

  test('drops what is not finished, a byte order mark, ids with NUL, and times that are none', () => {
    expect(parse('\uFEFFdata: 1\n\ndata: 2\n')).toEqual([{ event: 'message', data: '1', id: '' }]);
    expect(parse('id: a\0b\ndata: 1\n\n')[0]!.id).toBe('');
    const parser = new SseParser();
    parser.push('retry: 1x\n');
    expect(parser.retryMs).toBeNull();
    parser.push('retry: 1500\n');
    expect(parser.retryMs).toBe(1_500);
  });

  test('keeps one space and colons of the value', () => {
    expect(parse('data:  a: b\n\n')[0]!.data).toBe(' a: b');
  });
});

const sse = (id: number, data: unknown = { seq: id }): string => `id: ${id}\nevent: x\ndata: ${JSON.stringify(data)}\n\n`;

const LAST = 'event: exchange.completed\ndata: {"type":"exchange.completed"}\n\n';

describe('a streamed answer', () => {
  const streamed = (script: Scripted[], options = {}) => {
    const client = testClient(script, options);
    return { ...client, stream: client.parley.conversations.streamMessage('conv_1', { content: 'Hello' }) };
  };

  test('is asked for when it is read, and comes event by event, whatever the pieces', async () => {
    const bytes = new TextEncoder().encode('data: {"type":"delta","text":"Grüß dich"}\n\n');
    const { stream, sent } = streamed([() => eventStream([bytes.slice(0, 32), bytes.slice(32, 33), bytes.slice(33), LAST])]);
    expect(sent).toHaveLength(0);
    expect(await collect(stream)).toEqual([{ type: 'delta', text: 'Grüß dich' }, { type: 'exchange.completed' }]);
    expect(sent[0]!.headers.get('accept')).toBe('text/event-stream');
    expect(sent[0]!.body).toEqual({ content: 'Hello' });
  });

  test('is tried again before it begins, never after', async () => {
    const before = streamed([() => problem(409, 'conversation_busy'), () => eventStream(['data: 1\n\n', LAST])]);
    expect(await collect(before.stream)).toEqual([1, { type: 'exchange.completed' }]);
    const after = streamed([() => eventStream(['data: 1\n\n'], true)]);
    const seen: unknown[] = [];
    const error = await failure(
      (async () => {
        for await (const event of after.stream) seen.push(event);
      })(),
    );
    expect(seen).toEqual([1]);
    expect(error).toBeInstanceOf(APIConnectionError);
  });

  test.each([
    ['after a delta', ['event: message.delta\ndata: {}\n\n']],
    ['before the first event', []],
    ['within its last event', [LAST.slice(0, -1)]],
  ])('that ends %s was cut: an error, not a quiet end', async (_where, pieces) => {
    const error = await failure(collect(streamed([() => eventStream(pieces)]).stream));
    expect(error).toBeInstanceOf(APIConnectionError);
    expect(String(error)).toContain('ended before it was over');
  });

  test('is over with an error event as well: that is an event', async () => {
    const { stream } = streamed([() => eventStream(['event: error\ndata: {"type":"error"}\n\n'])]);
    expect(await collect(stream)).toEqual([{ type: 'error' }]);
  });

  test('is refused as an error, and as what is no stream', async () => {
    expect(await failure(collect(streamed([() => problem(404, 'not_found')]).stream))).toBeInstanceOf(NotFoundError);
    expect(await failure(collect(streamed([() => json({})]).stream))).toBeInstanceOf(ParleyError);
    expect(await failure(collect(streamed([() => eventStream(['data: nonsense\n\n'])]).stream))).toBeInstanceOf(ParleyError);
  });

  test('ends its connection with the loop, and can be read once', async () => {
    const { stream, sent, timers } = streamed([() => eventStream(['data: 1\n\n', 'data: 2\n\n'])]);
    for await (const _ of stream) break;
    expect(sent[0]!.signal.aborted).toBe(true);
    expect(timers()).toBe(0);
    expect(() => stream[Symbol.asyncIterator]()).toThrow(ParleyError);
  });

  test('may not be silent for longer than the time-out, which does not run while the reader works', async () => {
    const open = (): Response =>
      new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('data: 1\n\n'));
          },
        }),
        { headers: { 'Content-Type': 'text/event-stream' } },
      );
    // A body that ends with the signal, as that of `fetch` does.
    const { stream, timers, timeOut } = streamed([
      ({ signal }) => {
        const response = open();
        const reader = response.body!.getReader();
        const body = new ReadableStream<Uint8Array>({
          async pull(controller) {
            const stopped = new Promise<never>((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
            });
            const { value } = await Promise.race([reader.read(), stopped]);
            if (value !== undefined) controller.enqueue(value);
          },
        });
        return new Response(body, { headers: response.headers });
      },
    ]);
    const iterator = stream[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toBe(1);
    expect(timers()).toBe(0);
    const next = failure(iterator.next());
    await new Promise((resolve) => setImmediate(resolve));
    expect(timers()).toBe(1);
    timeOut();
    expect(await next).toBeInstanceOf(APITimeoutError);
  });
});

describe('events that are followed', () => {
  const over: Scripted = () => new Response(null, { status: 204 });
  const followed = (script: Scripted[], options = {}) => {
    const client = testClient(script);
    return { ...client, stream: client.parley.calls.followEvents('call_1', options) };
  };
  const lastIds = (sent: { headers: Headers }[]) => sent.map((one) => one.headers.get('last-event-id'));

  test('are taken up again where they were, until the server says that there are no more', async () => {
    const { stream, sent } = followed([
      () => eventStream([sse(1), sse(2)], true),
      refused,
      () => problem(503, 'capacity_reached'),
      () => eventStream([sse(3), 'id: 4\ndata: {"se']),
      () => eventStream([sse(4)]),
      over,
    ]);
    expect(await collect(stream)).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }, { seq: 4 }]);
    expect(lastIds(sent)).toEqual([null, '2', '2', '2', '3', '4']);
  });

  test('begin where the caller says, and wait as long as the server says', async () => {
    const { stream, sent, waits } = followed([() => eventStream(['retry: 1234\n', sse(8)]), over], { lastEventId: 7 });
    expect(await collect(stream)).toEqual([{ seq: 8 }]);
    expect(lastIds(sent)).toEqual(['7', '8']);
    expect(waits).toEqual([1_234]);
  });

  test('are given up after as many failures in a row as are allowed', async () => {
    const { stream, sent } = followed([refused, () => eventStream([sse(1)], true), refused, refused], { maxRetries: 2 });
    const seen: unknown[] = [];
    const error = await failure(
      (async () => {
        for await (const event of stream) seen.push(event);
      })(),
    );
    expect(error).toBeInstanceOf(APIConnectionError);
    expect(seen).toEqual([{ seq: 1 }]);
    expect(sent).toHaveLength(4);
  });

  test('of a call that does not exist are an error at once', async () => {
    expect(await failure(collect(followed([() => problem(404, 'not_found')]).stream))).toBeInstanceOf(NotFoundError);
  });

  test('end with the caller’s signal, by its reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { stream, sent } = followed([() => eventStream([sse(1)])], { signal: controller.signal });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    controller.abort(reason);
    expect(await failure(iterator.next())).toBe(reason);
    expect(sent).toHaveLength(1);
  });
});
