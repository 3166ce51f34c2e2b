/** PostgreSQL goes away while calls go on. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Call, CallEvent, CreatedCall } from '@parley/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeWith } from '../../../scripts/test-tools.ts';
import { webhookDeliveries } from '../../platform/db/schema.ts';
import { openTestDatabase, type TestDatabase } from '../../platform/db/testing.ts';
import { startProxy, type Proxy } from '../../platform/db/testing-proxy.ts';
import { eventually, isOver, startTestServer, type Tenant, type TestServer } from '../../testing.ts';
import { Client } from './testing.ts';

describeWith('postgresql', 'an outage of PostgreSQL with live calls', () => {
  let made: TestDatabase;
  let proxy: Proxy;
  let parley: TestServer;
  let tenant: Tenant;
  let agentId: string;
  let receiver: Server;
  const told: string[] = [];
  const clients: Client[] = [];

  beforeEach(async () => {
    made = await openTestDatabase({ kind: 'postgresql' });
    proxy = await startProxy(made.config.databaseUrl!);
    parley = await startTestServer({
      mediaProcesses: 1,
      environment: { PARLEY_OUTBOUND_ALLOW: '127.0.0.1', PARLEY_ANALYSIS: 'off', PARLEY_EVENTS_WAITING_MAX: '1000' },
      on: { databaseUrl: proxy.url, dataDirectory: made.config.dataDirectory },
    });
    tenant = await parley.tenant();
    told.length = 0;
    receiver = createServer((request: IncomingMessage, response) => {
      told.push(String(request.headers['webhook-id']));
      request.resume().on('end', () => response.end('ok'));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => receiver.once('listening', resolve));
    await post('/webhooks', { url: `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/`, events: ['call.*'] });
    ({ id: agentId } = (await post('/agents', { name: 'A', greeting: 'Welcome to the practice.' })) as { id: string });
  }, 60_000);
  afterEach(async () => {
    await proxy.comeBack();
    for (const client of clients.splice(0)) client.socket.close();
    await parley.close();
    await proxy.close();
    receiver.close();
    await made.close();
  }, 60_000);

  async function post(path: string, body: unknown): Promise<unknown> {
    const answer = await parley.request('POST', path, { key: tenant.key, body });
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.json;
  }
  const talk = async (): Promise<{ call: CreatedCall; client: Client }> => {
    const call = (await post('/calls', { type: 'web', transport: 'websocket', agent_id: agentId })) as CreatedCall;
    const client = await (await new Client(call.media_url!).start()).listen();
    clients.push(client);
    await client.hears();
    return { call, client };
  };
  const read = async (id: string): Promise<Call> => (await parley.request('GET', `/calls/${id}`, { key: tenant.key })).json as Call;

  test('calls go on and end in it, requests are told when to come again, and afterwards everything is there once', async () => {
    const [stays, ends] = [await talk(), await talk()];
    await eventually(
      async () => (await read(stays.call.id)).transcript.length,
      (lines) => lines > 0,
    );
    await proxy.goAway();
    const refused = await parley.request('GET', `/calls/${stays.call.id}`, { key: tenant.key });
    expect([refused.status, (refused.json as { code: string }).code, refused.headers.get('retry-after')]).toEqual([
      503,
      'database_unavailable',
      '5',
    ]);
    const ready = await fetch(`${parley.url}/readyz`);
    expect([ready.status, await ready.json(), ready.headers.get('retry-after')]).toEqual([503, { status: 'no_database' }, '5']);
    expect((await fetch(`${parley.url}/healthz`)).status).toBe(200);
    const turnedAway = new Client(stays.call.media_url!);
    await turnedAway.untilClosed();

    stays.client.type('I would like to book an appointment.');
    await stays.client.hears();
    ends.client.socket.send(JSON.stringify({ type: 'hangup' }));
    await ends.client.untilClosed();
    await proxy.comeBack();

    const over = await eventually(
      () => read(ends.call.id),
      (call) => isOver(call) && call.recording.available,
    );
    expect(over).toMatchObject({ status: 'ended', disconnection_reason: 'user_hangup' });
    const call = await eventually(
      () => read(stays.call.id),
      (one) => one.transcript.some((line) => line.role === 'user'),
    );
    expect(call.status).toBe('ongoing');
    stays.client.socket.send(JSON.stringify({ type: 'hangup' }));
    for (const { id } of [stays.call, ends.call]) {
      await eventually(() => read(id), isOver);
      const { items } = (await parley.request('GET', `/calls/${id}/events`, { key: tenant.key })).json as { items: CallEvent[] };
      expect(items.map(({ seq }) => seq)).toEqual(items.map((_event, index) => index + 1));
      expect(items.filter(({ event }) => event.type === 'call.ended')).toHaveLength(1);
    }
    // Started and ended, of each call.
    await eventually(
      () => told.length,
      (count) => count >= 4,
    );
    await eventually(
      () => made.database.asSystem((tx) => tx.select().from(webhookDeliveries)),
      (all) => all.every((one) => one.status === 'delivered'),
    );
    expect(new Set(told).size).toBe(told.length);
    expect(told).toHaveLength(4);
    expect(parley.logged.filter((line) => line.includes('could not') || line.includes('request failed'))).toEqual([]);
  }, 90_000);

  test('more events wait than may: the calls that have more to tell end, and all of theirs is kept', async () => {
    const { call, client } = await talk();
    await eventually(
      async () => (await read(call.id)).transcript.length,
      (lines) => lines > 0,
    );
    await proxy.goAway();
    for (let n = 0; n < 2_000 && client.ended === undefined; n += 1) client.socket.send(JSON.stringify({ type: 'dtmf', digit: '1' }));
    await client.untilClosed();
    expect(client.ended).toBe('error_storage');
    await proxy.comeBack();
    expect(await eventually(() => read(call.id), isOver)).toMatchObject({ status: 'error', disconnection_reason: 'error_storage' });
  }, 90_000);
});
