import type { Agent, CreatedApiKey, Problem, Quota, Usage } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CarriedCalls } from '../calls/carried-calls.ts';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { newId } from '../../platform/ids.ts';
import { eventLog, eventually, startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';
import { periodEnd, periodStart } from './metering.ts';
import { dayOf } from './usage-store.ts';

test.each([
  ['day', '2026-03-31T23:59:59.999Z', '2026-03-31T00:00:00.000Z', '2026-04-01T00:00:00.000Z'],
  ['month', '2026-12-31T23:59:59.999Z', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['month', '2024-02-29T00:00:00.000Z', '2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
] as const)('a %s around %s', (period, now, start, end) => {
  expect([periodStart(period, Date.parse(now)).toISOString(), periodEnd(period, Date.parse(now)).toISOString()]).toEqual([start, end]);
});

describeOnBoth('usage and quotas', (kind) => {
  let parley: TestServer;
  beforeAll(async () => (parley = await startTestServer({ kind })));
  afterAll(() => parley.close());

  const ask = (tenant: Pick<Tenant, 'key'>, method: string, path: string, body?: unknown): Promise<Answer> =>
    parley.request(method, path, { key: tenant.key, ...(body === undefined ? {} : { body }) });
  const usage = async (tenant: Tenant, query = ''): Promise<Usage> => (await ask(tenant, 'GET', `/usage${query}`)).json as Usage;
  const codeOf = (answer: Answer): string => (answer.json as Problem).code;
  const agentOf = async (tenant: Tenant): Promise<string> =>
    ((await ask(tenant, 'POST', '/agents', { name: 'Anna', greeting: 'Hi.' })).json as Agent).id;

  /** A call that ran on the agent and ended, as its media process would have told it. */
  async function runCall(tenant: Tenant, agentId: string, key?: string): Promise<string> {
    const { id } = (await ask({ key: key ?? tenant.key }, 'POST', '/calls', { type: 'web', agent_id: agentId })).json as { id: string };
    await parley.database.asOrganization(tenant.id, (tx) =>
      eventLog.append(tx, { organizationId: tenant.id, callId: id }, [
        { seq: 1, at_ms: 0, kind: 'input', event: { type: 'call.started' } },
        {
          seq: 2,
          at_ms: 10,
          kind: 'input',
          event: {
            type: 'llm.finished',
            request: 1,
            provider: 'openai',
            model: 'gpt-4.1',
            usage: { input_tokens: 1_000, output_tokens: 100, cached_input_tokens: 0 },
          },
        },
        { seq: 3, at_ms: 20, kind: 'input', event: { type: 'tts.finished', clause: 1, duration_ms: 500, characters: 42 } },
        {
          seq: 4,
          at_ms: 30,
          kind: 'input',
          event: {
            type: 'user_transcript.final',
            utterance: 0,
            text: 'x',
            rejected: false,
            words: [{ text: 'x', start_ms: 100, end_ms: 1_600 }],
          },
        },
      ]),
    );
    const end = [
      { seq: 5, at_ms: 61_000, kind: 'decision' as const, event: { type: 'call.ended' as const, reason: 'user_hangup' as const } },
    ];
    for (let twice = 0; twice < 2; twice += 1)
      await parley.database.asOrganization(tenant.id, (tx) => eventLog.append(tx, { organizationId: tenant.id, callId: id }, end));
    return id;
  }

  test('a call counts once, when it ends, for its day, agent and key', async () => {
    const tenant = await parley.tenant();
    const [first, second] = [await agentOf(tenant), await agentOf(tenant)];
    const { secret, id: keyId } = (await ask(tenant, 'POST', '/api-keys', { name: 'Shop' })).json as CreatedApiKey;
    await runCall(tenant, first, secret);
    await runCall(tenant, second);
    const one = {
      calls: 1,
      call_ms: 61_000,
      llm_input_tokens: 1_000,
      llm_output_tokens: 100,
      stt_ms: 1_500,
      tts_characters: 42,
      cost: 2_800,
    };
    expect((await usage(tenant)).total).toMatchObject(
      Object.fromEntries(Object.entries(one).map(([metric, value]) => [metric, 2 * value])),
    );
    const byDay = await usage(tenant, '?group_by=day');
    expect(byDay.rows).toHaveLength(30);
    expect(byDay.rows.at(-1)).toMatchObject({ key: dayOf(Date.now()), values: { calls: 2 } });
    expect((await usage(tenant, '?group_by=agent')).rows.find((row) => row.key === first)).toMatchObject({ name: 'Anna', values: one });
    expect((await usage(tenant, '?group_by=api_key')).rows.find((row) => row.key === keyId)).toMatchObject({ name: 'Shop', values: one });
    expect((await usage(tenant, `?api_key_id=${keyId}`)).total).toMatchObject(one);
    expect((await usage(tenant, `?agent_id=${second}&group_by=api_key`)).rows).toHaveLength(1);
    expect((await usage(await parley.tenant())).total.calls).toBe(0);
  });

  test('typed conversations count with their messages and tokens', async () => {
    const tenant = await parley.tenant();
    const { id } = (await ask(tenant, 'POST', '/conversations', { agent_id: await agentOf(tenant) })).json as { id: string };
    await ask(tenant, 'POST', `/conversations/${id}/messages`, { content: 'Hello' });
    const { total } = await usage(tenant);
    expect(total).toMatchObject({ conversations: 1, messages: 1, calls: 0 });
    expect(total.llm_input_tokens).toBeGreaterThan(0);
  });

  test('requests are counted by key, and written within seconds', async () => {
    const tenant = await parley.tenant();
    const { secret, id } = (await ask(tenant, 'POST', '/api-keys', { name: 'Busy' })).json as CreatedApiKey;
    for (let index = 0; index < 7; index += 1) await ask({ key: secret }, 'GET', '/me');
    const row = await eventually(
      async () => (await usage(tenant, '?group_by=api_key')).rows.find((one) => one.key === id),
      (one) => one?.values.requests === 7,
    );
    expect(row?.name).toBe('Busy');
  });

  test('the highest number of calls at once is kept for organization, agent and key', async () => {
    const tenant = await parley.tenant();
    const agent = await agentOf(tenant);
    const ids = await Promise.all(
      Array.from(
        { length: 3 },
        async () => ((await ask(tenant, 'POST', '/calls', { type: 'web', agent_id: agent })).json as { id: string }).id,
      ),
    );
    for (const id of ids)
      await new CarriedCalls(parley.database, { nodeId: newId('node'), nodeName: 'x' }).claim({ organizationId: tenant.id, callId: id });
    expect((await usage(tenant)).total.concurrent_calls).toBe(3);
    expect((await usage(tenant, '?group_by=agent')).rows.find((row) => row.key === agent)?.values.concurrent_calls).toBe(3);
  });

  test('a quota warns, then stops, and keeps both once', async () => {
    const tenant = await parley.tenant();
    const agent = await agentOf(tenant);
    const quota = (await ask(tenant, 'POST', '/quotas', { metric: 'call_ms', period: 'month', limit: 120_000, warn_percent: 50 }))
      .json as Quota;
    expect(quota).toMatchObject({ used: 0, state: 'ok' });
    await runCall(tenant, agent);
    expect((await ask(tenant, 'GET', `/quotas/${quota.id}`)).json).toMatchObject({ used: 61_000, state: 'warning' });
    expect((await ask(tenant, 'POST', '/calls', { type: 'web', agent_id: agent })).status).toBe(201);
    await runCall(tenant, agent);
    const refused = await ask(tenant, 'POST', '/calls', { type: 'web', agent_id: agent });
    expect([refused.status, codeOf(refused)]).toEqual([429, 'quota_exceeded']);
    expect((await usage(tenant)).notices.map((one) => [one.quota_id, one.level, one.used])).toEqual([
      [quota.id, 'exceeded', 122_000],
      [quota.id, 'warning', 61_000],
    ]);
    await ask(tenant, 'PATCH', `/quotas/${quota.id}`, { limit: 500_000 });
    expect((await ask(tenant, 'POST', '/calls', { type: 'web', agent_id: agent })).status).toBe(201);
  });

  test('a quota on messages stops conversations, one on calls at once stops the call too many', async () => {
    const tenant = await parley.tenant();
    const agent = await agentOf(tenant);
    await ask(tenant, 'POST', '/quotas', { metric: 'messages', period: 'day', limit: 1 });
    await ask(tenant, 'POST', '/quotas', { metric: 'concurrent_calls', limit: 2 });
    const { id } = (await ask(tenant, 'POST', '/conversations', { agent_id: agent })).json as { id: string };
    expect((await ask(tenant, 'POST', `/conversations/${id}/messages`, { content: 'Hello' })).status).toBe(201);
    expect(codeOf(await ask(tenant, 'POST', `/conversations/${id}/messages`, { content: 'Hello' }))).toBe('quota_exceeded');
    const calls = await Promise.all(
      Array.from(
        { length: 5 },
        async () => ((await ask(tenant, 'POST', '/calls', { type: 'web', agent_id: agent })).json as { id: string }).id,
      ),
    );
    const carried = new CarriedCalls(parley.database, { nodeId: 'node_x', nodeName: 'x' });
    const claims = await Promise.allSettled(calls.map((callId) => carried.claim({ organizationId: tenant.id, callId })));
    expect(claims.filter((one) => one.status === 'fulfilled')).toHaveLength(2);
    expect(
      claims.filter((one) => one.status === 'rejected').every((one) => (one.reason as { code: string }).code === 'quota_exceeded'),
    ).toBe(true);
  });

  test('a quota on the requests of one key stops that key, at once', async () => {
    const tenant = await parley.tenant();
    const key = (await ask(tenant, 'POST', '/api-keys', { name: 'Limited' })).json as CreatedApiKey;
    await ask(tenant, 'POST', '/quotas', { metric: 'requests', period: 'day', limit: 3, api_key_id: key.id });
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1) statuses.push((await ask({ key: key.secret }, 'GET', '/me')).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await ask(tenant, 'GET', '/me')).status).toBe(200);
  });

  test('there is one quota a metric, period and key, and it is of an own key', async () => {
    const [tenant, other] = [await parley.tenant(), await parley.tenant()];
    const body = { metric: 'cost', period: 'month', limit: 1_000_000 };
    expect((await ask(tenant, 'POST', '/quotas', body)).status).toBe(201);
    expect((await ask(tenant, 'POST', '/quotas', body)).status).toBe(409);
    expect((await ask(tenant, 'POST', '/quotas', { ...body, period: 'day' })).status).toBe(201);
    const foreign = (await ask(other, 'POST', '/api-keys', { name: 'Foreign' })).json as CreatedApiKey;
    expect((await ask(tenant, 'POST', '/quotas', { ...body, api_key_id: foreign.id })).status).toBe(422);
    expect(((await ask(tenant, 'GET', '/quotas')).json as { items: Quota[] }).items).toHaveLength(2);
  });

  test('begins with the first day that there is when the last one is near it', async () => {
    const answer = await ask(await parley.tenant(), 'GET', '/usage?to=1970-01-02');
    expect(answer.json).toMatchObject({ from: '1970-01-01', to: '1970-01-02' });
  });

  test.each([
    'from=2026-02-01&to=2026-01-01',
    'from=2020-01-01&to=2026-01-01',
    'from=2026-13-01',
    'from=0000-01-01',
    'to=0001-01-29',
    'to=9999-12-31',
    'group_by=hour',
  ])('refuses ?%s', async (query) => {
    expect((await ask(await parley.tenant(), 'GET', `/usage?${query}`)).status).toBe(422);
  });
});
