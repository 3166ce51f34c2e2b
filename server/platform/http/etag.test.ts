/** What an ETag is for: `If-Match`. What is read is never answered out of a cache by it. */
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiKey, Call } from '@parley/contract';
import { eventLog, startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';
import type { RouteDeclaration } from './route.ts';
import { furnish, pathOf, type Belongings } from './testing-walk.ts';

let parley: TestServer;
let tenant: Tenant;
let own: Belongings;
beforeAll(async () => {
  parley = await startTestServer();
  tenant = await parley.tenant();
  own = await furnish(parley, tenant);
});
afterAll(() => parley.close());

const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  parley.request(method, path, { key: tenant.key, headers, ...(body === undefined ? {} : { body }) });

/** As a cache asks: `fetch` asks past every one. */
const revalidate = (path: string, tag: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${tenant.key}`, 'If-None-Match': tag };
    get(`${parley.url}/api/v1${path}`, { headers }, resolve).on('error', reject);
  });

test('a call that has ended since it was read is answered as it is, its ETag that of the last save', async () => {
  const { id } = (await ask('POST', '/calls', { type: 'web', agent_id: own.agent })).json as Call;
  const tag = (await ask('GET', `/calls/${id}`)).headers.get('etag') ?? '';
  expect(tag).toBe('"1"');
  await parley.database.asOrganization(tenant.id, (tx) =>
    eventLog.append(tx, { organizationId: tenant.id, callId: id }, [
      { seq: 1, at_ms: 0, kind: 'input', event: { type: 'call.started' } },
      { seq: 2, at_ms: 900, kind: 'decision', event: { type: 'call.ended', reason: 'user_hangup' } },
    ]),
  );
  const answer = await revalidate(`/calls/${id}`, tag);
  expect([answer.statusCode, answer.headers.etag]).toEqual([200, tag]);
  expect(JSON.parse(await text(answer))).toMatchObject({ id, status: 'ended' });
});

test('other fields of an agent are no copy of the whole', async () => {
  const tag = (await ask('GET', `/agents/${own.agent}`)).headers.get('etag') ?? '';
  const answer = await revalidate(`/agents/${own.agent}?fields=name`, tag);
  expect([answer.statusCode, Object.keys(JSON.parse(await text(answer)) as object)]).toEqual([200, expect.not.arrayContaining(['llm'])]);
});

test('nothing that is read as JSON is answered with 304 or an ETag that no If-Match knows', async () => {
  const isJson = ({ method, responses }: RouteDeclaration): boolean => method === 'get' && (responses[200] ?? null) !== null;
  const reads = parley.app.routes.filter(isJson);
  expect(reads.length).toBeGreaterThan(30);
  for (const declared of reads) {
    const answer = await revalidate(pathOf(declared, own), '*');
    expect(answer.statusCode, declared.id).toBe(200);
    expect(answer.headers.etag ?? '"', declared.id).toMatch(/^"/);
    answer.resume();
  }
});

test('an error has no ETag', async () => {
  expect((await ask('GET', '/calls/call_00000000000000000000000000')).headers.get('etag')).toBeNull();
  expect((await fetch(`${parley.url}/retell/get-agent/agent_x`)).headers.get('etag')).toBeNull();
});

test.each([
  ['quota', '/quotas', () => ({ metric: 'calls', limit: 5 })],
  ['API key', '/api-keys', () => ({ name: 'Made' })],
  ['call', '/calls', () => ({ type: 'web', agent_id: own.agent })],
  ['conversation', '/conversations', () => ({ agent_id: own.agent })],
  ['agent', '/agents', () => ({ name: 'Made' })],
  ['webhook', '/webhooks', () => ({ url: 'https://hooks.example/made', events: ['call.analyzed'] })],
  ['number', '/phone-numbers', () => ({ number: '+15557654321' })],
])('the ETag of a new %s is the one that reading it has, and deletes it', async (_what, path, body) => {
  const made = await ask('POST', path, body());
  expect(made.status, made.text).toBe(201);
  const at = `${path}/${(made.json as { id: string }).id}`;
  const tag = made.headers.get('etag') ?? '';
  expect(tag).toMatch(/^"/);
  expect((await ask('GET', at)).headers.get('etag')).toBe(tag);
  expect((await ask('DELETE', at, undefined, { 'If-Match': tag })).status).toBe(204);
});

test('the ETag of an API key with a new secret is the one that reading it has', async () => {
  const { id } = (await ask('POST', '/api-keys', { name: 'Turned' })).json as ApiKey;
  const turned = await ask('POST', `/api-keys/${id}/rotate`, { overlap_seconds: 60 });
  const tag = turned.headers.get('etag') ?? '';
  expect((await ask('GET', `/api-keys/${id}`)).headers.get('etag')).toBe(tag);
  expect((await ask('PATCH', `/api-keys/${id}`, { name: 'x' }, { 'If-Match': tag })).status).toBe(200);
});
