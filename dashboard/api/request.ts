/** How the API is asked: the session goes along as a cookie, failures are `RequestFailed`. What can be asked is in generated/operations.ts. */
import { queryText } from '../url/search-values.ts';
import { problemFrom, unreachable } from './problem.ts';

export const API_BASE = '/api/v1';

export interface RequestOptions {
  signal?: AbortSignal | undefined;
}

export interface ConditionalOptions extends RequestOptions {
  /** The change is refused with `precondition_failed` when this revision is not the newest. */
  ifMatch?: number | undefined;
}

export interface ApiRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the base. */
  path: string;
  query?: object;
  body?: unknown;
}

/** A path with ids in it. */
export const pathOf = (parts: TemplateStringsArray, ...values: readonly (string | number)[]): string =>
  String.raw({ raw: parts }, ...values.map(encodeURIComponent));

export function urlOf(path: string, query: object = {}): string {
  const search = queryText(query);
  return `${API_BASE}${path}${search === '' ? '' : `?${search}`}`;
}

/** An answer that is no success is thrown as the failure that it tells of; an abort passes through as it is. */
export async function sent(url: string, method: ApiRequest['method'], body: unknown, options: ConditionalOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.ifMatch !== undefined) headers['If-Match'] = `"${options.ifMatch}"`;
  const init: RequestInit = { method, headers };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (options.signal !== undefined) init.signal = options.signal;
  const response = await fetch(url, init).catch((error: unknown) => {
    throw error instanceof DOMException && error.name === 'AbortError' ? error : unreachable();
  });
  if (!response.ok) throw await problemFrom(response);
  return response;
}

/** The server's schemas guard what it answers; here the type is taken at its word. */
export async function json<T>({ method, path, query, body }: ApiRequest, options: RequestOptions): Promise<T> {
  return (await (await sent(urlOf(path, query), method, body, options)).json()) as T;
}

export async function empty({ method, path, query, body }: ApiRequest, options: RequestOptions): Promise<void> {
  await sent(urlOf(path, query), method, body, options);
}
