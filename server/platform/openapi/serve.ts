/** The API's document and the page that shows it: made once, when first asked for, of files of our own alone. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Router } from 'express';
import absolutePath from 'swagger-ui-dist/absolute-path.js';
import { stringify } from 'yaml';
import type { RouteDeclaration } from '../http/route.ts';
import { openApiDocument } from './document.ts';
import { asOpenApi30 } from './older-version.ts';
import { postmanCollection } from './postman.ts';
import { withSamples } from './samples.ts';

/** Of the paths in the document: relative, so that whoever reads it tries it out here. */
export const SERVER_URL = '/api/v1';

interface Served {
  type: string;
  content: Buffer;
  etag: string;
}

const served = (type: string, content: Buffer): Served => ({
  type,
  content,
  etag: `W/"${createHash('sha256').update(content).digest('base64url')}"`,
});

/** A GET route whose answer is made when it is first asked for; one that could not be made is tried again. */
function serve(router: Router, at: string, make: () => Served | Promise<Served>, headers: Record<string, string> = {}): void {
  let made: Promise<Served> | null = null;
  router.get(at, (_request, response, next) => {
    made ??= Promise.resolve().then(make);
    made.then(
      ({ type, content, etag }) =>
        response.set({ ...headers, 'Content-Type': type, ETag: etag, 'Cache-Control': 'no-cache' }).send(content),
      (error: unknown) => {
        made = null;
        next(error);
      },
    );
  });
}

const PAGE = fileURLToPath(new URL('./docs-page', import.meta.url));
const SWAGGER_UI = absolutePath();

const FILES: Readonly<Record<string, { folder: string; type: string }>> = {
  'page.js': { folder: PAGE, type: 'text/javascript; charset=utf-8' },
  'page.css': { folder: PAGE, type: 'text/css; charset=utf-8' },
  'swagger-ui.css': { folder: SWAGGER_UI, type: 'text/css; charset=utf-8' },
  'swagger-ui-bundle.js': { folder: SWAGGER_UI, type: 'text/javascript; charset=utf-8' },
  'swagger-ui-standalone-preset.js': { folder: SWAGGER_UI, type: 'text/javascript; charset=utf-8' },
};

/** Pages elsewhere may read what is no secret. */
const OPEN = { 'Access-Control-Allow-Origin': '*' };

export function openApiRouter(routes: readonly RouteDeclaration[], version: string): Router {
  const router = express.Router();
  const document = () => withSamples(openApiDocument(routes, { version, serverUrl: SERVER_URL }));
  const json = (value: unknown): Served => served('application/json; charset=utf-8', Buffer.from(JSON.stringify(value)));
  serve(router, '/openapi.json', () => json(document()), OPEN);
  serve(router, '/openapi-3.0.json', () => json(asOpenApi30(document())), OPEN);
  serve(router, '/postman.json', () => json(postmanCollection(document())), OPEN);
  serve(
    router,
    '/openapi.yaml',
    () => served('application/yaml; charset=utf-8', Buffer.from(stringify(document(), { aliasDuplicateObjects: false }))),
    OPEN,
  );
  serve(router, '/docs', async () => served('text/html; charset=utf-8', await readFile(path.join(PAGE, 'index.html'))));
  for (const [name, { folder, type }] of Object.entries(FILES)) {
    serve(router, `/docs/${name}`, async () => served(type, await readFile(path.join(folder, name))));
  }
  return router;
}
