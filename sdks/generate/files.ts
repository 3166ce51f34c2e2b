/** What is generated, for every SDK and for the dashboard. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dashboardFiles } from './dashboard.ts';
import { forSessions, readModel, type OpenApiDocument } from './model.ts';
import { pythonFiles } from './python.ts';
import { sampleFiles } from './samples.ts';
import { typescriptFiles } from './typescript.ts';

export const root = path.resolve(import.meta.dirname, '../..');
const DOCUMENT = 'server/platform/openapi/openapi.json';

export const readDocument = (): OpenApiDocument => JSON.parse(readFileSync(path.join(root, DOCUMENT), 'utf8')) as OpenApiDocument;

/** The names of the types that the contract exports. */
function contractTypes(): ReadonlySet<string> {
  const folder = path.join(root, 'contract');
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
  return new Set(texts.flatMap((text) => [...text.matchAll(/^export (?:type|interface) (\w+)/gm)].map(([, name = '']) => name)));
}

/** The text of each generated file, by its path from the root of the repository. */
export async function generatedFiles(document: OpenApiDocument): Promise<ReadonlyMap<string, string>> {
  const model = readModel(document);
  const dashboard = await dashboardFiles(readModel(document, forSessions), contractTypes());
  return new Map([...(await typescriptFiles(model)), ...pythonFiles(model), ...dashboard, ...(await sampleFiles(document, model))]);
}
