/** From a call's end to `call.analyzed`, with a model behind HTTP, on both databases. */
import type { Agent, Call, CallDecision, CallEvent, CreatedCall, Page, Usage, WebhookEvent } from '@parley/contract';
import {
  callChunks,
  eventsOf,
  fail,
  send,
  startEndpoint,
  type Answering,
  type Endpoint,
} from '@parley/providers/openai-compatible/testing/endpoint.ts';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { pendingAnalyses } from '../../platform/db/schema.ts';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { createRemoteModels } from '../models/remote-models.ts';
import { eventLog, collectingLog, eventually, startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';
import { DefectCounts } from '../../platform/defects.ts';
import { Analyst } from './analyst.ts';
import { claim } from './pending-store.ts';

const REPORT = { summary: 'Ada booked a table.', sentiment: 'positive', successful: true };

const LATER = Date.now() + 600_000;
const COMMITTED = {
  type: 'user_turn.committed',
  turn: 1,
  text: '',
  words: [],
  start_ms: 1_000,
  end_ms: 1_500,
  reason: 'fixed_silence',
  silence_ms: 350,
  typed: false,
} as const satisfies CallDecision;

describeOnBoth('the analysis of calls', (kind) => {
  let parley: TestServer;
  let endpoint: Endpoint;
  let answer: (answering: Answering) => Promise<void>;
  const report = (answering: Answering): Promise<void> =>
    send(answering, eventsOf(callChunks('c1', 'report_call', JSON.stringify(REPORT))));

  beforeAll(async () => {
    endpoint = await startEndpoint((answering) => answer(answering));
    parley = await startTestServer({ kind, environment: { PARLEY_OUTBOUND_ALLOW: '127.0.0.1' } });
  });
  afterEach(() => {
    endpoint.requests.length = 0;
  });
  afterAll(async () => {
    await parley.close();
    await endpoint.close();
  });

  const ask = (tenant: Tenant, method: string, path: string, body?: unknown): Promise<Answer> =>
    parley.request(method, path, { key: tenant.key, ...(body === undefined ? {} : { body }) });
  const agentOf = async (tenant: Tenant, llm: object = { provider: 'openai_compatible', model: 'reviewer' }): Promise<string> => {
    await ask(tenant, 'PUT', '/providers/openai_compatible', { api_key: 'sk-local-000000000000', base_url: endpoint.baseUrl });
    return (
      (
        await ask(tenant, 'POST', '/agents', {
          name: 'Anna',
          greeting: 'Hi.',
          prompt: 'You book {{what}}.',
          variables: { what: 'tables' },
          llm,
        })
      ).json as Agent
    ).id;
  };
  const callOf = async (tenant: Tenant, id: string): Promise<Call> => (await ask(tenant, 'GET', `/calls/${id}`)).json as Call;
  const eventsOfType = async (tenant: Tenant, type: string): Promise<WebhookEvent[]> =>
    ((await ask(tenant, 'GET', `/events?type=${type}`)).json as Page<WebhookEvent>).items;

  /** A call that has ended; `later`: due only then, so that the server's own analyst leaves it alone. */
  async function ended(tenant: Tenant, agent: string, { said = 'a table please', later = false } = {}): Promise<string> {
    const { id } = (await ask(tenant, 'POST', '/calls', { type: 'web', agent_id: agent })).json as CreatedCall;
    const log: CallEvent[] = [
      { seq: 1, at_ms: 0, kind: 'input', event: { type: 'call.started' } },
      { seq: 2, at_ms: 1_500, kind: 'decision', event: { ...COMMITTED, text: said } },
      { seq: 3, at_ms: 20_000, kind: 'decision', event: { type: 'call.ended', reason: 'user_hangup' } },
    ];
    await parley.database.asOrganization(tenant.id, async (tx) => {
      await eventLog.append(tx, { organizationId: tenant.id, callId: id }, said === '' ? [log[0]!, { ...log[2]!, seq: 2 }] : log);
      if (later)
        await tx
          .update(pendingAnalyses)
          .set({ dueAt: new Date(LATER) })
          .where(eq(pendingAnalyses.callId, id));
    });
    return id;
  }
  const pending = async (callId: string) =>
    (await parley.database.asSystem((tx) => tx.select().from(pendingAnalyses).where(eq(pendingAnalyses.callId, callId))))[0];

  /** The tests' own, with a clock of its own. */
  const analystAt = (clock: { now: number }, wanted = true): Analyst =>
    new Analyst({
      database: parley.database,
      events: eventLog,
      modelFor: createRemoteModels(['127.0.0.1']),
      secretsOf: () => Promise.resolve({ llm: { apiKey: 'key', baseUrl: endpoint.baseUrl, addressFrom: 'tenant' } }),
      wanted: () => Promise.resolve(wanted),
      log: collectingLog().log,
      defects: new DefectCounts(),
      now: () => clock.now,
    });
  const round = async (analyst: Analyst): Promise<void> => {
    await analyst.poll();
    await analyst.settled();
  };

  test('a call that has ended is analysed by its agent’s model; the call, its log, its cost and call.analyzed tell so', async () => {
    answer = report;
    const tenant = await parley.tenant();
    const id = await ended(tenant, await agentOf(tenant));
    const call = await eventually(
      () => callOf(tenant, id),
      ({ analysis }) => analysis !== null,
    );
    const { summary, successful } = REPORT;
    expect(call).toMatchObject({ status: 'ended', sentiment: 'positive', duration_ms: 20_000 });
    expect(call.analysis).toMatchObject({ summary, successful, provider: 'openai_compatible', model: 'reviewer' });
    expect(call.cost.usage).toMatchObject({ llm_input_tokens: 30, llm_output_tokens: 12 });
    const [analysed, more] = await eventsOfType(tenant, 'call.analyzed');
    expect(more).toBeUndefined();
    expect(analysed).toMatchObject({ data: { id, sentiment: 'positive', analysis: call.analysis } });
    const [before] = await eventsOfType(tenant, 'call.ended');
    expect(before).toMatchObject({ data: { id, sentiment: null, analysis: null } });
    const { items } = (await ask(tenant, 'GET', `/calls/${id}/events`)).json as { items: CallEvent[] };
    expect(items.at(-1)).toMatchObject({ seq: 4, kind: 'finding', event: { type: 'call.analyzed', ...REPORT } });
    expect(((await ask(tenant, 'GET', '/calls?sentiment=positive')).json as Page<Call>).items.map((one) => one.id)).toEqual([id]);
    const { total } = (await ask(tenant, 'GET', '/usage')).json as Usage;
    expect(total).toMatchObject({ llm_input_tokens: 30, llm_output_tokens: 12 });
    expect(endpoint.requests[0]!.body.messages.map((message) => message.content).join()).toContain('You book tables.');
    expect(endpoint.requests).toHaveLength(1);
  });

  test('a call in which nobody spoke, one of the embedded model, and those of an organization that wants none are not', async () => {
    answer = report;
    const tenant = await parley.tenant();
    const remote = await agentOf(tenant);
    expect(await pending(await ended(tenant, remote, { said: '', later: true }))).toBeUndefined();
    expect(await pending(await ended(tenant, await agentOf(tenant, {}), { later: true }))).toBeUndefined();
    const unwanted = await ended(tenant, remote, { later: true });
    await round(analystAt({ now: LATER }, false));
    expect(await pending(unwanted)).toBeUndefined();
    await ask(tenant, 'PATCH', '/organization', { settings: { analysis: false } });
    const off = await ended(tenant, remote);
    await eventually(
      () => pending(off),
      (row) => row === undefined,
    );
    expect(await callOf(tenant, off)).toMatchObject({ analysis: null, sentiment: null });
    expect(endpoint.requests).toHaveLength(0);
  });

  test('a call that is due at a time that is yet to come long, for the clock was set back, is due at once, unless it is worked on here', async () => {
    const tenant = await parley.tenant();
    const id = await ended(tenant, await agentOf(tenant), { later: true });
    const claimed = async (now: number, running: string[] = []): Promise<boolean> => {
      const due: string[] = [];
      const undone = parley.database.asSystem(async (tx) => {
        due.push(...(await claim(tx, 1_000, new Date(now), running)).map(({ callId }) => callId));
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      return due.includes(id);
    };
    expect(await claimed(LATER - 600_000)).toBe(false);
    expect(await claimed(LATER - 3_600_000)).toBe(true);
    expect(await claimed(LATER - 3_600_000, [id])).toBe(false);
    await parley.database.asSystem((tx) => tx.delete(pendingAnalyses).where(eq(pendingAnalyses.callId, id)));
  });

  test('a model that fails is asked again later; after the third time error.occurred says so', async () => {
    answer = (answering) => Promise.resolve(fail(answering, 500, '{}'));
    const tenant = await parley.tenant();
    const id = await ended(tenant, await agentOf(tenant), { later: true });
    const clock = { now: LATER };
    const analyst = analystAt(clock);
    for (const wait of [0, 10_000, 60_000]) {
      clock.now += wait - 1;
      await round(analyst);
      expect(await pending(id)).toBeDefined();
      clock.now += 1;
      await round(analyst);
    }
    expect(endpoint.requests).toHaveLength(3);
    expect(await pending(id)).toBeUndefined();
    expect(await eventsOfType(tenant, 'error.occurred')).toMatchObject([{ data: { code: 'provider_failed', call_id: id } }]);
    expect(await eventsOfType(tenant, 'call.analyzed')).toEqual([]);
  });

  test('what failed at first and then succeeds is reported once', async () => {
    answer = (answering) => (endpoint.requests.length === 1 ? Promise.resolve(fail(answering, 503, '{}')) : report(answering));
    const tenant = await parley.tenant();
    const id = await ended(tenant, await agentOf(tenant), { later: true });
    const clock = { now: LATER };
    await round(analystAt(clock));
    clock.now += 10_000;
    await round(analystAt(clock));
    expect(await callOf(tenant, id)).toMatchObject({ sentiment: 'positive' });
    expect(await eventsOfType(tenant, 'error.occurred')).toEqual([]);
  });

  test('a node that takes over reports, and the one that was given up for dead does not a second time', async () => {
    const { promise: goOn, resolve: letGo } = Promise.withResolvers<undefined>();
    answer = async (answering) => {
      if (endpoint.requests.length === 1) await goOn;
      await report(answering);
    };
    const tenant = await parley.tenant();
    const id = await ended(tenant, await agentOf(tenant), { later: true });
    const slow = analystAt({ now: LATER });
    await slow.poll();
    await eventually(
      () => endpoint.requests.length,
      (count) => count === 1,
    );
    await round(analystAt({ now: LATER + 60_000 }));
    expect(endpoint.requests).toHaveLength(1);
    await round(analystAt({ now: LATER + 120_000 }));
    letGo(undefined);
    await slow.settled();
    expect(endpoint.requests).toHaveLength(2);
    expect(await eventsOfType(tenant, 'call.analyzed')).toHaveLength(1);
    const { items } = (await ask(tenant, 'GET', `/calls/${id}/events`)).json as { items: CallEvent[] };
    expect(items.map((one) => one.kind)).toEqual(['input', 'decision', 'decision', 'finding']);
  });

  test('a server that stops in the middle leaves the call to the next one, at once', async () => {
    const { promise: asked, resolve } = Promise.withResolvers<undefined>();
    answer = async ({ whenGone }) => {
      resolve(undefined);
      await whenGone;
    };
    const tenant = await parley.tenant();
    const id = await ended(tenant, await agentOf(tenant), { later: true });
    const clock = { now: LATER };
    const stopped = analystAt(clock);
    const stop = await stopped.start();
    await asked;
    await stop();
    expect((await pending(id))?.dueAt.getTime()).toBe(LATER);
    answer = report;
    await round(analystAt(clock));
    expect(await callOf(tenant, id)).toMatchObject({ sentiment: 'positive' });
  });
});
