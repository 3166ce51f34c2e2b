import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { generatedFiles, readDocument, root } from './files.ts';

test('the generated files of the SDKs are those of the document: `npm run sdks` writes them', async () => {
  const files = await generatedFiles(readDocument());
  expect(files.size).toBeGreaterThan(0);
  for (const [name, text] of files) expect(readFileSync(path.join(root, name), 'utf8'), name).toBe(text);
});
