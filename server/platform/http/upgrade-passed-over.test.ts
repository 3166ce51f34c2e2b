/** Clients that offer another protocol with their first request. */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../testing.ts';

let parley: TestServer;
beforeAll(async () => {
  parley = await startTestServer({ mediaProcesses: 0 });
});
afterAll(() => parley.close());

test.each([
  ['GET', undefined, 200],
  ['POST', '{"name":"Anna"}', 201],
])('upgrade-h2c: %s is answered as if nothing had been offered', async (method, body, status) => {
  const { key } = await parley.tenant();
  const asked = request(`${parley.url}/api/v1/agents`, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      Connection: 'Upgrade, HTTP2-Settings',
      Upgrade: 'h2c',
      'HTTP2-Settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
    },
  });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  expect([answer.statusCode, await json(answer)]).toEqual([status, expect.any(Object)]);
});
