/** What all lists have in common: filters that take several values, and cursors that belong to their list. */
import type { Call, Conversation, Message, Page, Problem, WebhookEvent } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';
import { furnish, type Belongings } from './testing-walk.ts';

let parley: TestServer;
let tenant: Tenant;
let own: Belongings;

beforeAll(async () => {
  parley = await startTestServer();
  tenant = await parley.tenant();
  own = await furnish(parley, tenant);
});
afterAll(() => parley.close());

const get = (path: string): Promise<Answer> => parley.request('GET', path, { key: tenant.key });
const idsOf = async (path: string): Promise<string[]> => ((await get(path)).json as Page<{ id: string }>).items.map(({ id }) => id).sort();
interface Parameter {
  name: string;
  in: string;
  explode?: boolean;
  schema?: { type?: string };
}
const faultsOf = ({ json }: Answer) => (json as Problem).errors;

/** What is no enum and no id: pages, orders, texts, times, bounds, parts. */
const OF_ONE_VALUE = /^(limit|cursor|sort|fields|format|q|published|metadata(_key)?|variables)$|_(after|before)$|^(min|max)_/;

test('every filter by an enum, an id or a number takes several values', async () => {
  const { json } = await parley.request('GET', '/api/openapi.json');
  const { paths } = json as { paths: Record<string, { get?: { operationId: string; parameters?: Parameter[] } }> };
  const lists = Object.values(paths).flatMap(({ get: read }) =>
    read?.parameters?.some((one) => one.name === 'cursor') === true ? [read] : [],
  );
  expect(lists.length).toBeGreaterThan(10);
  const filters = lists.flatMap(({ operationId, parameters = [] }) =>
    parameters
      .filter((one) => one.in === 'query' && !OF_ONE_VALUE.test(one.name))
      .map(({ name, schema, explode }) => ({ name: `${operationId} ${name}`, several: schema?.type === 'array' && explode === false })),
  );
  expect(filters.filter(({ several }) => !several).map(({ name }) => name)).toEqual([]);
  expect(filters.length).toBeGreaterThan(25);
});

describe('several values', () => {
  test('with commas between, or under a name that is repeated: any of them will do', async () => {
    const both = [own.call, own.registered].sort();
    expect(await idsOf('/calls?status=ended,registered')).toEqual(both);
    expect(await idsOf('/calls?status=ended&status=registered')).toEqual(both);
    expect(await idsOf('/calls?status=%20ended%20')).toEqual([own.call]);
    expect(await idsOf('/calls?status=ongoing,error')).toEqual([]);
    expect(await idsOf(`/conversations?channel=text,voice&call_id=${own.call},${own.registered}`)).toHaveLength(2);
    expect(await idsOf('/agents?tag=prod,staging')).toEqual([own.agent]);
    expect(await idsOf(`/phone-numbers?agent_id=${own.agent},${own.agent.replace(/.$/, '0')}`)).toEqual([own.number]);
    expect(await idsOf('/events?type=error.occurred,call.ended')).toContain(own.event);
    expect(await idsOf('/webhook-deliveries?status=dead,pending')).toEqual([own.delivery]);
    expect((await get('/audit-log?outcome=success,failure&actor_type=api_key,person')).status).toBe(200);
  });

  test.each([
    ['/calls?status=ended,live', 'status', 'must be one of registered, ongoing, ended, error'],
    ['/calls?status=ended,', 'status', 'must be one of registered, ongoing, ended, error'],
    ['/calls?agent_id=agent_1', 'agent_id', 'must be an id that starts with "agent_"'],
    ['/calls?agent_version=1,0', 'agent_version', 'must be at least 1'],
    [
      `/calls?agent_version=${Array.from({ length: 101 }, (_, index) => String(index + 1)).join()}`,
      'agent_version',
      'must have at most 100 values',
    ],
    ['/agents?tag=prod,My%20tag', 'tag', 'must be a lower-case letter, then letters, digits, "-" and "_", at most 32'],
  ])('%s: the value that is none is named', async (path, name, message) => {
    const answer = await get(path);
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual([{ pointer: `/query/${name}`, message }]);
  });
});

