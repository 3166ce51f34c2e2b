/** One call or conversation that is otherwise than its agent. */
import type { Agent, Call, Conversation, MessageExchange, Problem } from '@parley/contract';
import { FRONT_DESK } from '@parley/providers/rules-dialogue/scripts/front-desk.ts';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { refusal, retell } from '../../compat/retell/testing.ts';
import { calls } from '../../platform/db/schema.ts';
import { startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';

let parley: TestServer;
let tenant: Tenant;
let agent_id: string;
beforeAll(async () => (parley = await startTestServer()));
afterAll(() => parley.close());
beforeEach(async () => {
  tenant = await parley.tenant();
  agent_id = ((await ask('POST', '/agents', { ...FRONT_DESK, tts: { speed: 1.2 } })).json as Agent).id;
});

const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
  parley.request(method, path, { key: tenant.key, ...(body === undefined ? {} : { body }) });
const call = (agent_override: unknown): Promise<Answer> => ask('POST', '/calls', { type: 'web', agent_id, agent_override });
const chat = (agent_override: unknown): Promise<Answer> => ask('POST', '/conversations', { agent_id, agent_override });
const refused = ({ status, json }: Answer): [number, string, ...string[]] => {
  const { code, errors = [] } = json as Problem;
  return [status, code, ...errors.map(({ pointer }) => pointer)];
};
const snapshotOf = async (id: string) => {
  const [row] = await parley.database.asOrganization(tenant.id, (tx) => tx.select().from(calls).where(eq(calls.id, id)));
  return row!.agentSnapshot;
};

const WHOLE = {
  prompt: 'You answer for the dentist.',
  greeting: 'Dentist, good day.',
  language: 'en-us',
  tts: { speed: 1.5 },
  turn_taking: { endpointing: { mode: 'fixed', silence_ms: 400 } },
  functions: [{ type: 'built_in', name: 'end_call' }],
} as const;

describe('a call', () => {
  test('runs with what it overrides, and with what it leaves as it is', async () => {
    const answer = await call(WHOLE);
    expect(answer.status, answer.text).toBe(201);
    const { id } = answer.json as Call;
    const { config } = await snapshotOf(id);
    expect(config).toMatchObject({ ...WHOLE, language: 'en-US', name: FRONT_DESK.name, llm: { provider: 'embedded' } });
    expect(config.turn_taking.endpointing.incomplete_silence_ms).toBe(1_500);
    expect(((await ask('GET', `/agents/${agent_id}`)).json as Agent).greeting).toBe(FRONT_DESK.greeting);
  });

  test('tells what it ran with: alone, and in a list that asks for it', async () => {
    const { id, conversation_id } = (await call({ tts: { speed: 1.5 } })).json as Call;
    expect((await ask('GET', `/calls/${id}`)).json).toMatchObject({ agent_override: { tts: { speed: 1.5 } } });
    expect((await ask('GET', `/conversations/${conversation_id}`)).json).toMatchObject({ agent_override: { tts: { speed: 1.5 } } });
    const listed = (path: string) => ask('GET', path).then(({ json }) => (json as { items: Call[] }).items[0]);
    expect(await listed('/calls?fields=agent_override')).toMatchObject({ id, agent_override: { tts: { speed: 1.5 } } });
    expect(await listed('/calls')).not.toHaveProperty('agent_override');
    expect(await listed('/conversations?fields=agent_override')).toMatchObject({ agent_override: { tts: { speed: 1.5 } } });
  });

  test.each([[undefined], [{}]])('that overrides nothing (%j) says so', async (override) => {
    expect((await call(override)).json).toMatchObject({ agent_override: null });
  });

  const WRONG: [string, unknown, string][] = [
    ['of the form', { tts: { speed: 9 } }, '/agent_override/tts/speed'],
    ['of the type', { greeting: 7 }, '/agent_override/greeting'],
    ['of no setting', { colour: 'red' }, '/agent_override/colour'],
    ['of no setting inside', { turn_taking: { endpointing: { mood: 1 } } }, '/agent_override/turn_taking/endpointing/mood'],
    ['of the name', { name: 'Other' }, '/agent_override/name'],
    ['of the variables, which the call has itself', { variables: { a: 'b' } }, '/agent_override/variables'],
    ['of null, where there is a default', { greeting: null }, '/agent_override/greeting'],
    ['of a voice that is none', { tts: { voice: 'nobody' } }, '/agent_override/tts/voice'],
    ['of a language nobody speaks', { language: 'sw' }, '/agent_override/language'],
    ['of a model of another provider', { llm: { provider: 'openai' } }, '/agent_override/llm/model'],
    ['of a greeting without a sound', { greeting: 'Привет' }, '/agent_override/greeting'],
    [
      'of two functions of one name',
      {
        functions: [
          { type: 'built_in', name: 'end_call' },
          { type: 'built_in', name: 'end_call' },
        ],
      },
      '/agent_override/functions/1/name',
    ],
    [
      'of a function that can never be called',
      { functions: [{ type: 'collect', name: 'x', parameters: { type: 'object', properties: { a: { type: 'nothing' } } } }] },
      '/agent_override/functions/0/parameters',
    ],
  ];
  test.each(WRONG)('is refused because %s', async (_name, override, pointer) => {
    expect(refused(await call(override))).toEqual([422, 'validation_failed', pointer]);
  });

  test('is refused while the provider that it overrides has no key, pointing at the override', async () => {
    const override = { llm: { provider: 'openai', model: 'gpt-4.1' } };
    expect(refused(await call(override))).toEqual([409, 'provider_not_configured', '/agent_override/llm/provider']);
    expect(refused(await chat(override))).toEqual([409, 'provider_not_configured', '/agent_override/llm/provider']);
    await ask('PUT', '/providers/openai', { api_key: 'sk-1' });
    expect((await call(override)).status).toBe(201);
  });

  test('takes a setting away that has no default', async () => {
    await ask('PATCH', `/agents/${agent_id}`, { llm: { temperature: 1 } });
    const { id } = (await call({ llm: { temperature: null } })).json as Call;
    expect((await snapshotOf(id)).config.llm).not.toHaveProperty('temperature');
  });
});

describe('a conversation', () => {
  test('is held with what it overrides', async () => {
    const answer = await chat({ greeting: 'Typed hello', functions: [] });
    expect(answer.status, answer.text).toBe(201);
    const { id, messages } = answer.json as Conversation;
    expect(messages).toMatchObject([{ content: 'Typed hello' }]);
    expect((await ask('GET', `/conversations/${id}`)).json).toMatchObject({ agent_override: { greeting: 'Typed hello', functions: [] } });
    const said = await ask('POST', `/conversations/${id}/messages`, { content: 'What are your opening hours?' });
    expect((said.json as MessageExchange).answer).toContain('eight to six');
  });

  test('needs no voice for its language', async () => {
    expect((await chat({ language: 'sw' })).status).toBe(201);
    expect(refused(await chat({ time_zone: 'Mars' }))).toEqual([422, 'validation_failed', '/agent_override/time_zone']);
  });
});

describe("Retell's calls and chats", () => {
  test('are otherwise than their agent in our settings', async () => {
    const client = retell(parley, tenant);
    const { llm_id } = await client.llm.create({ general_prompt: 'p', model_temperature: 0.5 });
    const voice = await client.agent.create({ response_engine: { type: 'retell-llm', llm_id }, voice_id: 'slt', agent_name: 'Desk' });
    const agent_override = {
      agent: { agent_name: 'Other', voice_speed: 1.3, interruption_sensitivity: 0 },
      retell_llm: { begin_message: 'Good evening.', general_prompt: 'q' },
    };
    const { call_id } = await client.call.createWebCall({ agent_id: voice.agent_id, agent_override });
    expect((await snapshotOf(call_id)).config).toMatchObject({
      name: 'Desk',
      prompt: 'q',
      greeting: 'Good evening.',
      tts: { speed: 1.3 },
      llm: { temperature: 0.5 },
      turn_taking: { interruption: { enabled: false } },
    });
    const chatted = await client.post<{ transcript: string }>('/create-chat', { body: { agent_id: voice.agent_id, agent_override } });
    expect(chatted.transcript).toBe('Agent: Good evening.\n');
  });

  test('are refused with the field in their words', async () => {
    const client = retell(parley, tenant);
    const create = (agent_override: object) => refusal(client.call.createWebCall({ agent_id, agent_override }));
    expect(await create({ agent: { language: 'sw' } })).toMatchObject({ status: 422, message: /^agent_override\.language must/ });
    expect(await create({ retell_llm: { model: 'gpt-4.1' } })).toMatchObject({ status: 422, message: /agent_override\.model/ });
    expect(await create({ agent: { voice_speed: 9 } })).toMatchObject({ status: 400 });
    expect(await create({ conversation_flow: { model_temperature: 1 } })).toMatchObject({
      status: 422,
      message: 'agent_override.conversation_flow is not available on this server.',
    });
  });
});
