/** What an endpoint says when it refuses, as facts. Its words are somebody else's: bounded, and what must not be kept is taken out of them. */
import type { ProviderRefusal } from '@parley/contract';

/** What an endpoint may echo and nobody is to read. */
export interface Withheld {
  apiKey: string | undefined;
  /** What was said in the call, as it was sent. */
  said: readonly string[];
}

const MAX_BODY_BYTES = 16_384;
const MAX_BODY_MS = 2_000;
const MAX_MESSAGE = 300;
const MAX_WORD = 100;
/** Half of what is read: a key that the end of the body cuts in two is never within it. */
const MAX_CONSIDERED = MAX_BODY_BYTES / 2;
/** Shorter ones are words of any sentence. */
const MIN_KEY = 4;
const MIN_KEY_START = 6;
const MIN_SAID = 8;
const LONG_QUOTATION = /(^|[\s:([=,])(["'`“])([^"`“”]{60,}?)(["'`”])(?=$|[\s.,;:)\]])/g;
const REMOVED = '[removed]';

const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  // Before the schemes: the value of an Authorization header has one.
  [/\b(bearer|basic)\s+[\w.~+/=-]{4,}/gi, `$1 ${REMOVED}`],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, '$1'],
  [/([?&][\w-]*(?:key|token|secret|sig|signature|password)=)[^\s&#"']+/gi, `$1${REMOVED}`],
  [
    /\b((?:api[-_ ]?key|access[-_ ]?token|token|secret|password|authorization)["']?\s*[:=]\s*["']?)(?!\[|bearer|basic)[^\s"',;&]{4,}/gi,
    `$1${REMOVED}`,
  ],
  [/\b(?:sk|pk|rk|key)[-_][\w*.-]{4,}[\w*]/gi, REMOVED],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, REMOVED],
  // What is long and of one piece, letters and digits mixed, is no word.
  [/\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{24,}\b/g, REMOVED],
];

/** Reads a body that may be of any length and speed, or break off: what came of it, bounded. */
export async function readBounded(response: Response): Promise<string> {
  // Undici's types leave the chunks open; they are bytes.
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  const late = Promise.withResolvers<{ done: true; value: undefined }>();
  const timer = setTimeout(() => late.resolve({ done: true, value: undefined }), MAX_BODY_MS);
  let text = '';
  try {
    while (text.length < MAX_BODY_BYTES) {
      const { done, value } = await Promise.race([reader.read(), late.promise]);
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // Broken off: what came is told.
  } finally {
    clearTimeout(timer);
    void reader.cancel().catch(() => undefined);
  }
  return text.slice(0, MAX_BODY_BYTES);
}

/** `fetch` whose refusals have bodies that can be read whole. */
export const withBoundedRefusals =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    if (response.status < 400) return response;
    const headers = new Headers({ 'content-type': response.headers.get('content-type') ?? 'text/plain' });
    return new Response(await readBounded(response), { status: response.status, statusText: response.statusText, headers });
  };

/** The key and every beginning of it that is long enough to be one. */
function withoutKey(text: string, key: string): string {
  if (key.length < MIN_KEY) return text;
  let rest = text.replaceAll(encodeURIComponent(key), REMOVED).replaceAll(key, REMOVED);
  for (let length = key.length - 1; length >= MIN_KEY_START; length -= 1) rest = rest.replaceAll(key.slice(0, length), REMOVED);
  return rest;
}

function withoutSaid(text: string, said: readonly string[]): string {
  const quotable = said.flatMap((one) => [one.trim(), JSON.stringify(one.trim()).slice(1, -1)]).filter((one) => one.length >= MIN_SAID);
  return quotable.toSorted((a, b) => b.length - a.length).reduce((rest, one) => rest.replaceAll(one, '[…]'), text);
}

function cleaned(text: string, { apiKey = '', said }: Withheld, most: number): string | undefined {
  const withoutSecrets = CREDENTIALS.reduce(
    (rest, [pattern, instead]) => rest.replace(pattern, instead),
    withoutSaid(withoutKey(text, apiKey), said).slice(0, MAX_CONSIDERED),
  );
  const line = withoutSecrets
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(LONG_QUOTATION, '$1$2[…]$4')
    .trim();
  if (line === '') return undefined;
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
const wordOf = (value: unknown): string | undefined => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined);

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** A page that a proxy answers with: its title, else its text. */
function textOfPage(page: string): string {
  const title = /<title[^>]*>([^<]{1,400})<\/title>/i.exec(page)?.[1];
  return title ?? page.replace(/<(script|style)\b[^>]*>[^<]*<\/\1>/gi, ' ').replace(/<[^>]{0,400}>/g, ' ');
}

/** OpenAI's `{ error: { message, type, code, param } }`, the shapes akin to it, FastAPI's `{ detail }`, and text. */
function saidBy(body: unknown): { message?: unknown; type?: unknown; code?: unknown; param?: unknown } {
  const value: unknown = Array.isArray(body) ? body[0] : body;
  if (typeof value === 'string') return { message: /<(?:!doctype|html|head|body)\b/i.test(value) ? textOfPage(value) : value };
  const error = fieldOf(value, 'error') ?? value;
  if (typeof error === 'string') return { message: error };
  const detail = fieldOf(error, 'detail');
  const first: unknown = Array.isArray(detail) ? detail[0] : undefined;
  const location = fieldOf(first, 'loc');
  return {
    message: fieldOf(error, 'message') ?? (typeof detail === 'string' ? detail : fieldOf(first, 'msg')),
    type: fieldOf(error, 'type') ?? fieldOf(first, 'type'),
    code: fieldOf(error, 'code') ?? fieldOf(error, 'status'),
    param: fieldOf(error, 'param') ?? (Array.isArray(location) ? location.map(String).join('.') : undefined),
  };
}

/** `body` is the text of an answer, or an error object from within one. */
export function refusalOf(status: number | undefined, body: unknown, withheld: Withheld): ProviderRefusal {
  const said = saidBy(typeof body === 'string' ? parsed(body) : body);
  const facts = Object.fromEntries(
    (['type', 'code', 'param', 'message'] as const).flatMap((name) => {
      const word = wordOf(said[name]);
      const clean = word === undefined ? undefined : cleaned(word, withheld, name === 'message' ? MAX_MESSAGE : MAX_WORD);
      return clean === undefined ? [] : [[name, clean]];
    }),
  );
  return { ...(status === undefined ? {} : { status }), ...facts };
}
