/** Calls in real media processes, spoken to by real WebSocket clients. */
import { once } from 'node:events';
import type { Call, CreatedCall } from '@parley/contract';
import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Client } from './testing.ts';
import { eventually, isOver, startTestServer, type Answer, type Tenant, type TestServer } from '../../testing.ts';

function refusedUpgrade(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.on('unexpected-response', (_request, answer) => {
      let text = '';
      answer.on('data', (data: Buffer) => (text += data.toString()));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: new Headers({ 'Retry-After': answer.headers['retry-after'] ?? '' }),
          text,
          json: JSON.parse(text) as unknown,
        }),
      );
    });
    socket.on('open', () => reject(new Error('it was taken')));
    socket.on('error', () => undefined);
  });
}

const LONG = 'We open at nine and close at five and in between there is always somebody here who is happy to help you with everything.';

describe('calls in media processes', () => {
  let parley: TestServer;
  let tenant: Tenant;
  let agentId: string;
  const clients: Client[] = [];

  beforeAll(async () => {
    parley = await startTestServer({ mediaProcesses: 2, environment: { PARLEY_CALLS_PER_MEDIA_PROCESS: '2' } });
    tenant = await parley.tenant();
    const agent = await parley.request('POST', '/agents', {
      key: tenant.key,
      body: { name: 'A', greeting: 'Welcome to the practice.', prompt: `Q: When are you open?\nA: ${LONG}` },
    });
    agentId = (agent.json as { id: string }).id;
  }, 60_000);
  afterAll(() => parley.close(), 30_000);
  beforeEach(() =>
    eventually(
      () => parley.app.host.status().media_processes,
      (all) => all.every((one) => one.state === 'ready' && one.calls === 0),
      25_000,
    ),
  );
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.close();
    // What hung up without a word ends as well.
    await eventually(
      () => parley.app.host.liveCalls,
      (count) => count === 0,
    );
  });

  const create = async (): Promise<CreatedCall> => {
    const answer = await parley.request('POST', '/calls', {
      key: tenant.key,
      body: { type: 'web', transport: 'websocket', agent_id: agentId },
    });
    expect(answer.status, answer.text).toBe(201);
    return answer.json as CreatedCall;
  };
  const connect = (call: CreatedCall): Client => {
    const client = new Client(call.media_url!);
    clients.push(client);
    return client;
  };
  const talk = async (): Promise<{ call: CreatedCall; client: Client }> => {
    const call = await create();
    const client = await (await connect(call).start()).listen();
    await client.hears();
    return { call, client };
  };
  const get = async (id: string): Promise<Call> => (await parley.request('GET', `/calls/${id}`, { key: tenant.key })).json as Call;
  const over = (id: string): Promise<Call> => eventually(() => get(id), isOver);
  const api = (method: string, path: string): Promise<Answer> => parley.request(method, path, { key: tenant.key });

  test('SIGKILL of one: its call ends with what was said, the other goes on, and a new one works at once', async () => {
    const pair = [await talk(), await talk()];
    expect(parley.app.host.status().media_processes.map((one) => one.calls)).toEqual([1, 1]);
    for (const { client } of pair)
      await eventually(
        () => client.messages,
        (all) => all.some((one) => one.type === 'transcript' && one.role === 'agent' && one.final),
      );
    for (const { client } of pair) client.type('When are you open?');
    for (const { client } of pair) await client.hears();
    process.kill(parley.app.host.processIds[0]!, 'SIGKILL');
    await eventually(
      () => pair.filter(({ client }) => client.closed).length,
      (count) => count === 1,
      5_000,
    );
    const lost = pair.find(({ client }) => client.closed)!;
    const other = pair.find(({ client }) => !client.closed)!;

    const third = await talk();
    expect(third.client.error).toBeUndefined();

    const call = await over(lost.call.id);
    expect(call).toMatchObject({ status: 'error', disconnection_reason: 'error_media_process_lost' });
    expect(call.transcript.map((line) => [line.role, line.text])).toEqual([
      ['agent', 'Welcome to the practice.'],
      ['user', 'When are you open?'],
    ]);
    expect(call.ended_at).not.toBeNull();
    expect(call.recording.available).toBe(true);
    expect((await api('GET', `/calls/${lost.call.id}/recording`)).status).toBe(200);

    expect(await get(other.call.id)).toMatchObject({ status: 'ongoing' });
    await other.client.hears();
    expect(other.client.ended).toBeUndefined();
    other.client.socket.send('{"type":"hangup"}');
    expect((await over(other.call.id)).disconnection_reason).toBe('user_hangup');
    third.client.socket.send('{"type":"hangup"}');
    expect((await over(third.call.id)).disconnection_reason).toBe('user_hangup');
  }, 60_000);

  test.each([
    ['an encoding that there is none of', { type: 'start', encoding: 'opus', sample_rate: 48_000 }, 'unsupported_audio_format'],
    ['a rate that there is none of', { type: 'start', encoding: 'pcm_s16le', sample_rate: 44_100 }, 'unsupported_audio_format'],
    ['no JSON', 'hello', 'malformed_json'],
    ['another message', { type: 'hangup' }, 'unsupported_audio_format'],
  ])(
    'a start with %s is refused in words, another call is undisturbed, and the call can be tried again',
    async (_title, start, code) => {
      const { client: undisturbed } = await talk();
      const call = await create();
      const refused = await connect(call).start(start);
      await refused.untilClosed();
      expect(refused.error).toBe(code);
      expect(undisturbed.error).toBeUndefined();
      undisturbed.type('When are you open?');
      await undisturbed.hears();
      await eventually(
        () => parley.app.host.liveCalls,
        (count) => count === 1,
      );
      await eventually(
        () => get(call.id),
        (one) => one.status === 'registered',
      );
      const again = await (await connect(call).start()).listen();
      await again.hears();
    },
    40_000,
  );

  test.each([
    ['two seconds at once', new Uint8Array(64_000)],
    ['no JSON', 'nonsense'],
    ['a message that there is none of', '{"type":"dance"}'],
    ['a digit that is none', '{"type":"dtmf","digit":"x"}'],
    ['text that no database keeps', '{"type":"text","text":"a\\u0000b \\ud800"}'],
  ])(
    '%s in the middle is answered in words, and the call goes on',
    async (title, frame) => {
      const { call, client } = await talk();
      client.socket.send(frame);
      if (title !== 'text that no database keeps')
        await eventually(
          () => client.error,
          (error) => error !== undefined,
        );
      await eventually(
        () => client.messages,
        (all) => all.some((one) => one.type === 'transcript' && one.role === 'agent' && one.final),
      );
      client.type('When are you open?');
      await client.hears();
      client.socket.send('{"type":"hangup"}');
      expect(await over(call.id)).toMatchObject({ disconnection_reason: 'user_hangup' });
    },
    40_000,
  );

  test('a caller who holds the call hears the answer when the hold is over, from its first word', async () => {
    const { call, client } = await talk();
    client.socket.send('{"type":"hold"}');
    await eventually(
      () => client.messages,
      (all) => all.some((one) => one.type === 'held' && one.value),
    );
    const before = client.audioBytes;
    client.type('When are you open?');
    await eventually(
      async () => (await api('GET', `/calls/${call.id}/events`)).text,
      (text) => text.includes('tts.first_audio') && text.includes('We open at nine'),
    );
    expect(client.audioBytes).toBe(before);
    client.socket.send('{"type":"resume"}');
    await client.hears();
    expect(client.messages.some((one) => one.type === 'held' && !one.value)).toBe(true);
    client.socket.send('{"type":"hangup"}');
    expect((await over(call.id)).transcript.map(({ role }) => role)).toEqual(['agent', 'user', 'agent']);
  }, 40_000);

  test('more calls than fit: busy says the registration, the socket, to a browser in a message, and the offer, with when to try again; no row and no line of the log is left', async () => {
    const fifth = await create();
    const silent = connect(fifth);
    await once(silent.socket, 'open');
    silent.socket.terminate();
    // The place that was kept for it is free again.
    await eventually(
      async () => [parley.app.host.liveCalls, parley.app.host.load.reserved, (await get(fifth.id)).status],
      ([live, reserved, status]) => live === 0 && reserved === 0 && status === 'registered',
    );
    const running = [await talk(), await talk(), await talk(), await talk()];
    const busy = (answer: Answer): void => {
      expect(answer.status).toBe(503);
      expect(answer.json).toMatchObject({ code: 'busy' });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    };
    const count = async (): Promise<number> => ((await api('GET', '/calls?limit=100')).json as { items: Call[] }).items.length;
    const before = { calls: await count(), logged: parley.logged.length };
    const body = { type: 'web', transport: 'websocket', agent_id: agentId };
    busy(await parley.request('POST', '/calls', { key: tenant.key, body }));
    busy(await parley.request('POST', '/calls', { key: tenant.key, body, headers: { 'Idempotency-Key': 'once' } }));
    busy(await parley.request('POST', '/calls', { key: 'nobody', body }));
    const retell = await parley.request('POST', '/api/../retell/v2/create-web-call', { key: tenant.key, body: { agent_id: agentId } });
    expect([retell.status, Number(retell.headers.get('retry-after')) > 0]).toEqual([503, true]);
    const offer = await parley.request('POST', `/calls/${fifth.id}/webrtc`, {
      key: fifth.client_token,
      raw: 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n',
      headers: { 'Content-Type': 'application/sdp' },
    });
    busy(offer);
    expect(offer.headers.get('ratelimit'), 'it was asked for no points').toBeNull();
    busy(await refusedUpgrade(fifth.media_url!));
    const page = new WebSocket(fifth.media_url!, { headers: { origin: 'https://shop.example' } });
    const [told, closed] = (await Promise.all([once(page, 'message'), once(page, 'close')])) as [[Buffer], [number]];
    expect(JSON.parse(told[0].toString())).toMatchObject({ type: 'error', code: 'busy', retry_after: 5 });
    expect(closed[0]).toBe(4_503);
    expect({ calls: await count(), logged: parley.logged.length }).toEqual(before);
    expect((await get(fifth.id)).status).toBe('registered');
    expect(((await parley.request('GET', '/api/../readyz')).json as { calls: string }).calls).toBe('busy');
    running[0]!.client.socket.send('{"type":"hangup"}');
    await over(running[0]!.call.id);
    await eventually(
      () => parley.app.host.liveCalls,
      (live) => live === 3,
    );
    expect(((await parley.request('GET', '/api/../readyz')).json as { calls: string }).calls).toBe('taken');
    await (await (await connect(fifth).start()).listen()).hears();
  }, 60_000);

  test('a registered call that is ended or deleted leaves its place at once', async () => {
    const [ended, deleted] = [await create(), await create()];
    expect(parley.app.host.load.reserved).toBe(2);
    expect((await api('POST', `/calls/${ended.id}/end`)).status).toBe(202);
    expect(parley.app.host.load.reserved).toBe(1);
    expect((await api('DELETE', `/calls/${deleted.id}`)).status).toBe(204);
    expect(parley.app.host.load.reserved).toBe(0);
  });

  test('a call is taken once: a second client is refused, and so is one that comes after the end', async () => {
    const { call, client } = await talk();
    const refusal = (): Promise<number> =>
      new Promise((resolve) => {
        const socket = new WebSocket(call.media_url!);
        socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode ?? 0));
        socket.on('open', () => resolve(101));
        socket.on('error', () => undefined);
      });
    expect(await refusal()).toBe(409);
    expect((await api('DELETE', `/calls/${call.id}`)).status, 'a call that goes on is not deleted').toBe(409);
    expect((await api('POST', `/calls/${call.id}/end`)).status).toBe(202);
    await client.untilClosed();
    expect(client.ended).toBe('api_hangup');
    expect(await over(call.id)).toMatchObject({ status: 'ended', disconnection_reason: 'api_hangup' });
    expect((await api('POST', `/calls/${call.id}/end`)).status).toBe(409);
    expect(await refusal()).toBe(409);
    await eventually(
      async () => (await api('DELETE', `/calls/${call.id}`)).status,
      (status) => status === 204,
    );
  }, 40_000);

  test('an offer that the library refuses is invalid_sdp, and the call can be tried again at once', async () => {
    const call = await create();
    const offer = (sdp: string): Promise<Answer> =>
      parley.request('POST', `/calls/${call.id}/webrtc`, {
        key: call.client_token,
        raw: sdp,
        headers: { 'Content-Type': 'application/sdp' },
      });
    for (const sdp of [
      'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n',
      `v=0\r\n${'m=audio x\r\n'.repeat(500)}`,
      'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-ufrag:x\r\na=fingerprint:sha-256 00\r\n',
    ]) {
      const answer = await offer(sdp);
      expect([answer.status, (answer.json as { code: string }).code], sdp.slice(0, 60)).toEqual([400, 'invalid_sdp']);
    }
    await (await (await connect(call).start()).listen()).hears();
  }, 40_000);

  test('a call to which nobody comes is closed, and one that no process carries lapses', async () => {
    const [forgotten, dropped] = [await create(), await create()];
    await parley.database.asSystem(async (tx) => {
      await tx.execute(
        `update calls set node_id = 'node_gone', lease_expires_at = now() + interval '120 seconds', status = 'ongoing' where id = '${dropped.id}'`,
      );
    });
    const { call } = await talk();
    await parley.app.supervision.watch();
    expect([(await get(forgotten.id)).status, (await get(dropped.id)).status]).toEqual(['registered', 'ongoing']);
    await parley.app.supervision.watch(10_000);
    expect([(await get(forgotten.id)).status, (await get(dropped.id)).disconnection_reason]).toEqual(['registered', 'error_node_lost']);
    await parley.app.supervision.watch(parley.config.registeredCallTimeoutMs + 1_000);
    expect(await get(forgotten.id)).toMatchObject({ status: 'ended', disconnection_reason: 'registered_call_timeout', started_at: null });
    expect((await get(call.id)).status).toBe('ongoing');
  }, 40_000);

  test('a client that goes away without a word ends its call', async () => {
    const { call, client } = await talk();
    client.socket.terminate();
    expect(await over(call.id)).toMatchObject({
      disconnection_reason: 'transport_closed',
      recording: { available: expect.any(Boolean) as boolean },
    });
  }, 40_000);

  test('audio-before-start, a-rate-that-there-is-not: told and closed; the call waits for the same client', async () => {
    const call = await create();
    const early = connect(call);
    await once(early.socket, 'open');
    early.socket.send(new Uint8Array(640));
    await early.untilClosed();
    expect(early.error).toBe('invalid_media_frame');
    const other = connect(call);
    await other.start({ type: 'start', encoding: 'pcm_s16le', sample_rate: 44_100 });
    await other.untilClosed();
    expect(other.error).toBe('unsupported_audio_format');
    const { json } = await parley.request('GET', `/calls/${call.id}`, { key: tenant.key });
    expect((json as Call).status).toBe('registered');
    await (await (await connect(call).start()).listen()).hears();
  });

  test('a connection that never starts holds no call for long, and does not keep the next from starting', async () => {
    const call = await create();
    const silent = connect(call);
    await once(silent.socket, 'open');
    silent.socket.terminate();
    await eventually(
      () => parley.app.host.liveCalls,
      (count) => count === 0,
    );
    await eventually(
      async () => (await get(call.id)).status,
      (status) => status === 'registered',
    );
    await (await (await connect(call).start()).listen()).hears();
  }, 40_000);
});
