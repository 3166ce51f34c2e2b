/** The document of the program as it is, without starting anything of it. */
import { pino } from 'pino';
import { createApp, VERSION } from '../app.ts';
import { loadConfig } from '../config.ts';
import type { RouteDeclaration } from '../http/route.ts';
import { openApiDocument, type OpenApiDocument } from './document.ts';
