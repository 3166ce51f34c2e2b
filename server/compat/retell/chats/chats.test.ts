import { FRONT_DESK } from '@parley/providers/rules-dialogue/scripts/front-desk.ts';
import type Retell from 'retell-sdk';
import { NotFoundError, UnprocessableEntityError } from 'retell-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compatRecords } from '../../../platform/db/schema.ts';
import { startTestServer, type Tenant, type TestServer } from '../../../testing.ts';
import { refusal, retell } from '../testing.ts';

let parley: TestServer;
let tenant: Tenant;
let client: Retell;
let agent_id: string;

beforeAll(async () => {
  parley = await startTestServer();
});
afterAll(() => parley.close());
beforeEach(async () => {
  tenant = await parley.tenant();
  client = retell(parley, tenant);
  const { llm_id } = await client.llm.create({ general_prompt: 'Opening hours: nine to five.\n', begin_message: 'Hello {{name}}' });
  agent_id = (await client.chatAgent.create({ response_engine: { type: 'retell-llm', llm_id } })).agent_id;
});

describe("Retell's chats", () => {
  test('are typed conversations', async () => {
    const metadata = { from: 'widget', visits: 3 };
    const chat = await client.chat.create({ agent_id, metadata, retell_llm_dynamic_variables: { name: 'Ada' } });
    expect(chat).toMatchObject({
      agent_id,
      version: 0,
      chat_status: 'ongoing',
      chat_type: 'api_chat',
      metadata,
      retell_llm_dynamic_variables: { name: 'Ada' },
      transcript: 'Agent: Hello Ada\n',
    });
    const { messages } = await client.chat.createChatCompletion({ chat_id: chat.chat_id, content: 'When are you open?' });
    expect(messages.every((one) => one.role === 'agent')).toBe(true);
    const whole = await client.chat.retrieve(chat.chat_id);
    expect(whole.message_with_tool_calls?.map((one) => one.role)).toEqual(['agent', 'user', 'agent']);
    expect(whole.message_with_tool_calls?.slice(2)).toEqual(messages);
    expect(whole.transcript).toContain('User: When are you open?\n');
    const { json } = await parley.request('GET', `/conversations/${chat.chat_id.replace('chat_', 'conv_')}`, { key: tenant.key });
    expect(json).toMatchObject({ channel: 'text', message_count: 3, metadata: { from: 'widget', visits: '3' } });
  });

  test('what a function collected comes back when the chat has ended', async () => {
    const { json } = await parley.request('POST', '/agents', { key: tenant.key, body: FRONT_DESK });
    const { chat_id } = await client.chat.create({ agent_id: (json as { id: string }).id });
    for (const content of ['I want to book an appointment on Friday at ten', 'My name is Ada Lovelace'])
      await client.chat.createChatCompletion({ chat_id, content });
    const { messages } = await client.chat.createChatCompletion({ chat_id, content: 'Yes' });
    expect(messages.map((one) => one.role)).toEqual(['tool_call_invocation', 'tool_call_result', 'agent']);
    const [invocation, result] = messages as { tool_call_id: string; arguments?: string }[];
    expect(invocation).toMatchObject({ name: 'book_appointment' });
    expect(JSON.parse(invocation?.arguments ?? '')).toMatchObject({ name: 'Ada Lovelace', time: '10:00' });
    expect(result).toMatchObject({ successful: true, tool_call_id: invocation?.tool_call_id });
    await client.chat.end(chat_id);
    expect(await client.chat.retrieve(chat_id)).toMatchObject({
      chat_status: 'ended',
      collected_dynamic_variables: { name: 'Ada Lovelace', time: '10:00' },
      end_timestamp: expect.any(Number) as number,
    });
  });

  test('are changed, ended and deleted', async () => {
    const { chat_id } = await client.chat.create({ agent_id });
    expect(await client.chat.update(chat_id, { metadata: { list: [1] }, custom_attributes: { tier: 'gold' } })).toMatchObject({
      metadata: { list: [1] },
      custom_attributes: { tier: 'gold' },
    });
    const overridden = await client.chat.update(chat_id, { override_dynamic_variables: { seat: '12' } });
    expect(overridden.retell_llm_dynamic_variables).toMatchObject({ seat: '12' });
    await client.chat.end(chat_id);
    for (const ask of [() => client.chat.end(chat_id), () => client.chat.createChatCompletion({ chat_id, content: 'Hello?' })])
      expect((await refusal(ask())).error).toBeInstanceOf(UnprocessableEntityError);
    await client.chat.delete(chat_id);
    expect((await refusal(client.chat.retrieve(chat_id))).error).toBeInstanceOf(NotFoundError);
  });

  test('the exchange of a call is no chat, and no id of ours is one of theirs', async () => {
    const { call_id } = await client.call.createWebCall({ agent_id });
    const { chat_id } = await client.chat.create({ agent_id });
    for (const id of [call_id.replace('call_', 'chat_'), chat_id.replace('chat_', 'conv_')])
      expect((await refusal(client.chat.retrieve(id))).error).toBeInstanceOf(NotFoundError);
    expect((await client.chat.list()).items?.map((one) => one.chat_id)).toEqual([chat_id]);
  });

  test('are listed in pages and by filter', async () => {
    const ids: string[] = [];
    for (const plan of ['gold', 'free', 'gold']) ids.push((await client.chat.create({ agent_id, metadata: { plan } })).chat_id);
    await client.chat.end(ids[0]!);
    const page = await client.chat.list({ limit: 2, sort_order: 'ascending', include_total: true });
    expect(page.items?.map((one) => one.chat_id)).toEqual(ids.slice(0, 2));
    expect(page).toMatchObject({ total: 3, has_more: true });
    expect(
      (await client.chat.list({ limit: 2, sort_order: 'ascending', pagination_key: page.pagination_key! })).items?.map(
        (one) => one.chat_id,
      ),
    ).toEqual(ids.slice(2));
    const found = async (filter_criteria: object) => (await client.chat.list({ filter_criteria })).items?.map((one) => one.chat_id);
    expect(await found({ agent: [{ agent_id }], chat_status: { type: 'enum', op: 'in', value: ['ended'] } })).toEqual([ids[0]]);
    expect(await found({ metadata: [{ type: 'string', op: 'eq', key: 'plan', value: 'gold' }] })).toEqual([ids[2], ids[0]]);
    expect(await found({ start_timestamp: { type: 'number', op: 'gt', value: Date.now() + 60_000 } })).toEqual([]);
    expect(
      (await refusal(client.chat.list({ filter_criteria: { chat_successful: { type: 'boolean', op: 'eq', value: true } } }))).message,
    ).toContain('chat_successful');
    const older = await client.get<{ chat_id: string; transcript: string }[]>('/list-chat', {
      query: { limit: 1, pagination_key: ids[2] },
    });
    expect(older).toMatchObject([{ chat_id: ids[1], transcript: expect.stringContaining('Agent: ') as string }]);
  });
});