describe('search text', () => {
  test('is part of a name or text, in capitals or not, of every list whose items have one', async () => {
    await parley.request('PATCH', `/phone-numbers/${own.number}`, { key: tenant.key, body: { nickname: '50% off_desk' } });
    await parley.request('PATCH', `/webhooks/${own.webhook}`, { key: tenant.key, body: { description: 'Back Office' } });
    const [number] = ((await get('/phone-numbers')).json as Page<{ number: string }>).items;
    const mark = 'ZANZIBAR-secret';
    expect(await idsOf('/phone-numbers?q=0%25%20OFF_')).toEqual([own.number]);
    expect(await idsOf('/phone-numbers?q=0_%20off')).toEqual([]);
    expect(await idsOf(`/phone-numbers?q=${number?.number.slice(4) ?? ''}`)).toEqual([own.number]);
    expect(await idsOf('/webhooks?q=OFFICE')).toEqual([own.webhook]);
    expect(await idsOf('/webhooks?q=hooks.example')).toEqual([own.webhook]);
    expect(await idsOf(`/api-keys?q=${mark}`)).toEqual([own.key]);
    expect(await idsOf(`/organization/members?q=${mark}`)).toEqual([own.member]);
    expect(await idsOf('/organization/members?q=@EXAMPLE.org')).toContain(own.member);
    expect(await idsOf(`/calls?q=${mark}`)).toEqual([own.call, own.registered].sort());
    expect(await idsOf(`/conversations?q=${mark}&channel=text`)).toEqual([own.conversation]);
    expect(await idsOf(`/audit-log?q=${mark}`)).toEqual([]);
    expect((await idsOf('/audit-log?q=%20TEST%20')).length).toBeGreaterThan(0);
    for (const list of ['agents', 'phone-numbers', 'webhooks', 'api-keys', 'organization/members', 'calls', 'conversations', 'audit-log']) {
      expect((await idsOf(`/${list}?q=nobody-has-this`)).length, list).toBe(0);
      for (const q of ['', '%20', 'x'.repeat(129)]) expect((await get(`/${list}?q=${q}`)).status, `${list} ${q}`).toBe(422);
    }
  });
});

test.each(['agent_x', 'agent_01kaxv7k2m4p6r8t0v2x4z6a8c'])(
  'a tag that cannot be is refused by name before %s is looked for',
  async (id) => {
    for (const method of ['PUT', 'DELETE'] as const) {
      const body = method === 'PUT' ? { body: { version: 1 } } : {};
      const bad = await parley.request(method, `/agents/${id}/tags/Prod`, { key: tenant.key, ...body });
      expect([bad.status, faultsOf(bad)?.map(({ pointer }) => pointer)]).toEqual([422, ['/path/tag']]);
      expect((await parley.request(method, `/agents/${id}/tags/prod`, { key: tenant.key, ...body })).status).toBe(404);
    }
  },
);

