import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readWav } from '@parley/engine/audio/wav.ts';
import type { Call } from '@parley/contract';
import { describeWith } from '../../../scripts/test-tools.ts';
import { calls, recordingRemovals } from '../../platform/db/schema.ts';
import { registeredCall } from '../../resources/calls/testing.ts';
import { createAgents, eventually, startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';
import { CallLog } from '../call-events/call-log.ts';
import { LiveFeed } from '../call-events/live-feed.ts';
import type { CallRef } from '../call-events/call-ref.ts';
import { eventLog } from '../../testing.ts';
import { eq } from 'drizzle-orm';
import { PART_BYTES } from './object-storage.ts';
import { selectPlaces, type PlaceRow } from './recording-rows.ts';
import { startTestStorage, type TestStorage } from './testing-moto.ts';
import { audio, BUCKET, createNode, storageEnvironment, type NodeOptions, type TestNode } from './testing-nodes.ts';

describeWith('moto', 'recordings in an object storage', (python) => {
  let storage: TestStorage;
  let parley: TestServer;
  let tenant: Tenant;
  let agent: string;
  const folders: string[] = [];

  const node = (nodeName: string, options: NodeOptions = {}): TestNode => {
    const made = createNode({ parley, storage }, nodeName, options);
    folders.push(made.dataDirectory);
    return made;
  };

  const call = async (row: Parameters<typeof registeredCall>[3] = { status: 'ended', endedAt: new Date() }): Promise<CallRef> => {
    const snapshot = await createAgents(parley.database).snapshot(tenant.id, agent, 'draft');
    return { organizationId: tenant.id, callId: (await registeredCall(parley, tenant.id, snapshot, row)).id };
  };
  const place = async ({ callId }: CallRef): Promise<PlaceRow> => (await parley.database.asSystem((tx) => selectPlaces(tx, [callId])))[0]!;
  const isStored = (ref: CallRef): Promise<PlaceRow> =>
    eventually(
      () => place(ref),
      (row) => row.recordingStored,
    );
  const download = async (
    { callId }: CallRef,
    headers: Record<string, string> = {},
    method = 'GET',
  ): Promise<{ response: Response; body: Buffer }> => {
    const response = await fetch(`${parley.url}/api/v1/calls/${callId}/recording`, {
      method,
      cache: 'force-cache',
      headers: { Authorization: `Bearer ${tenant.key}`, ...headers },
    });
    return { response, body: Buffer.from(await response.arrayBuffer()) };
  };
  const partsSent = (): number[] =>
    storage.seen
      .flatMap((one) => (/^PUT .*partNumber=(\d+)/.exec(one)?.[1] ?? '').split(' '))
      .filter(Boolean)
      .map(Number);

  beforeAll(async () => {
    storage = await startTestStorage(python);
    await storage.bucket(BUCKET);
    parley = await startTestServer({ environment: storageEnvironment(storage, BUCKET) });
    tenant = await parley.tenant();
    agent = (await createAgents(parley.database).create(tenant.id, { name: 'A' })).id;
  });
  beforeEach(() => {
    storage.door = 'open';
    storage.onRequest = undefined;
    storage.seen.length = 0;
  });
  afterAll(async () => {
    await parley.close();
    await storage.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  test('a short one is one object, encrypted as configured, and leaves the disk', async () => {
    const one = node('one');
    const ref = await call();
    one.recordings.append(ref, audio(64_000, 1));
    await one.finish(ref);
    await isStored(ref);
    expect(await storage.keys(BUCKET)).toContain(`calls/${tenant.id}/${ref.callId}.wav`);
    await eventually(
      () => one.uploads.status.stored,
      (stored) => stored === 1,
    );
    expect(one.uploads.status).toMatchObject({ reachable: true, waiting: 0, waitingBytes: 0 });
    expect(await one.recordings.find(one.recordings.pathOf(ref))).toBeNull();
    const { response, body } = await download(ref);
    expect([response.status, response.headers.get('content-type'), response.headers.get('content-length')]).toEqual([
      200,
      'audio/wav',
      '64044',
    ]);
    expect(readWav(body).pcm[0]).toHaveLength(16_000);
  });

  test('is had from every node as from the disk: whole, in part, described, unchanged', async () => {
    const ref = await call();
    const one = node('one');
    one.recordings.append(ref, audio(6_400, 2));
    await one.finish(ref);
    await isStored(ref);
    const whole = (await download(ref)).body;
    const parts: [string, number, number][] = [
      ['bytes=0-43', 0, 44],
      ['bytes=100-', 100, 6_444],
      ['bytes=-50', 6_394, 6_444],
      ['bytes=-99999999', 0, 6_444],
      ['bytes=10-999999', 10, 6_444],
    ];
    for (const [range, start, end] of parts) {
      const { response, body } = await download(ref, { Range: range });
      expect([range, response.status, response.headers.get('content-range')]).toEqual([
        range,
        206,
        `bytes ${String(start)}-${String(end - 1)}/6444`,
      ]);
      expect(body.equals(whole.subarray(start, end))).toBe(true);
    }
    for (const range of ['bytes=99999-', 'bytes=-0']) {
      const { response } = await download(ref, { Range: range });
      expect([response.status, response.headers.get('content-range'), response.headers.get('content-type')]).toEqual([
        416,
        'bytes */6444',
        null,
      ]);
    }
    for (const range of ['bytes=5-2', 'lines=1-2', 'bytes=0-1,5-6'])
      expect((await download(ref, { Range: range })).response.status).toBe(200);
    const described = await download(ref, {}, 'HEAD');
    expect([described.response.status, described.response.headers.get('content-length'), described.body.length]).toEqual([200, '6444', 0]);
    const etag = described.response.headers.get('etag')!;
    expect((await download(ref, { 'If-None-Match': etag })).response.status).toBe(304);
    expect((await download(ref, { 'If-Match': '"another"' })).response.status).toBe(412);
    expect((await download(ref, { Range: 'bytes=0-9', 'If-Range': etag })).body).toHaveLength(10);
    expect((await download(ref, { Range: 'bytes=0-9', 'If-Range': '"another"' })).body).toHaveLength(6_444);
  });

  test('a signed URL leads to one of the storage, for a range as well, and opens nothing once it has expired', async () => {
    const ref = await call();
    const one = node('one');
    one.recordings.append(ref, audio(6_400, 3));
    await one.finish(ref);
    await isStored(ref);
    const { url } = (await parley.request('POST', `/calls/${ref.callId}/recording-url`, { key: tenant.key, body: { expires_in: 60 } }))
      .json as { url: string };
    const own = url.replace(/^https?:\/\/[^/]+/, parley.url);
    const led = await fetch(own, { redirect: 'manual' });
    expect([led.status, led.headers.get('cache-control')]).toEqual([302, 'no-store']);
    const link = new URL(led.headers.get('location')!);
    expect(link.origin).toBe(storage.endpoint);
    expect(Number(link.searchParams.get('X-Amz-Expires'))).toBeLessThanOrEqual(60);
    const part = await fetch(own, { headers: { Range: 'bytes=0-3' } });
    expect([part.status, await part.text(), part.headers.get('content-disposition')]).toEqual([
      206,
      'RIFF',
      `attachment; filename="${ref.callId}.wav"`,
    ]);
    const expired = own.replace(/expires=\d+/, 'expires=1000000000');
    expect((await fetch(expired, { redirect: 'manual' })).status).toBe(401);
  });

  test('a long one is sent in parts beside its call, and taken up by the server after a kill where it was', async () => {
    const ref = await call();
    const killed = node('one');
    const bytes = audio(2 * PART_BYTES + 100_000, 4);
    for (let at = 0; at < bytes.length; at += 1_000_000) killed.recordings.append(ref, bytes.subarray(at, at + 1_000_000));
    await eventually(partsSent, (sent) => sent.length === 2);
    expect([partsSent(), (await place(ref)).recordingStored]).toEqual([[1, 2], false]);
    // Nothing of the first process goes on, and its file ends as a kill leaves it.
    await killed.uploads.stop(0);
    await killed.recordings.finish(ref.callId);
    const file = path.join(killed.recordings.waitingFolder, killed.recordings.pathOf(ref));
    const left = readFileSync(file);
    left.writeUInt32LE(0, 40);
    writeFileSync(file, left);
    storage.seen.length = 0;

    const restarted = node('one', { disk: killed.dataDirectory });
    await restarted.recoveries.run();
    await isStored(ref);
    expect(
      partsSent().toSorted((a, b) => a - b),
      'the rest, and the first again for its header',
    ).toEqual([1, 3]);
    const { body } = await download(ref);
    expect(body.readUInt32LE(40)).toBe(bytes.length);
    expect(body.subarray(44).equals(bytes)).toBe(true);
    expect((await parley.request('GET', `/calls/${ref.callId}`, { key: tenant.key })).json as Call).toMatchObject({
      recording: { available: true, duration_ms: Math.round(bytes.length / 64) },
    });
  });

  test('of a node that does not come back another saves what was uploaded; when it does come back, all of it', async () => {
    const ref = await call({ status: 'error', disconnectionReason: 'error_node_lost', recordingNode: 'gone', endedAt: new Date() });
    const gone = node('gone');
    const bytes = audio(PART_BYTES + 900_000, 5);
    gone.recordings.append(ref, bytes);
    await eventually(partsSent, (sent) => sent.length === 1);
    await gone.uploads.stop(0);

    const other = node('other');
    await other.recoveries.run();
    await isStored(ref);
    const saved = (await download(ref)).body;
    expect([saved.length, saved.readUInt32LE(40)]).toEqual([PART_BYTES, PART_BYTES - 44]);
    expect(saved.subarray(44).equals(bytes.subarray(0, PART_BYTES - 44))).toBe(true);
    expect(other.logged.join('')).toContain('saved as far as it had been uploaded');

    await gone.recordings.finish(ref.callId);
    const back = node('gone', { disk: gone.dataDirectory });
    await back.recoveries.run();
    await eventually(
      async () => (await back.s3.describe(back.recordings.pathOf(ref)))?.bytes,
      (size) => size === bytes.length + 44,
    );
    await eventually(
      () => back.uploads.status.waiting,
      (waiting) => waiting === 0,
    );
    const { body } = await download(ref);
    expect(body.subarray(44).equals(bytes)).toBe(true);
    expect(back.recordings.waitingBytes).toBe(0);
  });

  test('an outage loses nothing: recordings wait on the disk, are had from there, and go when it is over; one line each', async () => {
    const one = node('one', { disk: parley.config.dataDirectory });
    storage.door = 'shut';
    const refs = [await call(), await call()];
    for (const ref of refs) {
      one.recordings.append(ref, audio(32_000, 6));
      await one.finish(ref);
    }
    await eventually(
      () => one.uploads.status,
      ({ failures }) => failures >= 2,
    );
    expect(one.uploads.status).toMatchObject({ reachable: false, waiting: 2, waitingBytes: 64_088 });
    expect((await download(refs[0]!)).body).toHaveLength(32_044);
    storage.door = 'open';
    for (const ref of refs) await isStored(ref);
    await eventually(
      () => one.uploads.status,
      ({ waiting }) => waiting === 0,
    );
    const lines = one.logged.map((line) => JSON.parse(line) as { level: number; msg: string }).filter(({ level }) => level >= 30);
    expect(lines.map(({ msg }) => msg)).toEqual([
      expect.stringMatching(/cannot be reached .* wait on the disk until it takes them\.$/),
      expect.stringMatching(/^Recordings are uploaded to the bucket "recordings" at .* again\.$/),
    ]);
    expect(await (await fetch(`${parley.url}/readyz`)).json()).toMatchObject({ recording_storage: 'reachable' });
    const figures = await (await fetch(`${parley.url}/metrics`)).text();
    expect(figures).toContain('parley_recording_storage_reachable 1');
    expect(figures).toContain('parley_recordings_waiting 0');
    // A recording is answered for while the storage is away.
    storage.door = 'shut';
    const { response } = await download(refs[0]!);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  });

  test.each([
    [
      'a bucket that is not there',
      'nowhere',
      'open',
      /^There is no bucket "nowhere" at http.*: make it, or set PARLEY_RECORDINGS_S3_BUCKET to another\./,
    ],
    [
      'a storage that refuses',
      BUCKET,
      'refuse',
      /^The object storage refuses Parley's access to the bucket "recordings" at .*403\): check the credentials/,
    ],
    ['a storage that fails', BUCKET, 'fail', /^The object storage failed at the bucket "recordings"/],
  ] as const)('%s is said in one sentence, and nothing is lost', async (_title, bucket, door, sentence) => {
    storage.door = door;
    const one = node('one', { bucket });
    await one.uploads.check();
    const ref = await call();
    one.recordings.append(ref, audio(6_400, 7));
    await one.finish(ref);
    await eventually(
      () => one.uploads.status.failures,
      (failures) => failures > 1,
    );
    const said = one.logged.map((line) => JSON.parse(line) as { level: number; msg: string }).filter(({ level }) => level >= 40);
    expect(said.map(({ msg }) => msg)).toEqual([expect.stringMatching(sentence)]);
    expect(one.logged.join('')).not.toMatch(/Signature|AccessKey/i);
    expect(statSync(path.join(one.recordings.waitingFolder, one.recordings.pathOf(ref))).size).toBe(6_444);
    await one.uploads.stop(0);
  });

  test('a recording beyond what may wait ends, said once, and the call goes on', async () => {
    storage.door = 'shut';
    const one = node('one', { maxWaitingBytes: 50_000 });
    const [first, second] = [await call(), await call()];
    for (let chunk = 0; chunk < 5; chunk += 1) one.recordings.append(first, audio(32_000, chunk));
    expect(await one.recordings.finish(first.callId)).toBe(1_000);
    await one.recordings.begin(second);
    expect(await one.recordings.finish(second.callId)).toBeNull();
    expect(one.logged.filter((line) => line.includes('PARLEY_RECORDINGS_WAITING_MB'))).toHaveLength(2);
    await one.uploads.stop(0);
  });

  const closed = async (ref: CallRef): Promise<void> => {
    await new CallLog({ database: parley.database, events: eventLog, feed: new LiveFeed(parley.database), log: parley.log }).close(
      ref,
      'user_hangup',
    );
  };
  const remove = (ref: CallRef): Promise<Answer> => parley.request('DELETE', `/calls/${ref.callId}`, { key: tenant.key });

  test('goes with its call', async () => {
    const ref = await call({});
    const one = node('one');
    one.recordings.append(ref, audio(6_400, 8));
    await closed(ref);
    await one.finish(ref);
    await isStored(ref);
    expect((await remove(ref)).status).toBe(204);
    await eventually(
      () => storage.keys(BUCKET),
      (keys) => !keys.some((key) => key.includes(ref.callId)),
    );
    expect((await download(ref)).response.status).toBe(404);
  });

  test('goes with its call although the storage was away, in the middle of its upload, with its parts', async () => {
    const one = node('one');
    const ref = await call({ recordingNode: 'one' });
    one.recordings.append(ref, audio(PART_BYTES + 50_000, 9));
    await eventually(partsSent, (sent) => sent.length === 1);
    storage.door = 'shut';
    await closed(ref);
    await one.finish(ref);
    expect((await remove(ref)).status).toBe(204);
    await one.removals.run();
    const noted = (): Promise<unknown[]> =>
      parley.database.asSystem((tx) =>
        tx
          .select()
          .from(recordingRemovals)
          .where(eq(recordingRemovals.path, one.recordings.pathOf(ref))),
      );
    expect(await noted(), 'it is not forgotten').toMatchObject([{ attempts: expect.any(Number) as number, everywhere: true, node: 'one' }]);
    expect(await one.recordings.find(one.recordings.pathOf(ref))).toBeNull();
    storage.door = 'open';
    expect(await one.s3.unfinished(one.recordings.pathOf(ref))).toHaveLength(1);
    await parley.database.asSystem((tx) => tx.update(recordingRemovals).set({ nextAttemptAt: new Date(0) }));
    await one.removals.run();
    expect(await noted()).toEqual([]);
    expect(await one.s3.unfinished(one.recordings.pathOf(ref))).toEqual([]);
    expect(one.uploads.status.waiting).toBe(0);
  });

  test('goes with its organization', async () => {
    const one = node('one');
    const ref = await call({ status: 'ended', endedAt: new Date() });
    one.recordings.append(ref, audio(6_400, 10));
    await one.finish(ref);
    await isStored(ref);
    // As a cascade of the database deletes it.
    await parley.database.asSystem((tx) => tx.delete(calls).where(eq(calls.id, ref.callId)));
    await one.removals.run();
    expect((await storage.keys(BUCKET)).some((key) => key.includes(ref.callId))).toBe(false);
  });
});
