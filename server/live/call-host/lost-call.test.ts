/** What is left of calls whose server or media process died right after their clients heard that they are ready. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Call, CallEvent } from '@parley/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WAV_HEADER_BYTES } from '@parley/engine/audio/wav.ts';
import { describeOnBoth } from '../../platform/db/testing-suites.ts';
import { startTestServer, type Tenant, type TestServer } from '../../testing.ts';
import { Recordings } from '../recordings/recordings.ts';

const SECOND = 16_000 * 4;

describeOnBoth('a lost call', (kind) => {
  let parley: TestServer;
  let tenant: Tenant;
  let agentId: string;
  beforeAll(async () => {
    parley = await startTestServer({ kind });
    tenant = await parley.tenant();
    agentId = ((await parley.request('POST', '/agents', { key: tenant.key, body: { name: 'A' } })).json as { id: string }).id;
  }, 60_000);
  afterAll(() => parley.close());

  /** A call that a node has claimed and that nothing was received of but `seconds` of its recording; then the node is gone. */
  async function lost(seconds: number): Promise<string> {
    const { id } = (await parley.request('POST', '/calls', { key: tenant.key, body: { type: 'web', agent_id: agentId } })).json as Call;
    const ref = { organizationId: tenant.id, callId: id };
    const recordings = new Recordings(parley.config.dataDirectory, parley.log);
    await recordings.begin(ref);
    const file = path.join(recordings.folder, recordings.pathOf(ref));
    expect(statSync(file).size).toBe(WAV_HEADER_BYTES);
    if (seconds > 0) recordings.append(ref, new Uint8Array(seconds * SECOND));
    await recordings.finish(id, true);
    await parley.database.asSystem((tx) =>
      tx.execute(`update calls set node_id = 'node_dead', lease_expires_at = now() - interval '1 second' where id = '${id}'`),
    );
    return id;
  }
  async function closed(id: string): Promise<Call> {
    await parley.app.supervision.closeLost();
    return (await parley.request('GET', `/calls/${id}`, { key: tenant.key })).json as Call;
  }
  const eventsOf = async (id: string): Promise<string[]> =>
    ((await parley.request('GET', `/calls/${id}/events`, { key: tenant.key })).json as { items: CallEvent[] }).items.map(
      ({ event, at_ms }) => `${event.type} ${String(at_ms)}`,
    );
  const minutes = async (): Promise<number> => {
    const usage = (await parley.request('GET', '/usage', { key: tenant.key })).json as { total: { call_ms: number } };
    return usage.total.call_ms;
  };

  test('has begun, has its recording, and has lasted for as long as that', async () => {
    const before = await minutes();
    const id = await lost(3);
    const call = await closed(id);
    expect(call).toMatchObject({
      status: 'error',
      disconnection_reason: 'error_node_lost',
      duration_ms: 3_000,
      recording: { available: true, duration_ms: 3_000 },
    });
    expect(Date.parse(call.ended_at!) - Date.parse(call.started_at!)).toBe(3_000);
    expect(Date.parse(call.ended_at!)).toBeLessThanOrEqual(Date.now());
    expect(await eventsOf(id)).toEqual(['call.started 0', 'call.ended 3000']);
    expect(await minutes()).toBe(before + 3_000);
  });

  test('of which nothing was recorded yet has begun, and has its file', async () => {
    const id = await lost(0);
    expect(await closed(id)).toMatchObject({ disconnection_reason: 'error_node_lost', duration_ms: 0, recording: { available: true } });
    expect(await eventsOf(id)).toEqual(['call.started 0', 'call.ended 0']);
  });

  test('a client that did not get as far as a call leaves no file', async () => {
    const recordings = new Recordings(parley.config.dataDirectory, parley.log);
    const ref = { organizationId: tenant.id, callId: 'call_never' };
    await recordings.begin(ref);
    expect(await recordings.finish(ref.callId)).toBeNull();
    expect(existsSync(path.join(recordings.folder, recordings.pathOf(ref)))).toBe(false);
  });
});
