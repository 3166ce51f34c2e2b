import type { Agent, AgentDiff, AgentVersion, CreatedCall, Problem } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { describeWith } from '../../../scripts/test-tools.ts';
import { eventually, startTestServer, type Answer, type RequestOptions, type Tenant, type TestServer } from '../../testing.ts';
import { diffSettings } from './agent-diff.ts';

describe('differences between settings', () => {
  test.each([
    ['nothing', { a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }, []],
    ['a member', { a: { b: 1 } }, { a: { b: 2 } }, [{ path: '/a/b', change: 'changed', before: 1, after: 2 }]],
    [
      'one more and one less',
      { a: 1 },
      { b: 2 },
      [
        { path: '/a', change: 'removed', before: 1 },
        { path: '/b', change: 'added', after: 2 },
      ],
    ],
    ['a list as a whole', { a: [1] }, { a: [1, 2] }, [{ path: '/a', change: 'changed', before: [1], after: [1, 2] }]],
    ['a name with a slash', { 'a/b~': 1 }, { 'a/b~': 2 }, [{ path: '/a~1b~0', change: 'changed', before: 1, after: 2 }]],
  ])('%s', (_title, before, after, changes) => {
    expect(diffSettings(before, after)).toEqual(changes);
  });

  test('functions are told apart by their names', () => {
    const [book, cancel] = [
      { name: 'book', type: 'collect', description: 'x' },
      { name: 'cancel', type: 'collect', description: 'y' },
    ];
    expect(diffSettings({ functions: [book] }, { functions: [cancel, { ...book, description: 'z' }] })).toEqual([
      { path: '/functions/book/description', change: 'changed', before: 'x', after: 'z' },
      { path: '/functions/cancel', change: 'added', after: cancel },
    ]);
    expect(diffSettings({ functions: [] }, { functions: [book] })).toEqual([{ path: '/functions/book', change: 'added', after: book }]);
    expect(diffSettings({ functions: [book, cancel] }, { functions: [cancel, book] })).toMatchObject([
      { path: '/functions', change: 'changed' },
    ]);
  });
});

