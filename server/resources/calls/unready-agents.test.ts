/** Agents whose settings cannot work, or whose provider has no key: whoever begins a call is told why, and no call is silent. */
import { AgentConfig, type Agent, type AgentSnapshot, type Call, type CallEvent, type CreatedCall, type Problem } from '@parley/contract';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ClientTokens } from '../../access/tokens/client-token.ts';
import { Client } from '../../live/call-host/testing.ts';
import { agents } from '../../platform/db/schema.ts';
import { retell } from '../../compat/retell/testing.ts';
import { eventually, isOver, startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';
import { registeredCall } from './testing.ts';

const OPENAI = { llm: { provider: 'openai', model: 'gpt-4.1' } } as const;
const OFFER = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';

let parley: TestServer;
let tenant: Tenant;
const clients: Client[] = [];
beforeAll(async () => (parley = await startTestServer({ mediaProcesses: 1 })), 60_000);
afterAll(() => parley.close(), 30_000);
beforeEach(async () => (tenant = await parley.tenant()));
afterEach(() => {
  for (const client of clients.splice(0)) client.socket.close();
});

const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
  parley.request(method, path, { key: tenant.key, ...(body === undefined ? {} : { body }) });
const create = async (settings: object = {}): Promise<string> => {
  const answer = await ask('POST', '/agents', { name: 'New', ...settings });
  expect(answer.status, answer.text).toBe(201);
  return (answer.json as Agent).id;
};
/** As an older version of the server kept it. */
const createOld = async (settings: object): Promise<AgentSnapshot> => {
  const id = await create();
  const config = AgentConfig.parse({ name: 'Old', ...settings });
  await parley.database.asOrganization(tenant.id, (tx) => tx.update(agents).set({ draft: config }).where(eq(agents.id, id)));
  return { id, version: null, config };
};
const begin = (agentId: string): Promise<Answer> => ask('POST', '/calls', { type: 'web', transport: 'websocket', agent_id: agentId });
const refused = ({ status, json }: Answer): [number, string, ...string[]] => {
  const { code, errors = [] } = json as Problem;
  return [status, code, ...errors.map(({ pointer }) => pointer)];
};
const over = (id: string): Promise<Call> => eventually(async () => (await ask('GET', `/calls/${id}`)).json as Call, isOver);
const lastEvent = async (id: string): Promise<CallEvent['event'] | undefined> =>
  ((await ask('GET', `/calls/${id}/events`)).json as { items: CallEvent[] }).items.at(-1)?.event;
const connect = async (url: string): Promise<Client> => {
  const client = new Client(url);
  clients.push(client);
  await client.start();
  await client.untilClosed();
  return client;
};
/** A call that was registered while OpenAI had its key. */
const keyLost = async (): Promise<CreatedCall> => {
  const agentId = await create(OPENAI);
  await ask('PUT', '/providers/openai', { api_key: 'sk-1' });
  const call = (await begin(agentId)).json as CreatedCall;
  expect((await ask('DELETE', '/providers/openai')).status).toBe(204);
  return call;
};

describe('a call is not registered', () => {
  test('without a key', async () => {
    const answer = await begin(await create(OPENAI));
    expect(refused(answer)).toEqual([409, 'provider_not_configured', '/llm/provider']);
    expect((answer.json as Problem).detail).toMatch(/llm\.provider is openai, which has no key/);
    expect((await ask('GET', '/calls')).json).toMatchObject({ items: [] });
  });

  test.each([
    ['the greeting', { greeting: '{{g}}' }],
    ['the reminder', { turn_taking: { reminder: { text: '{{g}}' } } }],
  ])('whose own variables leave %s without a sound', async (_what, config) => {
    const agentId = await create(config);
    const withVariable = (g: string): Promise<Answer> =>
      ask('POST', '/calls', { type: 'web', transport: 'websocket', agent_id: agentId, variables: { g } });
    expect(refused(await withVariable('Привет'))).toEqual([422, 'validation_failed', '/variables/g']);
    expect((await withVariable('Hello Мир')).status).toBe(201);
  });

  test('on variables of an older version, unless the call has its own', async () => {
    const { id } = await createOld({ greeting: '{{g}}', variables: { g: 'Привет' } });
    expect(refused(await begin(id))).toEqual([409, 'impossible_settings', '/greeting']);
    const own = await ask('POST', '/calls', { type: 'web', transport: 'websocket', agent_id: id, variables: { g: 'Hello' } });
    expect(own.status).toBe(201);
  });

  test('on settings of an older version that cannot work', async () => {
    const { id } = await createOld({ language: 'de-DE', tts: { voice: 'nobody' } });
    expect(refused(await begin(id))).toEqual([409, 'impossible_settings', '/language', '/tts/voice']);
    expect((await ask('GET', '/calls')).json).toMatchObject({ items: [] });
  });

  test('through the Retell API either, in its own words', async () => {
    const { id } = await createOld({ language: 'de-DE' });
    await expect(retell(parley, tenant).call.createWebCall({ agent_id: id })).rejects.toMatchObject({
      status: 422,
      error: { status: 'error', message: expect.stringMatching(/^language must be a language that the embedded recogniser/) as string },
    });
  });
});

describe('a registered call', () => {
  test('whose agent has lost its key ends with the reason in a frame, over WebSocket', async () => {
    const call = await keyLost();
    const client = await connect(call.media_url!);
    expect(client.messages).toMatchObject([
      { type: 'ready' },
      { type: 'error', code: 'provider_not_configured', message: expect.stringContaining('openai, which has no key') as string },
      { type: 'ended', reason: 'error_provider_not_configured' },
    ]);
    expect(client.audioBytes).toBe(0);
    expect(await over(call.id)).toMatchObject({ status: 'error', disconnection_reason: 'error_provider_not_configured' });
    expect(await lastEvent(call.id)).toMatchObject({ type: 'call.ended', message: expect.stringContaining('has no key') as string });
  });

  test('whose agent has lost its key ends with the reason in the answer, over WebRTC', async () => {
    const call = await keyLost();
    const answer = await parley.request('POST', `/calls/${call.id}/webrtc`, {
      key: call.client_token,
      raw: OFFER,
      headers: { 'Content-Type': 'application/sdp' },
    });
    expect(refused(answer)).toEqual([409, 'provider_not_configured', '/llm/provider']);
    expect(await over(call.id)).toMatchObject({ status: 'error', disconnection_reason: 'error_provider_not_configured' });
  });

  test('of an older version on settings that cannot work ends with the reason in a frame', async () => {
    const { id } = await registeredCall(parley, tenant.id, await createOld({ tts: { voice: 'nobody' } }));
    const { token } = await new ClientTokens(parley.secret, 60_000).issue(tenant.id, id);
    const client = await connect(`${parley.url.replace('http', 'ws')}/api/v1/calls/${id}/media?token=${token}`);
    expect(client.error).toBe('impossible_settings');
    expect(client.ended).toBe('error_impossible_settings');
    expect(await over(id)).toMatchObject({ status: 'error', disconnection_reason: 'error_impossible_settings' });
  });
});

describe('a typed conversation', () => {
  test('is not begun without a key', async () =>
    expect(refused(await ask('POST', '/conversations', { agent_id: await create(OPENAI) }))).toEqual([
      409,
      'provider_not_configured',
      '/llm/provider',
    ]));

  test('says which key is lost', async () => {
    const agentId = await create(OPENAI);
    await ask('PUT', '/providers/openai', { api_key: 'sk-1' });
    const { id } = (await ask('POST', '/conversations', { agent_id: agentId })).json as { id: string };
    await ask('DELETE', '/providers/openai');
    const say = (): Promise<Answer> => ask('POST', `/conversations/${id}/messages`, { content: 'Hello' });
    expect(refused(await say())).toEqual([409, 'provider_not_configured', '/llm/provider']);
    expect(refused(await say())).toEqual([409, 'provider_not_configured', '/llm/provider']);
  });

  test('needs neither recogniser nor voice', async () => {
    const { id } = await createOld({ language: 'de-DE', greeting: 'Grüß Gott', tts: { voice: 'nobody' } });
    expect((await ask('POST', '/conversations', { agent_id: id })).status).toBe(201);
  });
});