describe('a cursor', () => {
  const cursorOf = async (path: string): Promise<string> => ((await get(path)).json as Page<unknown>).next_cursor ?? '';
  const after = (path: string, cursor: string): Promise<Answer> => get(`${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`);

  test.each([
    ['another filter', '/calls?limit=1&status=ended,registered', '/calls?limit=1&status=ended'],
    ['a filter where there was none', '/calls?limit=1', '/calls?limit=1&type=web'],
    ['no filter where there was one', '/calls?limit=1&metadata[note]=zanzibar-secret-of-the-other', '/calls?limit=1'],
    ['another order', '/calls?limit=1', '/calls?limit=1&sort=created_at'],
    ['another list in the same order', '/calls?limit=1', '/conversations?limit=1'],
  ])('of %s is refused by name', async (_what, path, other) => {
    const cursor = await cursorOf(path);
    expect(cursor).not.toBe('');
    const answer = await after(other, cursor);
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual([
      { pointer: '/query/cursor', message: 'is not a cursor of this list with these filters in this order' },
    ]);
    expect((await after(path, cursor)).status).toBe(200);
  });

  test('of the same list of another resource is refused', async () => {
    const second = ((await parley.request('POST', '/agents', { key: tenant.key, body: { name: 'B' } })).json as { id: string }).id;
    for (const [name, greeting] of [
      ['one', 'Hi.'],
      ['two', 'Ho.'],
    ]) {
      await parley.request('PATCH', `/agents/${own.agent}`, { key: tenant.key, body: { greeting, name } });
      await parley.request('POST', `/agents/${own.agent}/publish`, { key: tenant.key });
    }
    const cursor = await cursorOf(`/agents/${own.agent}/versions?limit=1`);
    expect((await after(`/agents/${own.agent}/versions`, cursor)).status).toBe(200);
    expect((await after(`/agents/${second}/versions`, cursor)).status).toBe(422);
  });

  test('goes on where only the number of items or their parts change, or the same filters are written otherwise', async () => {
    const cursor = await cursorOf('/calls?limit=1&status=ended,registered&type=web');
    const answer = await after('/calls?type=web&status=registered,ended&limit=7&fields=cost', cursor);
    expect(answer.status).toBe(200);
    expect((answer.json as Page<Call>).items).toHaveLength(1);
  });

  const inTime = '2026-02-03T04:05:06.007Z';
  test.each([
    ['a day that the calendar does not have', 'calls', ['-created_at', '2026-02-30T00:00:00.000Z', 'a']],
    ['an hour after the last', 'calls', ['-created_at', '2026-02-03T24:00:00.000Z', 'a']],
    ['a month that is none', 'calls', ['-created_at', '2026-13-01T00:00:00.000Z', 'a']],
    ['a time that is a number', 'calls', ['-created_at', 1e21, 'a']],
    ['no time', 'calls', ['-created_at', null, 'a']],
    ['an id with a NUL', 'calls', ['-created_at', inTime, 'a\0']],
    ['an id without end', 'calls', ['-created_at', inTime, 'a'.repeat(1_000)]],
    ['more than a place', 'calls', ['-created_at', inTime, 'a', 'b']],
    ['a number out of range', 'versions', ['number', 2 ** 31, 'n']],
    ['a number with a fraction', 'versions', ['number', 1.5, 'n']],
    ['a number that is a text', 'versions', ['number', '1', 'n']],
    ['a name with a NUL', 'agents', ['name', 'a\0', 'a']],
    ['a name with half a character', 'agents', ['name', '\ud800', 'a']],
    ['a name without end', 'agents', ['name', 'a'.repeat(1_000), 'a']],
    ['a name that is a list', 'agents', ['name', ['a'], 'a']],
  ])('with %s behind a genuine mark is refused', async (_, list, place) => {
    await parley.request('POST', '/agents', { key: tenant.key, body: { name: 'Third' } });
    const path =
      { calls: '/calls?limit=1', versions: `/agents/${own.agent}/versions?limit=1`, agents: '/agents?sort=name&limit=1' }[list] ?? '';
    const [mark = ''] = (await cursorOf(path)).split('.');
    expect(mark).toHaveLength(12);
    const answer = await after(path, `${mark}.${Buffer.from(JSON.stringify(place)).toString('base64url')}`);
    expect([answer.status, faultsOf(answer)?.[0]?.pointer]).toEqual([422, '/query/cursor']);
  });

  test.each(['x', '.', 'AAAAAAAAAAAA.', 'x'.repeat(3_000), '%00'])('that is none (%s) is refused', async (cursor) => {
    expect((await after('/calls', cursor)).status).toBe(422);
  });

  test('behind the longest name that there is leads on', async () => {
    const key = (await parley.tenant()).key;
    for (const letter of ['\u4e00', '\u4e01']) await parley.request('POST', '/agents', { key, body: { name: letter.repeat(128) } });
    const first = (await parley.request('GET', '/agents?sort=name&limit=1', { key })).json as Page<unknown>;
    const second = await parley.request('GET', `/agents?sort=name&limit=1&cursor=${first.next_cursor ?? ''}`, { key });
    expect((second.json as Page<{ name: string }>).items[0]?.name).toBe('\u4e01'.repeat(128));
  });
});

test('an event is had by its id, and somebody else has none of it', async () => {
  const { status, json } = await get(`/events/${own.event}`);
  expect(status).toBe(200);
  expect(json).toMatchObject({ id: own.event, type: 'error.occurred' } satisfies Partial<WebhookEvent>);
  const stranger = await parley.tenant();
  expect((await parley.request('GET', `/events/${own.event}`, { key: stranger.key })).status).toBe(404);
  expect((await get('/events/event_1')).status).toBe(404);
});

test('the messages of a conversation are a list, typed or spoken', async () => {
  const spoken = ((await get(`/conversations?call_id=${own.call}`)).json as Page<Conversation>).items[0]?.id ?? '';
  await parley.request('POST', `/conversations/${own.conversation}/messages`, { key: tenant.key, body: { content: 'Hello' } });
  for (const id of [own.conversation, spoken]) {
    const whole = ((await get(`/conversations/${id}`)).json as Conversation).messages;
    expect(whole.length).toBeGreaterThan(0);
    const read: Message[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const answer: Answer = await get(`/conversations/${id}/messages?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      const page = answer.json as Page<Message>;
      read.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(read).toEqual(whole);
    expect(((await get(`/conversations/${id}/messages`)).json as Page<Message>).items).toEqual(whole);
  }
  const stranger = await parley.tenant();
  expect((await parley.request('GET', `/conversations/${own.conversation}/messages`, { key: stranger.key })).status).toBe(404);
});

test.each(['PUT', 'DELETE'])('%s of a tag that cannot be is refused by name', async (method) => {
  for (const [tag, message] of [
    ['My%20tag', 'must be a lower-case letter, then letters, digits, "-" and "_", at most 32'],
    ['latest', 'must not be "draft" or "latest"'],
  ]) {
    const body = method === 'PUT' ? { body: { version: 1 } } : {};
    const answer = await parley.request(method, `/agents/${own.agent}/tags/${String(tag)}`, { key: tenant.key, ...body });
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual([{ pointer: '/path/tag', message }]);
  }
});
