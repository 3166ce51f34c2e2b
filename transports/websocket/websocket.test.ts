import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { AppError, MediaStart, ServerMessage } from '@parley/contract';
import { rms } from '@parley/engine/audio/level.ts';
import { createResampler } from '@parley/engine/audio/resample.ts';
import { VirtualClock } from '@parley/engine/testing/virtual-clock.ts';
import type { CallTransport } from '@parley/engine/transport.ts';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { RecordingListener, tone, transportConformance, until } from '../testing/conformance.ts';
import { audioFormat } from './audio-format.ts';
import { WEBSOCKET_MAX_PAYLOAD_BYTES, type WebSocketMediaOptions } from './websocket-options.ts';
import { acceptWebSocketMedia } from './websocket.ts';

let server: WebSocketServer;

beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: WEBSOCKET_MAX_PAYLOAD_BYTES });
  await once(server, 'listening');
});

afterAll(() => server.close());

class Client {
  readonly messages: ServerMessage[] = [];
  readonly audio: Uint8Array[] = [];
  closeCode: number | null = null;
  readonly socket: WebSocket;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer, binary: boolean) => {
      if (binary) this.audio.push(Uint8Array.from(data));
      else this.messages.push(JSON.parse(data.toString()) as ServerMessage);
    });
    socket.on('close', (code) => (this.closeCode = code));
    socket.on('error', () => undefined);
  }

  get errors(): string[] {
    return this.messages.flatMap((message) => (message.type === 'error' ? [message.code] : []));
  }
}

interface Meeting {
  clock: VirtualClock;
  client: Client;
  /** The server's end of the socket. */
  socket: WebSocket;
  accepted: Promise<CallTransport>;
}

