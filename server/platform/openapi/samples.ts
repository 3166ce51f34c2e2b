/** The samples that `npm run sdks` writes, put into the document that is served. */
import { readFileSync } from 'node:fs';
import { operationsOf, type OpenApiDocument } from './operations.ts';

type Samples = Readonly<Record<'curl' | 'node' | 'python', string>>;

const LANGUAGES = [
  { key: 'curl', lang: 'Shell', label: 'curl' },
  { key: 'node', lang: 'TypeScript', label: 'Node' },
  { key: 'python', lang: 'Python', label: 'Python' },
] as const;

/** Read when somebody asks for the document: the start of the server does not need it. */
const readSamples = (): Readonly<Record<string, Samples>> =>
  JSON.parse(readFileSync(new URL('./samples.json', import.meta.url), 'utf8')) as Record<string, Samples>;

/**
 * The same document with `x-codeSamples` (Redoc's extension, which Swagger UI, Scalar and Postman know as well) at each operation. The
 * document that is kept in git has none: the samples are made of it.
 */
export function withSamples(document: OpenApiDocument): OpenApiDocument {
  const samples = readSamples();
  const whole = structuredClone(document);
  for (const { operation } of operationsOf(whole)) {
    const texts = samples[operation.operationId ?? ''];
    if (texts === undefined) continue;
    operation['x-codeSamples'] = LANGUAGES.map(({ key, lang, label }) => ({ lang, label, source: texts[key] }));
  }
  return whole;
}
