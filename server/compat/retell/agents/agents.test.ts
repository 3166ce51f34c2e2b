import type Retell from 'retell-sdk';
import { NotFoundError, UnprocessableEntityError } from 'retell-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeOnBoth } from '../../../platform/db/testing-suites.ts';
import { startTestServer, type Tenant, type TestServer } from '../../../testing.ts';
import { refusal, retell } from '../testing.ts';

const VOICE = 'slt';

describeOnBoth("Retell's agents and LLMs", (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  let client: Retell;

  beforeAll(async () => {
    parley = await startTestServer({ kind });
  });
  afterAll(() => parley.close());
  beforeEach(async () => {
    tenant = await parley.tenant();
    client = retell(parley, tenant);
  });

  const ours = async (id: string): Promise<Record<string, unknown>> =>
    (await parley.request('GET', `/agents/${id}`, { key: tenant.key })).json as Record<string, unknown>;
  const patchOurs = async (id: string, body: object): Promise<void> => {
    expect((await parley.request('PATCH', `/agents/${id}`, { key: tenant.key, body })).status).toBe(200);
  };
  const newAgent = async (prompt = 'Be brief.') => {
    const { llm_id } = await client.llm.create({ general_prompt: prompt, begin_message: 'Hello' });
    return client.agent.create({ response_engine: { type: 'retell-llm', llm_id }, voice_id: VOICE, agent_name: 'Front desk' });
  };
  const llmOf = (agent: { response_engine: object }): string => (agent.response_engine as { llm_id: string }).llm_id;

  test('an LLM and a voice make one agent of ours', async () => {
    const llm = await client.llm.create({
      general_prompt: 'You answer for {{company}}.',
      begin_message: 'Good morning',
      model: 'gpt-4.1',
      model_temperature: 0.3,
      default_dynamic_variables: { company: 'Parley' },
      general_tools: [{ type: 'end_call', name: 'end_call' }],
    });
    const agent = await client.agent.create({
      response_engine: { type: 'retell-llm', llm_id: llm.llm_id },
      voice_id: 'rms',
      agent_name: 'Front desk',
      language: 'en-GB',
      interruption_sensitivity: 0.6,
    });
    expect(agent).toMatchObject({
      version: 0,
      is_published: false,
      response_engine: { type: 'retell-llm', llm_id: llm.llm_id, version: 0 },
      voice_id: 'rms',
      interruption_sensitivity: 0.6,
    });
    expect(await ours(agent.agent_id)).toMatchObject({
      name: 'Front desk',
      language: 'en-GB',
      prompt: 'You answer for {{company}}.',
      greeting: 'Good morning',
      llm: { provider: 'openai', model: 'gpt-4.1', temperature: 0.3 },
      tts: { voice: 'rms' },
      variables: { company: 'Parley' },
      functions: [{ type: 'built_in', name: 'end_call' }],
      time_zone: 'America/Los_Angeles',
      turn_taking: { interruption: { min_speech_ms: 550 }, idle_timeout_ms: 600_000, reminder: { after_ms: 10_000, max: 1 } },
    });
  });

  test('a language that no engine has is refused for a voice agent, in words of their form; one that is only written to may have it', async () => {
    const llm = await client.llm.create({ general_prompt: 'p' });
    const response_engine = { type: 'retell-llm' as const, llm_id: llm.llm_id };
    const voiced = await refusal(client.agent.create({ response_engine, voice_id: VOICE, language: 'de-DE' }));
    expect([voiced.status, voiced.message]).toEqual([422, 'language must be a language that the embedded recogniser understands: en']);
    const zoned = await refusal(client.agent.create({ response_engine, voice_id: VOICE, timezone: 'Mars/Olympus' }));
    expect([zoned.status, zoned.message]).toEqual([422, 'timezone must be an IANA time zone such as Europe/Berlin']);
    const { agent_id } = await newAgent();
    expect(await refusal(client.agent.update(agent_id, { language: 'fr-FR' }))).toMatchObject({ status: 422 });
    const chat = await client.chatAgent.create({ response_engine, language: 'de-DE' });
    expect(await client.chatAgent.update(chat.agent_id, { language: 'fr-FR' })).toMatchObject({ language: 'fr-FR' });
    await client.chatAgent.publish(chat.agent_id, { version: 0 });
    expect(await ours(chat.agent_id)).toMatchObject({ published_version: 1, language: 'fr-FR' });
  });

  test('an agent whose provider has no key is not published', async () => {
    const llm = await client.llm.create({ general_prompt: 'p', model: 'gpt-4.1' });
    const { agent_id } = await client.agent.create({ response_engine: { type: 'retell-llm', llm_id: llm.llm_id }, voice_id: VOICE });
    expect(await refusal(client.agent.publish(agent_id, { version: 0 }))).toMatchObject({
      status: 422,
      message: expect.stringMatching(/no key/) as string,
    });
  });

  test('a read-modify-write loses nothing, whatever we have no feature for', async () => {
    const given = {
      general_prompt: 'p',
      states: [{ name: 'start', state_prompt: 'Begin.', edges: [{ destination_state_name: 'end', description: 'Done' }] }, { name: 'end' }],
      starting_state: 'start',
      general_tools: [
        { type: 'custom' as const, name: 'look-up', url: 'https://example.org', parameters: { type: 'object' as const, properties: {} } },
      ],
      knowledge_base_ids: ['knowledge_base_1'],
      model: 'claude-4.6-sonnet' as const,
    };
    const llm = await client.llm.create(given);
    expect(llm).toMatchObject(given);
    const { llm_id, version, last_modification_timestamp: _time, is_published: _published, ...fields } = llm;
    expect(version).toBe(0);
    expect(await client.llm.update(llm_id, fields)).toMatchObject(given);

    const extras = {
      voice_id: '11labs-Adrian',
      voice_temperature: 0.4,
      ambient_sound: 'coffee-shop' as const,
      pii_config: { mode: 'post_call' as const, categories: ['email' as const] },
      webhook_url: 'https://example.org/hook',
      post_call_analysis_data: [{ type: 'string' as const, name: 'city', description: 'City' }],
    };
    const agent = await client.agent.create({ response_engine: { type: 'retell-llm', llm_id }, ...extras });
    expect(agent).toMatchObject(extras);
    const { agent_id, ...whole } = agent;
    expect(await client.agent.update(agent_id, whole)).toMatchObject(extras);
    expect(await client.agent.retrieve(agent_id)).toMatchObject(extras);
    expect(await ours(agent_id)).toMatchObject({ tts: { voice: 'slt' }, llm: { provider: 'embedded' } });
  });

  test('what is changed in our API shows in theirs, and theirs does not undo it', async () => {
    const { agent_id, response_engine } = await newAgent();
    const llm_id = llmOf({ response_engine });
    await patchOurs(agent_id, { prompt: 'Changed here.', tts: { voice: 'awb' } });
    expect(await client.llm.retrieve(llm_id)).toMatchObject({ general_prompt: 'Changed here.', begin_message: 'Hello' });
    expect(await client.agent.retrieve(agent_id)).toMatchObject({ voice_id: 'awb', agent_name: 'Front desk' });
    await client.llm.update(llm_id, { begin_message: 'Hi' });
    expect(await ours(agent_id)).toMatchObject({ prompt: 'Changed here.', greeting: 'Hi' });
  });

  test('agents that share an LLM follow it together', async () => {
    const first = await newAgent();
    const llm_id = llmOf(first);
    const second = await client.agent.create({ response_engine: { type: 'retell-llm', llm_id }, voice_id: 'rms' });
    await client.llm.update(llm_id, { general_prompt: 'For both.' });
    for (const { agent_id } of [first, second]) expect(await ours(agent_id)).toMatchObject({ prompt: 'For both.' });
    expect((await refusal(client.llm.delete(llm_id))).status).toBe(400);
    await client.llm.delete(llm_id, { force_delete: true });
    await expect(client.llm.retrieve(llm_id)).rejects.toBeInstanceOf(NotFoundError);
    const own = llmOf(await client.agent.retrieve(second.agent_id));
    expect(own).toBe(second.agent_id.replace('agent_', 'llm_'));
    expect(await client.llm.retrieve(own)).toMatchObject({ general_prompt: 'For both.' });
  });

  test('an agent is given another LLM', async () => {
    const [one, other] = [await newAgent('First.'), await newAgent('Second.')];
    const updated = await client.agent.update(one.agent_id, {
      response_engine: other.response_engine,
    });
    expect(llmOf(updated)).toBe(llmOf(other));
    expect(await ours(one.agent_id)).toMatchObject({ name: 'Front desk', prompt: 'Second.' });
  });

  test('an agent made in our API is there, with an LLM of its own', async () => {
    const { json } = await parley.request('POST', '/agents', {
      key: tenant.key,
      body: { name: 'Ours', prompt: 'p', functions: [{ type: 'built_in', name: 'current_time' }] },
    });
    const { id } = json as { id: string };
    const llm_id = id.replace('agent_', 'llm_');
    expect(await client.agent.retrieve(id)).toMatchObject({ agent_name: 'Ours', voice_id: 'slt', response_engine: { llm_id } });
    expect(await client.llm.update(llm_id, { general_prompt: 'q', kb_config: { top_k: 3 } })).toMatchObject({
      general_prompt: 'q',
      kb_config: { top_k: 3 },
      general_tools: [],
    });
    expect(await ours(id)).toMatchObject({ prompt: 'q', functions: [{ type: 'built_in', name: 'current_time' }] });
    expect((await refusal(client.llm.delete(llm_id, { force_delete: true }))).status).toBe(400);
    const copy = await client.agent.create({ response_engine: { type: 'retell-llm', llm_id }, voice_id: VOICE });
    expect(await ours(copy.agent_id)).toMatchObject({ prompt: 'q', functions: [{ type: 'built_in', name: 'current_time' }] });
    await client.agent.delete(id);
    await expect(client.agent.retrieve(id)).rejects.toBeInstanceOf(NotFoundError);
  });

  describe('versions', () => {
    test('a draft is published in place, and changes make the next one', async () => {
      const { agent_id } = await newAgent();
      await client.agent.publish(agent_id, { version: 0, version_title: 'First' });
      expect(await client.agent.retrieve(agent_id)).toMatchObject({ version: 0, is_published: true, version_title: 'First' });
      expect(await client.agent.update(agent_id, { ambient_sound: 'call-center' })).toMatchObject({
        version: 1,
        is_published: false,
        base_version: 0,
      });
      expect(await client.agent.retrieve(agent_id)).toMatchObject({ version: 1, ambient_sound: 'call-center' });
      expect((await client.agent.retrieve(agent_id, { version: 0 })).ambient_sound).toBeUndefined();
      expect(await client.agent.retrieve(agent_id, { version: 'latest_published' })).toMatchObject({ version: 0 });
      expect(await client.agent.listVersions(agent_id)).toMatchObject({
        items: [
          { version: 1, base_version: 0 },
          { version: 0, version_title: 'First' },
        ],
        has_more: false,
      });
      expect((await client.agent.getVersions(agent_id)).map(({ version, is_published }) => [version, is_published])).toEqual([
        [1, false],
        [0, true],
      ]);
      await client.agent.deleteVersion(agent_id, { version: 1 });
      expect(await client.agent.retrieve(agent_id)).toMatchObject({ version: 0, is_published: true });
      expect((await client.agent.retrieve(agent_id)).ambient_sound).toBeUndefined();
    });

    test('a draft begins anew from an older version, its LLM too', async () => {
      const agent = await newAgent('Old.');
      const llm_id = llmOf(agent);
      await client.agent.publish(agent.agent_id, { version: 0 });
      await client.llm.update(llm_id, { general_prompt: 'New.', knowledge_base_ids: ['k'] });
      await client.agent.publish(agent.agent_id, { version: 1 });
      expect(await client.llm.retrieve(llm_id, { version: 0 })).toMatchObject({ general_prompt: 'Old.', is_published: true });
      expect(await client.agent.createVersion(agent.agent_id, { base_version: 0 })).toMatchObject({
        version: 2,
        base_version: 0,
        is_published: false,
      });
      expect(await client.llm.retrieve(llm_id)).toMatchObject({ general_prompt: 'Old.', version: 2 });
      expect((await client.llm.retrieve(llm_id)).knowledge_base_ids).toBeUndefined();
      expect((await refusal(client.agent.createVersion(agent.agent_id, { base_version: 1 }))).message).toContain('Version 2 is a draft');
    });

    test('a version whose LLM is gone begins anew with the words that it had', async () => {
      const agent = await newAgent('Old.');
      await client.agent.publish(agent.agent_id, { version: 0 });
      await client.llm.delete(llmOf(agent), { force_delete: true });
      const own = agent.agent_id.replace('agent_', 'llm_');
      await client.llm.update(own, { general_prompt: 'New.' });
      await client.agent.publish(agent.agent_id, { version: 1 });
      expect(llmOf(await client.agent.createVersion(agent.agent_id, { base_version: 0 }))).toBe(own);
      expect(await client.llm.retrieve(own)).toMatchObject({ general_prompt: 'Old.', version: 2 });
    });

    test('what is published cannot be changed, published again or deleted', async () => {
      const { agent_id } = await newAgent();
      await client.agent.publish(agent_id, { version: 0 });
      const refused = [
        () => client.agent.publish(agent_id, { version: 0 }),
        () => client.agent.deleteVersion(agent_id, { version: 0 }),
        () => client.agent.update(agent_id, { version: 0, agent_name: 'x' }),
      ];
      for (const ask of refused) expect((await refusal(ask())).error).toBeInstanceOf(UnprocessableEntityError);
      const unknown = [
        () => client.agent.publish(agent_id, { version: 9 }),
        () => client.agent.retrieve(agent_id, { version: 9 }),
        () => client.agent.retrieve(agent_id, { version: 'no-tag' }),
      ];
      for (const ask of unknown) expect((await refusal(ask())).error).toBeInstanceOf(NotFoundError);
    });

    test('tags are shown, and name versions', async () => {
      const { agent_id } = await newAgent();
      await client.agent.publish(agent_id, { version: 0 });
      await parley.request('PUT', `/agents/${agent_id}/tags/prod`, { key: tenant.key, body: { version: 1 } });
      expect(await client.agent.retrieve(agent_id, { version: 'prod' })).toMatchObject({ version: 0, assigned_tags: ['prod'] });
      expect((await client.agent.list()).items).toMatchObject([{ agent_id, tags: { prod: { version: 0 } } }]);
    });

    test('older clients publish without a number', async () => {
      const { agent_id } = await newAgent();
      await client.post(`/publish-agent/${agent_id}`);
      expect(await client.agent.retrieve(agent_id)).toMatchObject({ version: 0, is_published: true });
    });
  });

  test('voice and chat agents are told apart', async () => {
    const voice = await newAgent();
    const chat = await client.chatAgent.create({
      response_engine: { type: 'retell-llm', llm_id: llmOf(voice) },
      agent_name: 'Typed',
      auto_close_message: 'Bye',
    });
    expect(chat).toMatchObject({ agent_name: 'Typed', auto_close_message: 'Bye', version: 0 });
    await expect(client.agent.retrieve(chat.agent_id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.chatAgent.delete(voice.agent_id)).rejects.toBeInstanceOf(NotFoundError);
    const of = async (value: 'voice' | 'chat') =>
      (await client.agent.list({ filter_criteria: { channel: { type: 'string', op: 'eq', value } } })).items.map((one) => one.agent_id);
    expect(await of('voice')).toEqual([voice.agent_id]);
    expect(await of('chat')).toEqual([chat.agent_id]);
    expect(await client.get<unknown[]>('/list-chat-agents')).toMatchObject([{ agent_id: chat.agent_id }]);
    expect(await client.get<unknown[]>('/list-agents')).toMatchObject([{ agent_id: voice.agent_id }]);
  });

  test('lists come in pages, both ways and by name', async () => {
    const { llm_id } = await client.llm.create({});
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      const agent =
        at % 2 === 0
          ? client.agent.create({ response_engine: { type: 'retell-llm', llm_id }, voice_id: VOICE, agent_name: `Agent ${String(at)}` })
          : client.chatAgent.create({ response_engine: { type: 'retell-llm', llm_id } });
      ids.push((await agent).agent_id);
    }
    const walk = async (sort_order: 'ascending' | 'descending'): Promise<string[]> => {
      const seen: string[] = [];
      let pagination_key: string | undefined;
      do {
        const page = await client.agent.list({ limit: 2, sort_order, ...(pagination_key === undefined ? {} : { pagination_key }) });
        expect(page.has_more).toBe(page.pagination_key !== undefined);
        seen.push(...page.items.map((one) => one.agent_id));
        pagination_key = page.pagination_key;
      } while (pagination_key !== undefined);
      return seen;
    };
    expect(await walk('ascending')).toEqual(ids);
    expect(await walk('descending')).toEqual(ids.toReversed());
    expect((await client.agent.list({ filter_criteria: { query: 'agent 4' } })).items.map((one) => one.agent_id)).toEqual([ids[4]]);
    const older = await client.get<{ agent_id: string }[]>('/list-agents', { query: { limit: 2, pagination_key: ids[4] } });
    expect(older.map((one) => one.agent_id)).toEqual([ids[2], ids[0]]);
    expect((await refusal(client.agent.list({ pagination_key: 'nonsense' }))).status).toBe(400);
    const noDay = Buffer.from(JSON.stringify(['-created_at', '2026-02-30T00:00:00.000Z', 'a'])).toString('base64url');
    expect((await refusal(client.agent.list({ pagination_key: noDay }))).status).toBe(400);
  });

  test("LLMs' list has those that were created and those of agents, each once", async () => {
    const created = [await client.llm.create({ general_prompt: '1' }), await client.llm.create({ general_prompt: '2' })].map(
      (one) => one.llm_id,
    );
    await client.agent.create({ response_engine: { type: 'retell-llm', llm_id: created[0]! }, voice_id: VOICE });
    const own: string[] = [];
    for (const name of ['A', 'B', 'C']) {
      const { json } = await parley.request('POST', '/agents', { key: tenant.key, body: { name } });
      own.push((json as { id: string }).id.replace('agent_', 'llm_'));
    }
    const seen: string[] = [];
    let pagination_key: string | undefined;
    do {
      const page = await client.llm.list({
        limit: 1,
        sort_order: 'ascending',
        ...(pagination_key === undefined ? {} : { pagination_key }),
      });
      seen.push(...(page.items ?? []).map((one) => one.llm_id));
      pagination_key = page.pagination_key;
    } while (pagination_key !== undefined);
    expect(seen).toEqual([...created, ...own]);
    const older = async (last: string) =>
      (
        await client.get<{ llm_id: string }[]>('/list-retell-llms', {
          query: { limit: 2, sort_order: 'ascending', pagination_key: last },
        })
      ).map((one) => one.llm_id);
    expect(await older(created[0]!)).toEqual([created[1], own[0]]);
    expect(await older(own[0]!)).toEqual([own[1], own[2]]);
  });

  test('what no agent could have is refused when the LLM is made or changed', async () => {
    const default_dynamic_variables = { name: 'x'.repeat(5_000) };
    expect(await refusal(client.llm.create({ default_dynamic_variables }))).toMatchObject({
      status: 422,
      message: expect.stringContaining('variables.name') as string,
    });
    const { llm_id } = await client.llm.create({});
    expect((await refusal(client.llm.update(llm_id, { default_dynamic_variables }))).status).toBe(422);
    const agent = await client.agent.create({ response_engine: { type: 'retell-llm', llm_id }, voice_id: VOICE });
    expect((await refusal(client.llm.update(llm_id, { default_dynamic_variables }))).status).toBe(422);
    expect((await refusal(client.agent.update(agent.agent_id, { timezone: 'Nowhere/Land' }))).message).toContain('timezone');
  });

  test.each([
    ['of an engine that we have not', { type: 'conversation-flow', conversation_flow_id: 'f' }, 'conversation-flow'],
    ['of an LLM that is not there', { type: 'retell-llm', llm_id: 'llm_nobody' }, 'llm_id'],
  ] as const)('an agent %s is refused', async (_name, response_engine, named) => {
    const { error, message } = await refusal(client.agent.create({ response_engine, voice_id: VOICE }));
    expect(error).toBeInstanceOf(UnprocessableEntityError);
    expect(message).toContain(named);
  });
});
