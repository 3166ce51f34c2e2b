/** Logs that older engines wrote, with their reasons as English sentences, read through the API. */
import { CallEvent } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callEvents } from '../../platform/db/schema.ts';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { registeredCall } from '../../resources/calls/testing.ts';
import { createAgents, startTestServer, type Tenant, type TestServer } from '../../testing.ts';

const committed = { type: 'user_turn.committed', text: 'i want to', words: [], start_ms: 0, end_ms: 900, silence_ms: 350, typed: false };
const WRITTEN = [
  { ...committed, turn: 1, reason: 'complete: a whole sentence' },
  { ...committed, turn: 2, reason: 'open: ends in "to"' },
  { ...committed, turn: 3, reason: 'the moon' },
  { ...committed, turn: 4, reason: 'typed', typed: true },
  { type: 'interruption.dismissed', turn: 4, reason: 'a listening signal' },
  { type: 'interruption.dismissed', turn: 4, reason: 'the moon' },
];

describeOnBoth('a log of an older engine', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    tenant = await parley.tenant();
  });
  // Throws when an answer was not as its route declares it.
  afterAll(() => parley.close());

  test('is answered in codes, with its sentences beside them', async () => {
    const agents = createAgents(parley.database);
    const agent = await agents.create(tenant.id, { name: 'A' });
    const agentSnapshot = await agents.snapshot(tenant.id, agent.id, 'draft');
    const { id } = await registeredCall(parley, tenant.id, agentSnapshot);
    await parley.database.asOrganization(tenant.id, (tx) =>
      tx.insert(callEvents).values(
        WRITTEN.map((event, index) => ({
          organizationId: tenant.id,
          callId: id,
          seq: index + 1,
          atMs: index,
          kind: 'decision' as const,
          type: event.type as CallEvent['event']['type'],
          event: event as unknown as CallEvent['event'],
        })),
      ),
    );
    const { status, json } = await parley.request('GET', `/calls/${id}/events`, { key: tenant.key });
    expect(status).toBe(200);
    const { items } = json as { items: CallEvent[] };
    for (const item of items) expect(CallEvent.safeParse(item).error).toBeUndefined();
    expect(items.map(({ event }) => event)).toMatchObject([
      { reason: 'whole_sentence', reason_text: 'complete: a whole sentence' },
      { reason: 'open_word', ending_word: 'to', reason_text: 'open: ends in "to"' },
      { reason: 'unknown', reason_text: 'the moon' },
      { reason: 'typed' },
      { reason: 'listening_signal', reason_text: 'a listening signal' },
      { reason: 'unknown', reason_text: 'the moon' },
    ]);
    expect(items[3]?.event).not.toHaveProperty('reason_text');
  });
});
