/** A reader comes back with its last event: what was kept before that one, but committed after it was told, is told all the same. */
import type { WebhookEvent } from '@parley/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../platform/db/testing.ts';
import { emit } from '../../platform/outbox/emit.ts';
import { occurred } from '../../platform/outbox/occurred.ts';
import { eventually, insertOrganization } from '../../testing.ts';
import { EventFeed } from './event-feed.ts';

let made: TestDatabase;
beforeAll(async () => {
  made = await openTestDatabase();
});
afterAll(() => made.close());

interface Reader {
  seen: WebhookEvent[];
  stop: () => void;
}

async function read(feed: EventFeed, organizationId: string, afterId: string | null): Promise<Reader> {
  const seen: WebhookEvent[] = [];
  const stop = await feed.follow({ organizationId, afterId, onEvent: (event) => void seen.push(event), onFailed: () => undefined });
  return { seen, stop };
}
const messagesOf = ({ seen }: Reader): string[] => seen.map((one) => (one.data as { message: string }).message);
const until = (reader: Reader, message: string): Promise<string[]> =>
  eventually(
    () => messagesOf(reader),
    (all) => all.includes(message),
  );
/** `earlierMs`: where it stands before the last, as if its transaction had begun so long ago. */
async function happen(organizationId: string, message: string, earlierMs = 0): Promise<void> {
  await made.database.asOrganization(organizationId, async (tx) => {
    await emit(tx, organizationId, [occurred('internal', message)]);
    if (earlierMs > 0)
      await tx.execute(
        sql`update events set created_at = created_at - ${earlierMs} * interval '1 millisecond' where event->'data'->>'message' = ${message}`,
      );
  });
}

test('by the process that told the last one: that, and nothing twice', async () => {
  const organizationId = await insertOrganization(made.database, 'Same');
  const feed = new EventFeed(made.database);
  const stop = await feed.start();
  await happen(organizationId, 'long before');
  const first = await read(feed, organizationId, null);
  await happen(organizationId, 'before');
  await happen(organizationId, 'last');
  await until(first, 'last');
  first.stop();
  await happen(organizationId, 'late', 5_000);
  const again = await read(feed, organizationId, first.seen.at(-1)!.id);
  await happen(organizationId, 'next');
  expect(await until(again, 'next')).toEqual(['late', 'next']);
  again.stop();
  await stop();
});

test('by another process: with what stands closely before it, and nothing older', async () => {
  const organizationId = await insertOrganization(made.database, 'Other');
  await happen(organizationId, 'old', 5_000);
  await happen(organizationId, 'close');
  await happen(organizationId, 'last');
  await happen(organizationId, 'late', 500);
  const { rows } = await made.database.asSystem((tx) =>
    tx.execute<{ id: string }>(sql`select id from events where event->'data'->>'message' = 'last' and organization_id = ${organizationId}`),
  );
  const feed = new EventFeed(made.database);
  const stop = await feed.start();
  const reader = await read(feed, organizationId, rows[0]!.id);
  await happen(organizationId, 'next');
  expect((await until(reader, 'next')).toSorted()).toEqual(['close', 'late', 'next']);
  reader.stop();
  await stop();
});
