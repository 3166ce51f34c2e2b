/** Requests: built, sent, tried again, answered. */
import { Attempt } from './attempt.ts';
import { apiErrorFrom, APIConnectionError, ParleyError } from './errors.ts';
import { EventStream } from './event-stream.ts';
import { PageRequest, type PageBody } from './page.ts';
import { mayRetry, retryAfterMs, retryDelayMs } from './retry.ts';
import type { Runtime } from './runtime.ts';
import { SseParser, type SseMessage } from './sse.ts';
import { urlOf } from './url.ts';

export type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;
/** A key, or a function that gives one for every attempt: for access tokens, which expire. */
export type Credential = string | (() => string | Promise<string>);

export interface RequestOptions {
  /** Ends everything, a wait between two attempts too; what is thrown is the reason of the signal. */
  signal?: AbortSignal | undefined;
  /** For every attempt anew. */
  timeoutMs?: number | undefined;
  maxRetries?: number | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

export interface WriteOptions extends RequestOptions {
  /** Requests with the same key are carried out once. Without one, a key is made for this request and its retries. */
  idempotencyKey?: string | undefined;
}

export interface ConditionalOptions extends WriteOptions {
  /** The `revision` that was read: if somebody else wrote since, the answer is 412. */
  ifMatch?: number | string | undefined;
}

export interface FollowOptions extends RequestOptions {
  /** Events up to this one are known already. */
  lastEventId?: string | number | undefined;
  /** New connections in a row without a new event between; default 10. */
  maxRetries?: number | undefined;
}

export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`. */
  path: string;
  query?: object;
  /** Sent as JSON. */
  body?: unknown;
  /** The operation takes `Idempotency-Key`. */
  idempotent?: boolean;
}

export interface TransportSettings {
  apiKey: Credential;
  /** With `/api/v1`. */
  apiBase: string;
  timeoutMs: number;
  maxRetries: number;
  headers: Readonly<Record<string, string>>;
  userAgent: string;
  fetch: FetchFunction;
  runtime: Runtime;
}

type AnyOptions = ConditionalOptions & FollowOptions;
type Read<T> = (response: Response, attempt: Attempt) => Promise<T>;

interface OpenStream {
  response: Response;
  attempt: Attempt;
}

const EVENT_STREAM = 'text/event-stream';
const CUT = 'The stream ended before it was over.';
const MAX_RECONNECTS = 10;
const etagOf = (revision: number | string): string => (/^(W\/)?"|^\*$/.test(String(revision)) ? String(revision) : `"${revision}"`);

async function readJson<T>(response: Response): Promise<T> {
  const text = await response.text();
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new ParleyError('The answer is not JSON: is baseUrl the address of a Parley server?', { cause });
  }
}

async function openStream(response: Response, attempt: Attempt): Promise<OpenStream> {
  const type = response.headers.get('content-type') ?? '';
  if (response.status !== 204 && !type.startsWith(EVENT_STREAM))
    throw new ParleyError(`The answer is not a stream of events, but ${type}.`);
  return { response, attempt };
}

export class Transport {
  readonly #settings: TransportSettings;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
  }

  json<T>(request: ApiRequest, options: RequestOptions): Promise<T> {
    return this.#send(request, options, 'application/json', readJson<T>);
  }

  empty(request: ApiRequest, options: RequestOptions): Promise<void> {
    return this.#send(request, options, 'application/json', async (response) => {
      await response.body?.cancel();
    });
  }

  text(request: ApiRequest, options: RequestOptions): Promise<string> {
    return this.#send(request, options, '*/*', (response) => response.text());
  }

  /** The answer as it is; the time-out ends with its headers. */
  raw(request: ApiRequest, options: RequestOptions): Promise<Response> {
    return this.#send(request, options, '*/*', async (response) => response);
  }

  page<T>(request: ApiRequest, options: RequestOptions): PageRequest<T> {
    return new PageRequest((cursor) =>
      this.json<PageBody<T>>(cursor === undefined ? request : { ...request, query: { ...request.query, cursor } }, options),
    );
  }

  /** `lastEvents`: the `type` of the events after which the stream is over; one that ends otherwise was cut. */
  stream<T>(request: ApiRequest, options: RequestOptions, lastEvents: readonly string[] = []): EventStream<T> {
    return new EventStream(() => this.#streamed<T>(request, options, lastEvents));
  }

  follow<T>(request: ApiRequest, options: FollowOptions): EventStream<T> {
    return new EventStream(() => this.#followed<T>(request, options));
  }

  async *#streamed<T>(request: ApiRequest, options: RequestOptions, lastEvents: readonly string[]): AsyncGenerator<T, void, undefined> {
    const opened = await this.#send(request, options, EVENT_STREAM, openStream);
    let over = lastEvents.length === 0;
    for await (const message of this.#messages(opened, new SseParser())) {
      over ||= lastEvents.includes(message.event);
      yield eventOf<T>(message);
    }
    if (!over) throw new APIConnectionError(CUT);
  }

  /** A lost connection is made anew from the last event on; 204 says that there is nothing more. */
  async *#followed<T>(request: ApiRequest, options: FollowOptions): AsyncGenerator<T, void, undefined> {
    const { maxRetries = MAX_RECONNECTS } = options;
    let lastEventId = options.lastEventId === undefined ? '' : String(options.lastEventId);
    for (let failures = 0; ; failures++) {
      const parser = new SseParser();
      let lost: unknown = new APIConnectionError(CUT);
      try {
        const headers = this.#headers(request, options, EVENT_STREAM);
        if (lastEventId !== '') headers.set('Last-Event-ID', lastEventId);
        const opened = await this.#attempt(request, options, headers, openStream);
        if (opened.response.status === 204) return;
        for await (const message of this.#messages(opened, parser)) {
          if (message.id !== '') lastEventId = message.id;
          failures = 0;
          yield eventOf<T>(message);
        }
      } catch (error) {
        if (!mayRetry(error, true)) throw error;
        lost = error;
      }
      if (failures >= maxRetries) throw lost;
      await this.#wait(parser.retryMs ?? retryDelayMs(lost, failures, this.#settings.runtime.random()), options.signal);
    }
  }

  async *#messages({ response, attempt }: OpenStream, parser: SseParser): AsyncGenerator<SseMessage, void, undefined> {
    const decoder = new TextDecoder();
    const reader = response.body?.getReader();
    try {
      for (;;) {
        // The time-out is for the server: it does not run while the reader of the events is at work.
        attempt.startTimer();
        const { done = true, value } = (await reader?.read()) ?? {};
        attempt.stopTimer();
        if (done) return;
        yield* parser.push(decoder.decode(value, { stream: true }));
      }
    } catch (error) {
      throw attempt.reason(error);
    } finally {
      attempt.close();
    }
  }

  #headers({ method, body, idempotent = false }: ApiRequest, options: AnyOptions, accept: string): Headers {
    const { headers: always, userAgent, runtime } = this.#settings;
    const headers = new Headers({ Accept: accept, 'User-Agent': userAgent, ...always });
    if (body !== undefined) headers.set('Content-Type', 'application/json');
    if (options.ifMatch !== undefined) headers.set('If-Match', etagOf(options.ifMatch));
    if (options.idempotencyKey !== undefined) headers.set('Idempotency-Key', options.idempotencyKey);
    else if (idempotent && method !== 'GET') headers.set('Idempotency-Key', runtime.newIdempotencyKey());
    for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
    return headers;
  }

  async #send<T>(request: ApiRequest, options: AnyOptions, accept: string, read: Read<T>): Promise<T> {
    const { maxRetries = this.#settings.maxRetries } = options;
    // Made once: every attempt has the same idempotency key.
    const headers = this.#headers(request, options, accept);
    const repeatable = (request.method !== 'POST' && request.method !== 'PATCH') || headers.has('Idempotency-Key');
    for (let retries = 0; ; retries++) {
      try {
        return await this.#attempt(request, options, headers, read);
      } catch (error) {
        if (retries >= maxRetries || !mayRetry(error, repeatable)) throw error;
        await this.#wait(retryDelayMs(error, retries, this.#settings.runtime.random()), options.signal);
      }
    }
  }

  async #wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted === true) throw signal.reason;
    await this.#settings.runtime.sleep(ms, signal);
  }

  async #attempt<T>(request: ApiRequest, options: RequestOptions, headers: Headers, read: Read<T>): Promise<T> {
    const { apiBase, fetch, runtime, apiKey } = this.#settings;
    const { signal, timeoutMs = this.#settings.timeoutMs } = options;
    if (signal?.aborted === true) throw signal.reason;
    const token = typeof apiKey === 'string' ? apiKey : await apiKey();
    const sent = new Headers(headers);
    sent.set('Authorization', `Bearer ${token}`);
    const attempt = new Attempt(runtime, signal, timeoutMs);
    try {
      const init: RequestInit = { method: request.method, headers: sent, signal: attempt.signal };
      if (request.body !== undefined) init.body = JSON.stringify(request.body);
      const response = await fetch(urlOf(apiBase, request.path, request.query), init);
      if (!response.ok) {
        const wait = retryAfterMs(response.headers.get('retry-after'), runtime.now());
        throw apiErrorFrom(response.status, response.headers, await response.text(), wait);
      }
      return await read(response, attempt);
    } catch (error) {
      throw attempt.reason(error);
    } finally {
      attempt.stopTimer();
    }
  }
}

function eventOf<T>({ data }: SseMessage): T {
  try {
    return JSON.parse(data) as T;
  } catch (cause) {
    throw new ParleyError('An event of the stream is not JSON.', { cause });
  }
}