describeOnBoth('agents over the API', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    tenant = await parley.tenant();
  });
  afterAll(() => parley.close());

  const ask = (method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> =>
    parley.request(method, path, { key: tenant.key, ...(body === undefined ? {} : { body }), ...options });
  const make = async (name = 'Anna'): Promise<Agent> => (await ask('POST', '/agents', { name })).json as Agent;
  const publish = async (id: string, greeting: string): Promise<AgentVersion> => {
    await ask('PATCH', `/agents/${id}`, { greeting });
    return (await ask('POST', `/agents/${id}/publish`)).json as AgentVersion;
  };
  const startedOn = async (id: string, version: unknown): Promise<number | null | string> => {
    const answer = await ask('POST', '/calls', { type: 'web', agent_id: id, agent_version: version });
    return answer.status === 201 ? (answer.json as CreatedCall).agent_version : (answer.json as Problem).code;
  };

  test('calls follow a tag, which moves; numbers, draft and latest are something else', async () => {
    const { id } = await make();
    for (const greeting of ['One.', 'Two.', 'Three.']) await publish(id, greeting);
    expect((await ask('PUT', `/agents/${id}/tags/prod`, { version: 2 })).json).toEqual({ agent_id: id, tag: 'prod', version: 2 });
    expect(
      await Promise.all([
        startedOn(id, 'prod'),
        startedOn(id, 1),
        startedOn(id, 'draft'),
        startedOn(id, 'latest'),
        startedOn(id, undefined),
      ]),
    ).toEqual([2, 1, null, 3, 3]);
    await ask('PUT', `/agents/${id}/tags/prod`, { version: 3 });
    expect(await startedOn(id, 'prod')).toBe(3);
    expect((await ask('GET', `/agents/${id}`)).json).toMatchObject({ tags: { prod: 3 } });
    expect(((await ask('GET', '/agents?tag=prod')).json as { items: Agent[] }).items.map((one) => one.id)).toEqual([id]);
    expect((await ask('DELETE', `/agents/${id}/tags/prod`)).status).toBe(204);
    expect(await startedOn(id, 'prod')).toBe('validation_failed');
    expect((await ask('DELETE', `/agents/${id}/tags/prod`)).status).toBe(404);
  });

  test('tags point at versions that are, have sensible names, and are ten at most', async () => {
    const { id } = await make();
    await publish(id, 'One.');
    expect((await ask('PUT', `/agents/${id}/tags/prod`, { version: 2 })).status).toBe(422);
    for (const tag of ['draft', 'latest', 'Prod', '1', 'a'.repeat(33)])
      expect((await ask('PUT', `/agents/${id}/tags/${tag}`, { version: 1 })).status, tag).toBe(422);
    for (let index = 0; index < 10; index += 1)
      expect((await ask('PUT', `/agents/${id}/tags/t${String(index)}`, { version: 1 })).status).toBe(200);
    expect((await ask('PUT', `/agents/${id}/tags/t10`, { version: 1 })).status).toBe(409);
    expect((await ask('PUT', `/agents/${id}/tags/t3`, { version: 1 })).status).toBe(200);
  });

  test('a copy is a draft of its own', async () => {
    const original = await make('Front desk');
    await publish(original.id, 'Original.');
    const copy = (await ask('POST', `/agents/${original.id}/duplicate`, {})).json as Agent;
    expect(copy).toMatchObject({ name: 'Front desk (copy)', greeting: 'Original.', published_version: null, tags: {} });
    await ask('PATCH', `/agents/${copy.id}`, { greeting: 'Copied.' });
    expect((await ask('GET', `/agents/${original.id}`)).json).toMatchObject({ greeting: 'Original.' });
    expect((await ask('POST', `/agents/${original.id}/duplicate`, { name: 'Other' })).json).toMatchObject({ name: 'Other' });
    const long = await make('x'.repeat(128));
    expect(((await ask('POST', `/agents/${long.id}/duplicate`, {})).json as Agent).name).toHaveLength(128);
  });

  test('two versions, or one and the draft, are compared', async () => {
    const { id } = await make();
    await publish(id, 'One.');
    await publish(id, 'Two.');
    await ask('PATCH', `/agents/${id}`, { llm: { temperature: 0.5 } });
    expect(((await ask('GET', `/agents/${id}/diff?from=1&to=2`)).json as AgentDiff).changes).toEqual([
      { path: '/greeting', change: 'changed', before: 'One.', after: 'Two.' },
    ]);
    expect(((await ask('GET', `/agents/${id}/diff?from=latest`)).json as AgentDiff).changes).toEqual([
      { path: '/llm/temperature', change: 'added', after: 0.5 },
    ]);
    expect((await ask('GET', `/agents/${id}/diff?from=9`)).status).toBe(404);
    expect((await ask('GET', `/agents/${id}/diff`)).status).toBe(422);
  });

  test('what was read is what was written last, and told apart by its ETag', async () => {
    const { id } = await make();
    for (let index = 0; index < 5; index += 1) {
      await ask('PATCH', `/agents/${id}`, { greeting: `Hello ${String(index)}.` });
      expect((await ask('GET', `/agents/${id}`)).json).toMatchObject({ greeting: `Hello ${String(index)}.`, revision: index + 2 });
    }
    expect((await ask('PATCH', `/agents/${id}`, { greeting: 'x' }, { headers: { 'If-Match': '"3"' } })).status).toBe(412);
  });

  test('lists are sorted, searched and paged', async () => {
    const { key } = await parley.tenant();
    const names = ['Cleo', 'Anna', 'Bert', 'anton'];
    for (const name of names) await parley.request('POST', '/agents', { key, body: { name } });
    const walk = async (query: string): Promise<string[]> => {
      const found: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = (await parley.request('GET', `/agents?limit=1&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`, { key })).json as {
          items: Agent[];
          next_cursor: string | null;
        };
        found.push(...page.items.map((one) => one.name));
        cursor = page.next_cursor;
      }
      return found;
    };
    expect(await walk('sort=created_at')).toEqual(names);
    expect(await walk('')).toEqual(names.toReversed());
    expect((await walk('sort=name')).toSorted()).toEqual(names.toSorted());
    expect(await walk('sort=-name')).toEqual((await walk('sort=name')).toReversed());
    expect((await walk('q=AN')).toSorted()).toEqual(['Anna', 'anton']);
    const cursor = ((await parley.request('GET', '/agents?limit=1&sort=name', { key })).json as { next_cursor: string }).next_cursor;
    expect((await parley.request('GET', `/agents?sort=-name&cursor=${cursor}`, { key })).status).toBe(422);
  });
});

describeWith('postgresql', 'two nodes', () => {
  test('an agent that one changes is new at the other', async () => {
    const one = await startTestServer({ kind: 'postgresql' });
    const two = await startTestServer({ beside: one });
    try {
      const { key } = await one.tenant();
      const { id } = (await one.request('POST', '/agents', { key, body: { name: 'Anna' } })).json as Agent;
      const nameAtTwo = async (): Promise<string> => ((await two.request('GET', `/agents/${id}`, { key })).json as Agent).name;
      expect(await nameAtTwo()).toBe('Anna');
      await one.request('PATCH', `/agents/${id}`, { key, body: { name: 'Berta' } });
      await eventually(nameAtTwo, (name) => name === 'Berta', 2_000);
    } finally {
      await two.close();
      await one.close();
    }
  });
});
