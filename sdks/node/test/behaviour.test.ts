/** The behaviour suite (`sdks/behaviour`) through this SDK, against a real server. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../server/testing.ts';
import { APIError, Parley, type Page } from '../src/index.ts';

const HOW = ['call', 'iterate', 'pages', 'stream'] as const;

interface Step extends Partial<Record<(typeof HOW)[number], string>> {
  path?: unknown[];
  body?: unknown;
  query?: unknown;
  options?: Record<string, unknown>;
  api_key?: string;
  take?: number;
  save?: Record<string, string>;
  expect?: Record<string, unknown>;
  expect_error?: { status: number; code?: string; pointers?: string[] };
}
interface Scenario {
  name: string;
  steps: Step[];
}

const suite = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../behaviour/suite.json'), 'utf8')) as {
  scenarios: Scenario[];
};

const camelCase = (name: string): string => name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
type Variables = Record<string, unknown>;

/** The value with its variables in their places. */
function filled(value: unknown, variables: Variables): unknown {
  const valueOf = (name: string): unknown => {
    if (!(name in variables)) throw new Error(`the suite uses ${name} before it is saved`);
    return variables[name];
  };
  if (typeof value === 'string') {
    const whole = /^\$([a-z]\w*)$/.exec(value)?.[1];
    return whole === undefined ? value.replace(/\$\{(\w+)\}/g, (_all, name: string) => String(valueOf(name))) : valueOf(whole);
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, variables)]));
}

/** What is at the place; undefined where there is nothing. */
function at(result: unknown, place: string): unknown {
  return [...place.matchAll(/\.(\w+)|\[(-?\d+)\]/g)].reduce<unknown>((value, [, member, index]) => {
    if (member === undefined) return Array.isArray(value) ? value.at(Number(index)) : undefined;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : undefined;
  }, result);
}

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

function check(value: unknown, expected: unknown, place: string): void {
  const [first, ...others] = typeof expected === 'object' && expected !== null ? Object.entries(expected) : [];
  const [question = '', answer] = first ?? [];
  if (!question.startsWith('?') || others.length > 0) {
    expect(value, place).toEqual(expected);
    return;
  }
  const questions: Record<string, () => void> = {
    '?absent': () => expect(value, place).toBeUndefined(),
    '?type': () => expect(typeOf(value), place).toBe(answer),
    '?matches': () => expect(value, place).toMatch(new RegExp(String(answer))),
    '?length': () => expect(value, place).toHaveLength(Number(answer)),
    '?above': () => expect(value, place).toBeGreaterThan(Number(answer)),
    '?contains': () => expect(value, place).toContain(answer),
    '?not': () => expect(value, place).not.toEqual(answer),
  };
  const ask = questions[question];
  if (ask === undefined) throw new Error(`${question} is no question`);
  ask();
}

/** Not `Array.fromAsync`: leaving early must be seen to work. */
async function take<T>(items: AsyncIterable<T>, most = Number.POSITIVE_INFINITY): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length >= most) break;
  }
  return taken;
}

async function run(parley: Parley, step: Step, variables: Variables): Promise<unknown> {
  const how = HOW.find((one) => step[one] !== undefined);
  if (how === undefined) throw new Error('the step says nothing to do');
  const [resource = '', method = ''] = (step[how] ?? '').split('.').map(camelCase);
  const { path: ids = [], body, query, options = {} } = filled(step, variables) as Step;
  const settings = Object.fromEntries(Object.entries(options).map(([name, value]) => [camelCase(name), value]));
  const args = [
    ...ids,
    ...(body === undefined ? [] : [body]),
    ...(query === undefined ? [] : [query]),
    ...(options === step.options || Object.keys(settings).length > 0 ? [settings] : []),
  ];
  const target = (parley as unknown as Record<string, Record<string, (...args: unknown[]) => unknown>>)[resource];
  const answer = target?.[method]?.(...args);
  if (answer === undefined) throw new Error(`there is no ${resource}.${method}`);
  if (how === 'pages') return (await take((answer as { pages(): AsyncIterable<Page<unknown>> }).pages())).map((page) => page.items);
  if (how !== 'call') return take(answer as AsyncIterable<unknown>, step.take);
  const value = await (answer as Promise<unknown>);
  return value instanceof Response ? (await value.arrayBuffer()).byteLength : (value ?? null);
}

async function failed(parley: Parley, step: Step, variables: Variables): Promise<APIError> {
  const error = await run(parley, step, variables).then(
    (result: unknown) => new Error(`it answered ${JSON.stringify(result)}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(APIError);
  return error as APIError;
}

async function play(client: (key?: string) => Parley, scenario: Scenario, variables: Variables): Promise<void> {
  for (const step of scenario.steps) {
    const parley = client(filled(step.api_key, variables) as string | undefined);
    const { expect_error: fault } = step;
    if (fault !== undefined) {
      const error = await failed(parley, step, variables);
      expect(error.status).toBe(fault.status);
      if (fault.code !== undefined) expect(error.code).toBe(fault.code);
      if (fault.pointers !== undefined) expect(error.errors.map((one) => one.pointer)).toEqual(fault.pointers);
      expect(error.requestId).toMatch(/^req_/);
      continue;
    }
    const result = await run(parley, step, variables);
    for (const [place, expected] of Object.entries(step.expect ?? {}))
      check(at(result, place), filled(expected, variables), `${JSON.stringify(step)} ${place}`);
    for (const [name, place] of Object.entries(step.save ?? {})) variables[name] = at(result, place);
  }
}

describe('the behaviour suite', () => {
  let server: TestServer;
  let key: string;
  const client = (apiKey = key): Parley => new Parley({ apiKey, baseUrl: server.url });

  beforeAll(async () => {
    server = await startTestServer({ mediaProcesses: 0 });
    ({ key } = await server.tenant('Behaviour'));
  });
  afterAll(() => server.close());

  test.each(suite.scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    await play(client, scenario, { run: randomBytes(6).toString('hex') });
  });

  test('fails when the server does not do what the suite says', async () => {
    const wrong = (step: Step): Promise<void> => play(client, { name: 'wrong', steps: [step] }, { run: 'x' });
    const create = { call: 'agents.create', body: { name: 'Anna' } };
    await expect(wrong({ ...create, expect: { '$.name': 'Berta' } })).rejects.toThrow(/\$\.name/);
    await expect(wrong({ ...create, expect: { '$.name': { '?absent': true } } })).rejects.toThrow();
    await expect(wrong({ ...create, expect_error: { status: 422 } })).rejects.toThrow();
    await expect(wrong({ ...create, body: { name: '' }, expect_error: { status: 404 } })).rejects.toThrow();
    await expect(wrong({ ...create, body: { name: '' } })).rejects.toThrow(/\/name/);
    await expect(wrong({ call: 'agents.nothing' })).rejects.toThrow(/agents\.nothing/);
    await expect(wrong({ iterate: 'agents.list', query: {}, expect: { $: { '?length': -1 } } })).rejects.toThrow();
  });
});
