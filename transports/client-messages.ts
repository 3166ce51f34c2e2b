/** JSON text from a caller's client, the same over WebSocket and data channel. */
import { ClientMessage, ERRORS, MediaStart, type AppError, type ErrorCode, type ServerMessage } from '@parley/contract';

/** No client message is longer; the text of a typed message is at most 4,000 characters. */
export const MAX_CLIENT_MESSAGE_CHARS = 32_768;

export type ParsedMessage<T> = { ok: true; message: T } | { ok: false; code: ErrorCode };

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

function parse<T>(schema: Schema<T>, text: string): ParsedMessage<T> {
  if (text.length > MAX_CLIENT_MESSAGE_CHARS) return { ok: false, code: 'body_too_large' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, code: 'malformed_json' };
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, message: parsed.data } : { ok: false, code: 'validation_failed' };
}

export const parseClientMessage = (text: string): ParsedMessage<ClientMessage> => parse(ClientMessage, text);

export function parseStart(text: string): ParsedMessage<MediaStart> {
  const parsed = parse(MediaStart, text);
  return parsed.ok || parsed.code !== 'validation_failed' ? parsed : { ok: false, code: 'unsupported_audio_format' };
}

/** What the client is told. Static words: nothing that it sent comes back. */
export const errorMessage = (code: ErrorCode, detail?: string): ServerMessage => ({
  type: 'error',
  code,
  message: detail ?? ERRORS[code].title,
});

export const errorOf = (error: AppError): ServerMessage => errorMessage(error.code, error.message);
