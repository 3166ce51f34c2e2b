import type { WebhookEvent } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { eventually, insertOrganization, startTestServer, type TestServer } from '../../testing.ts';
import { emit } from '../../platform/outbox/emit.ts';
import { EventFeed } from './event-feed.ts';
import { occurred } from '../../platform/outbox/occurred.ts';

describeOnBoth('the feed of events', (kind) => {
  let parley: TestServer;
  let feed: EventFeed;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    feed = new EventFeed(parley.database);
    stop = await feed.start();
  });
  afterAll(async () => {
    await stop();
    await parley.close();
  });

  const happen = (organizationId: string, message: string): Promise<void> =>
    parley.database.asOrganization(organizationId, (tx) => emit(tx, organizationId, [occurred('internal', message)]));
  const messages = (events: readonly WebhookEvent[]): string[] => events.map((one) => (one.data as { message: string }).message);

  test('brings what happens from now on, to each reader once, and none of it to others', async () => {
    const [mine, other] = [await insertOrganization(parley.database, 'Mine'), await insertOrganization(parley.database, 'Other')];
    await happen(mine, 'before');
    const [one, two, foreign]: WebhookEvent[][] = [[], [], []];
    const after = new EventFeed(parley.database, () => Date.now() + 1);
    const stopAfter = await after.start();
    const readers = await Promise.all([
      after.follow({ organizationId: mine, afterId: null, onEvent: (event) => void one!.push(event), onFailed: () => undefined }),
      after.follow({ organizationId: mine, afterId: null, onEvent: (event) => void two!.push(event), onFailed: () => undefined }),
      after.follow({ organizationId: other, afterId: null, onEvent: (event) => void foreign!.push(event), onFailed: () => undefined }),
    ]);
    await eventually(
      async () => (await happen(mine, 'during'), one!.length),
      (count) => count >= 2,
    );
    await eventually(
      () => two!.length,
      (count) => count >= 2,
    );
    for (const list of [one!, two!]) {
      expect(new Set(list.map((event) => event.id)).size).toBe(list.length);
      expect(new Set(messages(list))).toEqual(new Set(['during']));
    }
    expect(foreign).toEqual([]);
    for (const over of readers) over();
    await stopAfter();
  });

  test.each(['from now on', 'after the event that it has'])('brings a reader %s what began earlier and was kept later', async (where) => {
    const organizationId = await insertOrganization(parley.database, 'Late');
    await happen(organizationId, 'known');
    const [last] = await parley.database.asOrganization(
      organizationId,
      async (tx) => (await tx.execute<{ id: string }>('select id from events')).rows,
    );
    const seen: WebhookEvent[] = [];
    const over = await feed.follow({
      organizationId,
      afterId: where === 'from now on' ? null : last!.id,
      onEvent: (event) => void seen.push(event),
      onFailed: () => undefined,
    });
    const earlier = new Date(Date.now() - 5_000);
    await parley.database.asOrganization(organizationId, (tx) => emit(tx, organizationId, [occurred('internal', 'late')], earlier));
    await eventually(
      () => seen.length,
      (count) => count >= 1,
    );
    expect(messages(seen)).toEqual(['late']);
    over();
  });

  test('goes on after the event that the reader has', async () => {
    const organizationId = await insertOrganization(parley.database, 'Resumes');
    for (const message of ['1', '2', '3']) await happen(organizationId, message);
    const list = (
      await parley.database.asOrganization(
        organizationId,
        async (tx) => (await tx.execute<{ event: WebhookEvent }>('select event from events order by id')).rows,
      )
    ).map((row) => row.event);
    const seen: WebhookEvent[] = [];
    const over = await feed.follow({
      organizationId,
      afterId: list[0]!.id,
      onEvent: (event) => void seen.push(event),
      onFailed: () => undefined,
    });
    await eventually(
      () => seen.length,
      (count) => count >= 2,
    );
    await happen(organizationId, '4');
    await eventually(
      () => seen.length,
      (count) => count >= 3,
    );
    expect(messages(seen)).toEqual(['2', '3', '4']);
    over();
    await expect(
      feed.follow({ organizationId, afterId: 'event_00000000000000000000000000', onEvent: () => undefined, onFailed: () => undefined }),
    ).rejects.toMatchObject({ code: 'validation_failed' });
  });

  test.each([
    ['back', -3_600_000],
    ['on and back again', 3_600_000],
  ])('goes on when the clock steps %s, in the order in which things happened', async (_title, step) => {
    const organizationId = await insertOrganization(parley.database, 'Stepped');
    const at = (message: string, clock: number): Promise<void> =>
      parley.database.asOrganization(organizationId, (tx) => emit(tx, organizationId, [occurred('internal', message)], new Date(clock)));
    const now = Date.now();
    let elapsed = 0;
    const stepped = new EventFeed(
      parley.database,
      () => now,
      () => elapsed,
    );
    const stopStepped = await stepped.start();
    await at('before', now - 1_000);
    const seen: WebhookEvent[] = [];
    const follow = (afterId: string | null, into: WebhookEvent[]): Promise<() => void> =>
      stepped.follow({ organizationId, afterId, onEvent: (event) => void into.push(event), onFailed: () => undefined });
    const over = await follow(null, seen);
    const told = async (message: string, clock: number): Promise<void> => {
      elapsed += 6_000;
      await at(message, clock);
      await eventually(
        () => messages(seen).at(-1),
        (last) => last === message,
      );
    };
    const names = Array.from({ length: 6 }, (_, index) => String(index));
    await told('here', now + 1);
    for (const name of names) await told(name, now + step);
    for (const name of names) await told(`again ${name}`, now);
    expect(messages(seen)).toEqual(['here', ...names, ...names.map((name) => `again ${name}`)]);
    // The event itself tells the time as it was read.
    expect(seen[1]!.created_at).toBe(new Date(now + step).toISOString());
    const resumed: WebhookEvent[] = [];
    const overToo = await follow(seen[3]!.id, resumed);
    await eventually(
      () => resumed.length,
      (count) => count >= seen.length - 4,
    );
    expect(messages(resumed)).toEqual(messages(seen).slice(4));
    const fresh: WebhookEvent[] = [];
    const overFresh = await follow(null, fresh);
    await told('last', now - 5_000);
    await eventually(
      () => fresh.length,
      (count) => count >= 1,
    );
    expect(messages(fresh)).toEqual(['last']);
    for (const stop of [over, overToo, overFresh]) stop();
    await stopStepped();
  });
});
