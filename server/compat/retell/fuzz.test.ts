/** Random requests out of the forms of the Retell API, what fits and what nearly does: never a defect, and every answer as it is declared. */
import { isObject } from '@parley/contract';
import fc, { type Arbitrary } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { nearly, valueOf, type JsonSchema, type SchemaContext } from '../../platform/http/testing-schema.ts';
import { startTestServer, type Tenant, type TestServer } from '../../testing.ts';
import { declaredRoutes } from './documentation.ts';
import type { RetellRoute } from './shared/route.ts';
import { retell } from './testing.ts';

const SECONDS = Number(process.env.PARLEY_FUZZ_SECONDS ?? '15');
const SEED = process.env.PARLEY_FUZZ_SEED;

type Ids = Record<string, string>;
interface FuzzedRequest {
  id: string;
  method: string;
  path: string;
  body: unknown;
}

const schemaOf = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
const CONTEXT: SchemaContext = { components: {}, ids: [] };
const mostly = (value: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: value }, { weight: 2, arbitrary: nearly(value) });

/** Ids of things that are there wherever something is to be named. */
function named(value: unknown, ids: Ids): unknown {
  if (Array.isArray(value)) return value.map((one) => named(one, ids));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, typeof inner === 'string' && ids[key] !== undefined ? ids[key] : named(inner, ids)]),
  );
}

const text = (value: unknown): string => (typeof value === 'string' ? value.toWellFormed() : (JSON.stringify(value) ?? ''));
function queryOf(values: unknown): string {
  const pairs = isObject(values) ? Object.entries(values).filter(([, value]) => value !== undefined) : [];
  return pairs.length === 0
    ? ''
    : `?${pairs.map(([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(text(value))}`).join('&')}`;
}

function requestOf(route: RetellRoute, ids: Ids): Arbitrary<FuzzedRequest> {
  const { id, method, path, query, body } = route.declared;
  const asked = query === undefined ? fc.constant({}) : mostly(valueOf(schemaOf(query), CONTEXT));
  const sent = body === undefined ? fc.constant(undefined) : mostly(valueOf(schemaOf(body), CONTEXT));
  return fc.tuple(asked, sent, fc.boolean()).map(([values, given, existing]) => ({
    id,
    method,
    path: `/retell${path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(ids[name] ?? 'nobody'))}${queryOf(values)}`,
    body: existing ? named(given, ids) : given,
  }));
}

let parley: TestServer;
let mine: Tenant;
const succeeded = new Set<string>();
const refused = new Set<string>();
let numbers = 0;

beforeAll(async () => {
  parley = await startTestServer();
  mine = await parley.tenant();
});
afterAll(() => parley.close());

async function furnish(): Promise<Ids> {
  const client = retell(parley, mine);
  const { llm_id } = await client.llm.create({ general_prompt: 'p' });
  const { agent_id } = await client.agent.create({ response_engine: { type: 'retell-llm', llm_id }, voice_id: 'slt' });
  const { call_id } = await client.call.createWebCall({ agent_id });
  const { chat_id } = await client.chat.create({ agent_id });
  const { phone_number } = await client.phoneNumber.create({ phone_number: `+1555${String(1_000_000 + (numbers += 1))}` });
  return { agent_id, llm_id, call_id, chat_id, phone_number, voice_id: 'slt' };
}

async function send({ id, method, path, body }: FuzzedRequest): Promise<void> {
  const response = await fetch(parley.url + path, {
    method: method.toUpperCase(),
    headers: { Authorization: `Bearer ${mine.key}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  if (response.status >= 500) throw new Error(`${id} answered ${String(response.status)}: ${answer}`);
  // A URL that is too long is refused before it is anybody's.
  if (response.status === 431) return;
  if (response.status >= 400) z.strictObject({ status: z.literal('error'), message: z.string().min(1) }).parse(JSON.parse(answer));
  (response.status < 400 ? succeeded : refused).add(id);
  const undeclared = parley.undeclared.splice(0);
  if (undeclared.length > 0) throw new Error(undeclared.join('\n'));
}

test('random requests find no defect', { timeout: (SECONDS + 60) * 1_000 }, async () => {
  const routes = declaredRoutes().filter(({ implemented }) => implemented);
  const until = performance.now() + SECONDS * 1_000;
  let requests = 0;
  // Requests use up what they name: everything is made anew for each round.
  for (let round = 0; performance.now() < until; round += 1) {
    const ids = await furnish();
    const seed = SEED === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(SEED) + round;
    const property = fc.asyncProperty(fc.oneof(...routes.map((route) => requestOf(route, ids))), async (one) => {
      requests += 1;
      await send(one);
    });
    await fc.assert(property, { seed, numRuns: 200 });
  }
  expect(requests).toBeGreaterThan(100);
  expect(succeeded.size).toBeGreaterThan(20);
  expect(refused.size).toBeGreaterThan(20);
});
