/** Errors as problem documents (RFC 9457). */
import { AppError, ERRORS, schemaFaults, type ErrorCode, type Problem } from '@parley/contract';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { presentable } from '../db/query-failed.ts';
import { newId } from '../ids.ts';
import { pointerPart } from '../json-pointer.ts';
import { jsonFaultAt } from './json-fault.ts';
import { sendJson } from './send-text.ts';
import type { Log } from '../log.ts';
import type { z } from 'zod';

/** A zod error as JSON pointers (RFC 6901) and what is wrong there. */
export const fieldErrors = (error: z.ZodError, prefix: string): { pointer: string; message: string }[] =>
  schemaFaults(error).map(({ path, message }) => ({ pointer: prefix + path.map(pointerPart).join(''), message }));

export const assignRequestId: RequestHandler = (_request, response, next) => {
  const id = newId('req');
  response.locals.requestId = id;
  response.setHeader('X-Request-Id', id);
  next();
};

export function problemOf(error: AppError, requestId: string): Problem {
  const { status, title } = ERRORS[error.code];
  return {
    type: 'about:blank',
    title,
    status,
    code: error.code,
    ...(error.message === title ? {} : { detail: error.message }),
    request_id: requestId,
    ...(error.fields === undefined ? {} : { errors: error.fields }),
  };
}

function jsonFault(body: string): string {
  const before = body.slice(0, jsonFaultAt(body));
  return `The body is not valid JSON at line ${before.split('\n').length}, column ${before.length - before.lastIndexOf('\n')}.`;
}

interface ParserError extends Error {
  type?: string;
  /** Of zlib, where the body is not compressed as it says. */
  code?: string;
  body?: string;
  status?: number;
}

const PARSER_CODES: Record<string, ErrorCode> = {
  'entity.too.large': 'body_too_large',
  'encoding.unsupported': 'unsupported_media_type',
  'charset.unsupported': 'unsupported_media_type',
};

/** Whatever was thrown, as one of ours; anything unknown is a defect. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof URIError) return new AppError('not_found');
  const parser = error as ParserError;
  if (parser.type === 'entity.parse.failed') return new AppError('malformed_json', { detail: jsonFault(parser.body ?? '') });
  const known = PARSER_CODES[parser.type ?? ''];
  if (known !== undefined) return new AppError(known);
  // Aborted, miscounted and wrongly compressed bodies: the client's doing.
  if (parser.status === 400 && (parser.type !== undefined || parser.code?.startsWith('Z_') === true))
    return new AppError('malformed_json', { detail: 'The body could not be read.' });
  // better-auth's queries do not pass through the database's own wrapper; Drizzle's errors hold every parameter.
  const shown = presentable(error);
  return shown instanceof AppError ? shown : new AppError('internal', { cause: shown });
}

/** Seconds after which it is worth asking again, where the moment is to blame and nobody knows better. */
export const RETRY_AFTER_S = 5;

function sendProblem(response: Response, error: AppError): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  if (error.status === 503 && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', String(RETRY_AFTER_S));
  if (error.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.status(error.status);
  sendJson(response, JSON.stringify(problemOf(error, String(response.locals.requestId))), 'application/problem+json');
}

/** That the database is away or full is logged once, where it is met; refusals are counted: who has too much to do has no time for lines that say so. */
const EXPECTED: readonly ErrorCode[] = ['busy', 'database_unavailable', 'storage_full'];

/** Whether a request that it fails leaves a line in the log. */
export const isUnexpected = ({ status, code }: AppError): boolean => status >= 500 && !EXPECTED.includes(code);

export const problemHandler =
  (log: Log): ErrorRequestHandler =>
  (thrown: unknown, request: Request, response: Response, _next) => {
    const error = asAppError(thrown);
    if (isUnexpected(error)) {
      log.error(
        {
          requestId: response.locals.requestId as string,
          route: response.locals.routeId as string,
          method: request.method,
          err: error.cause ?? error,
        },
        'request failed',
      );
    }
    sendProblem(response, error);
  };

export const notFound: RequestHandler = () => {
  throw new AppError('not_found');
};
