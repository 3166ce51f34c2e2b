import { eq, isNotNull } from 'drizzle-orm';
import type Retell from 'retell-sdk';
import { NotFoundError, UnprocessableEntityError } from 'retell-sdk';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { calls, compatRecords } from '../../../platform/db/schema.ts';
import { describeOnBoth } from '../../../platform/db/testing-suites.ts';
import { startTestServer, type Tenant, type TestServer } from '../../../testing.ts';
import { refusal, retell, speak } from '../testing.ts';

describeOnBoth("Retell's calls", (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  let client: Retell;
  let agent_id: string;

  beforeAll(async () => {
    parley = await startTestServer({ kind });
  });
  afterAll(() => parley.close());
  beforeEach(async () => {
    tenant = await parley.tenant();
    client = retell(parley, tenant);
    const { llm_id } = await client.llm.create({ general_prompt: 'p' });
    agent_id = (await client.agent.create({ response_engine: { type: 'retell-llm', llm_id }, voice_id: 'slt', agent_name: 'Desk' }))
      .agent_id;
  });

  const ours = async (id: string): Promise<Record<string, unknown>> =>
    (await parley.request('GET', `/calls/${id}`, { key: tenant.key })).json as Record<string, unknown>;

  test('a web call is one of ours, and its token is what a client of ours presents', async () => {
    const metadata = { customer: 7, plan: 'gold', nested: { deep: [1, null] } };
    const call = await client.call.createWebCall({ agent_id, metadata, retell_llm_dynamic_variables: { name: 'Ada' } });
    expect(call).toMatchObject({ transport: 'gateway', ice_servers: [] });
    expect(call.expires_at).toBeGreaterThan(Date.now());
    expect(await ours(call.call_id)).toMatchObject({
      status: 'registered',
      agent_id,
      variables: { name: 'Ada' },
      metadata: { customer: '7', plan: 'gold' },
    });
    expect(await client.call.retrieve(call.call_id)).toMatchObject({
      call_type: 'web_call',
      call_status: 'registered',
      agent_version: 0,
      metadata,
      retell_llm_dynamic_variables: { name: 'Ada' },
      transcript: '',
    });
    const offered = await parley.request('POST', `/calls/${call.call_id}/webrtc`, {
      key: call.access_token,
      raw: 'no offer',
      headers: { 'Content-Type': 'application/sdp' },
    });
    expect(offered.json).toMatchObject({ code: 'invalid_sdp' });
  });

  test('the older route gives the whole call with its token', async () => {
    const call = await client.post<Record<string, unknown>>('/v2/create-web-call', { body: { agent_id } });
    expect(call).toMatchObject({
      call_type: 'web_call',
      call_status: 'registered',
      agent_id,
      agent_name: 'Desk',
      access_token: expect.any(String) as string,
    });
  });

  test('an ended call says everything in their words', async () => {
    const { call_id } = await client.call.createWebCall({ agent_id });
    await speak(parley, tenant.id, call_id);
    const call = await client.call.retrieve(call_id);
    expect(call).toMatchObject({
      call_status: 'ended',
      disconnection_reason: 'user_hangup',
      duration_ms: 5_000,
      transcript: 'Agent: Hello there\nUser: I am Ada\nAgent: Thank you Ada\n',
      collected_dynamic_variables: { name: 'Ada', seats: '2' },
      call_analysis: { custom_analysis_data: { name: 'Ada', seats: 2 }, user_sentiment: 'Unknown' },
      latency: { e2e: { p50: 640, p90: 640, num: 1 }, asr: { p50: 40 }, llm: { p50: 200 }, tts: { p50: 100 } },
    });
    expect(call.end_timestamp! - call.start_timestamp!).toBe(5_000);
    expect(call.transcript_object?.[1]).toEqual({
      role: 'user',
      content: 'I am Ada',
      words: [
        { word: 'I', start: 1.5, end: 1.65 },
        { word: 'am', start: 1.7, end: 1.85 },
        { word: 'Ada', start: 1.9, end: 2.05 },
      ],
    });
    expect(call.transcript_with_tool_calls?.map((one) => one.role)).toEqual([
      'agent',
      'user',
      'tool_call_invocation',
      'tool_call_result',
      'agent',
    ]);
    expect(call.transcript_with_tool_calls?.slice(2, 4)).toEqual([
      { role: 'tool_call_invocation', tool_call_id: 'fc_1', name: 'details', arguments: '{"name":"Ada","seats":2}' },
      { role: 'tool_call_result', tool_call_id: 'fc_1', content: '{"kept":true}', successful: true },
    ]);
    const { cost } = (await ours(call_id)) as { cost: { total: number } };
    expect(cost.total).toBeGreaterThan(0);
    expect(call.call_cost).toEqual({
      combined_cost: cost.total / 10_000,
      product_costs: [{ product: 'llm', cost: cost.total / 10_000, unit_price: cost.total / 50_000 }],
      total_duration_seconds: 5,
      total_duration_unit_price: cost.total / 50_000,
    });
    const recording = await fetch(call.recording_url!);
    expect([recording.status, recording.headers.get('content-type')]).toEqual([200, 'audio/wav']);
    const listed = await client.call.list();
    expect(listed.items?.[0]).toMatchObject({ call_id, recording_url: expect.any(String) as string, call_cost: call.call_cost });
    expect(listed.items?.[0]).not.toHaveProperty('transcript');
    const older = await client.post<Record<string, unknown>[]>('/v2/list-calls', { body: {} });
    expect(older).toMatchObject([{ call_id, transcript: call.transcript, transcript_object: call.transcript_object }]);
  });

  test('an analysed call has a summary, a verdict and a mood; without a verdict there is none', async () => {
    const { call_id } = await client.call.createWebCall({ agent_id });
    await speak(parley, tenant.id, call_id);
    const said = { summary: 'Ada booked.', provider: 'openai', model: 'm', analyzed_at: '2026-11-25T09:00:00.000Z' };
    const analysed = (successful: boolean | null) =>
      parley.database.asSystem((tx) =>
        tx
          .update(calls)
          .set({ sentiment: 'positive', analysis: { ...said, successful } })
          .where(eq(calls.id, call_id)),
      );
    await analysed(true);
    expect((await client.call.retrieve(call_id)).call_analysis).toEqual({
      call_summary: 'Ada booked.',
      call_successful: true,
      user_sentiment: 'Positive',
      custom_analysis_data: { name: 'Ada', seats: 2 },
    });
    await analysed(null);
    expect((await client.call.retrieve(call_id)).call_analysis).not.toHaveProperty('call_successful');
  });

  test('the version that a call ran on', async () => {
    await client.agent.publish(agent_id, { version: 0 });
    const onLatest = await client.call.createWebCall({ agent_id });
    await client.agent.update(agent_id, { agent_name: 'Changed' });
    const [onDraft, onFirst, onPublished] = [
      await client.call.createWebCall({ agent_id }),
      await client.call.createWebCall({ agent_id, agent_version: 0 }),
      await client.call.createWebCall({ agent_id, agent_version: 'latest_published' }),
    ];
    const versions: [number, string | undefined][] = [];
    for (const { call_id } of [onLatest, onDraft, onFirst, onPublished]) {
      const call = await client.call.retrieve(call_id);
      versions.push([call.agent_version, call.agent_name]);
    }
    expect(versions).toEqual([
      [0, 'Desk'],
      [1, 'Changed'],
      [0, 'Desk'],
      [0, 'Desk'],
    ]);
  });

  test('metadata is replaced as it is given, and what else is kept comes back', async () => {
    const { call_id } = await client.call.createWebCall({ agent_id, metadata: { a: 'b', list: [1] } });
    expect(
      await client.call.update(call_id, { custom_attributes: { tier: 'gold', seats: 2 }, data_storage_setting: 'everything_except_pii' }),
    ).toMatchObject({
      metadata: { a: 'b', list: [1] },
      custom_attributes: { tier: 'gold', seats: 2 },
      data_storage_setting: 'everything_except_pii',
    });
    expect((await client.call.update(call_id, { metadata: { c: 'd' } })).metadata).toEqual({ c: 'd' });
    expect((await client.call.update(call_id, { metadata: ['any', 'thing'] })).metadata).toEqual(['any', 'thing']);
    await parley.request('PATCH', `/calls/${call_id}`, { key: tenant.key, body: { metadata: { ours: 'now' } } });
    expect(await client.call.retrieve(call_id)).toMatchObject({ metadata: { ours: 'now' }, custom_attributes: { tier: 'gold' } });
    await parley.request('DELETE', `/calls/${call_id}`, { key: tenant.key });
    const kept = await parley.database.asSystem((tx) => tx.select().from(compatRecords).where(isNotNull(compatRecords.callId)));
    expect(kept.filter((one) => one.callId === call_id)).toEqual([]);
  });

  test('a call that nobody has joined is stopped and deleted; one that is over cannot be stopped', async () => {
    const { call_id } = await client.call.createWebCall({ agent_id });
    await client.call.stop(call_id);
    expect(await client.call.retrieve(call_id)).toMatchObject({ disconnection_reason: 'manual_stopped' });
    expect((await refusal(client.call.stop(call_id))).error).toBeInstanceOf(UnprocessableEntityError);
    expect((await refusal(client.call.updateLive(call_id, { call_control: { additional_context: 'x' } }))).error).toBeInstanceOf(
      UnprocessableEntityError,
    );
    await client.call.delete(call_id);
    expect((await refusal(client.call.retrieve(call_id))).error).toBeInstanceOf(NotFoundError);
  });

  test('telephone calls are refused until there is a trunk', async () => {
    const [from_number, to_number] = ['+15557770001', '+15557770002'];
    const { message } = await refusal(client.call.createPhoneCall({ from_number, to_number, override_agent_id: agent_id }));
    expect(message).toContain('trunk');
    expect((await refusal(client.call.createPhoneCall({ from_number, to_number }))).message).toContain('override_agent_id');
    const number = `+1555${String(parley.url.length)}${String(Date.now()).slice(-5)}`;
    await client.phoneNumber.create({ phone_number: number, outbound_agents: [{ agent_id, weight: 1 }] });
    expect((await refusal(client.call.createPhoneCall({ from_number: number, to_number }))).message).toContain('trunk');
    expect((await refusal(client.call.createPhoneCall({ from_number: '555', to_number, override_agent_id: agent_id }))).message).toContain(
      'from_number',
    );
  });

  test.each([
    ['an agent that is not there', { agent_id: 'agent_nobody' }, 'agent_id'],
    ['a version that is not there', { agent_version: 7 }, 'agent_version'],
    ['an override of a flow', { agent_override: { conversation_flow: { model_temperature: 1 } } }, 'agent_override'],
    ['a node to begin at', { current_node_id: 'n' }, 'current_node_id'],
    ['a variable that no prompt can name', { retell_llm_dynamic_variables: { 'not a name': 'x' } }, 'not a name'],
    ['too much metadata', { metadata: { text: 'x'.repeat(50_000) } }, 'metadata'],
  ])('a call with %s is refused by name', async (_name, body, named) => {
    const { error, message } = await refusal(client.call.createWebCall({ agent_id, ...body }));
    expect(error).toBeInstanceOf(UnprocessableEntityError);
    expect(message).toContain(named);
  });

  test('lists come in pages, with what is skipped and the total', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1) ids.push((await client.call.createWebCall({ agent_id })).call_id);
    const first = await client.call.list({ limit: 2, sort_order: 'ascending', include_total: true });
    expect(first.items?.map((one) => one.call_id)).toEqual(ids.slice(0, 2));
    expect(first).toMatchObject({ total: 5, has_more: true });
    const second = await client.call.list({ limit: 2, sort_order: 'ascending', pagination_key: first.pagination_key! });
    expect(second.items?.map((one) => one.call_id)).toEqual(ids.slice(2, 4));
    const last = await client.call.list({ limit: 2, sort_order: 'ascending', skip: 4 });
    expect(last.items?.map((one) => one.call_id)).toEqual(ids.slice(4));
    expect(last).toMatchObject({ has_more: false });
    expect(last).not.toHaveProperty('pagination_key');
    const older = await client.post<{ call_id: string }[]>('/v2/list-calls', { body: { limit: 2, pagination_key: ids[3] } });
    expect(older.map((one) => one.call_id)).toEqual([ids[2], ids[1]]);
    expect((await refusal(client.call.list({ pagination_key: 'nonsense' }))).status).toBe(400);
  });

  test('filters that ours have', async () => {
    const registered = (await client.call.createWebCall({ agent_id, metadata: { plan: 'gold', seats: 3 } })).call_id;
    const ended = (await client.call.createWebCall({ agent_id, retell_llm_dynamic_variables: { name: 'Ada' } })).call_id;
    await speak(parley, tenant.id, ended);
    const found = async (filter_criteria: object): Promise<string[]> => {
      const page = await client.call.list({ filter_criteria, include_total: true });
      expect(page.total).toBe(page.items?.length);
      return (page.items ?? []).map((one) => one.call_id);
    };
    const among = (value: string[]) => ({ type: 'enum', op: 'in', value });
    const number = (op: string, value: number) => ({ type: 'number', op, value });
    const { start_timestamp: start } = await client.call.retrieve(ended);
    expect(await found({ agent: [{ agent_id }, { agent_id: 'agent_other' }] })).toEqual([ended, registered]);
    expect(await found({ agent: [{ agent_id: 'agent_other' }] })).toEqual([]);
    expect(await found({ call_status: among(['ended', 'error']) })).toEqual([ended]);
    expect(await found({ call_status: among(['not_connected']) })).toEqual([]);
    expect(await found({ call_type: among(['web_call']), direction: among(['inbound']) })).toEqual([ended, registered]);
    expect(await found({ disconnection_reason: among(['user_hangup']) })).toEqual([ended]);
    expect(await found({ disconnection_reason: among(['dial_busy']) })).toEqual([]);
    expect(await found({ duration_ms: number('ge', 5_000) })).toEqual([ended]);
    expect(await found({ duration_ms: number('gt', 5_000) })).toEqual([]);
    expect(await found({ duration_ms: { type: 'range', op: 'bt', value: [1_000, 9_000] } })).toEqual([ended]);
    expect(await found({ start_timestamp: number('le', start!) })).toEqual([ended]);
    expect(await found({ start_timestamp: number('lt', start!) })).toEqual([]);
    expect(await found({ end_timestamp: number('gt', 1e300) })).toEqual([]);
    expect(
      await found({
        metadata: [
          { type: 'string', op: 'eq', key: 'plan', value: 'gold' },
          { type: 'number', op: 'eq', key: 'seats', value: 3 },
        ],
      }),
    ).toEqual([registered]);
    expect(await found({ metadata: [{ type: 'present', op: 'pr', key: 'plan' }] })).toEqual([registered]);
    expect(await found({ dynamic_variables: [{ type: 'string', op: 'eq', key: 'name', value: 'Ada' }] })).toEqual([ended]);
    expect(await found({ from_number: { type: 'string', op: 'eq', value: '+15550001111' } })).toEqual([]);
    expect(await found({ call_id: { type: 'string', op: 'eq', value: ended } })).toEqual([ended]);
    expect(await found({ call_id: among(['call_other']) })).toEqual([]);
    expect(await found({ e2e_latency_p50: number('ge', 640) })).toEqual([ended]);
    expect(await found({ e2e_latency_p50: number('gt', 640) })).toEqual([]);
    const { call_cost } = await client.call.retrieve(ended);
    expect(call_cost!.combined_cost).toBeGreaterThan(0);
    expect(await found({ combined_cost: number('ge', call_cost!.combined_cost) })).toEqual([ended]);
    expect(await found({ combined_cost: number('gt', call_cost!.combined_cost) })).toEqual([]);
    expect(await found({ combined_cost: number('le', 0) })).toEqual([registered]);
    expect(await found({ in_voicemail: { type: 'boolean', op: 'eq', value: true } })).toEqual([]);
    expect(await found({ in_voicemail: { type: 'boolean', op: 'eq', value: false } })).toEqual([ended, registered]);
    const successful = (value: boolean) => ({ call_successful: { type: 'boolean', op: 'eq', value } });
    expect(await found(successful(true)), 'nobody has analysed it').toEqual([]);
    const analysis = { summary: 's', successful: true, provider: 'openai', model: 'm', analyzed_at: new Date().toISOString() };
    await parley.database.asOrganization(tenant.id, (tx) => tx.update(calls).set({ analysis }).where(eq(calls.id, ended)));
    expect([await found(successful(true)), await found(successful(false))]).toEqual([[ended], []]);
    const older = async (filter_criteria: object) =>
      (await client.post<{ call_id: string }[]>('/v2/list-calls', { body: { filter_criteria } })).map((one) => one.call_id);
    expect(await older({ agent_id: [agent_id], call_status: ['ended'] })).toEqual([ended]);
    expect(await older({ after_start_timestamp: start! + 1 })).toEqual([]);
    expect(await older({ duration_ms: { lower_threshold: 4_000 } })).toEqual([ended]);
  });

  test('an agent’s tag as a filter', async () => {
    await client.agent.publish(agent_id, { version: 0 });
    await parley.request('PUT', `/agents/${agent_id}/tags/prod`, { key: tenant.key, body: { version: 1 } });
    const { call_id } = await client.call.createWebCall({ agent_id, agent_version: 'prod' });
    await client.agent.update(agent_id, { agent_name: 'x' });
    await client.call.createWebCall({ agent_id });
    const tagged = async (value: string) =>
      (await client.call.list({ filter_criteria: { agent_tag: { type: 'string', op: 'eq', value } } as object })).items?.map(
        (one) => one.call_id,
      );
    expect([await tagged('prod'), await tagged('other')]).toEqual([[call_id], []]);
  });

  test('a web call has its token wherever it is answered, for whoever may join it', async () => {
    const { call_id } = await client.call.createWebCall({ agent_id });
    const opens = async (token: unknown): Promise<number> =>
      (
        await parley.request('POST', `/calls/${call_id}/webrtc`, {
          key: String(token),
          raw: 'no offer',
          headers: { 'Content-Type': 'application/sdp' },
        })
      ).status;
    const tokenOf = (call: unknown) => (call as { access_token: string }).access_token;
    const tokens = [
      await client.call.retrieve(call_id),
      await client.call.update(call_id, { metadata: { a: 1 } }),
      (await client.call.list()).items[0],
    ].map(tokenOf);
    for (const token of tokens) expect(await opens(token), 'the token is taken, the offer is none').toBe(400);
    const { json } = await parley.request('POST', '/api-keys', { key: tenant.key, body: { name: 'Reads', scopes: ['calls:read'] } });
    const reading = retell(parley, { key: (json as { secret: string }).secret });
    expect(tokenOf(await reading.call.retrieve(call_id)), 'may not join').toBe('');
    await client.call.stop(call_id);
    expect(tokenOf(await client.call.retrieve(call_id)), 'is over').toBe('');
  });

  test('what is taken without effect is named in a warning', async () => {
    const warned = async (asking: { withResponse(): Promise<{ response: Response }> }) =>
      (await asking.withResponse()).response.headers.get('warning');
    expect(await warned(client.agent.update(agent_id, { ambient_sound: 'call-center', volume: 1, voice_speed: 1.1 }))).toBe(
      '299 parley "Taken without effect: ambient_sound, volume"',
    );
    expect(await warned(client.agent.update(agent_id, { voice_speed: 1.2 }))).toBeNull();
    const agent_override = { agent: { ambient_sound: 'call-center', voice_speed: 1 }, retell_llm: { model_high_priority: true } } as const;
    expect(await warned(client.call.createWebCall({ agent_id, agent_override }))).toBe(
      '299 parley "Taken without effect: agent_override.agent.ambient_sound, agent_override.retell_llm.model_high_priority"',
    );
    expect(await warned(client.llm.create({ s2s_model: 'gpt-realtime' }))).toContain('s2s_model');
  });

  test('a key tells whose it is', async () => {
    expect(await client.identity.retrieve()).toEqual({ api_key_name: 'Test', org_name: expect.any(String) as string });
  });

  test('numbers keep the one agent of older clients, and come in both orders', async () => {
    const create = (phone_number: string, more: object) =>
      client.post<Record<string, unknown>>('/create-phone-number', { body: { phone_number, ...more } });
    const [one, two] = ['+15559990001', '+15559990002'];
    expect(await create(one, { inbound_agent_id: agent_id, outbound_agent_id: agent_id })).toMatchObject({
      inbound_agent_id: agent_id,
      outbound_agent_id: agent_id,
      inbound_agents: [{ agent_id, weight: 1 }],
    });
    await create(two, {});
    expect(await client.patch(`/update-phone-number/${one}`, { body: { inbound_agent_id: null } })).not.toHaveProperty('inbound_agent_id');
    const listed = async (sort_order: 'ascending' | 'descending') =>
      (await client.phoneNumber.list({ sort_order })).items?.map((number) => number.phone_number);
    expect([await listed('ascending'), await listed('descending')]).toEqual([
      [one, two],
      [two, one],
    ]);
    for (const number of [one, two]) await client.phoneNumber.delete(number);
  });

  test('an agent’s versions as a filter', async () => {
    await client.agent.publish(agent_id, { version: 0 });
    const { call_id } = await client.call.createWebCall({ agent_id, agent_version: 0 });
    await client.agent.update(agent_id, { agent_name: 'x' });
    await client.call.createWebCall({ agent_id });
    expect((await client.call.list({ filter_criteria: { agent: [{ agent_id, version: [0] }] } })).items?.map((one) => one.call_id)).toEqual(
      [call_id],
    );
  });

  test.each([
    [{ call_successful: { type: 'string', op: 'eq', value: 'yes' } }, 'call_successful'],
    [{ tool_calls: [{ name: { type: 'string', op: 'eq', value: 'x' } }] }, 'tool_calls'],
    [{ from_number: { type: 'string', op: 'co', value: '555' } }, 'from_number'],
    [{ duration_ms: { type: 'number', op: 'ne', value: 1 } }, 'duration_ms'],
    [{ metadata: [{ type: 'string', op: 'sw', key: 'a', value: 'b' }] }, 'metadata'],
    [{ user_sentiment: { type: 'enum', op: 'in', value: ['Unknown'] } }, 'user_sentiment'],
  ])('the filter %j is refused by name', async (filter_criteria, named) => {
    const { error, message } = await refusal(client.call.list({ filter_criteria } as object));
    expect(error).toBeInstanceOf(UnprocessableEntityError);
    expect(message).toContain(`filter_criteria.${named}`);
  });
});
