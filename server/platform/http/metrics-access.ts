/** Who reads `/metrics`: whoever has the token, where one is set; without, whoever comes from an allowed address. */
import { AppError } from '@parley/contract';
import type { RequestHandler } from 'express';
import { allowList } from '../outgoing/guarded-fetch.ts';
import { isSameSecret } from '../secrets/same-secret.ts';

export function mayReadMetrics({ allow, token }: { allow: readonly string[]; token: string | undefined }): RequestHandler {
  const allowed = allowList([...allow]);
  return (request, _response, next) => {
    if (token !== undefined) {
      if (!isSameSecret(request.headers.authorization ?? '', `Bearer ${token}`)) throw new AppError('unauthenticated');
      return next();
    }
    // A proxy that is not among the trusted ones hides where the request came from: its own address proves nothing.
    const isHidden = request.headers['x-forwarded-for'] !== undefined && request.ip === request.socket.remoteAddress;
    if (isHidden || !allowed(request.ip ?? '', ''))
      throw new AppError('forbidden', { detail: 'Set PARLEY_METRICS_TOKEN, or PARLEY_METRICS_ALLOW for this address.' });
    next();
  };
}
