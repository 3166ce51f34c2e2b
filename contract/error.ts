import { z } from 'zod';
import type { ProviderRefusal } from './refusal.ts';

/** Every error code the API, the media transports and the engine can answer with. */
export const ERRORS = {
  validation_failed: { status: 422, title: 'The request has invalid fields.' },
  malformed_json: { status: 400, title: 'The body is not valid JSON.' },
  headers_too_large: { status: 431, title: 'The URL and headers are longer than the limit.' },
  body_too_large: { status: 413, title: 'The body is larger than the limit.' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported here.' },
  unauthenticated: { status: 401, title: 'No valid credentials were given.' },
  token_expired: { status: 401, title: 'The token has expired.' },
  forbidden: { status: 403, title: 'These credentials do not allow this.' },
  second_factor_required: { status: 403, title: 'The organization asks its members for a second factor: set one up first.' },
  insufficient_scope: { status: 403, title: 'The key or token lacks the scope that this needs.' },
  address_not_allowed: { status: 403, title: 'The key may not be used from this address.' },
  not_found: { status: 404, title: 'There is no such resource.' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here.' },
  conflict: { status: 409, title: 'The resource is in a state that does not allow this.' },
  precondition_failed: { status: 412, title: 'Someone else changed the resource first.' },
  idempotency_conflict: { status: 409, title: 'The idempotency key was used for another request.' },
  idempotency_in_progress: { status: 409, title: 'The first request with this idempotency key has not been answered yet.' },
  call_not_live: { status: 409, title: 'The call is not going on.' },
  conversation_ended: { status: 409, title: 'The conversation has ended.' },
  conversation_busy: { status: 409, title: 'The agent is still answering the message before.' },
  webhook_disabled: { status: 409, title: 'The webhook is disabled.' },
  trunk_not_configured: { status: 409, title: 'No telephone trunk is configured.' },
  call_not_registered: { status: 409, title: 'The call has already begun or ended.' },
  invalid_sdp: { status: 400, title: 'The body is not an SDP offer with audio.' },
  unsupported_audio_format: { status: 400, title: 'The audio format is not supported.' },
  invalid_media_frame: { status: 400, title: 'The media frame is not valid.' },
  busy: { status: 503, title: 'This node carries as many calls as it can at the moment.' },
  capacity_reached: { status: 503, title: 'No call can be taken at the moment.' },
  database_unavailable: { status: 503, title: 'The database does not answer at the moment.' },
  database_busy: { status: 503, title: 'The database could not do this at the moment.' },
  storage_full: { status: 503, title: 'The disk is full: nothing more can be stored until there is room.' },
  recording_unavailable: { status: 503, title: 'The recording cannot be had from here at the moment.' },
  rate_limited: { status: 429, title: 'Too many requests.' },
  quota_exceeded: { status: 429, title: 'A quota of the organization or the key is used up.' },
  impossible_settings: { status: 409, title: 'The agent has settings that can never work.' },
  provider_not_configured: { status: 409, title: 'The provider has no key.' },
  provider_failed: { status: 502, title: 'The provider did not answer as expected.' },
  provider_timeout: { status: 504, title: 'The provider did not answer in time.' },
  text_not_speakable: { status: 422, title: 'The voice cannot pronounce any of the text.' },
  speech_backlog_full: { status: 429, title: 'More text waits for the voice than it can take.' },
  engine_unavailable: { status: 503, title: 'An embedded speech engine is not available.' },
  not_implemented: { status: 501, title: 'This is not available yet.' },
  internal: { status: 500, title: 'Something failed on our side.' },
} as const satisfies Record<string, { status: number; title: string }>;
export type ErrorCode = keyof typeof ERRORS;

export const Problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
    detail: z.string().optional(),
    request_id: z.string(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), message: z.string() }).meta({ id: 'FieldError' }))
      .optional()
      .meta({
        description:
          "JSON pointers (RFC 6901) into the body or query and what is wrong there; for `impossible_settings` and `provider_not_configured` into the agent's settings.",
      }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem document.' });
export type Problem = z.infer<typeof Problem>;

export interface AppErrorOptions {
  detail?: string;
  cause?: unknown;
  retryable?: boolean;
  fields?: { pointer: string; message: string }[];
  /** What a provider said when it refused. */
  refusal?: ProviderRefusal | undefined;
  /** The error that nobody foresaw, where this one stands for it. */
  defect?: unknown;
}

/** The one error class: static messages, nothing a caller said, no key, no number. */
export class AppError extends Error {
  // Private, so that neither shows where errors are written out whole.
  readonly #refusal: ProviderRefusal | undefined;
  readonly #defect: unknown;
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly fields: { pointer: string; message: string }[] | undefined;
  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.detail ?? ERRORS[code].title, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = ERRORS[code].status;
    this.retryable =
      options.retryable ??
      (code === 'rate_limited' || code === 'conversation_busy' || code === 'idempotency_in_progress' || this.status >= 502);
    this.fields = options.fields;
    this.#refusal = options.refusal;
    this.#defect = options.defect;
  }

  /** What the provider said when it refused: in its own words, for whoever may read the call, not for logs. */
  get refusal(): ProviderRefusal | undefined {
    return this.#refusal;
  }

  /** The error that nobody foresaw and that this one stands for; undefined for a refusal that was foreseen. */
  get defect(): unknown {
    return this.#defect;
  }
}
