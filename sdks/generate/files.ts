/** What is generated, for every SDK. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readModel, type OpenApiDocument } from './model.ts';
import { pythonFiles } from './python.ts';
import { typescriptFiles } from './typescript.ts';

export const root = path.resolve(import.meta.dirname, '../..');
export const DOCUMENT = 'server/platform/openapi/openapi.json';

export const readDocument = (): OpenApiDocument => JSON.parse(readFileSync(path.join(root, DOCUMENT), 'utf8')) as OpenApiDocument;

/** The text of each generated file, by its path from the root of the repository. */
export async function generatedFiles(document: OpenApiDocument): Promise<ReadonlyMap<string, string>> {
  const model = readModel(document);
  return new Map([...(await typescriptFiles(model)), ...pythonFiles(model)]);
}
