/** Many calls that write at once: one transaction for all, and what one of them cannot write is its own affair. */
import type { CallEvent } from '@parley/contract';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { registeredCall } from '../../resources/calls/testing.ts';
import { collectingLog, createAgents, eventLog, startTestServer, type Tenant, type TestServer } from '../../testing.ts';
import { CallLog } from './call-log.ts';
import type { CallRef } from './call-ref.ts';
import { LiveFeed } from './live-feed.ts';

const started: CallEvent = { seq: 1, at_ms: 0, kind: 'input', event: { type: 'call.started' } };
const input = (seq: number): CallEvent => ({
  seq,
  at_ms: seq * 10,
  kind: 'input',
  event: { type: 'user_speech.started', utterance: seq, speech_ms: 0 },
});
// No integer column holds this duration.
const impossible: CallEvent = { seq: 2, at_ms: 3_000_000_000, kind: 'decision', event: { type: 'call.ended', reason: 'user_hangup' } };

describeOnBoth('the log of many calls', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    tenant = await parley.tenant();
  });
  afterAll(() => parley.close());

  /** Calls of two organizations beside the first, and a log that counts what it asks of the database. */
  async function several({ now }: { now?: () => number } = {}) {
    const other = await parley.tenant();
    const agents = createAgents(parley.database);
    const callOf = async (organizationId: string): Promise<CallRef> => {
      const snapshot = await agents.snapshot(organizationId, (await agents.create(organizationId, { name: 'A' })).id, 'draft');
      return { organizationId, callId: (await registeredCall(parley, organizationId, snapshot)).id };
    };
    const refs = [await callOf(tenant.id), await callOf(tenant.id), await callOf(other.id), await callOf(other.id)];
    const { log: quiet, logged } = collectingLog();
    const together = vi.fn<typeof parley.database.together>((id, work) => parley.database.together(id, work));
    const asOrganization: typeof parley.database.asOrganization = (id, work) => parley.database.asOrganization(id, work);
    const database = Object.assign(Object.create(parley.database) as typeof parley.database, { together, asOrganization });
    const log = new CallLog({ database, events: eventLog, feed: new LiveFeed(parley.database), log: quiet, ...(now && { now }) });
    const seqsOf = async (ref: CallRef): Promise<number[]> => (await log.read(ref, 0)).map(({ seq }) => seq);
    return { log, refs, logged, together, seqsOf };
  }

  test('many-calls-at-once: what waits of all of them, also of other organizations, is one transaction', async () => {
    const { log, refs, together, seqsOf } = await several();
    for (const ref of refs) log.append(ref, [started]);
    // The first is being written by itself; meanwhile these wait, and more of them come.
    for (const ref of refs) log.append(ref, [input(2), input(3)]);
    await Promise.all(refs.map(({ callId }) => log.settled(callId)));
    for (const ref of refs) expect(await seqsOf(ref)).toEqual([1, 2, 3]);
    expect(together.mock.calls.length).toBeLessThanOrEqual(2);
  });

  test('slow-database: a transaction takes in no more calls after its time, each of which has its turn, and others get in between', async () => {
    // Every look at the clock is 25 ms later: there is time for two calls.
    let ms = 0;
    const { log, refs, together, seqsOf } = await several({ now: () => (ms += 25) });
    const kept: number[] = [];
    together.mockImplementation(async (id, work) => {
      const answer = await parley.database.together(id, work);
      kept.push((await Promise.all(refs.map(seqsOf))).flat().length);
      return answer;
    });
    log.append(refs[0]!, [started]);
    for (const ref of refs) log.append(ref, ref === refs[0] ? [input(2)] : [started, input(2)]);
    await Promise.all(refs.map(({ callId }) => log.settled(callId)));
    for (const ref of refs) expect(await seqsOf(ref)).toEqual([1, 2]);
    // Of the first call one event is written before; of the other three and its second the first transaction has two calls.
    expect(kept.length).toBeGreaterThan(1);
    expect(kept[0]).toBeLessThan(8);
    expect(kept.at(-1)).toBe(8);
  });

  test('poisoned-call: what cannot be written of one call fails no other, is told, and is written once it can be', async () => {
    const { log, refs, logged, seqsOf } = await several();
    const [first, , poisoned, last] = refs as [CallRef, CallRef, CallRef, CallRef];
    log.append(first, [started]);
    for (const ref of refs.slice(1)) log.append(ref, ref === poisoned ? [started, impossible] : [started, input(2)]);
    await Promise.all([refs[1]!, last].map(({ callId }) => log.settled(callId)));
    expect(await seqsOf(last)).toEqual([1, 2]);
    expect(await seqsOf(poisoned)).toEqual([]);
    expect(logged.map((line) => (JSON.parse(line) as { callId: string }).callId)).toEqual([poisoned.callId]);
    await log.drain(0);
  });

  test('transaction-fails-as-a-whole: nothing of it counts as written, and each call is tried by itself', async () => {
    const { log, refs, together, seqsOf } = await several();
    together.mockImplementationOnce(async (id, work) => {
      await parley.database.together(id, async () => {
        await work();
        throw new Error('no commit');
      });
      throw new Error('unreachable');
    });
    log.append(refs[0]!, [started]);
    for (const ref of refs.slice(1)) log.append(ref, [started, input(2)]);
    await Promise.all(refs.map(({ callId }) => log.settled(callId)));
    for (const ref of refs.slice(1)) expect(await seqsOf(ref)).toEqual([1, 2]);
    expect(together).toHaveBeenCalledTimes(1);
  });
});
