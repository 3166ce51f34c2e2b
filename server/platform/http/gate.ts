/** What every request passes between its credentials and its handler: its points, its count, its idempotency key. */
import type { Request, Response } from 'express';
import type { AuditTrail } from './audit.ts';
import type { Idempotency } from './idempotency.ts';
import { ownerOf, type Principal } from './principal.ts';
import { consumePoints, type RateLimiter } from './rate-limit.ts';
import type { RouteDeclaration } from './route.ts';

/** Counts the requests of each caller. */
interface Meter {
  /** Throws `quota_exceeded`; otherwise the request counts. */
  count(principal: Principal): Promise<void>;
}

export interface Authenticator {
  /** Null without credentials; throws `AppError` for wrong ones. */
  authenticate(request: Request): Promise<Principal | null>;
  /** Checks a client token against the call in the path. */
  authenticateClient(request: Request, callId: string): Promise<Principal>;
  /** Whether its credentials were right not long ago, out of memory: enough to be answered before others, never to be let in. */
  remembers(request: Request): boolean;
}

/** What stands between the credentials and the handler. */
export interface Gate {
  authenticator: Authenticator;
  /** Counts the request and consumes its points; throws `rate_limited` or `quota_exceeded`. */
  admit(declared: RouteDeclaration, principal: Principal | null, request: Request, response: Response): Promise<void>;
  idempotency: Idempotency;
  trail: AuditTrail;
  /** For tests: sees every answer before it is sent. */
  onAnswer?: ((declared: RouteDeclaration, result: { status: number; body?: unknown }) => void) | undefined;
}

export interface GateDeps {
  authenticator: Authenticator;
  limiter: RateLimiter;
  meter: Meter;
  idempotency: Idempotency;
  trail: AuditTrail;
  /** Points a minute where a key has no limit of its own; 0: no limit. */
  perMinute: number;
  onAnswer?: Gate['onAnswer'];
}

/** Strangers share the limit of their address, clients that of their call. */
function bucketOf({ auth }: RouteDeclaration, principal: Principal | null, request: Request): string {
  if (auth === 'client_token') return `call:${String(request.params.id)}`;
  return principal === null ? `address:${request.ip ?? 'unknown'}` : `caller:${ownerOf(principal)}`;
}

export function createGate({ authenticator, limiter, meter, idempotency, trail, perMinute, onAnswer }: GateDeps): Gate {
  return {
    authenticator,
    idempotency,
    trail,
    onAnswer,
    async admit(declared: RouteDeclaration, principal: Principal | null, request: Request, response: Response) {
      const limit = principal?.requestsPerMinute ?? perMinute;
      const { weight = 1 } = declared;
      // A request that weighs more than the whole limit would never pass.
      if (limit > 0)
        await consumePoints(limiter, response, { bucket: bucketOf(declared, principal, request), points: Math.min(weight, limit), limit });
      if (principal !== null && declared.auth !== 'client_token') await meter.count(principal);
    },
  };
}
