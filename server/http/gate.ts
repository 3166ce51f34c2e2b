/** What every request passes between its credentials and its handler: its points, its count, its idempotency key. */
import type { Request, Response } from 'express';
import type { RequestMeter } from '../usage/request-meter.ts';
import type { Idempotency } from './idempotency.ts';
import { ownerOf, type Principal } from './principal.ts';
import { takePoints, type RateLimiter } from './rate-limit.ts';
import type { Authenticator, Gate, RouteDeclaration } from './route.ts';

export interface GateDeps {
  authenticator: Authenticator;
  limiter: RateLimiter;
  meter: RequestMeter;
  idempotency: Idempotency;
  /** Points a minute where a key has no limit of its own; 0: no limit. */
  perMinute: number;
  onAnswer?: Gate['onAnswer'];
}

/** Strangers share the limit of their address, clients that of their call. */
function bucketOf({ auth }: RouteDeclaration, principal: Principal | null, request: Request): string {
  if (auth === 'client_token') return `call:${String(request.params.id)}`;
  return principal === null ? `address:${request.ip ?? 'unknown'}` : `caller:${ownerOf(principal)}`;
}

export function createGate({ authenticator, limiter, meter, idempotency, perMinute, onAnswer }: GateDeps): Gate {
  return {
    authenticator,
    idempotency,
    onAnswer,
    async admit(declared: RouteDeclaration, principal: Principal | null, request: Request, response: Response) {
      const limit = principal?.requestsPerMinute ?? perMinute;
      const { weight = 1 } = declared;
      // A request that weighs more than the whole limit would never pass.
      if (limit > 0) await takePoints(limiter, response, { bucket: bucketOf(declared, principal, request), points: Math.min(weight, limit), limit });
      if (principal !== null && declared.auth !== 'client_token') await meter.count(principal);
    },
  };
}
