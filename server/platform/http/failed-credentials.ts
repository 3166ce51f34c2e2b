/** Slows down whoever guesses: an address with many refused credentials is told to wait. Right credentials always pass: others may share the address. */
import { AppError } from '@parley/contract';
import type { Request } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Authenticator } from './gate.ts';

const REFUSALS = 300;
const WINDOW_S = 60;

export function limitRefusals(authenticator: Authenticator): Authenticator {
  const limiter = new RateLimiterMemory({ points: REFUSALS, duration: WINDOW_S });
  const refused = async (request: Request): Promise<void> => {
    try {
      await limiter.consume(request.ip ?? 'unknown');
    } catch (state) {
      const waitMs = state instanceof RateLimiterRes ? state.msBeforeNext : WINDOW_S * 1_000;
      request.res?.setHeader('Retry-After', String(Math.ceil(waitMs / 1_000)));
      throw new AppError('rate_limited');
    }
  };
  const guarded = async <T>(request: Request, attempt: () => Promise<T>): Promise<T> => {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof AppError && error.code === 'unauthenticated') await refused(request);
      throw error;
    }
  };
  return {
    authenticate: (request) => guarded(request, () => authenticator.authenticate(request)),
    authenticateClient: (request, callId) => guarded(request, () => authenticator.authenticateClient(request, callId)),
    remembers: (request) => authenticator.remembers(request),
  };
}
