/** The built dashboard: its files for ever and compressed, its page for every other path. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import express, { type RequestHandler, type Router } from 'express';

const DIST = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));
const COMPRESSED_TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

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

/** Scripts and styles, compressed once each: their names change with their content. */
function compressedAssets(folder: string): RequestHandler {
  const compressed = new Map<string, Promise<Buffer>>();
  const compress = async (file: string): Promise<Buffer> => promisify(gzip)(await readFile(path.join(folder, file)));
  return (request, response, next) => {
    const file = path.basename(request.path);
    const type = COMPRESSED_TYPES[path.extname(file)];
    if (type === undefined || request.method !== 'GET' || request.acceptsEncodings('gzip') === false) return next();
    const content = compressed.get(file) ?? compress(file);
    compressed.set(file, content);
    content.then(
      (body) =>
        response
          .set({
            'Content-Type': `${type}; charset=utf-8`,
            'Content-Encoding': 'gzip',
            Vary: 'Accept-Encoding',
            'Cache-Control': 'public, max-age=31536000, immutable',
          })
          .end(body),
      () => {
        compressed.delete(file);
        next();
      },
    );
  };
}

export function dashboardRouter(dist = DIST): Router {
  const router = express.Router();
  if (!existsSync(dist)) return router;
  const assets = path.join(dist, 'assets');
  router.use('/assets', compressedAssets(assets), express.static(assets, { immutable: true, maxAge: '1y', fallthrough: true }));
  router.use(express.static(dist, { index: false, maxAge: 0 }));
  router.get(/^\/(?!api\/|assets\/)/, (request, response, next) => {
    if (request.accepts('html') === false) return next();
    response.set('Cache-Control', 'no-cache').sendFile('index.html', { root: dist });
  });
  return router;
}
