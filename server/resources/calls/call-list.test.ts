import type { CallListItem, CallSummary, DisconnectionReason, Page, RecordingUrl } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls } from '../../platform/db/schema.ts';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { furnish } from '../../platform/http/testing-walk.ts';
import { newId } from '../../platform/ids.ts';
import { startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';

const HOUR = 3_600_000;
const REASONS: readonly DisconnectionReason[] = ['user_hangup', 'agent_hangup'];
const BEGAN = Date.UTC(2026, 5, 1);

describeOnBoth('the list of calls', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  let agents: string[];
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    tenant = await parley.tenant();
    const make = async (name: string): Promise<string> => ((await ask('/agents', 'POST', { name })).json as { id: string }).id;
    agents = [await make('Anna'), await make('Berta')];
    await insertCalls();
  });
  afterAll(() => parley.close());

  const ask = (path: string, method = 'GET', body?: unknown): Promise<Answer> =>
    parley.request(method, path, { key: tenant.key, ...(body === undefined ? {} : { body }) });
  const list = async (query: string): Promise<CallListItem[]> => ((await ask(`/calls?${query}`)).json as Page<CallListItem>).items;

  /** Twelve calls, an hour apart; every third never began. */
  async function insertCalls(): Promise<void> {
    const rows = Array.from({ length: 12 }, (_, index) => {
      const created = new Date(BEGAN + index * HOUR);
      const began = index % 3 !== 2;
      return {
        id: newId('call', created.getTime()),
        organizationId: tenant.id,
        status: began ? ('ended' as const) : ('registered' as const),
        type: index % 2 === 0 ? ('web' as const) : ('phone' as const),
        direction: index % 4 === 1 ? ('outbound' as const) : ('inbound' as const),
        transport: 'websocket' as const,
        fromNumber: index % 2 === 0 ? null : '+15550000001',
        toNumber: index % 2 === 0 ? null : `+1555000010${String(index % 10)}`,
        agentId: agents[index % 2]!,
        agentName: 'x',
        agentVersion: index < 6 ? 1 : null,
        agentSnapshot: { id: agents[index % 2]!, version: 1, config: {} as never },
        metadata: { plan: index % 2 === 0 ? 'gold' : 'silver', ...(index === 3 ? { vip: 'yes' } : {}) },
        variables: { name: index === 4 ? 'Ada' : 'Bob' },
        createdAt: created,
        startedAt: began ? new Date(created.getTime() + 1_000) : null,
        endedAt: began ? new Date(created.getTime() + 1_000 + index * 10_000) : null,
        durationMs: began ? index * 10_000 : null,
        disconnectionReason: began ? REASONS[index % 2]! : null,
        sentiment: index === 0 ? ('positive' as const) : null,
      };
    });
    await parley.database.asOrganization(tenant.id, (tx) => tx.insert(calls).values(rows));
  }

  const hours = (found: readonly CallListItem[]): number[] => found.map((one) => (Date.parse(one.created_at) - BEGAN) / HOUR);
  const at = (hour: number): string => encodeURIComponent(new Date(BEGAN + hour * HOUR).toISOString());

  test.each([
    ['status=registered', [11, 8, 5, 2]],
    ['type=phone&direction=outbound', [9, 5, 1]],
    ['agent_version=1', [5, 4, 3, 2, 1, 0]],
    ['disconnection_reason=agent_hangup', [9, 7, 3, 1]],
    ['from_number=%2B15550000001&min_duration_ms=70000', [9, 7]],
    ['to_number=%2B15550000103', [3]],
    ['sentiment=positive', [0]],
    ['metadata[plan]=gold&max_duration_ms=60000', [6, 4, 0]],
    ['metadata[plan]=silver&metadata[vip]=yes', [3]],
    ['metadata_key=vip', [3]],
    ['variables[name]=Ada', [4]],
    ['metadata[plan]=%27%20or%20true', []],
    ['min_duration_ms=60000&max_duration_ms=90000', [9, 7, 6]],
  ])('?%s', async (query, expected) => {
    expect(hours(await list(query))).toEqual(expected);
  });

  test('times, at both ends inclusive', async () => {
    expect(hours(await list(`created_after=${at(3)}&created_before=${at(5)}`))).toEqual([5, 4, 3]);
    expect(hours(await list(`started_after=${at(9)}`))).toEqual([10, 9]);
    expect(hours(await list(`ended_before=${at(1)}`))).toEqual([0]);
    expect(hours(await list(`agent_id=${agents[0]!}&created_before=${at(4)}`))).toEqual([4, 2, 0]);
  });

  test.each(['+02:00', ' 02:00', '%2B02:00'])('times with the offset %s, which a query string may have as a blank', async (offset) => {
    const local = new Date(BEGAN + 11 * HOUR).toISOString().replace('Z', '');
    // 11 o'clock two hours east of Greenwich.
    expect(hours(await list(`created_after=${local}${offset}`))).toEqual([11, 10, 9]);
  });

  test.each([
    ['created_at', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    ['-duration_ms', [10, 9, 7, 6, 4, 3, 1, 0, 11, 8, 5, 2]],
    ['duration_ms', [2, 5, 8, 11, 0, 1, 3, 4, 6, 7, 9, 10]],
    ['-started_at', [10, 9, 7, 6, 4, 3, 1, 0, 11, 8, 5, 2]],
    ['ended_at', [2, 5, 8, 11, 0, 1, 3, 4, 6, 7, 9, 10]],
  ])('in the order of %s, whole and page by page', async (sort, expected) => {
    expect(hours(await list(`sort=${sort}`))).toEqual(expected);
    const found: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = (await ask(`/calls?limit=1&sort=${sort}${cursor === '' ? '' : `&cursor=${cursor}`}`)).json as Page<CallSummary>;
      found.push(...hours(page.items));
      expect(page.has_more).toBe(page.next_cursor !== null);
      cursor = page.next_cursor;
    }
    expect(found).toEqual(expected);
  });

  test('shows the large parts that are asked for, and always the rest', async () => {
    const [plain] = await list('limit=1');
    expect(plain).toMatchObject({ metadata: {}, cost: { total: 0 }, latency: { e2e: { num: 0 } }, recording: { available: false } });
    expect(plain).not.toHaveProperty('transcript');
    const [chosen] = await list('limit=1&fields=transcript,cost');
    expect(chosen).toMatchObject({ transcript: [], cost: { total: 0 }, status: 'registered' });
    expect(chosen).not.toHaveProperty('metadata');
    const [least] = await list('limit=1&fields=id,status');
    expect(least).toMatchObject({ status: 'registered' });
    expect(least).not.toHaveProperty('cost');
    for (const query of [
      'fields=',
      'fields=agent_snapshot',
      'fields=transcript,',
      'sort=agent_name',
      'agent_version=draft',
      'metadata=x',
      'metadata[]=x',
      'variables[a%20b]=c',
    ])
      expect((await ask(`/calls?${query}`)).status, query).toBe(422);
  });

  test('a telephone call needs a trunk, and an agent', async () => {
    const body = { type: 'phone', from: '+15551234567', to: '+15557654321', agent_id: agents[0] };
    expect((await ask('/calls', 'POST', body)).json).toMatchObject({ status: 409, code: 'trunk_not_configured' });
    expect((await ask('/calls', 'POST', { ...body, agent_id: newId('agent') })).json).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/agent_id' }],
    });
    expect((await ask('/calls', 'POST', { ...body, to: '0555' })).json).toMatchObject({ errors: [{ pointer: '/to' }] });
  });

  test('a recording opens by its signed URL until it expires, and by no other', async () => {
    const { call } = await furnish(parley, tenant);
    const { url, expires_at } = (await ask(`/calls/${call}/recording-url`, 'POST', { expires_in: 60 })).json as RecordingUrl;
    expect(Date.parse(expires_at) - Date.now()).toBeLessThanOrEqual(60_000);
    const { pathname, search } = new URL(url);
    const opened = await parley.request('GET', pathname + search);
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'audio/wav']);
    expect(opened.text.startsWith('RIFF')).toBe(true);
    expect((await parley.request('GET', pathname + search, { headers: { Range: 'bytes=0-3' } })).text).toBe('RIFF');
    const { call: another } = await furnish(parley, tenant);
    const changed = (name: string, value: string): string => {
      const query = new URLSearchParams(search);
      query.set(name, value);
      return `${pathname}?${query.toString()}`;
    };
    for (const path of [
      changed('expires', '99999999999'),
      changed('organization', 'org_other'),
      changed('signature', 'x'),
      pathname.replace(call, another) + search,
    ])
      expect((await parley.request('GET', path)).status, path).toBe(401);
    expect((await parley.request('GET', pathname)).status).toBe(422);
    expect((await ask(`/calls/${newId('call')}/recording-url`, 'POST', {})).status).toBe(404);
  });
});
