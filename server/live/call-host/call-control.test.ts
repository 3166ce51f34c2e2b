/** What is told to live calls, from their own node and from another. */
import type { CallEvent, Conversation, CreatedCall } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../../../scripts/test-tools.ts';
import { eventually, startTestServer, type Tenant, type TestServer } from '../../testing.ts';
import { Client } from './testing.ts';

describeWith('postgresql', 'commands to live calls', () => {
  let carrying: TestServer;
  let other: TestServer;
  let tenant: Tenant;
  let agent: string;
  beforeAll(async () => {
    carrying = await startTestServer({ kind: 'postgresql', mediaProcesses: 1 });
    other = await startTestServer({ beside: carrying });
    tenant = await carrying.tenant();
    agent = (
      (await carrying.request('POST', '/agents', { key: tenant.key, body: { name: 'Anna', greeting: 'Hello.' } })).json as { id: string }
    ).id;
  });
  afterAll(async () => {
    await other.close();
    await carrying.close();
  });

  async function connect(): Promise<{ call: CreatedCall; client: Client }> {
    const call = (
      await carrying.request('POST', '/calls', { key: tenant.key, body: { type: 'web', transport: 'websocket', agent_id: agent } })
    ).json as CreatedCall;
    const client = await (await new Client(call.media_url!).start()).listen();
    await eventually(
      async () => (await carrying.request('GET', `/calls/${call.id}`, { key: tenant.key })).json as CreatedCall,
      (one) => one.status === 'ongoing',
    );
    return { call, client };
  }
  const eventsOf = async (id: string): Promise<CallEvent[]> =>
    ((await other.request('GET', `/calls/${id}/events`, { key: tenant.key })).json as { items: CallEvent[] }).items;

  test.each([
    ['its own node', () => carrying],
    ['another node', () => other],
  ])('through %s the agent is told something, and the call is ended', async (_title, node) => {
    const { call, client } = await connect();
    const told = await node().request('POST', `/calls/${call.id}/context`, { key: tenant.key, body: { content: 'The caller is a VIP.' } });
    expect(told.status).toBe(202);
    await eventually(
      () => eventsOf(call.id),
      (events) => events.some((one) => one.event.type === 'context.injected' && one.event.text === 'The caller is a VIP.'),
    );
    const conversation = (await node().request('GET', `/conversations/${call.conversation_id}`, { key: tenant.key })).json as Conversation;
    expect(conversation.messages).toContainEqual(expect.objectContaining({ role: 'system', content: 'The caller is a VIP.' }));
    expect((await node().request('POST', `/calls/${call.id}/end`, { key: tenant.key })).status).toBe(202);
    await client.untilClosed();
    expect(client.ended).toBe('api_hangup');
    const ended = await eventually(
      async () => (await other.request('GET', `/conversations/${call.conversation_id}`, { key: tenant.key })).json as Conversation,
      (one) => one.status === 'ended',
    );
    expect(ended).toMatchObject({ end_reason: 'api_hangup', channel: 'voice' });
    const late = await node().request('POST', `/calls/${call.id}/context`, { key: tenant.key, body: { content: 'Too late.' } });
    expect(late.json).toMatchObject({ status: 409, code: 'call_not_live' });
  });

  test('an organization that wants no recordings has none', async () => {
    await carrying.request('PATCH', '/organization', { key: tenant.key, body: { settings: { recordings: false } } });
    const { call, client } = await connect();
    await client.hears();
    await carrying.request('POST', `/calls/${call.id}/end`, { key: tenant.key });
    await client.untilClosed();
    const ended = await eventually(
      async () => (await carrying.request('GET', `/calls/${call.id}`, { key: tenant.key })).json as CreatedCall,
      (one) => one.status === 'ended',
    );
    expect(ended.recording.available).toBe(false);
  });
});
