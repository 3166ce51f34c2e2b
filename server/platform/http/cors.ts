/**
 * The API from pages elsewhere (Fetch Standard, CORS): with a bearer token, never with the session cookie, which no answer here
 * allows to be sent.
 */
import answerCors from 'cors';
import type { RequestHandler } from 'express';

const SETTINGS = {
  methods: 'GET, POST, PUT, PATCH, DELETE',
  allowedHeaders: 'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Range',
  exposedHeaders: 'ETag, Idempotent-Replayed, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id',
  maxAge: 7_200,
} as const satisfies answerCors.CorsOptions;

export function cors(origins: readonly string[]): RequestHandler {
  const answer = answerCors({ ...SETTINGS, origin: origins.includes('*') ? '*' : [...origins] });
  return (request, response, next) => {
    // An OPTIONS request that is no preflight asks the route, which says what it allows.
    const isPreflight = request.headers.origin !== undefined && request.headers['access-control-request-method'] !== undefined;
    if (request.method === 'OPTIONS' && !isPreflight) return next();
    answer(request, response, next);
  };
}
