/** A request that failed, as the server's problem document says it. */
import type { ErrorCode, Problem } from '@parley/contract';

export class RequestFailed extends Error {
  readonly status: number;
  readonly code: ErrorCode | 'unreachable';
  readonly requestId: string | null;
  /** better-auth's own code, where it answered. */
  readonly reason: string | null;
  /** What is wrong, by JSON pointer. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(options: {
    message: string;
    status: number;
    code: ErrorCode | 'unreachable';
    requestId: string | null;
    reason?: string | null;
    fields?: Record<string, string>;
  }) {
    super(options.message);
    this.name = 'RequestFailed';
    this.status = options.status;
    this.code = options.code;
    this.requestId = options.requestId;
    this.reason = options.reason ?? null;
    this.fields = options.fields ?? {};
  }
}

const isProblem = (value: unknown): value is Problem => typeof value === 'object' && value !== null && 'code' in value && 'title' in value;

export const unreachable = (): RequestFailed =>
  new RequestFailed({
    message: 'The server does not answer. Check that it runs, then try again.',
    status: 0,
    code: 'unreachable',
    requestId: null,
  });

export async function problemFrom(response: Response): Promise<RequestFailed> {
  const requestId = response.headers.get('x-request-id');
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) {
    const fields = Object.fromEntries((body.errors ?? []).map(({ pointer, message }) => [pointer, message]));
    return new RequestFailed({
      message: body.detail ?? body.title,
      status: body.status,
      code: body.code,
      requestId: body.request_id,
      fields,
    });
  }
  // better-auth answers `{ code, message }`.
  const message =
    typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string'
      ? body.message
      : `The server answered with status ${response.status}.`;
  const reason = typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' ? body.code : null;
  const code = response.status === 401 ? 'unauthenticated' : 'internal';
  return new RequestFailed({ message, status: response.status, code, requestId, reason });
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'Something failed on our side.');
