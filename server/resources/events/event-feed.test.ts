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
});
