/** Metadata of agents, and the parts of an agent that are asked for. */
import type { Agent, AuditEntry, Page, PhoneNumber, Webhook } from '@parley/contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';

describeOnBoth('metadata of agents', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  beforeAll(async () => (parley = await startTestServer({ kind })));
  afterAll(() => parley.close());
  beforeEach(async () => (tenant = await parley.tenant()));

  const request = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    parley.request(method, path, { key: tenant.key, headers, ...(body === undefined ? {} : { body }) });
  const create = async (metadata?: unknown, name = 'Anna'): Promise<Agent> =>
    (await request('POST', '/agents', { name, ...(metadata === undefined ? {} : { metadata }) })).json as Agent;
  const patch = (id: string, body: unknown, headers?: Record<string, string>): Promise<Answer> =>
    request('PATCH', `/agents/${id}`, body, headers);
  const found = async (path: string): Promise<string[]> =>
    ((await request('GET', path)).json as Page<{ id: string }>).items.map(({ id }) => id).sort();

  test('is kept, merged, and taken away, without a version but with a revision', async () => {
    const made = await create({ team: 'dental', crm: '17' });
    expect(made).toMatchObject({ metadata: { team: 'dental', crm: '17' }, revision: 1 });
    expect((await create()).metadata).toEqual({});
    expect((await request('POST', `/agents/${made.id}/publish`)).status).toBe(201);
    const changed = (await patch(made.id, { metadata: { crm: null, plan: 'gold' } }, { 'If-Match': '"1"' })).json as Agent;
    expect(changed).toMatchObject({ metadata: { team: 'dental', plan: 'gold' }, revision: 2, draft_changed: false, published_version: 1 });
    expect((await patch(made.id, { metadata: { plan: 'tin' } }, { 'If-Match': '"1"' })).status).toBe(412);
    expect((await patch(made.id, { metadata: { plan: 'gold' } })).json).toMatchObject({ revision: 2, updated_at: changed.updated_at });
    expect((await request('POST', `/agents/${made.id}/publish`)).status).toBe(200);
    expect((await request('GET', `/agents/${made.id}`)).json).toMatchObject({ metadata: { team: 'dental', plan: 'gold' } });
    expect((await patch(made.id, { metadata: null })).json).toMatchObject({ metadata: {}, revision: 3 });
  });

  test('stays when settings change or a version is restored, goes along with a copy, and is no setting', async () => {
    const { id } = await create({ team: 'dental' });
    await request('POST', `/agents/${id}/publish`);
    expect((await patch(id, { greeting: 'Hi.' })).json).toMatchObject({ metadata: { team: 'dental' } });
    expect((await request('POST', `/agents/${id}/versions/1/restore`)).json).toMatchObject({ metadata: { team: 'dental' } });
    expect((await request('POST', `/agents/${id}/duplicate`, {})).json).toMatchObject({ metadata: { team: 'dental' }, revision: 1 });
    expect((await request('GET', `/agents/${id}/versions/1`)).json).not.toHaveProperty('config.metadata');
  });

  test.each([
    ['a value that is no text', { plan: 1 }, '/metadata/plan'],
    ['a key without a name', { '': 'x' }, '/metadata/'],
    ['too many keys', Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${String(index)}`, ''])), '/metadata'],
    ['no object', 'gold', '/metadata'],
  ])('%s is refused by name', async (_what, metadata, pointer) => {
    const { id } = await create();
    for (const answer of [await request('POST', '/agents', { name: 'A', metadata }), await patch(id, { metadata })]) {
      expect(answer.status).toBe(422);
      expect((answer.json as { errors: { pointer: string }[] }).errors.map((one) => one.pointer)).toEqual([pointer]);
    }
  });

  test('finds agents by key and value, and by key; so does that of numbers and conversations', async () => {
    const gold = await create({ plan: 'gold', team: 'dental' });
    const tin = await create({ plan: 'tin' });
    await create();
    expect(await found('/agents?metadata[plan]=gold')).toEqual([gold.id]);
    expect(await found('/agents?metadata[plan]=gold&metadata[team]=sales')).toEqual([]);
    expect(await found('/agents?metadata_key=plan')).toEqual([gold.id, tin.id].sort());
    await patch(gold.id, { metadata: { plan: 'tin' } });
    expect(await found('/agents?metadata[plan]=tin')).toEqual([gold.id, tin.id].sort());
    await request('DELETE', `/agents/${tin.id}`);
    expect(await found('/agents?metadata_key=plan')).toEqual([gold.id]);
    const number = (await request('POST', '/phone-numbers', { number: '+15559876543', metadata: { plan: 'gold' } })).json as PhoneNumber;
    expect(await found('/phone-numbers?metadata[plan]=gold&metadata_key=plan')).toEqual([number.id]);
    expect(await found('/phone-numbers?metadata[plan]=tin')).toEqual([]);
    await request('DELETE', `/phone-numbers/${number.id}`);
    const talk = (await request('POST', '/conversations', { agent_id: gold.id, metadata: { plan: 'gold' } })).json as { id: string };
    expect(await found('/conversations?metadata_key=plan')).toEqual([talk.id]);
    expect(await found('/conversations?metadata_key=team')).toEqual([]);
  });

  test('stands in the audit trail', async () => {
    const { id } = await create({ plan: 'gold' });
    await patch(id, { metadata: { plan: 'tin' } });
    const [entry] = ((await request('GET', `/audit-log?resource_id=${id}&action=updateAgent`)).json as Page<AuditEntry>).items;
    expect(entry?.changes).toEqual([{ field: 'metadata.plan', before: 'gold', after: 'tin', hidden: false }]);
  });

  test('and all other large parts are there when they are asked for', async () => {
    const { id } = await create({ plan: 'gold' });
    const always = ['id', 'name', 'language', 'time_zone', 'published_version', 'draft_changed', 'revision', 'created_at', 'updated_at'];
    const listed = async (query: string): Promise<Agent> =>
      ((await request('GET', `/agents?${query}`)).json as Page<Agent>).items[0] as Agent;
    const whole = (await request('GET', `/agents/${id}`)).json as Agent;
    expect(await listed('')).toEqual(whole);
    const some = await request('GET', `/agents/${id}?fields=prompt,metadata`);
    expect(Object.keys(some.json as Agent).sort()).toEqual([...always, 'metadata', 'prompt'].sort());
    expect(some.headers.get('etag')).toBe('"1"');
    expect(await listed('fields=prompt,metadata')).toEqual(some.json);
    expect(Object.keys(await listed('fields=id,name')).sort()).toEqual([...always].sort());
    for (const fields of ['', 'voice', 'prompt,', 'organization_id']) {
      expect((await request('GET', `/agents?fields=${fields}`)).status, fields).toBe(422);
      expect((await request('GET', `/agents/${id}?fields=${fields}`)).status, fields).toBe(422);
    }
  });

  test('an update that changes nothing keeps the revision of calls, conversations, numbers and webhooks', async () => {
    const { id } = await create();
    const metadata = { plan: 'gold' };
    const made = {
      '/calls': { type: 'web', agent_id: id, metadata },
      '/conversations': { agent_id: id, metadata },
      '/phone-numbers': { number: '+15559876544', nickname: 'Desk', metadata: { ...metadata, team: 'x' } },
      '/webhooks': { url: 'https://hooks.example/', description: 'Desk', custom_headers: { 'X-One': '1', 'X-Two': '2' } },
    };
    for (const [path, body] of Object.entries(made)) {
      const one = (await request('POST', path, body)).json as { id: string; revision: number };
      const same =
        path === '/webhooks' ? { description: 'Desk', enabled: true, custom_headers: { 'X-Two': '2', 'X-One': '1' } } : { metadata };
      const again = (await request('PATCH', `${path}/${one.id}`, same)).json as { revision: number };
      expect([path, again.revision]).toEqual([path, one.revision]);
    }
    const [webhook] = ((await request('GET', '/webhooks')).json as Page<Webhook>).items;
    const other = (await request('PATCH', `/webhooks/${webhook?.id ?? ''}`, { custom_headers: { 'X-One': '1', 'X-Two': '3' } })).json;
    expect(other, 'another value under the same name').toMatchObject({ revision: (webhook?.revision ?? 0) + 1 });
    const [number] = ((await request('GET', '/phone-numbers')).json as Page<PhoneNumber>).items;
    const merged = (await request('PATCH', `/phone-numbers/${number?.id ?? ''}`, { metadata: { plan: null, floor: '2' } })).json;
    expect(merged).toMatchObject({ metadata: { team: 'x', floor: '2' }, nickname: 'Desk', revision: (number?.revision ?? 0) + 1 });
  });
});
