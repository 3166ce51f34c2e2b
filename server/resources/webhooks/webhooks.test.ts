/** Deliveries to real receivers, on both databases. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  Agent,
  CreatedWebhook,
  FilterPreview,
  Page,
  Problem,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookEvent,
} from '@parley/contract';
import { eq } from 'drizzle-orm';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { webhookDeliveries, webhooks } from '../../platform/db/schema.ts';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { eventLog, eventually, startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';
import { claim, release, selectDueEndpoints } from './lane-store.ts';
import { verify as verifyForRetell } from './retell-signature.ts';

interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
  event: WebhookEvent;
}

describeOnBoth('webhooks', (kind) => {
  let parley: TestServer;
  let receiver: Server;
  let url: string;
  let received: Received[] = [];
  let respond: (request: IncomingMessage, response: ServerResponse, body: Received) => void = (_request, response) =>
    void response.end('ok');

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (data: Buffer) => (body += data.toString()));
      request.on('end', () => {
        const one = {
          path: request.url ?? '',
          headers: request.headers as Record<string, string>,
          body,
          event: JSON.parse(body) as WebhookEvent,
        };
        received.push(one);
        respond(request, response, one);
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}`;
    parley = await startTestServer({ kind, environment: { PARLEY_OUTBOUND_ALLOW: '127.0.0.1' } });
  });
  afterEach(() => {
    respond = (_request, response) => void response.end('ok');
    received = [];
  });
  afterAll(async () => {
    receiver.closeAllConnections();
    receiver.close();
    await parley.close();
  });

  const ask = (tenant: Tenant, method: string, path: string, body?: unknown): Promise<Answer> =>
    parley.request(method, path, { key: tenant.key, ...(body === undefined ? {} : { body }) });
  const add = async (tenant: Tenant, body: object = {}, path = '/hook'): Promise<CreatedWebhook> =>
    (await ask(tenant, 'POST', '/webhooks', { url: url + path, ...body })).json as CreatedWebhook;
  const agentOf = async (tenant: Tenant): Promise<string> =>
    ((await ask(tenant, 'POST', '/agents', { name: 'Anna', greeting: 'Hi.' })).json as Agent).id;
  let drafts = 0;
  /** Makes a version, which an unchanged draft would not. */
  const publish = async (tenant: Tenant, agent: string): Promise<Answer> => {
    await ask(tenant, 'PATCH', `/agents/${agent}`, { greeting: `Hi ${String((drafts += 1))}.` });
    return ask(tenant, 'POST', `/agents/${agent}/publish`);
  };
  const deliveries = async (tenant: Tenant, query = ''): Promise<WebhookDelivery[]> =>
    ((await ask(tenant, 'GET', `/webhook-deliveries?limit=100&${query}`)).json as Page<WebhookDelivery>).items;
  const arrived = (count: number): Promise<Received[]> =>
    eventually(
      () => received,
      (list) => list.length >= count,
    );
  const settled = (tenant: Tenant, status: string, count = 1): Promise<WebhookDelivery[]> =>
    eventually(
      () => deliveries(tenant, `status=${status}`),
      (list) => list.length >= count,
    );

  async function runCall(tenant: Tenant, agent: string): Promise<string> {
    const { id } = (await ask(tenant, 'POST', '/calls', { type: 'web', agent_id: agent, metadata: { plan: 'gold' } })).json as {
      id: string;
    };
    await parley.database.asOrganization(tenant.id, (tx) =>
      eventLog.append(tx, { organizationId: tenant.id, callId: id }, [
        { seq: 1, at_ms: 0, kind: 'input', event: { type: 'call.started' } },
        {
          seq: 2,
          at_ms: 5,
          kind: 'decision',
          event: { type: 'function.requested', turn: 1, function_call_id: 'f1', name: 'book', arguments: {} },
        },
        {
          seq: 3,
          at_ms: 6,
          kind: 'input',
          event: { type: 'function.finished', function_call_id: 'f1', ok: false, result: null, error: 'full', ms: 1 },
        },
        { seq: 4, at_ms: 30_000, kind: 'decision', event: { type: 'call.ended', reason: 'error_llm' } },
      ]),
    );
    return id;
  }

  test('a fact reaches the endpoint, signed so that the standard’s own library takes it', async () => {
    const tenant = await parley.tenant();
    const { secret } = await add(tenant, { events: ['agent.*'], custom_headers: { 'X-Tenant': 'secret-value' }, retell_signature: true });
    const agent = await agentOf(tenant);
    await publish(tenant, agent);
    const [one] = await arrived(1);
    expect(new Verifier(secret).verify(one!.body, one!.headers)).toEqual(one!.event);
    expect(one!.event).toMatchObject({
      type: 'agent.deployed',
      organization_id: tenant.id,
      api_version: 'v1',
      data: { agent_id: agent, version: 1 },
    });
    expect(one!.headers['x-tenant']).toBe('secret-value');
    expect(verifyForRetell(one!.body, secret, one!.headers['x-retell-signature']!, Date.now())).toBe(true);
    expect(() => new Verifier('whsec_AAAA').verify(one!.body, one!.headers)).toThrow();
    expect(() => new Verifier(secret).verify(one!.body.replace('agent', 'other'), one!.headers)).toThrow();
    const [delivery] = await settled(tenant, 'delivered');
    const detail = (await ask(tenant, 'GET', `/webhook-deliveries/${delivery!.id}`)).json as WebhookDeliveryDetail;
    expect(detail.attempts).toMatchObject([{ attempt: 1, response: { status: 200, body: 'ok' }, error: null }]);
    expect(detail.attempts[0]!.request.headers).toMatchObject({ 'webhook-id': one!.event.id, 'X-Tenant': '(hidden)' });
    const rows = await parley.database.asSystem((tx) => tx.select().from(webhooks));
    expect(JSON.stringify(rows)).not.toContain('secret-value');
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test('a call tells when it began, what failed, and when it ended, in order', async () => {
    const tenant = await parley.tenant();
    await add(tenant);
    const call = await runCall(tenant, await agentOf(tenant));
    const list = await eventually(
      () => received.filter((one) => one.event.type !== 'conversation.updated'),
      (some) => some.length >= 5,
    );
    expect(list.map((one) => one.event.type)).toEqual([
      'call.started',
      'function.failed',
      'call.ended',
      'conversation.ended',
      'error.occurred',
    ]);
    expect(list[1]!.event.data).toMatchObject({ name: 'book', error: 'full', call_id: call });
    expect(list[2]!.event.data).toMatchObject({ id: call, status: 'error', duration_ms: 30_000, metadata: { plan: 'gold' } });
    expect(list[4]!.event.data).toMatchObject({ code: 'provider_failed', call_id: call });
  });

  test('a conversation that changes fast is told at most once a second, with its last state', async () => {
    const tenant = await parley.tenant();
    await add(tenant, { events: ['conversation.updated'] });
    const { id } = (await ask(tenant, 'POST', '/conversations', { agent_id: await agentOf(tenant) })).json as { id: string };
    for (let index = 0; index < 10; index += 1) await ask(tenant, 'PATCH', `/conversations/${id}`, { metadata: { step: String(index) } });
    const mine = (): Received[] => received.filter((one) => (one.event.data as { id?: string }).id === id);
    const list = await eventually(mine, (some) =>
      some.some((one) => (one.event.data as { metadata?: { step?: string } }).metadata?.step === '9'),
    );
    const times = list.map((one) => Date.parse(one.event.created_at));
    expect(list.length).toBeLessThanOrEqual(4);
    for (let index = 1; index < times.length; index += 1) expect(times[index]! - times[index - 1]!).toBeGreaterThanOrEqual(1_000);
  });

  test('only what the filter wants is sent, and the preview says so before', async () => {
    const tenant = await parley.tenant();
    const [one, two] = [await agentOf(tenant), await agentOf(tenant)];
    await add(tenant, {
      events: ['call.ended'],
      agent_ids: [one],
      conditions: [
        { field: '/data/duration_ms', operator: 'gte', value: 10_000 },
        { field: '/data/metadata/plan', operator: 'in', value: ['gold', 'silver'] },
      ],
    });
    await add(tenant, { events: ['call.ended'], conditions: [{ field: '/data/duration_ms', operator: 'lt', value: 10_000 }] }, '/never');
    await runCall(tenant, two);
    const call = await runCall(tenant, one);
    const [first] = await arrived(1);
    expect(first!.event.data).toMatchObject({ id: call });
    await settled(tenant, 'delivered');
    expect(received).toHaveLength(1);
    const preview = (await ask(tenant, 'POST', '/events/preview', { events: ['call.ended'], agent_ids: [one] })).json as FilterPreview;
    expect(preview).toMatchObject({ matched: 1, by_type: { 'call.ended': 1 }, samples: [{ data: { id: call } }] });
    expect(preview.total).toBeGreaterThan(5);
  });

  test('what fails is tried again, with the next wait in the log', async () => {
    const tenant = await parley.tenant();
    await add(tenant, { events: ['agent.deployed'] });
    respond = (_request, response) => void response.writeHead(503, { 'Retry-After': '77' }).end('later');
    await publish(tenant, await agentOf(tenant));
    const [failed] = await settled(tenant, 'retrying');
    expect(failed).toMatchObject({ attempt_count: 1, last_status_code: 503 });
    expect(Date.parse(failed!.next_attempt_at!) - Date.now()).toBeGreaterThan(60_000);
    // Its time has come.
    respond = (_request, response) => void response.end('ok');
    await parley.database.asSystem((tx) => tx.update(webhookDeliveries).set({ nextAttemptAt: new Date() }));
    const [delivered] = await settled(tenant, 'delivered');
    expect(delivered).toMatchObject({ id: failed!.id, attempt_count: 2 });
    expect(new Set(received.map((one) => one.headers['webhook-id'])).size).toBe(1);
    const detail = (await ask(tenant, 'GET', `/webhook-deliveries/${failed!.id}`)).json as WebhookDeliveryDetail;
    expect(detail.attempts.map((one) => one.response?.status)).toEqual([503, 200]);
  });

  test('redirects are failures, and answers are kept up to 16 kB', async () => {
    const tenant = await parley.tenant();
    await add(tenant, { events: ['agent.deployed'] });
    respond = (_request, response) => void response.writeHead(302, { Location: `${url}/other` }).end('x'.repeat(100_000));
    await publish(tenant, await agentOf(tenant));
    const [failed] = await settled(tenant, 'retrying');
    const detail = (await ask(tenant, 'GET', `/webhook-deliveries/${failed!.id}`)).json as WebhookDeliveryDetail;
    expect([detail.attempts[0]!.response?.status, detail.attempts[0]!.response?.body.length]).toEqual([302, 16_384]);
    expect(received.map((one) => one.path)).toEqual(['/hook']);
  });

  test('410 disables the endpoint; what waits is dead and can be replayed once it is enabled', async () => {
    const tenant = await parley.tenant();
    const { id } = await add(tenant, { events: ['agent.deployed'] });
    respond = (_request, response) => void response.writeHead(410).end();
    const agent = await agentOf(tenant);
    await publish(tenant, agent);
    const gone = await eventually(
      async () => (await ask(tenant, 'GET', `/webhooks/${id}`)).json as CreatedWebhook,
      (one) => !one.enabled,
    );
    expect(gone.disabled_reason).toBe('gone');
    const events = ((await ask(tenant, 'GET', '/events?type=error.occurred')).json as Page<WebhookEvent>).items;
    expect(events[0]!.data).toMatchObject({ code: 'webhook_disabled' });
    const [delivery] = await deliveries(tenant);
    expect(((await ask(tenant, 'POST', `/webhook-deliveries/${delivery!.id}/resend`)).json as Problem).code).toBe('webhook_disabled');
    respond = (_request, response) => void response.end('ok');
    await ask(tenant, 'PATCH', `/webhooks/${id}`, { enabled: true });
    const replayed = await ask(tenant, 'POST', `/webhooks/${id}/replay`, {
      since: new Date(Date.now() - 60_000).toISOString(),
      only_failed: true,
    });
    expect([replayed.status, replayed.json]).toEqual([202, { count: 1 }]);
    await settled(tenant, 'delivered');
    await ask(tenant, 'POST', `/webhooks/${id}/replay`, { since: new Date(Date.now() - 60_000).toISOString() });
    await settled(tenant, 'delivered', 2);
  });

  test.each([
    ['has no end', (response: ServerResponse) => void response.writeHead(200).write('taken')],
    [
      'breaks off',
      (response: ServerResponse) => void response.writeHead(200, { 'Content-Length': '100' }).write('taken', () => response.destroy()),
    ],
  ])('an answer of 200 whose body %s was received, and is sent once', async (title, answer) => {
    const tenant = await parley.tenant();
    const path = `/${title.replaceAll(' ', '-')}`;
    const { id } = await add(tenant, { events: ['agent.deployed'], timeout_ms: 5_000 }, path);
    respond = (_request, response) => answer(response);
    await publish(tenant, await agentOf(tenant));
    const [delivery] = await settled(tenant, 'delivered');
    expect(delivery).toMatchObject({ attempt_count: 1, last_status_code: 200 });
    expect((await ask(tenant, 'POST', `/webhooks/${id}/test`, {})).json).toMatchObject({
      status: 'delivered',
      attempts: [{ response: { body: 'taken' } }],
    });
    expect(received.filter((one) => one.path === path)).toHaveLength(2);
  });

  test('a slow endpoint holds up nobody, and calls do not wait for each other', async () => {
    const tenant = await parley.tenant();
    await add(tenant, { events: ['agent.deployed'], timeout_ms: 30_000 }, '/slow');
    await add(tenant, { events: ['agent.deployed'] }, '/quick');
    const held: ServerResponse[] = [];
    respond = (request, response) => (request.url === '/slow' ? void held.push(response) : void response.end('ok'));
    const agent = await agentOf(tenant);
    for (let index = 0; index < 20; index += 1) await publish(tenant, agent);
    await eventually(
      () => received.filter((one) => one.path === '/quick'),
      (list) => list.length === 20,
    );
    // Some at a time, and no more.
    expect(held.length).toBeLessThanOrEqual(8);
    respond = (_request, response) => void response.end('ok');
    for (const response of held) response.end('ok');
    await settled(tenant, 'delivered', 40);
  });

  test('a test event is sent at once, whatever the filter, and is no fact', async () => {
    const tenant = await parley.tenant();
    const { id, secret } = await add(tenant, { events: ['agent.deleted'], enabled: false });
    const sample = (await ask(tenant, 'POST', `/webhooks/${id}/test`, { type: 'call.ended' })).json as WebhookDeliveryDetail;
    expect(sample).toMatchObject({ status: 'delivered', test: true, event_type: 'call.ended', attempts: [{ response: { status: 200 } }] });
    const own = (await ask(tenant, 'POST', `/webhooks/${id}/test`, { type: 'call.ended', data: { mine: true } }))
      .json as WebhookDeliveryDetail;
    expect(own.event).toMatchObject({ data: { mine: true } });
    expect(new Verifier(secret).verify(received[1]!.body, received[1]!.headers)).toMatchObject({ data: { mine: true } });
    expect(((await ask(tenant, 'GET', '/events')).json as Page<WebhookEvent>).items).toEqual([]);
    respond = (_request, response) => void response.writeHead(500).end('no');
    expect((await ask(tenant, 'POST', `/webhooks/${id}/test`, {})).json).toMatchObject({ status: 'dead', last_status_code: 500 });
  });

  test('a rotated secret signs beside the one before', async () => {
    const tenant = await parley.tenant();
    const made = await add(tenant);
    const rotated = (await ask(tenant, 'POST', `/webhooks/${made.id}/rotate-secret`, {})).json as CreatedWebhook;
    await ask(tenant, 'POST', `/webhooks/${made.id}/test`, {});
    for (const secret of [made.secret, rotated.secret])
      expect(new Verifier(secret).verify(received[0]!.body, received[0]!.headers)).toBeTruthy();
    await ask(tenant, 'POST', `/webhooks/${made.id}/rotate-secret`, { overlap_seconds: 0 });
    await ask(tenant, 'POST', `/webhooks/${made.id}/test`, {});
    expect(() => new Verifier(rotated.secret).verify(received[1]!.body, received[1]!.headers)).toThrow();
  });

  test.each([
    ['http://example.com/hook', 'must begin with https'],
    ['https://127.0.0.2/', 'not a public one'],
    ['https://169.254.169.254/latest', 'not a public one'],
    ['https://user:pass@example.com/', 'credentials'],
    ['ftp://example.com/', ''],
    ['javascript:alert(1)', ''],
  ])('%s is no URL for a webhook', async (bad, reason) => {
    const answer = await ask(await parley.tenant(), 'POST', '/webhooks', { url: bad });
    expect(answer.status).toBe(422);
    expect((answer.json as Problem).errors).toMatchObject([{ pointer: '/url', message: expect.stringContaining(reason) as string }]);
  });

  test('a test that takes its time is sent once: no lane takes it for abandoned', async () => {
    const tenant = await parley.tenant();
    // A path of its own: what tests before left may still be on its way.
    const { id } = await add(tenant, {}, '/held');
    const held = Promise.withResolvers<ServerResponse>();
    respond = (_request, response, { path }) => (path === '/held' ? held.resolve(response) : void response.end('ok'));
    const tested = ask(tenant, 'POST', `/webhooks/${id}/test`, {});
    const response = await held.promise;
    const laneAt = (now: Date): Promise<[boolean, number | undefined]> =>
      parley.database.asSystem(async (tx) => {
        const due = await selectDueEndpoints(tx, 'node_other', { now, left: [] }, 1_000);
        const claimed = await claim(tx, { webhookId: id, nodeId: 'node_other', limit: 10, first: true }, { now, left: [] });
        await release(tx, { webhookId: id, nodeId: 'node_other' }, [], now);
        return [due.includes(id), claimed?.due.length];
      });
    expect(await laneAt(new Date())).toEqual([false, 0]);
    response.end('ok');
    expect((await tested).json).toMatchObject({ status: 'delivered', attempts: [{ attempt: 1 }] });
    expect(received.filter(({ path }) => path === '/held')).toHaveLength(1);
    // As a node leaves it that was killed in the middle: it stays unsent, and says so.
    await parley.database.asSystem((tx) =>
      tx.update(webhookDeliveries).set({ status: 'sending' }).where(eq(webhookDeliveries.webhookId, id)),
    );
    expect(await laneAt(new Date(Date.now() + 121_000))).toEqual([true, 0]);
    expect(await deliveries(tenant, `webhook_id=${id}`)).toMatchObject([{ status: 'dead' }]);
  });
});
