/** Streams and the credentials that opened them. */
import { EventEmitter } from 'node:events';
import { AppError } from '@parley/contract';
import type { Response } from 'express';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Principal } from './principal.ts';
import { ASKED_AGAIN_MS, endWithCredentials } from './still-allowed.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const of = (organizationId: string): Principal => ({ organizationId }) as Principal;

function stream(ask: () => Promise<Principal | null>) {
  const response = Object.assign(new EventEmitter(), { end: vi.fn<() => void>() });
  endWithCredentials(response as unknown as Response, of('org_a'), ask);
  return response;
}

test.each([
  ['key-revoked', () => Promise.reject(new AppError('unauthenticated'))],
  ['token-expired', () => Promise.reject(new AppError('token_expired'))],
  ['scope-taken-away', () => Promise.reject(new AppError('insufficient_scope'))],
  ['second-factor-required-meanwhile', () => Promise.reject(new AppError('second_factor_required'))],
  ['session-of-another-organization', () => Promise.resolve(of('org_b'))],
])('%s: the stream ends', async (_title, ask) => {
  const response = stream(ask);
  await vi.advanceTimersByTimeAsync(ASKED_AGAIN_MS);
  expect(response.end).toHaveBeenCalled();
});

test('still allowed, or a database that is away: the stream goes on; nobody is asked any more once it is over', async () => {
  const ask = vi.fn<() => Promise<Principal | null>>().mockResolvedValue(of('org_a'));
  const response = stream(ask);
  await vi.advanceTimersByTimeAsync(ASKED_AGAIN_MS);
  ask.mockRejectedValue(new AppError('database_unavailable'));
  await vi.advanceTimersByTimeAsync(ASKED_AGAIN_MS);
  expect(response.end).not.toHaveBeenCalled();
  response.emit('close');
  await vi.advanceTimersByTimeAsync(ASKED_AGAIN_MS);
  expect(ask).toHaveBeenCalledTimes(2);
});
