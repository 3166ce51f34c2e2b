/** Writes the API's OpenAPI document into the repository, where a change of it can be reviewed: `npm run openapi`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { currentDocument, written } from '../server/platform/openapi/testing.ts';

const FILE = fileURLToPath(new URL('../server/platform/openapi/openapi.json', import.meta.url));

const document = currentDocument();
writeFileSync(FILE, written(document));
console.log(`${String(Object.keys(document.paths ?? {}).length)} paths written to server/platform/openapi/openapi.json`);
