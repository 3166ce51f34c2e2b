export { Parley, type ParleyOptions } from './parley.ts';
export { Parley as default } from './parley.ts';
export {
  APIConnectionError,
  APIError,
  APITimeoutError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  ParleyError,
  PermissionDeniedError,
  PreconditionFailedError,
  RateLimitError,
  ValidationError,
  type ErrorCode,
  type FieldFault,
} from './core/errors.ts';
export { EventStream } from './core/event-stream.ts';
export { Page, PageRequest } from './core/page.ts';
export type { Runtime } from './core/runtime.ts';
export type {
  ApiRequest,
  ConditionalOptions,
  Credential,
  FetchFunction,
  FollowOptions,
  RequestOptions,
  WriteOptions,
} from './core/transport.ts';
export {
  unwrap as unwrapWebhook,
  verify as verifyWebhook,
  WebhookVerificationError,
  type VerifyOptions,
  type WebhookHeaders,
  type WebhookSecret,
} from './core/webhooks.ts';
export type { KnownErrorCode } from './generated/schemas/error-codes.ts';
export * from './generated/resources.ts';
export type * from './generated/schemas/types.ts';
export { VERSION } from './version.ts';
