import type { Agent, CreatedApiKey, Problem } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { steadyFor } from '../db/testing.ts';
import { createSecretBox } from '../secrets/secret-box.ts';
import { idempotencyKeys } from '../db/schema.ts';
import { describeOnBoth } from '../db/testing-suites.ts';
import { startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';
import { CLAIM_MS } from './idempotency.ts';
import { IdempotencyKeys, KEPT_MS } from './idempotency-keys.ts';

describeOnBoth('Idempotency-Key', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    tenant = await parley.tenant();
  });
  afterAll(() => parley.close());

  const create = (key: string, body: unknown = { name: 'Once' }, path = '/agents', as = tenant.key): Promise<Answer> =>
    parley.request('POST', path, { key: as, body, headers: { 'Idempotency-Key': key } });
  const agents = async (as = tenant.key): Promise<number> =>
    ((await parley.request('GET', '/agents?limit=100', { key: as })).json as { items: unknown[] }).items.length;

  test('the same request again gets the same answer and does nothing', async () => {
    const before = await agents();
    const [first, second] = [await create('a'), await create('a')];
    expect(second.status).toBe(201);
    expect(second.json).toEqual(first.json);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect([first.headers.get('idempotent-replayed'), second.headers.get('idempotent-replayed')]).toEqual([null, 'true']);
    expect(await agents()).toBe(before + 1);
  });

  test('at once, one does it and the others wait their turn', async () => {
    const before = await agents();
    const answers = await Promise.all(Array.from({ length: 8 }, () => create('b')));
    const statuses = new Set(answers.map((one) => (one.status === 409 ? (one.json as Problem).code : one.status)));
    expect([...statuses].every((status) => status === 201 || status === 'idempotency_in_progress')).toBe(true);
    expect(await agents()).toBe(before + 1);
    expect((await create('b')).headers.get('idempotent-replayed')).toBe('true');
  });

  test('another body, or another operation, is a conflict', async () => {
    await create('c');
    for (const answer of [await create('c', { name: 'Other' }), await create('c', { name: 'Once' }, '/api-keys')])
      expect([answer.status, (answer.json as Problem).code]).toEqual([409, 'idempotency_conflict']);
  });

  test('a refused request leaves the key free', async () => {
    expect((await create('d', { name: '' })).status).toBe(422);
    expect((await create('d', { name: 'Right now' })).status).toBe(201);
    expect((await create('e', {}, '/agents/agent_00000000000000000000000000/duplicate')).status).toBe(404);
    expect((await create('e')).status).toBe(201);
  });

  test('callers have their own keys', async () => {
    const other = await parley.tenant();
    const [mine, theirs] = [await create('f'), await create('f', { name: 'Once' }, '/agents', other.key)];
    expect((theirs.json as Agent).id).not.toBe((mine.json as Agent).id);
    expect(theirs.headers.get('idempotent-replayed')).toBeNull();
  });

  test('an answer that holds a secret is kept sealed, and given back', async () => {
    const made = (await create('g', { name: 'Key' }, '/api-keys')).json as CreatedApiKey;
    const rows = await parley.database.asSystem((tx) => tx.select().from(idempotencyKeys));
    expect(JSON.stringify(rows)).not.toContain(made.secret);
    expect((await create('g', { name: 'Key' }, '/api-keys')).json).toEqual(made);
  });

  /** As if the process died between the resource and the answer: the answer cannot be kept. */
  async function answersCannotBeKept<T>(work: () => Promise<T>): Promise<T> {
    const asOwner = async (statement: string): Promise<void> => {
      const client = await parley.database.pool.connect();
      try {
        await client.query(`reset role; ${statement}; set role parley_auth`);
      } finally {
        client.release();
      }
    };
    await asOwner(
      `create function refuse_answer() returns trigger language plpgsql as $$ begin if new.status is not null then raise exception 'died'; end if; return new; end $$; create trigger refuse before insert or update on idempotency_keys for each row execute function refuse_answer()`,
    );
    try {
      return await work();
    } finally {
      await asOwner('drop trigger refuse on idempotency_keys; drop function refuse_answer');
    }
  }

  test('a crash between resource and answer leaves neither: the retry makes one resource', async () => {
    const agent = (await create('crash-agent')).json as Agent;
    const requests: [path: string, list: string, body: unknown][] = [
      ['/agents', '/agents', { name: 'After the crash' }],
      [`/agents/${agent.id}/duplicate`, '/agents', {}],
      [`/agents/${agent.id}/publish`, `/agents/${agent.id}/versions`, {}],
      ['/calls', '/calls', { type: 'web', agent_id: agent.id }],
      ['/conversations', '/conversations', { agent_id: agent.id }],
      ['/webhooks', '/webhooks', { url: 'https://hooks.example/' }],
      ['/api-keys', '/api-keys', { name: 'Key' }],
      ['/phone-numbers', '/phone-numbers', { number: '+15551234567' }],
      ['/quotas', '/quotas', { metric: 'calls', period: 'day', limit: 1_000 }],
    ];
    for (const [path, list, body] of requests) {
      const count = async (): Promise<number> => {
        const answer = await parley.request('GET', `${list}?limit=100`, { key: tenant.key });
        return (answer.json as { items?: unknown[] }).items?.length ?? (answer.json as unknown[]).length;
      };
      const before = await count();
      const died = await answersCannotBeKept(() => create(`crash-${path}`, body, path));
      expect([path, died.status]).toEqual([path, 500]);
      expect([path, await count()]).toEqual([path, before]);
      const retried = await create(`crash-${path}`, body, path);
      expect([path, retried.status, retried.text]).toEqual([path, 201, expect.anything()]);
      expect((await create(`crash-${path}`, body, path)).text).toBe(retried.text);
      expect([path, await count()]).toEqual([path, before + 1]);
    }
  });

  const keysAt = (now: () => number, elapsed = now, steadyMs = Infinity): IdempotencyKeys =>
    new IdempotencyKeys(
      steadyFor(parley.database, () => steadyMs),
      createSecretBox(parley.secret),
      now,
      elapsed,
    );

  test('what reaches outside says how long its node’s claim still holds, and is worked on again when that is dead', async () => {
    let now = Date.now();
    const store = keysAt(() => now);
    const record = { organizationId: tenant.id, owner: 'key_x', key: 'outside', requestHash: 'x' };
    expect(await store.claim(record)).toEqual({ state: 'mine' });
    now += 9_000;
    expect(await store.claim(record)).toEqual({ state: 'in_progress', retryAfterMs: CLAIM_MS - 9_000 });
    await store.renew(record);
    expect(await store.claim(record)).toEqual({ state: 'in_progress', retryAfterMs: CLAIM_MS });
    now += CLAIM_MS;
    expect(await store.claim(record)).toEqual({ state: 'mine' });
  });

  test.each([-3_600_000, 3_600_000])(
    'what is being worked on is not begun again when a clock steps by %i ms, and is when its node is dead',
    async (step) => {
      let [now, elapsed] = [Date.now(), 0];
      const mine = keysAt(() => now);
      const record = { organizationId: tenant.id, owner: 'key_x', key: `step ${String(step)}`, requestHash: 'x' };
      expect(await mine.claim(record)).toEqual({ state: 'mine' });
      const other = keysAt(
        () => now,
        () => elapsed,
      );
      now += step;
      expect(await other.claim(record)).toEqual({ state: 'in_progress', retryAfterMs: 6_000 });
      [now, elapsed] = [now + 5_000, elapsed + 5_000];
      await mine.renew(record);
      expect(await other.claim(record)).toEqual({ state: 'in_progress', retryAfterMs: CLAIM_MS });
      // From here on it says nothing more.
      now -= step;
      expect(await other.claim(record)).toEqual({ state: 'in_progress', retryAfterMs: 6_000 });
      [now, elapsed] = [now + 6_000, elapsed + 6_000];
      now += step;
      expect(await other.claim(record)).toMatchObject({ state: 'in_progress' });
      [now, elapsed] = [now + 9_000, elapsed + 9_000];
      expect(await other.claim(record)).toEqual({ state: 'mine' });
    },
  );

  test('what is being worked on is not begun again right after an outage, in which nobody could renew', async () => {
    let now = Date.now();
    const record = { organizationId: tenant.id, owner: 'key_x', key: 'outage', requestHash: 'x' };
    const store = keysAt(
      () => now,
      () => now,
      2_000,
    );
    expect(await store.claim(record)).toEqual({ state: 'mine' });
    await store.claim(record);
    now += 60_000;
    expect(await store.claim(record)).toEqual({ state: 'in_progress', retryAfterMs: 4_000 });
  });

  test.each(['', ' ', 'x'.repeat(256), 'ä'])('%j is no key', async (key) => {
    const answer = await create(key).catch(() => null);
    // What cannot stand in a header never gets here.
    if (answer !== null) expect(answer.status).toBe(422);
  });

  test('is forgotten after a day, and taken over from a node that is gone', async () => {
    let now = Date.now();
    const store = keysAt(() => now);
    const record = { organizationId: tenant.id, owner: 'key_x', key: 'h', requestHash: 'x' };
    expect(await store.claim(record)).toEqual({ state: 'mine' });
    expect(await store.claim(record)).toMatchObject({ state: 'in_progress' });
    now += 121_000;
    expect(await store.claim(record)).toEqual({ state: 'mine' });
    await store.keep(record, { status: 201, headers: {}, body: { ok: true } });
    expect(await store.claim(record)).toMatchObject({ state: 'answered', answer: { body: { ok: true } } });
    now += KEPT_MS;
    expect(await store.claim(record)).toEqual({ state: 'mine' });
    now += KEPT_MS + 1;
    await store.tidy();
    expect((await parley.database.asSystem((tx) => tx.select().from(idempotencyKeys))).some((row) => row.key === 'h')).toBe(false);
  });
});
