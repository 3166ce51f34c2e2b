/**
 * An endpoint's failures as `AppError`s. Their texts are ours; what the endpoint said is a refusal beside them. Neither the request nor the
 * answer is kept: they hold what was said in the call.
 */
import { AppError, type ProviderRefusal } from '@parley/contract';
import { APICallError } from 'ai';
import { refusalOf, type Withheld } from './refusal.ts';

const causeOf = (status: number | undefined): Error => new Error(status === undefined ? 'no HTTP answer' : `HTTP ${status}`);

export const timedOut = (): AppError => new AppError('provider_timeout', { detail: 'The language model did not answer in time.' });

export const brokenOff = (): AppError =>
  new AppError('provider_failed', { detail: 'The language model stopped in the middle of its answer.' });

/** An exhausted account answers 429 like a busy one, and trying again does not help it. */
const isExhausted = (body: string | undefined): boolean => body !== undefined && /insufficient_quota|billing|credit balance/i.test(body);

function byStatus(status: number | undefined, body: string | undefined, refusal: ProviderRefusal): AppError {
  const cause = causeOf(status);
  if (status === undefined) return new AppError('provider_failed', { detail: 'The language model could not be reached.', cause });
  switch (status) {
    case 401:
      return new AppError('provider_not_configured', { detail: 'The language model does not accept the key.', cause, refusal });
    case 403:
      return new AppError('forbidden', { detail: 'The key does not allow this language model.', cause, refusal });
    case 404:
      return new AppError('provider_failed', {
        detail: 'The endpoint does not know this language model.',
        cause,
        retryable: false,
        refusal,
      });
    case 408:
    case 504:
      return timedOut();
    case 429:
      return isExhausted(body)
        ? new AppError('rate_limited', { detail: "The provider's account is exhausted.", cause, retryable: false, refusal })
        : new AppError('rate_limited', { detail: 'The language model has too many requests.', cause, refusal });
    default:
      return new AppError('provider_failed', {
        detail: status >= 500 ? 'The language model failed.' : 'The language model refused the request.',
        cause,
        retryable: status >= 500,
        refusal,
      });
  }
}

const field = (error: unknown, key: string): unknown =>
  typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[key] : undefined;

const FAILED_IN_ANSWER = 'The language model failed in the middle of its answer.';

/** An error object inside the stream, after the answer began with 200. */
function inStream(error: unknown, withheld: Withheld): AppError {
  const refusal = refusalOf(undefined, error, withheld);
  const names = [field(error, 'type'), field(error, 'code'), field(field(error, 'error'), 'type'), field(field(error, 'error'), 'code')];
  if (names.some((name) => name === 429 || (typeof name === 'string' && /rate_limit|overloaded/.test(name))))
    return byStatus(429, undefined, refusal);
  return new AppError('provider_failed', { detail: FAILED_IN_ANSWER, refusal });
}

/** A connection that broke, and what the SDK says of an answer that is none: the endpoint's doing, not a fault of ours. */
function isOfEndpoint(error: Error): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name.startsWith('AI_') || typeof field(cause, 'code') === 'string') return true;
  }
  return false;
}

export function appErrorOf(error: unknown, withheld: Withheld): AppError {
  if (error instanceof AppError) return error;
  if (APICallError.isInstance(error)) {
    const status = error.statusCode !== undefined && error.statusCode >= 400 ? error.statusCode : undefined;
    return byStatus(status, error.responseBody, refusalOf(status, error.responseBody ?? '', withheld));
  }
  if (!(error instanceof Error)) return inStream(error, withheld);
  return new AppError('provider_failed', { detail: FAILED_IN_ANSWER, ...(isOfEndpoint(error) ? {} : { defect: error }) });
}
