import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readWav } from '@parley/engine/audio/wav.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { record, registeredCall } from '../../resources/calls/testing.ts';
import { CallLog } from '../call-events/call-log.ts';
import { LiveFeed } from '../call-events/live-feed.ts';
import {
  createAgents,
  collectingLog,
  eventLog,
  eventually,
  startTestServer,
  type Answer,
  type Tenant,
  type TestServer,
} from '../../testing.ts';
import { Recordings } from './recordings.ts';

/** Caller 1, 2, 3 …, agent -1, -2, -3 … */
const samples = (frames: number): Uint8Array =>
  new Uint8Array(Int16Array.from({ length: frames * 2 }, (_, index) => (index % 2 === 0 ? 1 : -1) * ((index >> 1) + 1)).buffer);

describe('recordings', () => {
  let folder: string;
  let recordings: Recordings;
  let logged: string[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'parley-recordings-'));
    const collecting = collectingLog();
    logged = collecting.logged;
    recordings = new Recordings(folder, collecting.log);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = (call: string): string => path.join(folder, 'recordings', recordings.pathOf({ organizationId: 'org_1', callId: call }));

  test('hold both sides, the caller left, under a header that is right', async () => {
    recordings.append({ organizationId: 'org_1', callId: 'call_1' }, samples(1_600));
    recordings.append({ organizationId: 'org_1', callId: 'call_1' }, samples(1_600));
    expect(await recordings.finish('call_1')).toBe(200);
    const wav = readWav(readFileSync(file('call_1')));
    expect(wav).toMatchObject({ sampleRate: 16_000, channels: 2 });
    expect([wav.pcm[0]!.length, wav.pcm[0]![1_601], wav.pcm[1]![1_601]]).toEqual([3_200, 2, -2]);
    expect(readFileSync(file('call_1')).readUInt32LE(40)).toBe(12_800);
    expect(statSync(file('call_1')).mode & 0o077, 'nobody else reads it').toBe(0);
    expect(await recordings.finish('call_1'), 'again').toBeNull();
  });

  test('of a process that died are repaired, a torn sample left out', async () => {
    recordings.append({ organizationId: 'org_1', callId: 'call_1' }, samples(800));
    await recordings.finish('call_1');
    const whole = readFileSync(file('call_1'));
    whole.writeUInt32LE(0, 40);
    writeFileSync(file('call_1'), Buffer.concat([whole, Buffer.from([1, 2, 3])]));
    expect(await new Recordings(folder, collectingLog().log).repair({ organizationId: 'org_1', callId: 'call_1' })).toBe(50);
    expect(readFileSync(file('call_1')).readUInt32LE(40)).toBe(3_200);
    expect(readWav(readFileSync(file('call_1'))).pcm[0]).toHaveLength(800);
    expect(await recordings.repair({ organizationId: 'org_1', callId: 'call_2' }), 'there is none').toBeNull();
  });

  test('end where the disk is full, said once, and the call goes on', async () => {
    mkdirSync(path.dirname(file('call_1')), { recursive: true });
    // Every write to it fails with ENOSPC.
    symlinkSync('/dev/full', file('call_1'));
    for (let chunk = 0; chunk < 5; chunk += 1) recordings.append({ organizationId: 'org_1', callId: 'call_1' }, samples(800));
    expect(await recordings.finish('call_1')).toBeNull();
    expect(logged.filter((line) => line.includes('ENOSPC'))).toHaveLength(1);
  });

  test('that cannot be made do not disturb either', async () => {
    writeFileSync(path.join(folder, 'recordings'), 'a file where the folder should be');
    for (let chunk = 0; chunk < 3; chunk += 1) recordings.append({ organizationId: 'org_1', callId: 'call_1' }, samples(800));
    expect(await recordings.finish('call_1')).toBeNull();
    expect(logged).toHaveLength(1);
    await recordings.remove(recordings.pathOf({ organizationId: 'org_1', callId: 'call_1' })).catch(() => undefined);
  });
});

