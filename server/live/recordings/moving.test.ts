import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../../../scripts/test-tools.ts';
import { record, registeredCall } from '../../resources/calls/testing.ts';
import { createAgents, startTestServer, type TestServer } from '../../testing.ts';
import type { CallRef } from '../call-events/call-ref.ts';
import { moveToDirectory, moveToStorage, type MoveDeps } from './moving.ts';
import { PART_BYTES, type ObjectStorage } from './object-storage.ts';
import { selectPlaces } from './recording-rows.ts';
import { Recordings } from './recordings.ts';
import { startTestStorage, type TestStorage } from './testing-moto.ts';
import { audio, BUCKET, createNode } from './testing-nodes.ts';

describeWith('moto', 'recordings that exist', (python) => {
  let storage: TestStorage;
  let parley: TestServer;
  beforeAll(async () => {
    storage = await startTestStorage(python);
    await storage.bucket(BUCKET);
    parley = await startTestServer();
  });
  afterAll(async () => {
    await parley.close();
    await storage.close();
  });

  test('move to the storage and back, go on where they were stopped, and are compared', async () => {
    const tenant = await parley.tenant();
    const agents = createAgents(parley.database);
    const agent = await agents.snapshot(tenant.id, (await agents.create(tenant.id, { name: 'A' })).id, 'draft');
    const refs: CallRef[] = [];
    for (const size of [6_400, PART_BYTES + 200_000, 12_800]) {
      const { id } = await registeredCall(parley, tenant.id, agent, { status: 'ended', endedAt: new Date() });
      refs.push({ organizationId: tenant.id, callId: id });
      await record(parley, refs.at(-1)!, audio(size, size));
    }
    const live = await registeredCall(parley, tenant.id, agent, { status: 'ongoing' });
    await record(parley, { organizationId: tenant.id, callId: live.id }, audio(640, 1));
    const { s3, dataDirectory, removals } = createNode({ parley, storage }, 'one');
    rmSync(dataDirectory, { recursive: true, force: true });
    const recordings = new Recordings(parley.config.dataDirectory, parley.log);
    const deps = (more: Partial<MoveDeps> = {}): MoveDeps => ({
      database: parley.database,
      storage: s3,
      recordings,
      nodeName: 'one',
      dryRun: false,
      onProgress: () => undefined,
      ...more,
    });
    const fileOf = (ref: CallRef): string => path.join(recordings.folder, recordings.pathOf(ref));
    const before = refs.map((ref) => readFileSync(fileOf(ref)));
    const total = before.reduce((sum, { length }) => sum + length, 0);
    const stored = async (): Promise<boolean[]> => {
      const places = await parley.database.asSystem((tx) =>
        selectPlaces(
          tx,
          refs.map(({ callId }) => callId),
        ),
      );
      return refs.map(({ callId }) => places.find(({ id }) => id === callId)!.recordingStored);
    };

    expect(await moveToStorage(deps({ dryRun: true }))).toEqual({ moved: 3, bytes: total, left: 1 });
    expect([await storage.keys(BUCKET), await stored()]).toEqual([[], [false, false, false]]);
    // Stopped in the middle of the long one.
    let progress = 0;
    storage.onRequest = (what) => {
      if (what.includes('partNumber=1')) storage.door = 'shut';
    };
    await expect(moveToStorage(deps({ onProgress: () => (progress += 1) }))).rejects.toThrow('cannot be reached');
    expect([progress, await stored()]).toEqual([1, [true, false, false]]);
    storage.onRequest = undefined;
    storage.door = 'open';
    expect(await moveToStorage(deps())).toEqual({ moved: 2, bytes: total - before[0]!.length, left: 1 });
    expect(await stored()).toEqual([true, true, true]);
    expect(await recordings.list(recordings.folder)).toEqual([recordings.pathOf({ organizationId: tenant.id, callId: live.id })]);
    // Killed after the row was changed: the copy on the disk goes with the next run.
    writeFileSync(fileOf(refs[0]!), before[0]!);
    expect(await moveToStorage(deps())).toMatchObject({ moved: 1 });
    expect(await recordings.find(recordings.pathOf(refs[0]!))).toBeNull();

    expect(await moveToDirectory(deps({ dryRun: true }))).toEqual({ moved: 3, bytes: total, left: 0 });
    // Something else than was sent: nothing is changed of it.
    const key = recordings.pathOf(refs[0]!);
    const lying: Pick<ObjectStorage, 'describe' | 'read'> = {
      describe: (one) => s3.describe(one),
      read: (one) => s3.read(one === key ? recordings.pathOf(refs[2]!) : one),
    };
    await expect(moveToDirectory(deps({ storage: lying as ObjectStorage }))).rejects.toThrow('something else than it keeps');
    expect(await moveToDirectory(deps())).toMatchObject({ left: 0 });
    expect(await stored()).toEqual([false, false, false]);
    expect(refs.map((ref, index) => readFileSync(fileOf(ref)).equals(before[index]!))).toEqual([true, true, true]);
    await removals.run();
    expect(await storage.keys(BUCKET)).toEqual([]);
    expect(refs.map((ref) => readFileSync(fileOf(ref)).length)).toEqual(before.map(({ length }) => length));
    expect(await moveToDirectory(deps())).toEqual({ moved: 0, bytes: 0, left: 0 });
  });
});
