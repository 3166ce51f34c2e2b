/** `npm run sdks`: writes the generated files of all SDKs from `server/platform/openapi/openapi.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedFiles, readDocument, root } from './files.ts';

for (const [name, text] of await generatedFiles(readDocument())) {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`${name}\n`);
}
