/** Slows down whoever guesses: an address with many refused credentials waits. */
import { AppError } from '@parley/contract';
import type { Request } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Authenticator } from './route.ts';

const REFUSALS = 60;
const WINDOW_S = 60;

export function limitRefusals(authenticator: Authenticator): Authenticator {
  const limiter = new RateLimiterMemory({ points: REFUSALS, duration: WINDOW_S });
  const guarded = async <T>(request: Request, attempt: () => Promise<T>): Promise<T> => {
    const from = request.ip ?? 'unknown';
    const state = await limiter.get(from);
    if (state !== null && state.remainingPoints <= 0) throw new AppError('rate_limited');
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof AppError && error.code === 'unauthenticated') await limiter.consume(from).catch(() => undefined);
      throw error;
    }
  };
  return {
    authenticate: (request) => guarded(request, () => authenticator.authenticate(request)),
    authenticateClient: (request, callId) => guarded(request, () => authenticator.authenticateClient(request, callId)),
  };
}