describe("Retell's phone numbers", () => {
  let next = 5_550_000;
  const number = (): string => `+1555${String((next += 1))}`;

  test('are ours, named by themselves', async () => {
    const phone_number = number();
    const made = await client.phoneNumber.create({
      phone_number,
      nickname: 'Desk',
      inbound_agents: [{ agent_id, weight: 1 }],
      allowed_inbound_country_list: ['US'],
      inbound_webhook_url: 'https://example.org/in',
    });
    expect(made).toMatchObject({
      phone_number,
      nickname: 'Desk',
      phone_number_type: 'custom',
      allowed_inbound_country_list: ['US'],
      inbound_webhook_url: 'https://example.org/in',
      inbound_agents: [{ agent_id, weight: 1, agent_version: 'latest' }],
      outbound_agents: [],
    });
    const { json } = await parley.request('GET', `/phone-numbers?number=${encodeURIComponent(phone_number)}`, { key: tenant.key });
    expect(json).toMatchObject({
      items: [{ number: phone_number, nickname: 'Desk', inbound_agent: { agent_id, agent_version: 'draft' } }],
    });
    const updated = await client.phoneNumber.update(phone_number, {
      nickname: null,
      inbound_agents: [],
      outbound_agents: [{ agent_id, weight: 1, agent_version: 0 }],
      fallback_number: '+15551112222',
    });
    expect(updated).toMatchObject({
      nickname: '',
      inbound_agents: [],
      outbound_agents: [{ agent_id }],
      fallback_number: '+15551112222',
      allowed_inbound_country_list: ['US'],
    });
    await client.phoneNumber.delete(phone_number);
    expect((await refusal(client.phoneNumber.retrieve(phone_number))).error).toBeInstanceOf(NotFoundError);
  });

  test('a trunk is kept without its password', async () => {
    const phone_number = number();
    await client.phoneNumber.import({
      phone_number,
      termination_uri: 'trunk.example.org',
      sip_trunk_auth_username: 'user',
      sip_trunk_auth_password: 'a-password',
      transport: 'TLS',
    });
    await client.phoneNumber.update(phone_number, { auth_username: 'other', auth_password: 'a-password' });
    expect((await client.phoneNumber.retrieve(phone_number)).sip_outbound_trunk_config).toEqual({
      termination_uri: 'trunk.example.org',
      auth_username: 'other',
      transport: 'TLS',
    });
    const kept = await parley.database.asSystem((tx) => tx.select().from(compatRecords));
    expect(JSON.stringify(kept)).toContain('trunk.example.org');
    expect(JSON.stringify(kept)).not.toContain('a-password');
  });

  test('versions that move, and those that do not', async () => {
    await client.chatAgent.publish(agent_id, { version: 0 });
    const phone_number = number();
    await client.phoneNumber.create({ phone_number });
    for (const agent_version of ['latest', 'latest_published', 0] as const) {
      const { inbound_agents } = await client.phoneNumber.update(phone_number, {
        inbound_agents: [{ agent_id, weight: 1, agent_version }],
      });
      expect(inbound_agents).toEqual([{ agent_id, weight: 1, agent_version }]);
    }
  });

  test('are listed', async () => {
    const numbers = [number(), number(), number()];
    for (const phone_number of numbers) await client.phoneNumber.create({ phone_number });
    const page = await client.phoneNumber.list({ limit: 2 });
    expect(page.items?.map((one) => one.phone_number)).toEqual([numbers[2], numbers[1]]);
    expect(
      (await client.phoneNumber.list({ limit: 2, pagination_key: page.pagination_key! })).items?.map((one) => one.phone_number),
    ).toEqual([numbers[0]]);
    const older = await client.get<{ phone_number: string }[]>('/list-phone-numbers', { query: { pagination_key: numbers[1] } });
    expect(older.map((one) => one.phone_number)).toEqual([numbers[0]]);
  });

  test.each([
    ['bought', {}, 'cannot be bought'],
    ['that is none', { phone_number: '0555' }, 'E.164'],
    [
      'with two agents',
      {
        phone_number: '+15559990000',
        inbound_agents: [
          { agent_id: 'a', weight: 0.5 },
          { agent_id: 'b', weight: 0.5 },
        ],
      },
      'inbound_agents',
    ],
    [
      'of an agent that is not there',
      { phone_number: '+15559990000', outbound_agents: [{ agent_id: 'agent_nobody', weight: 1 }] },
      'outbound_agents',
    ],
  ])('a number %s is refused', async (_name, body, named) => {
    expect(await refusal(client.phoneNumber.create(body))).toMatchObject({
      status: 422,
      message: expect.stringContaining(named) as string,
    });
  });
});

describe('voices and concurrency', () => {
  test('voices can be heard with the key', async () => {
    const voices = await client.voice.list();
    expect(voices).toContainEqual(expect.objectContaining({ voice_id: 'slt', provider: 'platform', gender: 'female' }));
    const [first] = voices;
    expect(await client.voice.retrieve(first!.voice_id)).toEqual(first);
    expect(first?.preview_audio_url).toBe(`${parley.url}/api/v1/voices/embedded/${first!.voice_id}/sample`);
    expect((await refusal(client.voice.retrieve('nobody'))).error).toBeInstanceOf(NotFoundError);
  });

  test('nothing is carried without media processes', async () => {
    expect(await client.concurrency.retrieve()).toMatchObject({
      current_concurrency: 0,
      concurrency_limit: 0,
      concurrency_burst_enabled: false,
    });
  });
});
