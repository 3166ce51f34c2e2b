/** The live stream of events over HTTP. */
import type { Agent, CreatedApiKey, WebhookEvent } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { startTestServer, type Tenant, type TestServer } from '../../testing.ts';

interface Message {
  id: string;
  event: string;
  data: WebhookEvent;
}

const fieldOf = (block: string, name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';

describeOnBoth('following events over HTTP', (kind) => {
  let parley: TestServer;
  beforeAll(async () => {
    parley = await startTestServer({ kind });
  });
  afterAll(() => parley.close());

  const agentOf = async (tenant: Tenant, name: string): Promise<string> =>
    ((await parley.request('POST', '/agents', { key: tenant.key, body: { name, greeting: 'Hi.' } })).json as Agent).id;
  let drafts = 0;
  /** Makes a version, which an unchanged draft would not. */
  const publish = async (tenant: Tenant, id: string): Promise<unknown> => {
    await parley.request('PATCH', `/agents/${id}`, { key: tenant.key, body: { greeting: `Hi ${String((drafts += 1))}.` } });
    return parley.request('POST', `/agents/${id}/publish`, { key: tenant.key });
  };
  const open = (tenant: Tenant, query = '', lastEventId?: string): Promise<Response> =>
    fetch(`${parley.url}/api/v1/events${query}`, {
      headers: {
        Authorization: `Bearer ${tenant.key}`,
        Accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }),
      },
    });

  /** The first `count` messages, once `begin` has run with the stream open; then the stream is left. */
  async function read(response: Response, count: number, begin: () => Promise<unknown> = () => Promise.resolve()): Promise<Message[]> {
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    await begin();
    const messages: Message[] = [];
    for (let text = ''; messages.length < count;) {
      const { done, value = '' } = await reader.read();
      if (done) throw new Error(`the stream ended after ${String(messages.length)} messages`);
      const blocks = (text + value).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks.filter((one) => one.startsWith('id: ')))
        messages.push({
          id: fieldOf(block, 'id'),
          event: fieldOf(block, 'event'),
          data: JSON.parse(fieldOf(block, 'data')) as WebhookEvent,
        });
    }
    await reader.cancel();
    return messages;
  }
  const versions = (messages: readonly Message[]): number[] =>
    messages.flatMap(({ data }) => (data.type === 'agent.deployed' ? [data.data.version] : []));

  test('a stream tells what happens from now on, named and numbered as the events are', async () => {
    const tenant = await parley.tenant();
    const agent = await agentOf(tenant, 'Anna');
    await publish(tenant, agent);
    const [first] = await read(await open(tenant), 1, () => publish(tenant, agent));
    expect(first).toMatchObject({ event: 'agent.deployed', data: { organization_id: tenant.id, data: { agent_id: agent, version: 2 } } });
    expect(first!.id).toBe(first!.data.id);
  });

  test('key-revoked: the stream that it opened ends', async () => {
    const tenant = await parley.tenant();
    const made = (await parley.request('POST', '/api-keys', { key: tenant.key, body: { name: 'Reader' } })).json as CreatedApiKey;
    const response = await open({ ...tenant, key: made.secret });
    expect(response.status).toBe(200);
    await parley.request('DELETE', `/api-keys/${made.id}`, { key: tenant.key });
    // Reads until the end; nobody else ends it.
    expect(await response.text()).not.toContain('data:');
  });

  test('Last-Event-ID goes on after that event; one that is none is refused in words', async () => {
    const tenant = await parley.tenant();
    const agent = await agentOf(tenant, 'Anna');
    const [first] = await read(await open(tenant), 1, () => publish(tenant, agent));
    await publish(tenant, agent);
    await publish(tenant, agent);
    expect(versions(await read(await open(tenant, '', first!.id), 3, () => publish(tenant, agent)))).toEqual([2, 3, 4]);
    const refused = await open(tenant, '', 'event_that_is_none');
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ code: 'validation_failed', detail: expect.stringContaining('Last-Event-ID') as string });
    const stranger = await parley.tenant();
    expect((await open(stranger, '', first!.id)).status).toBe(422);
  });

  test('only events of the type and the agent that were asked for are told', async () => {
    const tenant = await parley.tenant();
    const [anna, berta] = [await agentOf(tenant, 'Anna'), await agentOf(tenant, 'Berta')];
    const happen = async (): Promise<void> => {
      await publish(tenant, berta);
      await publish(tenant, anna);
      await parley.request('DELETE', `/agents/${anna}`, { key: tenant.key });
      await parley.request('DELETE', `/agents/${berta}`, { key: tenant.key });
    };
    const [ofAnna, deleted] = await Promise.all([open(tenant, `?agent_id=${anna}`), open(tenant, '?type=agent.deleted')]);
    const [seenOfAnna, seenDeleted] = await Promise.all([read(ofAnna, 2, happen), read(deleted, 2)]);
    expect(seenOfAnna.map(({ event }) => event)).toEqual(['agent.deployed', 'agent.deleted']);
    expect(seenDeleted.map(({ data }) => (data.type === 'agent.deleted' ? data.data.id : null))).toEqual([anna, berta]);
  });
});
