import type { WebhookEvent } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { Lane, type LaneDeps } from './lane.ts';
import type { DueDelivery, Recorded } from './lane-store.ts';
import { FAILING_MS } from './schedule.ts';
import type { AttemptResult, EndpointRow } from './sender.ts';

const NOW = Date.UTC(2026, 0, 10);
const due = (id: string, orderKey = id, tries = 0): DueDelivery => ({
  id,
  eventId: `event_${id}`,
  orderKey,
  attemptCount: tries,
  tries,
  event: { id } as WebhookEvent,
});
const endpoint = (failingSince: Date | null = null): EndpointRow =>
  ({ id: 'webhook_1', organizationId: 'org_1', failingSince }) as EndpointRow;
const answer = (status: number | null, headers: Record<string, string> = {}): AttemptResult => ({
  startedAt: new Date(NOW),
  ms: 1,
  url: 'https://example.com/',
  requestHeaders: {},
  response: status === null ? null : { status, headers, body: '' },
  error: status === null ? 'No answer.' : null,
});

/** A lane whose deliveries are answered one by one, when the test says so. */
function rig(batches: DueDelivery[][], row = endpoint()) {
  const sending = new Map<string, (result: AttemptResult) => void>();
  const kept: Recorded[] = [];
  const log: string[] = [];
  const deps: LaneDeps = {
    send: (_endpoint, { eventId }) => new Promise((resolve) => sending.set(eventId.slice('event_'.length), resolve)),
    claim: async (_limit, first) => {
      log.push(first ? 'claim first' : 'claim');
      return { endpoint: row, due: batches.shift() ?? [] };
    },
    keep: async (result) => void kept.push(result),
    giveUp: async (_endpoint, reason) => void log.push(`give up: ${reason}`),
    release: async (unsent) => void log.push(`release ${unsent.join(' ')}`.trim()),
    now: () => NOW,
    random: () => 0.5,
  };
  const lane = new Lane(deps);
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const settle = async (id: string, result: AttemptResult): Promise<void> => {
    sending.get(id)?.(result);
    sending.delete(id);
    await turn();
  };
  return { lane, over: lane.run(), sending, kept, log, settle, turn };
}

describe('a lane', () => {
  test('sends those of one call one after the other, and others beside them', async () => {
    const { over, sending, kept, settle, turn } = rig([[due('a1', 'a'), due('a2', 'a'), due('b1', 'b')]]);
    await turn();
    expect([...sending.keys()]).toEqual(['a1', 'b1']);
    await settle('b1', answer(200));
    expect([...sending.keys()]).toEqual(['a1']);
    await settle('a1', answer(500));
    // A retry is pending: the next of the call goes on.
    expect([...sending.keys()]).toEqual(['a2']);
    await settle('a2', answer(204));
    await over;
    expect(kept.map((one) => [one.delivery.id, one.status])).toEqual([
      ['b1', 'delivered'],
      ['a1', 'retrying'],
      ['a2', 'delivered'],
    ]);
  });

  test('sends eight at a time', async () => {
    const { over, sending, settle, turn } = rig([Array.from({ length: 20 }, (_, index) => due(String(index)))]);
    await turn();
    expect(sending.size).toBe(8);
    for (let index = 0; index < 20; index += 1) await settle(String(index), answer(200));
    await over;
  });

  test.each([
    ['the plan', 0, {}, 5_000],
    ['the plan, later', 3, {}, 600_000],
    ['what the endpoint asks, when that is longer', 0, { 'retry-after': '120' }, 120_000],
    ['a day at most', 0, { 'retry-after': '99999999' }, 86_400_000],
  ] as const)('waits by %s', async (_title, tries, headers, wait) => {
    const { over, kept, settle, turn } = rig([[due('a', 'a', tries)]]);
    await turn();
    await settle('a', answer(503, headers));
    await over;
    expect(kept[0]).toMatchObject({ status: 'retrying', nextAttemptAt: new Date(NOW + wait) });
  });

  test('gives a delivery up after its last try', async () => {
    const { over, kept, settle, turn } = rig([[due('a', 'a', 9)]]);
    await turn();
    await settle('a', answer(null));
    await over;
    expect(kept[0]).toMatchObject({ status: 'dead', nextAttemptAt: null });
  });

  test.each([
    ['is gone', answer(410), null, 'gone'],
    ['has failed for more than five days', answer(500), new Date(NOW - FAILING_MS - 1), 'failing'],
  ])('gives an endpoint up that %s, with what waits for it', async (_title, result, failingSince, reason) => {
    const { over, log, settle, turn } = rig([[due('a1', 'a'), due('a2', 'a')]], endpoint(failingSince));
    await turn();
    await settle('a1', result);
    await over;
    expect(log.filter((line) => line.startsWith('give up'))).toEqual([`give up: ${reason}`]);
    expect(log).toContain('release a2');
  });

  test('goes on with one that has failed for less', async () => {
    const { over, log, settle, turn } = rig([[due('a')]], endpoint(new Date(NOW - FAILING_MS + 1)));
    await turn();
    await settle('a', answer(500));
    await over;
    expect(log.some((line) => line.startsWith('give up'))).toBe(false);
  });

  test('that is stopped waits for what is on its way and lets go of the rest', async () => {
    const { lane, over, log, settle, turn } = rig([[due('a1', 'a'), due('a2', 'a')]]);
    await turn();
    lane.stop();
    await settle('a1', answer(200));
    await over;
    expect(log.at(-1)).toBe('release a2');
  });

  test('looks again when it was woken meanwhile', async () => {
    const { lane, over, log, sending, settle, turn } = rig([[due('a')], [], [due('b')]]);
    await turn();
    lane.wake();
    await settle('a', answer(200));
    await turn();
    if (sending.has('b')) await settle('b', answer(200));
    await over;
    expect(log.filter((line) => line.startsWith('claim'))[0]).toBe('claim first');
    expect(log.filter((line) => line === 'claim').length).toBeGreaterThanOrEqual(1);
  });
});
