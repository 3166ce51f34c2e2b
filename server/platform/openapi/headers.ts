/** Response headers that many operations share. */
const text = (description: string, example: string) => ({ description, schema: { type: 'string' as const }, example });

export const HEADERS = {
  XRequestId: text('Names this request in the server’s log; also `request_id` of an error.', 'req_01kaxw4c8m9r3n5t7v2x6y8z0b'),
  RateLimitPolicy: text('The quota of points (`q`) in a window of `w` seconds.', '"default";q=1000;w=60'),
  RateLimit: text('Points that remain (`r`), and seconds until the window ends (`t`).', '"default";r=994;t=42'),
  RetryAfter: {
    description: 'Seconds after which it is worth asking again.',
    schema: { type: 'integer' as const, minimum: 1 },
    example: 17,
  },
  ETag: text('The state of the resource; send it back as `If-Match` to change only what nobody else has changed.', '"7"'),
  IdempotentReplayed: text('`true` on an answer that was kept from the first request with this `Idempotency-Key`.', 'true'),
  WWWAuthenticate: text('The kind of credentials that are wanted.', 'Bearer'),
} as const;

type HeaderName = keyof typeof HEADERS;
const WIRE_NAMES: Readonly<Record<HeaderName, string>> = {
  XRequestId: 'X-Request-Id',
  RateLimitPolicy: 'RateLimit-Policy',
  RateLimit: 'RateLimit',
  RetryAfter: 'Retry-After',
  ETag: 'ETag',
  IdempotentReplayed: 'Idempotent-Replayed',
  WWWAuthenticate: 'WWW-Authenticate',
};

export const headerReferences = (names: readonly HeaderName[]): Record<string, { $ref: string }> =>
  Object.fromEntries(names.map((name) => [WIRE_NAMES[name], { $ref: `#/components/headers/${name}` }]));

export const PARAMETERS = {
  IfMatch: {
    name: 'If-Match',
    in: 'header' as const,
    required: false,
    description:
      'The resource’s `ETag`, or its `revision`. Where somebody has changed the resource since, nothing is done and `precondition_failed` is answered.',
    schema: { type: 'string' as const },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header' as const,
    required: false,
    description:
      'Any text of your own, 1 to 255 visible ASCII characters. The request is worked on once; whoever repeats it within 24 hours is given the same answer.',
    schema: { type: 'string' as const, minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  },
} as const;
