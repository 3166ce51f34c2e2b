/** Errors as Retell answers them: `{ status: 'error', message }`. */
import { AppError, type ErrorCode } from '@parley/contract';
import type { ErrorRequestHandler, Response } from 'express';
import { asAppError, isUnexpected, RETRY_AFTER_S } from '../../../platform/http/problems.ts';
import { sendJson } from '../../../platform/http/send-text.ts';
import type { Log } from '../../../platform/log.ts';

/** Retell's names for its rate limits. */
export type Limiter = 'general' | 'list' | 'call' | 'llm-playground';

/** A request that is well-formed and cannot be done: Retell's 422, or what `status` says. */
export class Refusal extends Error {
  readonly status: number;
  constructor(message: string, status = 422) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}

/** Where a client that tries again would only hear the same, its status must not be one that the SDKs try again (409, 429, 5xx). */
const STATUSES: Partial<Record<ErrorCode, number>> = {
  validation_failed: 400,
  unsupported_media_type: 400,
  quota_exceeded: 402,
  conflict: 422,
  precondition_failed: 422,
  idempotency_conflict: 422,
  call_not_live: 422,
  call_not_registered: 422,
  conversation_ended: 422,
  trunk_not_configured: 422,
  impossible_settings: 422,
  provider_not_configured: 422,
};

/** Settings of ours that have other names in their requests. */
const THEIR_NAMES: Readonly<Record<string, string>> = {
  '/time_zone': 'timezone',
  '/greeting': 'begin_message',
  '/tts/voice': 'voice_id',
  '/tts/speed': 'voice_speed',
  '/llm/model': 'model',
  '/llm/provider': 'model',
  '/url': 'webhook_url',
};

const OVERRIDE = '/agent_override';

const fieldNamed = (pointer: string): string =>
  pointer.startsWith(`${OVERRIDE}/`) ? `agent_override.${fieldNamed(pointer.slice(OVERRIDE.length))}` : plainlyNamed(pointer);
const plainlyNamed = (pointer: string): string =>
  THEIR_NAMES[pointer] ?? (pointer.replace(/^\/(query\/)?/, '').replaceAll('/', '.') || 'The body');

const messageOf = ({ message, fields = [] }: AppError): string =>
  fields.length === 0 ? message : fields.map(({ pointer, message: fault }) => `${fieldNamed(pointer)} ${fault}`).join('; ');

/** What a service refuses is about the resources, not about the form of the request. */
export function fromService(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'validation_failed') return error;
  if (error.fields?.[0]?.pointer === '/query/cursor') return new Refusal('pagination_key is not one of this list in this order', 400);
  return new Refusal(messageOf(error));
}

/** Retell's names for its rate limits, beside the headers that our own API has. */
function sayLimit(response: Response, limiter: Limiter): void {
  response.setHeader('X-RateLimit-Limiter', limiter);
  const [, remaining, reset] = /r=(\d+);t=(\d+)/.exec(String(response.getHeader('RateLimit') ?? '')) ?? [];
  const [, limit] = /q=(\d+)/.exec(String(response.getHeader('RateLimit-Policy') ?? '')) ?? [];
  if (limit !== undefined) response.setHeader('RateLimit-Limit', limit);
  if (remaining !== undefined) response.setHeader('RateLimit-Remaining', remaining);
  if (reset !== undefined) response.setHeader('RateLimit-Reset', reset);
}

function send(response: Response, status: number, message: string): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  response.status(status);
  sendJson(response, JSON.stringify({ status: 'error', message }));
}

export const retellErrorHandler =
  (log: Log, limiterOf: (routeId: string) => Limiter): ErrorRequestHandler =>
  (thrown: unknown, request, response, _next) => {
    if (thrown instanceof Refusal) return send(response, thrown.status, thrown.message);
    const error = asAppError(thrown);
    const status = STATUSES[error.code] ?? error.status;
    // The SDKs try every 5xx again; a feature does not appear meanwhile.
    if (status === 501) response.setHeader('x-should-retry', 'false');
    else if (status === 503) response.setHeader('Retry-After', String(RETRY_AFTER_S));
    if (status >= 500 && status !== 501 && isUnexpected(error))
      log.error(
        {
          requestId: response.locals.requestId as string,
          route: response.locals.routeId as string,
          method: request.method,
          err: error.cause ?? error,
        },
        'request failed',
      );
    if (error.code === 'rate_limited') sayLimit(response, limiterOf(String(response.locals.routeId)));
    send(response, status, messageOf(error));
  };
