import { get, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type Tenant, type TestServer } from '../../testing.ts';

let parley: TestServer;
let tenant: Tenant;
beforeAll(async () => {
  parley = await startTestServer();
  tenant = await parley.tenant();
  const answer = await parley.request('POST', '/agents', {
    key: tenant.key,
    body: { name: 'A', prompt: 'Answer the telephone. '.repeat(200) },
  });
  expect(answer.status, answer.text).toBe(201);
});
afterAll(() => parley.close());

/** As it travels: fetch would decompress it. */
const raw = (path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(parley.url + path, { headers: { Authorization: `Bearer ${tenant.key}`, ...headers } }, resolve).on('error', reject);
  });
const bodyOf = async (message: IncomingMessage): Promise<Buffer> => Buffer.concat((await message.toArray()) as Buffer[]);

test.each([
  ['gzip', gunzipSync],
  ['br', brotliDecompressSync],
])('a long answer travels as %s to whoever reads that, and says the same', async (encoding, read) => {
  const plain = await raw('/api/v1/agents');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.headers.vary).toMatch(/\bAccept-Encoding\b/i);
  const whole = await bodyOf(plain);
  const answer = await raw('/api/v1/agents', { 'Accept-Encoding': encoding });
  expect(answer.headers['content-encoding']).toBe(encoding);
  const small = await bodyOf(answer);
  expect(small.length).toBeLessThan(whole.length / 3);
  expect(read(small).equals(whole)).toBe(true);
});

test('a short answer, a secret of the sign-in and an answer without a body stay as they are', async () => {
  for (const path of ['/healthz', '/api/v1/agents?q=nothing', '/api/auth/get-session']) {
    const answer = await raw(path, { 'Accept-Encoding': 'gzip' });
    expect([answer.statusCode, answer.headers['content-encoding']], path).toEqual([200, undefined]);
    answer.resume();
  }
});

test('events arrive as they happen: neither compressed nor held back', async () => {
  const stream = await raw('/api/v1/events', { 'Accept-Encoding': 'gzip, br', Accept: 'text/event-stream' });
  expect(stream.headers['content-type']).toContain('text/event-stream');
  expect(stream.headers['content-encoding']).toBeUndefined();
  const first = new Promise<string>((resolve) => stream.once('data', (chunk: Buffer) => resolve(chunk.toString())));
  const { json } = await parley.request('GET', '/agents', { key: tenant.key });
  const [agent] = (json as { items: { id: string }[] }).items;
  expect((await parley.request('POST', `/agents/${agent?.id ?? ''}/publish`, { key: tenant.key })).status).toBeLessThan(300);
  expect(await first).toContain('event: agent.deployed');
  stream.destroy();
});
