/** A client whose server is a script, and whose clock nobody has to wait for. */
import { Parley, type ParleyOptions } from '../src/index.ts';

interface Sent {
  method: string;
  url: string;
  path: string;
  headers: Headers;
  body: unknown;
  signal: AbortSignal;
}

/** What comes of one attempt. */
export type Scripted = (sent: Sent) => Response | Promise<Response>;

export interface TestClient {
  parley: Parley;
  sent: Sent[];
  /** Every wait between two attempts, in milliseconds. */
  waits: number[];
  /** Lets the time-outs that are running come. */
  timeOut: () => void;
  /** How many time-outs are running. */
  timers: () => number;
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers });

export const problem = (status: number, code: string, headers: Record<string, string> = {}, more: object = {}): Response =>
  new Response(JSON.stringify({ type: 'about:blank', title: `It is ${code}.`, status, code, request_id: 'req_1', ...more }), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });

/** An event stream of these pieces; `broken` ends it by an error. */
export function eventStream(pieces: readonly (string | Uint8Array)[], broken = false): Response {
  const bytes = pieces.map((piece) => (typeof piece === 'string' ? new TextEncoder().encode(piece) : piece));
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = bytes.shift();
      if (piece !== undefined) controller.enqueue(piece);
      else if (broken) controller.error(new TypeError('terminated'));
      else controller.close();
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
}

/** An answer that does not come: it ends with the signal, as `fetch` does. */
export const silence: Scripted = ({ signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new DOMException('This operation was aborted', 'AbortError'));
    });
  });

export const refused: Scripted = () => Promise.reject(new TypeError('fetch failed'));

export function testClient(script: readonly Scripted[], options: ParleyOptions = {}): TestClient {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const timers = new Set<() => void>();
  const parley = new Parley({
    apiKey: 'key',
    baseUrl: 'http://parley.test',
    ...options,
    async fetch(url, init) {
      const answer = script[sent.length];
      const request = {
        method: init.method ?? 'GET',
        url,
        path: url.slice('http://parley.test/api/v1'.length),
        headers: new Headers(init.headers),
        body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
        signal: init.signal!,
      };
      sent.push(request);
      if (answer === undefined) throw new Error(`there is no answer to request ${sent.length}`);
      return answer(request);
    },
    runtime: {
      now: () => Date.parse('2025-11-25T10:00:00Z'),
      random: () => 0.5,
      sleep: async (ms, signal) => {
        waits.push(ms);
        if (signal?.aborted === true) throw signal.reason;
      },
      after(_ms, callback) {
        timers.add(callback);
        return () => void timers.delete(callback);
      },
      ...options.runtime,
    },
  });
  return {
    parley,
    sent,
    waits,
    timeOut() {
      for (const run of [...timers]) run();
    },
    timers: () => timers.size,
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const failure = (promise: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(promise).then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );
