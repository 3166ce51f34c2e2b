import { ParleyError } from './core/errors.ts';
import { environmentVariable, RUNTIME, type Runtime } from './core/runtime.ts';
import { Transport, type ApiRequest, type ConditionalOptions, type Credential, type FetchFunction } from './core/transport.ts';
import { apiBaseOf } from './core/url.ts';
import { unwrap, verify } from './core/webhooks.ts';
import { ParleyResources } from './generated/resources.ts';
import { VERSION } from './version.ts';

export interface ParleyOptions {
  /** An API key, an access token, or a function that gives one; default: `PARLEY_API_KEY` of the environment. */
  apiKey?: Credential | undefined;
  /** Where the server is; default: `PARLEY_BASE_URL` of the environment, or `http://127.0.0.1:3000`. */
  baseUrl?: string | undefined;
  /** For every attempt anew; default 60,000. In a stream: the longest silence. */
  timeoutMs?: number | undefined;
  /** Attempts after the first; default 2. */
  maxRetries?: number | undefined;
  /** Instead of the global one. */
  fetch?: FetchFunction | undefined;
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Clock, sleep and chance, for tests. */
  runtime?: Partial<Runtime> | undefined;
}

const DEFAULTS = { baseUrl: 'http://127.0.0.1:3000', timeoutMs: 60_000, maxRetries: 2 } as const satisfies ParleyOptions;

function transportFor(options: ParleyOptions): Transport {
  const apiKey = options.apiKey ?? environmentVariable('PARLEY_API_KEY');
  if (apiKey === undefined || apiKey === '') throw new ParleyError('No API key: give `apiKey`, or set PARLEY_API_KEY.');
  return new Transport({
    apiKey,
    apiBase: apiBaseOf(options.baseUrl ?? environmentVariable('PARLEY_BASE_URL') ?? DEFAULTS.baseUrl),
    timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
    maxRetries: options.maxRetries ?? DEFAULTS.maxRetries,
    headers: options.headers ?? {},
    userAgent: `parley-sdk-node/${VERSION}`,
    // Some edges refuse a fetch that is called as somebody's method.
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    runtime: { ...RUNTIME, ...options.runtime },
  });
}

/** A client of the Parley API: `const parley = new Parley({ apiKey, baseUrl })`. */
export class Parley extends ParleyResources {
  static readonly webhooks = { verify, unwrap };
  readonly #transport: Transport;

  constructor(options: ParleyOptions = {}) {
    const transport = transportFor(options);
    super(transport);
    this.#transport = transport;
  }

  /** Any request below `/api/v1`, with the same retries and errors: for what this version has no method for. */
  request(request: ApiRequest, options: ConditionalOptions = {}): Promise<Response> {
    return this.#transport.raw(request, options);
  }
}
