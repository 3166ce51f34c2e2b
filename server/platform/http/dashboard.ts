/** The built dashboard: its files for ever, its page for every other path. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Router } from 'express';

const DIST = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));

export function dashboardRouter(dist = DIST): Router {
  const router = express.Router();
  if (!existsSync(dist)) return router;
  const assets = path.join(dist, 'assets');
  router.use('/assets', express.static(assets, { immutable: true, maxAge: '1y', fallthrough: true }));
  router.use(express.static(dist, { index: false, maxAge: 0 }));
  router.get(/^\/(?!api\/|assets\/)/, (request, response, next) => {
    if (request.accepts('html') === false) return next();
    // Pages with a link's token in their address, or a password in their fields, are not even kept for a reload.
    response
      .set('Cache-Control', /^\/(?:sign-in|setup|reset|invitation)\b/.test(request.path) ? 'no-store' : 'no-cache')
      .sendFile('index.html', { root: dist });
  });
  return router;
}
