/** Webhooks of single agents, as Retell's clients set and verify them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CreatedWebhook, Page, Webhook, WebhookDelivery } from '@parley/contract';
import Retell from 'retell-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually, startTestServer, type Answer, type Tenant, type TestServer } from '../../../testing.ts';
import { refusal, retell, speak } from '../testing.ts';

interface Arrival {
  path: string;
  headers: Record<string, string>;
  body: string;
  event: { event?: string; type?: string; call?: Record<string, unknown>; chat?: Record<string, unknown> };
}

let parley: TestServer;
let receiver: Server;
let url: string;
let tenant: Tenant;
let client: Retell;
let response_engine: { type: 'retell-llm'; llm_id: string };
const received: Arrival[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      received.push({
        path: request.url ?? '',
        headers: request.headers as Record<string, string>,
        body,
        event: JSON.parse(body) as Arrival['event'],
      });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}`;
  parley = await startTestServer({ environment: { PARLEY_OUTBOUND_ALLOW: '127.0.0.1' } });
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await parley.close();
});
beforeEach(async () => {
  received.length = 0;
  tenant = await parley.tenant();
  client = retell(parley, tenant);
  const { llm_id } = await client.llm.create({ general_prompt: 'p', begin_message: 'Hello there.' });
  response_engine = { type: 'retell-llm', llm_id };
});

const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
  parley.request(method, path, { key: tenant.key, ...(body === undefined ? {} : { body }) });
const agentWith = (more: object): Promise<Retell.AgentResponse> =>
  client.agent.create({ response_engine, voice_id: 'slt', agent_name: 'Desk', ...more });
const account = async (path = '/account', more: object = {}): Promise<CreatedWebhook> => {
  const answer = await ask('POST', '/webhooks', { url: url + path, format: 'retell', ...more });
  expect(answer.status, answer.text).toBe(201);
  return answer.json as CreatedWebhook;
};
const endpoints = async (): Promise<Webhook[]> => ((await ask('GET', '/webhooks')).json as Page<Webhook>).items;
const callOf = async (agent_id: string): Promise<string> => {
  const { call_id } = await client.call.createWebCall({ agent_id, retell_llm_dynamic_variables: { name: 'Ada' } });
  await speak(parley, tenant.id, call_id);
  return call_id;
};
const arrived = (count: number): Promise<Arrival[]> =>
  eventually(
    () => received,
    (list) => list.length >= count,
  );
const told = (): (string | undefined)[] => received.map(({ path, event }) => `${path} ${event.event ?? event.type ?? ''}`).toSorted();

describe("an agent's own webhook", () => {
  test('gets the call in their words, signed with the API key, and is delivered like any other', async () => {
    const { agent_id } = await agentWith({ webhook_url: `${url}/own` });
    const call_id = await callOf(agent_id);
    await arrived(2);
    expect(told()).toEqual(['/own call_ended', '/own call_started']);
    const { headers, body, event } = received.find((one) => one.event.event === 'call_ended')!;
    expect(await Retell.verify(body, tenant.key, headers['x-retell-signature']!)).toBe(true);
    expect(await Retell.verify(body.replace('Ada', 'Eve'), tenant.key, headers['x-retell-signature']!)).toBe(false);
    expect(event.call).toMatchObject({
      call_id,
      agent_id,
      call_type: 'web_call',
      call_status: 'ended',
      disconnection_reason: 'user_hangup',
      transcript: 'Agent: Hello there\nUser: I am Ada\nAgent: Thank you Ada\n',
      retell_llm_dynamic_variables: { name: 'Ada' },
      recording_url: expect.stringContaining('/recording/signed?') as string,
    });
    expect(event.call).not.toHaveProperty('call_analysis');
    const { items } = await eventually(
      async () => (await ask('GET', `/webhook-deliveries?call_id=${call_id}&status=delivered`)).json as Page<WebhookDelivery>,
      (page) => page.items.length === 2,
    );
    expect(items.map((one) => one.event_type).sort()).toEqual(['call.ended', 'call.started']);
  });

  test('stands in place of the one for all agents, and only of one in their form', async () => {
    await account();
    await account('/plain', { format: 'parley', events: ['call.ended'] });
    const own = await agentWith({ webhook_url: `${url}/own`, webhook_events: ['call_ended'] });
    const other = await agentWith({});
    await callOf(own.agent_id);
    await callOf(other.agent_id);
    await arrived(5);
    expect(told().filter((one) => !one!.includes('transcript_updated'))).toEqual([
      '/account call_ended',
      '/account call_started',
      '/own call_ended',
      '/plain call.ended',
      '/plain call.ended',
    ]);
    const { agent_id } = own;
    received.length = 0;
    await client.agent.update(agent_id, { webhook_url: null });
    await callOf(agent_id);
    await eventually(told, (list) => list.includes('/account call_ended'));
    expect(told().filter((one) => one!.startsWith('/own'))).toEqual([]);
  });

  test('follows the agent: changed, kept by an update that says nothing of it, removed with it', async () => {
    const { agent_id } = await agentWith({ webhook_url: `${url}/one`, webhook_timeout_ms: 5_000 });
    expect(await endpoints()).toMatchObject([
      {
        url: `${url}/one`,
        agent_ids: [agent_id],
        events: ['call.started', 'call.ended', 'call.analyzed'],
        timeout_ms: 5_000,
        format: 'retell',
      },
    ]);
    await client.agent.update(agent_id, { webhook_url: `${url}/two`, webhook_events: ['call_analyzed'] });
    await client.agent.publish(agent_id, { version: 0 });
    await client.agent.update(agent_id, { agent_name: 'Other' });
    expect(await endpoints()).toMatchObject([{ url: `${url}/two`, events: ['call.analyzed'] }]);
    const [{ id } = { id: '' }] = await endpoints();
    await ask('PATCH', `/webhooks/${id}`, { url: `${url}/three` });
    expect(await client.agent.retrieve(agent_id), 'what was changed in our API is shown').toMatchObject({ webhook_url: `${url}/three` });
    await client.agent.delete(agent_id);
    expect(await endpoints()).toEqual([]);
  });

  test('of a chat agent gets its chats', async () => {
    const { agent_id } = await client.chatAgent.create({ response_engine, webhook_url: `${url}/chat` });
    const { chat_id } = await client.chat.create({ agent_id });
    await client.chat.end(chat_id);
    const [one] = await arrived(1);
    expect(one!.event).toMatchObject({ event: 'chat_ended', chat: { chat_id, chat_status: 'ended', transcript: 'Agent: Hello there.\n' } });
  });

  test.each([
    ['no URL', 'nonsense'],
    ['of a private address', 'https://10.0.0.1/hook'],
  ])('is refused where its address is %s, and no agent is made', async (_name, webhook_url) => {
    const { status, message } = await refusal(agentWith({ webhook_url }));
    expect(status).toBe(422);
    expect(message).toMatch(/^webhook_url /);
    expect((await client.agent.list()).items).toEqual([]);
  });

  test('whose events never come here says so', async () => {
    const asking = client.agent.create({
      response_engine,
      voice_id: 'slt',
      webhook_url: `${url}/x`,
      webhook_events: ['call_ended', 'transfer_started'],
    });
    const { response } = await asking.withResponse();
    expect(response.headers.get('warning')).toBe('299 parley "Taken without effect: webhook_events"');
    expect(await endpoints()).toMatchObject([{ events: ['call.ended'] }]);
  });
});

test('a test of an endpoint in their form sends their form', async () => {
  const { id, secret } = await account('/tried');
  expect((await ask('POST', `/webhooks/${id}/test`, {})).json).toMatchObject({ status: 'delivered' });
  expect(received[0]!.event).toMatchObject({ event: 'call_ended', call: { call_type: 'web_call' } });
  expect(await Retell.verify(received[0]!.body, secret, received[0]!.headers['x-retell-signature']!)).toBe(true);
});
