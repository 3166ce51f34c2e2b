/**
 * Random requests out of the OpenAPI document, what fits and what nearly does, against the whole API: never a defect, and every
 * answer as its operation declares it. The same requests in every run: `PARLEY_FUZZ_SEED` (default 1) makes others, and
 * `PARLEY_FUZZ_SECONDS` (default 60) sets for how long.
 */
import { createHash } from 'node:crypto';
import fc, { type Arbitrary } from 'fast-check';
import { Problem } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApiDocument } from '../openapi/document.ts';
import { startTestServer, type Tenant, type TestServer } from '../../testing.ts';
import { declaredErrors } from './declared-errors.ts';
import type { RouteDeclaration } from './route.ts';
import { nearly, valueOf, type JsonSchema, type SchemaContext } from './testing-schema.ts';
import { furnish, valuesOf } from './testing-walk.ts';

const SECONDS = Number(process.env.PARLEY_FUZZ_SECONDS ?? '60');
const SEED = Number(process.env.PARLEY_FUZZ_SEED ?? '1');
/** Seeds that are near each other make requests that are alike. */
const seedOf = (round: number): number =>
  createHash('sha256')
    .update(`${String(SEED)} ${String(round)}`)
    .digest()
    .readInt32BE(0);
/** 503: nobody carries calls or speaks here, which the engine's own tests do. */
const WITHOUT_MEDIA: ReadonlySet<string> = new Set(['getVoiceSample']);

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: JsonSchema;
}
interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> };
}

interface FuzzedRequest {
  id: string;
  method: string;
  path: string;
  body: unknown;
  headers: Record<string, string>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.toWellFormed() : (JSON.stringify(value) ?? ''));
/** `.` and `..` would be another path. */
const segment = (value: unknown): string => encodeURIComponent(text(value)).replaceAll('.', '%2E') || '-';

function queryOf(values: Record<string, unknown>): string {
  const pairs = Object.entries(values).flatMap(([name, value]): [string, string][] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).map(([inner, one]) => [`${name}[${inner.toWellFormed()}]`, text(one)])
      : [[name, text(value)]],
  );
  return pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
}

const membersOf = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : { value });

const mostly = (value: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: value }, { weight: 2, arbitrary: nearly(value) });

function requestOf(method: string, path: string, operation: Operation, context: SchemaContext): Arbitrary<FuzzedRequest> {
  const parameters = operation.parameters ?? [];
  // No cursor is ever made up rightly: the walk tries wrong ones.
  const of = (place: string): Arbitrary<unknown> => {
    const found = parameters.filter((one) => one.in === place && one.name !== 'cursor');
    const required = found.filter((one) => one.required === true).map((one) => one.name);
    const fitting = fc.record(Object.fromEntries(found.map((one) => [one.name, valueOf(one.schema, context)])), { requiredKeys: required });
    return found.length === 0 ? fitting : mostly(fitting);
  };
  const body = operation.requestBody?.content['application/json']?.schema;
  const headers = fc.record(
    {
      'If-Match': fc.constantFrom('"1"', '"2"', '*', 'x', 'W/"1"'),
      'Idempotency-Key': fc.stringMatching(/^[!-~]{1,8}$/),
      Accept: fc.constantFrom('application/json', '*/*', 'text/html'),
    },
    { requiredKeys: [] },
  );
  return fc
    .tuple(of('path'), of('query'), body === undefined ? fc.constant(undefined) : mostly(valueOf(body, context)), headers)
    .map(([pathValues, query, sent, given]) => ({
      id: operation.operationId,
      method,
      path: path.replace(/\{(\w+)\}/g, (_all, name: string) => segment(membersOf(pathValues)[name])) + queryOf(membersOf(query)),
      body: sent,
      headers: given,
    }));
}

let parley: TestServer;
let mine: Tenant;
/** Operations that were answered with success, and those that refused: both must be many, or the requests are too tame or too wild. */
const succeeded = new Set<string>();
const refused = new Set<string>();

beforeAll(async () => {
  parley = await startTestServer();
  mine = await parley.tenant('Mine');
});
afterAll(() => parley.close());

const byId = (id: string): RouteDeclaration => {
  const found = parley.app.routes.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no operation ${id}`);
  return found;
};

async function send({ id, method, path, body, headers }: FuzzedRequest): Promise<void> {
  const declared = byId(id);
  const raw =
    body === undefined ? {} : { raw: JSON.stringify(body) ?? 'null', headers: { ...headers, 'Content-Type': 'application/json' } };
  const answer = await parley.request(method, path, { key: mine.key, headers, ...raw });
  if (answer.status >= 400) {
    const { code } = Problem.parse(answer.json);
    if (![...declaredErrors(declared)].includes(code)) throw new Error(`${id} answered ${code}, which it does not declare`);
  }
  if (answer.status >= 500 && !(answer.status === 503 && WITHOUT_MEDIA.has(id)))
    throw new Error(`${id} answered ${String(answer.status)}: ${answer.text}`);
  (answer.status < 400 ? succeeded : refused).add(id);
  const undeclared = parley.undeclared.splice(0);
  if (undeclared.length > 0) throw new Error(undeclared.join('\n'));
}

test('random requests find no defect', { timeout: (SECONDS + 60) * 1_000 }, async () => {
  const document = openApiDocument(parley.app.routes, { version: '0', serverUrl: '/api/v1' }) as unknown as Document;
  const until = performance.now() + SECONDS * 1_000;
  let requests = 0;
  // Requests use up what they name: everything is made anew for each round.
  for (let round = 0; performance.now() < until; round += 1) {
    const belongings = await furnish(parley, mine).catch(async () => {
      mine = await parley.tenant('Mine');
      return furnish(parley, mine);
    });
    const context: SchemaContext = { components: document.components.schemas, ids: [...valuesOf(belongings), 'prod'] };
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, one]) => one.operationId !== 'offerCall')
        .map(([method, operation]) => requestOf(method, path, operation, context)),
    );
    const property = fc.asyncProperty(fc.oneof(...operations), async (request) => {
      requests += 1;
      await send(request);
    });
    await fc.assert(property, {
      numRuns: 150,
      interruptAfterTimeLimit: Math.max(1_000, until - performance.now()),
      markInterruptAsFailure: false,
      seed: seedOf(round),
    });
  }
  const operations = parley.app.routes.length;
  if (requests > operations * 10)
    expect(
      [succeeded.size / operations, refused.size / operations].map((share) => share > 0.6),
      `${String(requests)} requests; never answered with success: ${parley.app.routes
        .map(({ id }) => id)
        .filter((id) => !succeeded.has(id))
        .join(', ')}`,
    ).toEqual([true, true]);
  expect(parley.logged.filter((line) => /"level":[56]0/.test(line) && !line.includes('engine_unavailable'))).toEqual([]);
});
