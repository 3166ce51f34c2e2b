/** The routes of the program as it is, without starting anything of it. */
import { tmpdir } from 'node:os';
import { pino } from 'pino';
import { createApp, VERSION } from '../../app.ts';
import { loadConfig } from '../../config.ts';
import type { Database } from '../db/database.ts';
import type { RouteDeclaration } from '../http/route.ts';
import { openApiDocument } from './document.ts';
import { type OpenApiDocument } from './operations.ts';
import { SERVER_URL } from './serve.ts';

const unused = (): never => {
  throw new Error('routes are declared without a database');
};

const database: Database = {
  kind: 'embedded',
  pool: {} as Database['pool'],
  steadyMs: 0,
  isFull: false,
  asOrganization: unused,
  asSystem: unused,
  together: unused,
  listen: unused,
  hold: unused,
  notify: unused,
  close: unused,
};

export function declaredRoutes(): readonly RouteDeclaration[] {
  const config = loadConfig({ PARLEY_DATA_DIR: tmpdir() });
  const secret = { text: 'of no installation, since nothing is started', source: 'PARLEY_SECRET_KEY' } as const;
  return createApp(
    { config: { ...config, media: { ...config.media, processes: 0 } }, database, secret, log: pino({ level: 'silent' }) },
    'http://127.0.0.1:0',
  ).routes;
}

export const currentDocument = (): OpenApiDocument => openApiDocument(declaredRoutes(), { version: VERSION, serverUrl: SERVER_URL });

/** As it is kept in git. */
export const written = (document: OpenApiDocument): string => `${JSON.stringify(document, null, 2)}\n`;
