import { createServer, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import type { Agent, WebhookEvent } from '@parley/contract';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, startTestServer, type Tenant, type TestServer } from '@parley/server/testing.ts';
import { listen } from './listen.ts';

/** A way to the server that can be shut: connections through it break, and new ones are refused. */
async function openDoor(to: number): Promise<{ port: number; shut(): void; open(): void; close(): void }> {
  const through = new Set<Socket>();
  let isOpen = true;
  const door = createTcpServer((inner) => {
    if (!isOpen) return void inner.destroy();
    const outer = connect(to, '127.0.0.1');
    for (const [from, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      through.add(from);
      from.pipe(other);
      from.on('error', () => other.destroy());
      from.on('close', () => {
        through.delete(from);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const shut = (): void => {
    isOpen = false;
    for (const socket of through) socket.destroy();
  };
  const { port } = door.address() as AddressInfo;
  return { port, shut, open: () => (isOpen = true), close: () => (shut(), door.close()) };
}

let parley: TestServer;
let tenant: Tenant;
let receiver: Server;
let hook: string;
const received: { headers: Record<string, string>; body: string }[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  hook = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`;
  parley = await startTestServer();
  tenant = await parley.tenant();
});
afterAll(async () => {
  receiver.close();
  await parley.close();
});

let drafts = 0;
/** Makes a version, which an unchanged draft would not. */
async function publishOf(key: string, id: string): Promise<unknown> {
  await parley.request('PATCH', `/agents/${id}`, { key, body: { greeting: `Hi ${String((drafts += 1))}.` } });
  return parley.request('POST', `/agents/${id}/publish`, { key });
}

test('events reach a local address, signed with the secret that was said, and only those that were asked for', async () => {
  const lines: string[] = [];
  const stop = new AbortController();
  const over = listen({
    forward: hook,
    baseUrl: parley.url,
    apiKey: tenant.key,
    events: ['agent.*'],
    say: (line) => void lines.push(line),
    signal: stop.signal,
  });
  await eventually(
    () => lines,
    (said) => said.length >= 2,
  );
  const secret = /whsec_\S+/.exec(lines[1]!)?.[0] ?? '';
  const { id } = (await parley.request('POST', '/agents', { key: tenant.key, body: { name: 'Anna', greeting: 'Hi.' } })).json as Agent;
  // Told of only once the stream is open: what happened before is not what was asked for.
  await eventually(
    async () => {
      await publishOf(tenant.key, id);
      return received.length;
    },
    (count) => count > 0,
  );
  await parley.request('POST', '/conversations', { key: tenant.key, body: { agent_id: id } });
  await parley.request('DELETE', `/agents/${id}`, { key: tenant.key });
  const types = (): string[] => received.map((one) => (JSON.parse(one.body) as WebhookEvent).type);
  await eventually(types, (seen) => seen.includes('agent.deleted'));
  for (const { headers, body } of received) expect(new Verifier(secret).verify(body, headers)).toEqual(JSON.parse(body));
  expect(new Set(types())).toEqual(new Set(['agent.deployed', 'agent.deleted']));
  await eventually(
    () => lines,
    (said) => said.some((line) => / agent\.deleted {2}event_\w+ {2}202 in \d+ ms$/.test(line)),
  );
  stop.abort();
  await over;
});

test('what happens while the connection is lost arrives once it is there again, everything once', async () => {
  const door = await openDoor(Number(new URL(parley.url).port));
  const own = await parley.tenant();
  const { id } = (await parley.request('POST', '/agents', { key: own.key, body: { name: 'Berta', greeting: 'Hi.' } })).json as Agent;
  const publish = (): Promise<unknown> => publishOf(own.key, id);
  const versions = (): number[] =>
    received.flatMap(({ body }) => {
      const event = JSON.parse(body) as WebhookEvent;
      return event.type === 'agent.deployed' && event.data.agent_id === id ? [event.data.version] : [];
    });
  await publish();
  const lines: string[] = [];
  const stop = new AbortController();
  const over = listen({
    forward: hook,
    baseUrl: `http://127.0.0.1:${String(door.port)}`,
    apiKey: own.key,
    events: ['*'],
    say: (line) => void lines.push(line),
    signal: stop.signal,
  });
  await eventually(
    () => lines.length,
    (count) => count >= 2,
  );
  await publish();
  await eventually(versions, (seen) => seen.length === 1);
  door.shut();
  await publish();
  await publish();
  door.open();
  await eventually(versions, (seen) => seen.length === 3);
  await publish();
  await eventually(versions, (seen) => seen.length === 4);
  expect(versions()).toEqual([2, 3, 4, 5]);
  stop.abort();
  await over;
  door.close();
});

test('a key that may not read events is refused in words', async () => {
  const narrow = (await parley.request('POST', '/api-keys', { key: tenant.key, body: { name: 'Narrow', scopes: ['agents:read'] } }))
    .json as { secret: string };
  const listening = listen({
    forward: hook,
    baseUrl: parley.url,
    apiKey: narrow.secret,
    events: ['*'],
    say: () => undefined,
    signal: new AbortController().signal,
  });
  await expect(listening).rejects.toMatchObject({ code: 'insufficient_scope' });
});
