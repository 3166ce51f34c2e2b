/** The built dashboard: its files for ever, its page for every other path. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, type Router } from 'express';

const DIST = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));

export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy':
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': 'microphone=(self), camera=(), geolocation=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
  });
  next();
};

export function dashboardRouter(): Router {
  const router = express.Router();
  if (!existsSync(DIST)) return router;
  router.use('/assets', express.static(path.join(DIST, 'assets'), { immutable: true, maxAge: '1y', fallthrough: true }));
  router.use(express.static(DIST, { index: false, maxAge: 0 }));
  router.get(/^\/(?!api\/|assets\/)/, (request, response, next) => {
    if (request.accepts('html') === false) return next();
    response.set('Cache-Control', 'no-cache').sendFile('index.html', { root: DIST });
  });
  return router;
}