/** Two real sockets and a clock that only the test moves. */
async function meet(options: Partial<WebSocketMediaOptions> = {}): Promise<Meeting> {
  const clock = new VirtualClock();
  const { promise, resolve } = Promise.withResolvers<{ socket: WebSocket; accepted: Promise<CallTransport> }>();
  server.once('connection', (socket) => {
    const accepted = acceptWebSocketMedia(socket, { clock, ...options });
    accepted.catch(() => undefined);
    resolve({ socket, accepted });
  });
  const client = new Client(new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`));
  await once(client.socket, 'open');
  return { clock, client, ...(await promise) };
}

const START: MediaStart = { type: 'start', encoding: 'pcm_s16le', sample_rate: 16_000 };

async function start(message: MediaStart = START, options: Partial<WebSocketMediaOptions> = {}) {
  const meeting = await meet(options);
  meeting.client.socket.send(JSON.stringify(message));
  const transport = await meeting.accepted;
  const listener = new RecordingListener();
  return { ...meeting, transport, listener };
}

const FORMATS = (['pcm_s16le', 'mulaw'] as const).flatMap((encoding) =>
  ([8_000, 16_000, 24_000] as const).map((sample_rate): MediaStart => ({ type: 'start', encoding, sample_rate })),
);

for (const format of FORMATS) {
  transportConformance(`WebSocket ${format.encoding} at ${format.sample_rate} Hz`, async () => {
    const { clock, client, transport } = await start(format);
    const { encode, decode, sampleRate } = audioFormat(format);
    return {
      transport,
      caller: {
        speak: (pcm) => {
          const toClient = createResampler(16_000, sampleRate);
          client.socket.send(encode(toClient.process(pcm)));
        },
        send: (message) => client.socket.send(JSON.stringify(message)),
        sendGarbage: (text) => client.socket.send(text),
        messages: client.messages,
        heard: () => client.audio.map((bytes) => decode(bytes)),
        hangUp: () => client.socket.close(),
        get closed() {
          return client.closeCode !== null;
        },
      },
      pass: (ms) => clock.advance(ms),
      dispose: async () => {
        client.socket.terminate();
        await until(() => expect(client.closeCode).not.toBeNull());
        await until(() => expect(clock.pending).toBe(0));
      },
    };
  });
}

describe('the start message', () => {
  const refused = async (frame: string | Uint8Array): Promise<{ code: string; client: Client }> => {
    const { client, accepted, clock } = await meet();
    client.socket.send(frame);
    const error = await accepted.then(
      () => null,
      (reason: unknown) => reason as AppError,
    );
    await until(() => expect(client.closeCode).toBe(1_008));
    await until(() => expect(clock.pending).toBe(0));
    return { code: error?.code ?? 'accepted', client };
  };

  test.each([
    ['an encoding that there is none of', JSON.stringify({ ...START, encoding: 'opus' }), 'unsupported_audio_format'],
    ['a rate that there is none of', JSON.stringify({ ...START, sample_rate: 44_100 }), 'unsupported_audio_format'],
    ['another message first', '{"type":"hangup"}', 'unsupported_audio_format'],
    ['text that is not JSON', 'hello', 'malformed_json'],
    ['audio first', new Uint8Array(640), 'invalid_media_frame'],
  ])('%s is refused, with the reason sent', async (_case, frame, code) => {
    const { code: rejected, client } = await refused(frame);
    expect(rejected).toBe(code);
    expect(client.errors).toEqual([code]);
  });

  test('is waited for until the time-out, not longer', async () => {
    const { client, accepted, clock } = await meet({ startTimeoutMs: 3_000 });
    await clock.advance(2_999);
    expect(client.closeCode).toBeNull();
    await clock.advance(1);
    await expect(accepted).rejects.toMatchObject({ code: 'invalid_media_frame' });
    await until(() => expect(client.closeCode).toBe(1_008));
  });

  test('a client that leaves before it is no call', async () => {
    const { client, accepted, clock } = await meet();
    client.socket.close();
    await expect(accepted).rejects.toMatchObject({ code: 'invalid_media_frame' });
    expect(clock.pending).toBe(0);
  });

  test('is answered with ready', async () => {
    const { client } = await start();
    await until(() => expect(client.messages).toEqual([{ type: 'ready' }]));
    client.socket.terminate();
  });
});

describe('a WebSocket call', () => {
  let call: Awaited<ReturnType<typeof start>>;

  beforeEach(async () => {
    call = await start();
    call.transport.attach(call.listener);
  });

  afterEach(() => call.client.socket.terminate());

  const bytes = (pcm: Int16Array): Uint8Array => audioFormat(START).encode(pcm);

  test('chunks of any size become 20 ms frames without loss', async () => {
    const speech = tone(440, 16_000, 200);
    for (const [from, to] of [
      [0, 1],
      [1, 8],
      [8, 1_000],
      [1_000, 3_200],
    ] as const)
      call.client.socket.send(bytes(speech.slice(from, to)));
    await until(() => expect(call.listener.frames.length).toBe(10));
    expect(call.listener.frames.flatMap((frame) => [...frame])).toEqual([...speech]);
  });

  test.each([
    ['an empty frame', new Uint8Array(0)],
    ['more than a second', new Uint8Array(32_002)],
  ])('%s is refused and the call goes on', async (_case, frame) => {
    call.client.socket.send(frame);
    call.client.socket.send(bytes(tone(440, 16_000, 20)));
    await until(() => expect(call.listener.frames.length).toBe(1));
    await until(() => expect(call.client.errors).toEqual(['invalid_media_frame']));
    expect(call.listener.closings).toEqual([]);
  });

  test('a second of audio in one frame is taken', async () => {
    call.client.socket.send(bytes(tone(440, 16_000, 1_000)));
    await until(() => expect(call.listener.frames.length).toBe(50));
  });

  test('audio sent faster than it can be spoken is refused once it is ten seconds ahead', async () => {
    for (let second = 0; second < 12; second += 1) call.client.socket.send(bytes(tone(440, 16_000, 1_000)));
    await until(() => expect(call.client.errors).toEqual(['invalid_media_frame']));
    await call.clock.advance(1_000);
    call.client.socket.send(bytes(tone(440, 16_000, 1_000)));
    await until(() => expect(call.listener.frames.length).toBe(550));
    call.client.socket.send(bytes(tone(440, 16_000, 1_000)));
    await until(() => expect(call.client.errors).toEqual(['invalid_media_frame', 'invalid_media_frame']));
    expect(call.listener.frames.length).toBe(550);
  });

  test('audio that is far too fast is refused with one word a second, and the call goes on', async () => {
    for (let frame = 0; frame < 1_500; frame += 1) call.client.socket.send(bytes(tone(440, 16_000, 20)));
    call.client.socket.send(JSON.stringify({ type: 'dtmf', digit: '1' }));
    await until(() => expect(call.listener.digits).toHaveLength(1));
    expect([call.listener.frames.length, call.listener.closings]).toEqual([500, []]);
    await until(() => expect(call.client.errors).toEqual(['invalid_media_frame']));
  });

  test.each([
    [10, 320],
    [20, 640],
    [60, 1_920],
    [100, 3_200],
    [200, 6_400],
    [500, 16_000],
    [1_000, 32_000],
    ['a little more than ten', 333],
    ['an odd number of', 641],
    ['not even one', 1],
  ])('chunks of %s ms (%i bytes): every sample in its place', async (_length, size) => {
    const speech = tone(440, 16_000, size < 10 ? 100 : 2_000);
    const sent = bytes(speech);
    for (let at = 0; at < sent.length; at += size) call.client.socket.send(sent.slice(at, at + size));
    await until(() => expect(call.listener.frames.length).toBe(speech.length / 320));
    expect(call.listener.frames.flatMap((frame) => [...frame])).toEqual([...speech]);
    expect(call.client.errors).toEqual([]);
  });

  test('a flood of garbage closes the call', async () => {
    for (let frame = 0; frame < 100; frame += 1) call.client.socket.send('garbage');
    await until(() => expect(call.listener.closings).toEqual(['protocol_violation']));
    await until(() => expect(call.client.closeCode).toBe(1_008));
  });

  test('text longer than any message is refused', async () => {
    call.client.socket.send(JSON.stringify({ type: 'text', text: 'a'.repeat(200_000) }));
    await until(() => expect(call.client.errors).toEqual(['body_too_large']));
  });

  test('a frame beyond what a WebSocket may carry ends this call alone', async () => {
    call.client.socket.send(new Uint8Array(WEBSOCKET_MAX_PAYLOAD_BYTES + 1));
    await until(() => expect(call.listener.closings).toEqual(['socket_closed']));
  });

  test('a client that answers pings stays, one that has died is let go', async () => {
    for (let round = 0; round < 6; round += 1) {
      const pong = once(call.socket, 'pong');
      await call.clock.advance(5_000);
      await pong;
    }
    expect(call.listener.closings).toEqual([]);
    call.client.socket.pause();
    await call.clock.advance(25_000);
    expect(call.listener.closings).toEqual(['media_timeout']);
    expect(call.clock.pending).toBe(0);
  });

  test('agent frames are exactly 20 ms', async () => {
    for (let frame = 0; frame < 5; frame += 1) call.transport.sendFrame(tone(440, 16_000, 20));
    await until(() => expect(call.client.audio.length).toBe(5));
    expect(call.client.audio.map((frame) => frame.length)).toEqual([640, 640, 640, 640, 640]);
  });
});

describe('a client that does not take its audio', () => {
  const congested = async () => {
    const call = await start(START, { maxSocketBytes: 20_000, maxQueuedMs: 200, congestionTimeoutMs: 5_000 });
    call.transport.attach(call.listener);
    call.client.socket.pause();
    // Fill what the kernel takes, so that the socket's own buffer grows.
    while (call.socket.bufferedAmount < 40_000)
      call.transport.sendMessage({ type: 'transcript', role: 'agent', text: 'a'.repeat(100_000), final: false, turn: 1 });
    return call;
  };

  test('loses the oldest of it, and what was cleared does not come later', async () => {
    const call = await congested();
    for (let n = 1; n <= 30; n += 1) call.transport.sendFrame(new Int16Array(320).fill(n));
    call.client.socket.resume();
    await until(() => expect(call.socket.bufferedAmount).toBe(0));
    await call.clock.advance(20);
    await until(() => expect(call.client.audio.length).toBe(10));
    expect(call.client.audio.map((frame) => frame[0])).toEqual([21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
    call.client.socket.terminate();
  });

  test('is closed in the end, with media_timeout', async () => {
    const call = await congested();
    call.transport.sendFrame(new Int16Array(320));
    await call.clock.advance(5_000);
    expect(call.listener.closings).toEqual(['media_timeout']);
    expect(call.clock.pending).toBe(0);
  });
});

test('resampled callers stay loud enough to be heard', async () => {
  const { client, transport, listener } = await start({ type: 'start', encoding: 'mulaw', sample_rate: 8_000 });
  transport.attach(listener);
  client.socket.send(audioFormat({ type: 'start', encoding: 'mulaw', sample_rate: 8_000 }).encode(tone(440, 8_000, 400)));
  await until(() => expect(listener.frames.length).toBe(20));
  const level = rms(listener.frames[10] ?? new Int16Array(0));
  expect(level).toBeGreaterThan(0.16);
  expect(level).toBeLessThan(0.185);
  client.socket.terminate();
});

test('listener-throws-on-a-frame: the call is told once with the error, and closes the socket in words', async () => {
  const { client, transport, listener } = await start();
  const thrown = new TypeError('no detector');
  listener.onFrame = () => {
    throw thrown;
  };
  transport.attach(listener);
  for (let sent = 0; sent < 3; sent += 1) client.socket.send(new Uint8Array(1_280));
  await until(() => expect(listener.failures).toEqual([thrown]));
  const closing = transport.close('error_internal');
  await until(() => expect(client.messages.at(-1)).toEqual({ type: 'ended', reason: 'error_internal' }));
  await closing;
  expect([listener.failures.length, listener.closings]).toEqual([1, []]);
});

test('socket-throws-when-a-timer-sends: the error stays with the call', async () => {
  const { clock, socket, transport, listener } = await start();
  transport.attach(listener);
  socket.ping = () => {
    throw new TypeError('no ping');
  };
  await clock.advance(5_000);
  expect(listener.failures).toEqual([expect.any(TypeError)]);
  await transport.close('error_internal');
});

test('audio-before-the-call-attaches: ten seconds wait, and the client is told what is dropped', async () => {
  const { clock, client, transport, listener } = await start(START, { maxAheadMs: 60_000 });
  for (let second = 0; second < 12; second += 1) client.socket.send(new Uint8Array(32_000).fill(second));
  await until(() => expect(client.errors).toEqual(['invalid_media_frame']));
  transport.attach(listener);
  await until(() => expect(listener.frames.at(-1)?.[0]).toBe(11 * 257));
  expect([listener.frames.length, listener.frames[0]?.[0]]).toEqual([500, 2 * 257]);
  await clock.advance(0);
  client.socket.terminate();
});

test('a minute in which nothing was sent is no leave to send a minute at once', async () => {
  const { clock, client, transport, listener } = await start(START, { silenceTimeoutMs: 600_000 });
  transport.attach(listener);
  await clock.advance(60_000);
  for (let second = 0; second < 30; second += 1) client.socket.send(new Uint8Array(32_000));
  client.socket.send(JSON.stringify({ type: 'dtmf', digit: '1' }));
  await until(() => expect(listener.digits).toHaveLength(1));
  // Ten seconds that are late, and ten that are early.
  expect(listener.frames.length).toBe(20 * 50);
  await until(() => expect(client.errors).toEqual(['invalid_media_frame']));
  client.socket.terminate();
});
