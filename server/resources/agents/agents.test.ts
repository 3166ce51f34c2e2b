import { mergePatch, type Agent, type AgentVersion, type Page } from '@parley/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { agents } from '../../platform/db/schema.ts';
import { startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';

describe('a merge patch (RFC 7396, appendix A)', () => {
  test.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j patched with %j is %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });

  test("has members with the names of an object's own like any others", () => {
    const patch: unknown = JSON.parse('{"__proto__":{"polluted":true},"constructor":"x","prototype":null,"hasOwnProperty":null,"last":1}');
    expect(JSON.stringify(mergePatch({ hasOwnProperty: 1, kept: 2 }, patch))).toBe(
      '{"kept":2,"__proto__":{"polluted":true},"constructor":"x","last":1}',
    );
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  test('changes neither target nor patch, and twice is once', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(object, object, (target, patch) => {
        const before = JSON.stringify([target, patch]);
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).toEqual(once);
        expect(JSON.stringify([target, patch])).toBe(before);
      }),
    );
  });
});

describeOnBoth('agents', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  beforeAll(async () => (parley = await startTestServer({ kind })));
  afterAll(() => parley.close());
  beforeEach(async () => (tenant = await parley.tenant()));

  const request = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    parley.request(method, path, { key: tenant.key, ...(body === undefined ? {} : { body }), headers });
  const create = async (body: object = { name: 'New' }): Promise<Agent> => {
    const answer = await request('POST', '/agents', body);
    expect(answer.status, answer.text).toBe(201);
    return answer.json as Agent;
  };
  const get = async (id: string): Promise<Agent> => (await request('GET', `/agents/${id}`)).json as Agent;

  test('need a name and nothing else: every default works offline', async () => {
    const agent = await create();
    expect(agent).toMatchObject({
      name: 'New',
      language: 'en-US',
      llm: { provider: 'embedded' },
      stt: { provider: 'embedded' },
      tts: { provider: 'embedded', voice: 'slt' },
      functions: [],
      variables: {},
      published_version: null,
      draft_changed: true,
      revision: 1,
    });
    expect(await get(agent.id)).toEqual(agent);
  });

  test.each([
    [{}, '/name'],
    [{ name: '  ' }, '/name'],
    [{ name: 'x', time_zone: 'Mars/Olympus' }, '/time_zone'],
    [{ name: 'x', llm: { provider: 'other' } }, '/llm/provider'],
    [{ name: 'x', turn_taking: { max_call_ms: 1 } }, '/turn_taking/max_call_ms'],
    [{ name: 'x', tts: { speed: '2' } }, '/tts/speed'],
    [{ name: 'x', stt: { words: [] } }, '/stt/words'],
    [{ name: 'x', functions: [{ type: 'built_in', name: 'launch' }] }, '/functions/0/name'],
    [{ name: 'x', variables: { 'a b': '1' } }, '/variables/a b'],
  ])('%j is refused at %s', async (body, pointer) => {
    const answer = await request('POST', '/agents', body);
    expect(answer.status).toBe(422);
    expect((answer.json as { errors: { pointer: string }[] }).errors.map((one) => one.pointer)).toContain(pointer);
  });

  test('are patched: objects merge, null goes back to the default, lists are replaced', async () => {
    const agent = await create({
      name: 'A',
      greeting: 'Hi.',
      tts: { voice: 'rms', speed: 1.5 },
      stt: { keywords: ['a', 'b'] },
      variables: { city: 'Rome', day: 'Monday' },
    });
    const patched = (
      await request('PATCH', `/agents/${agent.id}`, {
        greeting: null,
        tts: { speed: null },
        stt: { keywords: ['c'] },
        variables: { day: null, hour: 'nine' },
      })
    ).json as Agent;
    expect(patched).toMatchObject({
      name: 'A',
      greeting: 'Hello, how can I help you?',
      tts: { voice: 'rms', speed: 1 },
      stt: { keywords: ['c'] },
      variables: { city: 'Rome', hour: 'nine' },
      revision: 2,
    });
    expect(patched.variables).not.toHaveProperty('day');
    expect((await request('PATCH', `/agents/${agent.id}`, { name: null })).status).toBe(422);
    expect((await request('PATCH', `/agents/${agent.id}`, { revision: 7 })).json).toMatchObject({
      errors: [{ pointer: '/revision', message: 'is not a field here' }],
    });
    const byItsOwnType = await parley.request('PATCH', `/agents/${agent.id}`, {
      key: tenant.key,
      raw: '{"greeting":"Ho."}',
      headers: { 'Content-Type': 'application/merge-patch+json' },
    });
    expect(byItsOwnType.json).toMatchObject({ greeting: 'Ho.', revision: 3 });
  });

  test('are not overwritten by whoever did not see the last save', async () => {
    const { id } = await create();
    const first = await request('GET', `/agents/${id}`);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toBe('"1"');
    const saved = await request('PATCH', `/agents/${id}`, { greeting: 'One.' }, { 'If-Match': etag });
    expect([saved.status, saved.headers.get('etag')]).toEqual([200, '"2"']);
    const late = await request('PATCH', `/agents/${id}`, { greeting: 'Two.' }, { 'If-Match': etag });
    expect([late.status, (late.json as { code: string }).code]).toEqual([412, 'precondition_failed']);
    expect((await request('PATCH', `/agents/${id}`, { greeting: 'Two.' }, { 'If-Match': 'one' })).status).toBe(412);
    expect((await get(id)).greeting).toBe('One.');
    const both = await Promise.all(['A.', 'B.'].map((greeting) => request('PATCH', `/agents/${id}`, { greeting }, { 'If-Match': '2' })));
    expect(both.map((one) => one.status).sort()).toEqual([200, 412]);
    expect((await request('PATCH', `/agents/${id}`, { greeting: 'Any.' }, { 'If-Match': '*' })).status).toBe(200);
  });

  test('an update that changes nothing keeps the revision', async () => {
    const made = (await request('POST', '/agents', { name: 'Same', greeting: 'Hello.' })).json as Agent;
    const again = (await request('PATCH', `/agents/${made.id}`, { greeting: 'Hello.' })).json as Agent;
    expect([again.revision, again.updated_at]).toEqual([made.revision, made.updated_at]);
    await request('POST', `/agents/${made.id}/publish`);
    const before = await get(made.id);
    const restored = (await request('POST', `/agents/${made.id}/versions/1/restore`)).json as Agent;
    expect([restored.revision, restored.updated_at], 'a version that the draft is').toEqual([before.revision, before.updated_at]);
  });

  test('are published as numbered versions that stay as they are, and can be restored', async () => {
    const { id } = await create({ name: 'A', greeting: 'One.' });
    const published = await request('POST', `/agents/${id}/publish`);
    expect(published.status).toBe(201);
    expect(published.json).toMatchObject({ version: 1, config: { greeting: 'One.' }, published_by: 'Test' });
    expect(await get(id)).toMatchObject({ published_version: 1, draft_changed: false });
    await request('PATCH', `/agents/${id}`, { greeting: 'Two.' });
    expect(await get(id)).toMatchObject({ published_version: 1, draft_changed: true });
    await request('PATCH', `/agents/${id}`, { greeting: 'One.' });
    expect(await get(id), 'what is the same again has not changed').toMatchObject({ draft_changed: false });
    await request('PATCH', `/agents/${id}`, { greeting: 'Two.' });
    await request('POST', `/agents/${id}/publish`);
    const { items } = (await request('GET', `/agents/${id}/versions`)).json as Page<AgentVersion>;
    expect(items.map((one) => [one.version, one.config.greeting])).toEqual([
      [2, 'Two.'],
      [1, 'One.'],
    ]);
    expect((await request('GET', `/agents/${id}/versions/1`)).json).toMatchObject({ config: { greeting: 'One.' } });
    expect((await request('GET', `/agents/${id}/versions/3`)).status).toBe(404);
    const restored = await request('POST', `/agents/${id}/versions/1/restore`);
    expect(restored.json).toMatchObject({ greeting: 'One.', published_version: 2, draft_changed: true });
    expect((await request('POST', `/agents/${id}/versions/9/restore`)).status).toBe(404);
  });

  test('whose unchanged draft is published make no version: the one there is answers, and nobody is told', async () => {
    const { id } = await create({ name: 'Same' });
    const publish = (): Promise<Answer> => request('POST', `/agents/${id}/publish`);
    const answers = await Promise.all(Array.from({ length: 5 }, publish));
    expect(answers.map((one) => one.status).sort()).toEqual([200, 200, 200, 200, 201]);
    expect(answers.map((one) => (one.json as AgentVersion).version)).toEqual([1, 1, 1, 1, 1]);
    const told = (): Promise<unknown[]> =>
      request('GET', `/events?type=agent.deployed&agent_id=${id}`).then(({ json }) => (json as Page<unknown>).items);
    expect(await told()).toHaveLength(1);
    await request('PATCH', `/agents/${id}`, { greeting: 'Two.' });
    expect(await publish()).toMatchObject({ status: 201, json: { version: 2 } });
    await request('PATCH', `/agents/${id}`, { greeting: 'One.' });
    await request('PATCH', `/agents/${id}`, { greeting: 'Two.' });
    expect(await publish(), 'what is the same again').toMatchObject({ status: 200, json: { version: 2 } });
    await request('POST', `/agents/${id}/versions/1/restore`);
    expect(await publish(), 'what was published before the last').toMatchObject({ status: 201, json: { version: 3 } });
    expect(await told()).toHaveLength(3);
  });

  test('a call runs on the newest version, a given one, or the draft', async () => {
    const { id } = await create({ name: 'A' });
    const call = async (agent_version?: unknown): Promise<Answer> =>
      request('POST', '/calls', {
        type: 'web',
        transport: 'websocket',
        agent_id: id,
        ...(agent_version === undefined ? {} : { agent_version }),
      });
    expect((await call()).json).toMatchObject({ agent_version: null });
    await request('POST', `/agents/${id}/publish`);
    await request('PATCH', `/agents/${id}`, { greeting: 'Two.' });
    await request('POST', `/agents/${id}/publish`);
    expect((await call()).json).toMatchObject({ agent_version: 2 });
    expect((await call(1)).json).toMatchObject({ agent_version: 1 });
    expect((await call('draft')).json).toMatchObject({ agent_version: null });
    expect((await call(3)).json).toMatchObject({ errors: [{ pointer: '/agent_id' }] });
    for (const wrong of [0, 1.5, 'newest', 3_000_000_000]) expect((await call(wrong)).status, String(wrong)).toBe(422);
  });

  test('that are deleted take no new calls and stay with those they had', async () => {
    const { id } = await create({ name: 'Leaving' });
    const call = (await request('POST', '/calls', { type: 'web', agent_id: id })).json as { id: string };
    expect((await request('DELETE', `/agents/${id}`)).status).toBe(204);
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/publish'],
      ['GET', '/versions'],
      ['POST', '/versions/1/restore'],
    ] as const)
      expect((await request(method, `/agents/${id}${path}`)).status, path).toBe(404);
    expect((await request('POST', '/calls', { type: 'web', agent_id: id })).status).toBe(422);
    expect((await request('GET', `/calls/${call.id}`)).json).toMatchObject({ agent_id: id, agent_name: 'Leaving' });
    expect(((await request('GET', '/agents')).json as Page<Agent>).items).toEqual([]);
    expect((await request('DELETE', `/calls/${call.id}`)).status).toBe(204);
  });

  test('are paged newest first, each once, while others come and go and many are of one moment', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, (_, index) => create({ name: `Agent ${String(index)}` })));
    await parley.database.asOrganization(tenant.id, (tx) => tx.update(agents).set({ createdAt: new Date('2026-01-01T00:00:00.123Z') }));
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < 20; page += 1) {
      const answer = (await request('GET', `/agents?limit=5${cursor === null ? '' : `&cursor=${cursor}`}`)).json as Page<Agent>;
      seen.push(...answer.items.map((one) => one.id));
      cursor = answer.next_cursor;
      expect(answer.has_more).toBe(cursor !== null);
      if (cursor === null) break;
      await create({ name: 'In between' });
      await request('DELETE', `/agents/${seen[0]!}`);
    }
    expect(seen).toHaveLength(12);
    expect(new Set(seen)).toEqual(new Set(made.map((one) => one.id)));
    expect(seen).toEqual([...seen].sort().reverse());
  });

  test('are found by a part of their name, whatever its case and its signs', async () => {
    for (const name of ['Front desk', '100% sure', 'a_b', 'a\\b', "O'Brien", 'Zähne']) await create({ name });
    const found = async (q: string): Promise<string[]> =>
      ((await request('GET', `/agents?q=${encodeURIComponent(q)}`)).json as Page<Agent>).items.map((one) => one.name).sort();
    expect(await found('DESK')).toEqual(['Front desk']);
    expect(await found('%')).toEqual(['100% sure']);
    expect(await found('_')).toEqual(['a_b']);
    expect(await found('\\')).toEqual(['a\\b']);
    expect(await found("'")).toEqual(["O'Brien"]);
    expect(await found('zäh')).toEqual(['Zähne']);
    expect(await found('nobody')).toEqual([]);
  });
});
