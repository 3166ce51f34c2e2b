import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '@parley/contract';
import { describeWith } from '../../../scripts/test-tools.ts';
import { createAgents, startTestServer, type TestServer } from '../../testing.ts';
import { findRecording } from './found-recording.ts';
import { record, registeredCall } from './testing.ts';

describeWith('postgresql', 'a recording on the disk of another node', () => {
  let here: TestServer;
  let there: TestServer;
  const dataDirectory = mkdtempSync(path.join(os.tmpdir(), 'parley-node-'));
  beforeAll(async () => {
    here = await startTestServer({ kind: 'postgresql', environment: { PARLEY_NODE_NAME: 'voice-1', PARLEY_SECRET_KEY: 's'.repeat(32) } });
    const environment = { PARLEY_NODE_NAME: 'voice-2', PARLEY_SECRET_KEY: 's'.repeat(32) };
    there = await startTestServer({ on: { databaseUrl: here.config.databaseUrl!, dataDirectory }, environment });
  });
  afterAll(async () => {
    await there.close();
    await here.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  test('is answered for with the name of that node, and had from there', async () => {
    const tenant = await here.tenant();
    const agents = createAgents(here.database);
    const agent = await agents.create(tenant.id, { name: 'A' });
    const { id } = await registeredCall(here, tenant.id, await agents.snapshot(tenant.id, agent.id, 'draft'));
    await record(here, { organizationId: tenant.id, callId: id });
    const at = `/calls/${id}/recording`;
    expect((await here.request('GET', at, { key: tenant.key })).status).toBe(200);
    const other = await there.request('GET', at, { key: tenant.key });
    expect([other.status, other.headers.get('retry-after')]).toEqual([503, '5']);
    expect(other.json).toMatchObject({
      code: 'recording_unavailable',
      detail: 'The recording is on the disk of the node "voice-1": ask that node, or give all nodes one object storage.',
    });
    expect((await there.request('POST', `${at}-url`, { key: tenant.key, body: {} })).status).toBe(503);
  });
});

test('a recording that is nowhere is not found, whatever the only server there is was called before', async () => {
  const row = { id: 'call_1', recordingPath: 'org_1/call_1.wav', recordingStored: false, recordingNode: 'old' };
  const places = {
    recordings: { find: () => Promise.resolve(null) },
    storage: null,
    nodeName: 'new',
    database: { kind: 'embedded' as const },
  };
  await expect(findRecording(row, places)).rejects.toThrow(new AppError('not_found', { detail: 'The call has no recording.' }));
  await expect(findRecording({ ...row, recordingStored: true }, places)).rejects.toThrow('this server is not configured for one');
});
