/** Who reads `/metrics`: whoever has the token, where one is set; without, whoever comes from an allowed address. */
import { timingSafeEqual, createHash } from 'node:crypto';
import { AppError } from '@parley/contract';
import type { RequestHandler } from 'express';
import { allowList } from '../outgoing/guarded-fetch.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export function mayReadMetrics({ allow, token }: { allow: readonly string[]; token: string | undefined }): RequestHandler {
  const allowed = allowList([...allow]);
  const wanted = token === undefined ? null : digest(`Bearer ${token}`);
  return (request, _response, next) => {
    if (wanted !== null) {
      if (!timingSafeEqual(digest(request.headers.authorization ?? ''), wanted)) throw new AppError('unauthenticated');
      return next();
    }
    // A proxy that is not among the trusted ones hides where the request came from: its own address proves nothing.
    const isHidden = request.headers['x-forwarded-for'] !== undefined && request.ip === request.socket.remoteAddress;
    if (isHidden || !allowed(request.ip ?? '', ''))
      throw new AppError('forbidden', { detail: 'Set PARLEY_METRICS_TOKEN, or PARLEY_METRICS_ALLOW for this address.' });
    next();
  };
}