describe('a recording over HTTP', () => {
  let parley: TestServer;
  let tenant: Tenant;
  let call: string;
  let bytes: Buffer;

  beforeAll(async () => {
    parley = await startTestServer();
    tenant = await parley.tenant();
    const agents = createAgents(parley.database);
    const agent = await agents.create(tenant.id, { name: 'A' });
    call = (await registeredCall(parley, tenant.id, await agents.snapshot(tenant.id, agent.id, 'draft'))).id;
    await record(parley, { organizationId: tenant.id, callId: call }, samples(16_000));
    const recordings = new Recordings(parley.config.dataDirectory, parley.log);
    bytes = readFileSync(
      path.join(parley.config.dataDirectory, 'recordings', recordings.pathOf({ organizationId: tenant.id, callId: call })),
    );
  });
  afterAll(() => parley.close());

  const get = async (range?: string): Promise<Response> =>
    fetch(`${parley.url}/api/v1/calls/${call}/recording`, {
      headers: { Authorization: `Bearer ${tenant.key}`, ...(range === undefined ? {} : { Range: range }) },
    });

  test('comes whole', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await parley.request('GET', `/calls/${call}`, { key: tenant.key })).json).toMatchObject({
      recording: { available: true, duration_ms: 1_000 },
    });
  });

  test.each([
    ['bytes=0-43', 0, 44],
    ['bytes=100-', 100, undefined],
    ['bytes=-50', -50, undefined],
    ['bytes=10-999999999', 10, undefined],
    ['bytes=0-0', 0, 1],
    ['bytes=-999999999', 0, undefined],
  ])('comes in part for %s', async (range, start, end) => {
    const response = await get(range);
    const wanted = bytes.subarray(start, end);
    expect(response.status).toBe(206);
    expect(response.headers.get('content-length')).toBe(String(wanted.length));
    const first = start < 0 ? bytes.length + start : start;
    expect(response.headers.get('content-range')).toBe(
      `bytes ${String(first)}-${String(first + wanted.length - 1)}/${String(bytes.length)}`,
    );
    expect(Buffer.from(await response.arrayBuffer()).equals(wanted)).toBe(true);
  });

  test.each(['bytes=999999999-', 'bytes=-0'])('has nothing at %s', async (range) => {
    const response = await get(range);
    expect([response.status, response.headers.get('content-range')]).toEqual([416, `bytes */${String(bytes.length)}`]);
  });

  test.each(['bytes=5-2', 'bytes=a-b', 'bytes=', 'lines=1-2', 'bytes=0-1,5-6'])(
    'comes whole for %s, which is no range that we give',
    async (range) => {
      const response = await get(range);
      expect(response.status).toBe(200);
      expect((await response.arrayBuffer()).byteLength).toBe(bytes.length);
    },
  );

  const answerTo = async (headers: Record<string, string>, method = 'GET'): Promise<Response> =>
    fetch(`${parley.url}/api/v1/calls/${call}/recording`, {
      method,
      // Otherwise fetch adds a header to a conditional request by which nothing is fresh.
      cache: 'force-cache',
      headers: { Authorization: `Bearer ${tenant.key}`, 'Accept-Encoding': 'gzip, br', ...headers },
    });

  test('is a file to keep, and never compressed', async () => {
    const response = await answerTo({});
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${call}.wav"`);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(response.headers.get('content-length')).toBe(String(bytes.length));
    await response.body?.cancel();
  });

  test('is described by HEAD, whole and in part', async () => {
    const whole = await answerTo({}, 'HEAD');
    expect([whole.status, whole.headers.get('content-length'), await whole.text()]).toEqual([200, String(bytes.length), '']);
    const part = await answerTo({ Range: 'bytes=0-9' }, 'HEAD');
    expect([part.status, part.headers.get('content-length')]).toEqual([206, '10']);
  });

  test('comes again only when it has changed', async () => {
    const etag = (await answerTo({})).headers.get('etag') ?? '';
    const again = await answerTo({ 'If-None-Match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const fresh = await answerTo({ Range: 'bytes=0-9', 'If-Range': etag });
    expect([fresh.status, (await fresh.arrayBuffer()).byteLength]).toEqual([206, 10]);
    const stale = await answerTo({ Range: 'bytes=0-9', 'If-Range': 'W/"another"' });
    expect([stale.status, (await stale.arrayBuffer()).byteLength]).toEqual([200, bytes.length]);
    const other = await answerTo({ 'If-Match': '"another"' });
    expect([other.status, other.headers.get('content-disposition')]).toEqual([412, null]);
    expect(await other.json()).toMatchObject({ code: 'precondition_failed' });
  });

  test('that cannot be given in this part is neither a file nor kept in a cache', async () => {
    const response = await get('bytes=999999999-');
    for (const header of ['content-disposition', 'cache-control', 'etag', 'content-type']) expect(response.headers.get(header)).toBeNull();
    expect(await response.text()).toBe('');
  });

  test('is let go when the client goes', async () => {
    const file = path.join(parley.config.dataDirectory, 'recordings', tenant.id, `${call}.wav`);
    // More than fits into any buffer on the way.
    truncateSync(file, 64_000_000);
    const isOpen = (): boolean =>
      readdirSync('/proc/self/fd').some((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`) === realpathSync(file);
        } catch {
          // It was closed meanwhile.
          return false;
        }
      });
    const aborting = new AbortController();
    const response = await fetch(`${parley.url}/api/v1/calls/${call}/recording`, {
      headers: { Authorization: `Bearer ${tenant.key}` },
      signal: aborting.signal,
    });
    await response.body?.getReader().read();
    expect(isOpen()).toBe(true);
    aborting.abort();
    await eventually(isOpen, (open) => !open);
    truncateSync(file, bytes.length);
    expect(parley.logged.filter((line) => line.includes('request failed'))).toEqual([]);
  });

  test('goes with its call', async () => {
    await new CallLog({ database: parley.database, events: eventLog, feed: new LiveFeed(parley.database), log: parley.log }).close(
      { organizationId: tenant.id, callId: call },
      'user_hangup',
    );
    const answer = (method: string, at = ''): Promise<Answer> => parley.request(method, `/calls/${call}${at}`, { key: tenant.key });
    expect((await answer('DELETE')).status).toBe(204);
    expect((await answer('GET', '/recording')).status).toBe(404);
    expect((await answer('GET')).status).toBe(404);
    expect(() => statSync(path.join(parley.config.dataDirectory, 'recordings', tenant.id, `${call}.wav`))).toThrow('ENOENT');
  });
});
