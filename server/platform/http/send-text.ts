import type { Response } from 'express';

/**
 * Answers with a text of the `Content-Type` that is set, in UTF-8. Express's own `send` would add an ETag that no `If-Match` knows, and
 * answer `If-None-Match` with 304 by an ETag that counts the saves of a resource and not all that is read with it.
 */
export function sendText(response: Response, body: string): void {
  const type = String(response.getHeader('Content-Type') ?? 'text/plain');
  if (!/;\s*charset=/i.test(type)) response.setHeader('Content-Type', `${type}; charset=utf-8`);
  const bytes = Buffer.from(body);
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

export function sendJson(response: Response, json: string, type = 'application/json'): void {
  response.setHeader('Content-Type', type);
  sendText(response, json);
}
