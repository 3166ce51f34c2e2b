import type { KnownErrorCode } from '../generated/schemas/error-codes.ts';

/** A newer server may know codes that this version does not. */
export type ErrorCode = KnownErrorCode | (string & {});

/** What is wrong in one place of a request: `pointer` is a JSON pointer (RFC 6901) into the body, or below `/query`. */
export interface FieldFault {
  pointer: string;
  message: string;
}

/** Everything that this library throws itself. An aborted request throws the reason of its signal instead. */
export class ParleyError extends Error {
  override name = 'ParleyError';
}

/** No answer, or only a part of one: the network failed, or there is no server. */
export class APIConnectionError extends ParleyError {
  override name = 'APIConnectionError';
}

/** An attempt took longer than `timeoutMs`. */
export class APITimeoutError extends APIConnectionError {
  override name = 'APITimeoutError';
}

export interface APIErrorDetails {
  status: number;
  /** Null where the answer is not one of Parley: a proxy's, say. */
  code: ErrorCode | null;
  title: string;
  detail: string | null;
  requestId: string | null;
  errors: readonly FieldFault[];
  /** How long the server asks to wait; null where it does not. */
  retryAfterMs: number | null;
}

function messageOf({ status, code, title, detail, errors, requestId }: APIErrorDetails): string {
  const faults = errors.map(({ pointer, message }) => `${pointer} ${message}`).join('; ');
  const said = [detail ?? title, faults].filter((part) => part !== '').join(' ');
  return `${status} ${code === null ? '' : `${code}: `}${said}${requestId === null ? '' : ` (${requestId})`}`;
}

/** The server refused, or failed. */
export class APIError extends ParleyError {
  override name = 'APIError';
  readonly status: number;
  readonly code: ErrorCode | null;
  readonly title: string;
  readonly detail: string | null;
  /** Say it to whoever runs the server: the log has it. */
  readonly requestId: string | null;
  readonly errors: readonly FieldFault[];
  readonly retryAfterMs: number | null;

  constructor(details: APIErrorDetails) {
    super(messageOf(details));
    this.status = details.status;
    this.code = details.code;
    this.title = details.title;
    this.detail = details.detail;
    this.requestId = details.requestId;
    this.errors = details.errors;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** 400 */
export class BadRequestError extends APIError {
  override name = 'BadRequestError';
}
/** 401: no credentials, or wrong or expired ones. */
export class AuthenticationError extends APIError {
  override name = 'AuthenticationError';
}
/** 403: the credentials do not allow this. */
export class PermissionDeniedError extends APIError {
  override name = 'PermissionDeniedError';
}
/** 404 */
export class NotFoundError extends APIError {
  override name = 'NotFoundError';
}
/** 409: the resource is in a state that does not allow this. */
export class ConflictError extends APIError {
  override name = 'ConflictError';
}
/** 412: somebody else changed the resource since the revision in `ifMatch`. */
export class PreconditionFailedError extends APIError {
  override name = 'PreconditionFailedError';
}
/** 422: `errors` names the fields. */
export class ValidationError extends APIError {
  override name = 'ValidationError';
}
/** 429: too many requests, or a quota is used up (`quota_exceeded`). */
export class RateLimitError extends APIError {
  override name = 'RateLimitError';
}
/** 500 and above. */
export class InternalServerError extends APIError {
  override name = 'InternalServerError';
}

const BY_STATUS: Readonly<Record<number, typeof APIError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  412: PreconditionFailedError,
  422: ValidationError,
  429: RateLimitError,
};

/** What a problem document may hold; other servers' answers hold none of it. */
interface ProblemBody {
  code?: unknown;
  title?: unknown;
  detail?: unknown;
  request_id?: unknown;
  errors?: unknown;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function parsed(body: string): ProblemBody {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

const isFault = (value: unknown): value is FieldFault =>
  typeof value === 'object' && value !== null && typeof (value as Partial<FieldFault>).pointer === 'string';

export function apiErrorFrom(status: number, headers: Headers, body: string, retryAfterMs: number | null): APIError {
  const problem = parsed(body);
  const Class = BY_STATUS[status] ?? (status >= 500 ? InternalServerError : APIError);
  return new Class({
    status,
    code: text(problem.code),
    title: text(problem.title) ?? 'The server did not say why.',
    detail: text(problem.detail),
    requestId: text(problem.request_id) ?? headers.get('x-request-id'),
    errors: Array.isArray(problem.errors) ? problem.errors.filter(isFault) : [],
    retryAfterMs,
  });
}
