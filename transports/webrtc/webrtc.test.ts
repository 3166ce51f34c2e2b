import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RecordingListener, tone, transportConformance, until, voice } from '../testing/conformance.ts';
import { realClock } from '../testing/real-clock.ts';
import { WebRtcCaller } from './testing/webrtc-caller.ts';
import { createWebRtcHost, type WebRtcHost } from './webrtc.ts';
import type { CallTransport } from '@parley/engine/transport.ts';

const UDP_PORT = 42_117;
let host: WebRtcHost;

beforeAll(() => {
  host = createWebRtcHost({ clock: realClock, udpPort: UDP_PORT, bindAddress: '127.0.0.1' });
});

afterAll(() => host.close());

interface Connected {
  transport: CallTransport;
  caller: WebRtcCaller;
}

/** libdatachannel as the offerer fails now and then (its DTLS can begin before it knows our fingerprint); browsers do not. */
async function connect(attempts = 4): Promise<Connected> {
  const caller = await WebRtcCaller.create();
  const { sdp, transport } = await host.answer(await caller.offer);
  caller.accept(sdp);
  try {
    await until(() => expect(caller.ready || caller.closed).toBe(true));
    if (!caller.ready) throw new Error('the caller did not connect');
    return { transport, caller };
  } catch (error) {
    caller.free();
    await transport.close('error_transport');
    if (attempts <= 1) throw error;
    return connect(attempts - 1);
  }
}

const pass = (ms: number): Promise<void> => new Promise((resolve) => realClock.schedule(ms, resolve));

const framesOf = (pcm: Int16Array): Int16Array[] => Array.from({ length: pcm.length / 320 }, (_, n) => pcm.slice(n * 320, n * 320 + 320));

transportConformance('WebRTC', async () => {
  const { transport, caller } = await connect();
  return {
    transport,
    caller: {
      speak: async (pcm) => {
        for (const frame of framesOf(pcm)) {
          caller.send(caller.packet(frame));
          await pass(20);
        }
      },
      send: (message) => caller.say(message),
      sendGarbage: (text) => caller.say(text),
      messages: caller.messages,
      heard: () => caller.heard,
      hangUp: () => caller.hangUp(),
      get closed() {
        return caller.closed;
      },
    },
    pass,
    dispose: async () => {
      await transport.close('error_transport');
      caller.free();
    },
  };
});

test('50 callers come and go on one port: no connection is left', async () => {
  for (let cycle = 0; cycle < 50; cycle += 1) {
    const { transport, caller } = await connect();
    const listener = new RecordingListener();
    transport.attach(listener);
    caller.send(caller.packet(tone(440, 16_000, 20)));
    if (cycle % 2 === 0) {
      caller.hangUp();
      await until(() => expect(listener.closings).toEqual(['socket_closed']));
    } else {
      await transport.close('agent_hangup');
      await until(() => expect(caller.closed).toBe(true));
    }
    caller.free();
  }
  await until(() => expect(host.openCalls).toBe(0));
}, 120_000);

test('over a real connection, losses are filled and order restored', async () => {
  const { transport, caller } = await connect();
  const listener = new RecordingListener();
  transport.attach(listener);
  const packets = framesOf(voice(16_000, 1_000)).map((frame) => caller.packet(frame));
  const sent = packets.flatMap((packet, n) => (n % 10 === 7 ? [] : [packet]));
  [sent[10], sent[11]] = [sent[11]!, sent[10]!];
  for (const packet of sent) {
    caller.send(packet);
    await pass(20);
  }
  await until(() => expect(listener.frames.length).toBe(50));
  await transport.close('agent_hangup');
  caller.free();
});

test('keys pressed over a real connection', async () => {
  const { transport, caller } = await connect();
  const listener = new RecordingListener();
  transport.attach(listener);
  for (const packet of [
    caller.event(4, 960, false),
    caller.event(4, 1_920, false),
    caller.event(4, 2_880, true),
    caller.event(4, 2_880, true),
  ])
    caller.send(packet);
  await until(() => expect(listener.digits).toMatchObject([{ digit: '4', method: 'rfc4733' }]));
  await transport.close('agent_hangup');
  caller.free();
});

test('garbage on the wire disturbs nothing', async () => {
  const { transport, caller } = await connect();
  const listener = new RecordingListener();
  transport.attach(listener);
  for (let length = 12; length < 60; length += 1)
    caller.sendBytes(Uint8Array.from({ length }, (_, at) => (at === 0 ? 0x80 : at === 1 ? 111 : (at * 37) % 256)));
  for (const frame of framesOf(tone(440, 16_000, 200))) caller.send(caller.packet(frame));
  await until(() => expect(listener.frames.length).toBeGreaterThanOrEqual(10));
  expect(listener.closings).toEqual([]);
  await transport.close('agent_hangup');
  caller.free();
});

test.each([
  ['text', 'hello'],
  ['an offer that is cut off', 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n'],
])('%s is no offer, and nothing is left of it', async (_case, body) => {
  await expect(host.answer(body)).rejects.toMatchObject({ code: 'invalid_sdp' });
  expect(host.openCalls).toBe(0);
});

test('an offer that only libdatachannel cannot read is refused as well', async () => {
  const caller = await WebRtcCaller.create();
  const broken = (await caller.offer).replace(/a=fingerprint:.*/, 'a=fingerprint:sha-256 nonsense');
  await expect(host.answer(broken)).rejects.toMatchObject({ code: 'invalid_sdp' });
  expect(host.openCalls).toBe(0);
  caller.free();
});

test('the answer names the public address', async () => {
  const behind = createWebRtcHost({
    clock: realClock,
    udpPort: 0,
    bindAddress: '127.0.0.1',
    publicAddress: '203.0.113.7',
    publicPort: 4_000,
  });
  const caller = await WebRtcCaller.create();
  const { sdp } = await behind.answer(await caller.offer);
  expect(sdp.match(/^a=candidate:.*$/gm)?.map((line) => line.split(' ').slice(4, 6))).toEqual([['203.0.113.7', '4000']]);
  await behind.close();
  expect(behind.openCalls).toBe(0);
  caller.free();
});

test('calls that share no port take theirs from the range', async () => {
  const ranged = createWebRtcHost({ clock: realClock, udpPort: 0, udpPortRange: { begin: 42_130, end: 42_139 }, bindAddress: '127.0.0.1' });
  const ports = new Set<number>();
  for (let n = 0; n < 3; n += 1) {
    const caller = await WebRtcCaller.create();
    const { sdp } = await ranged.answer(await caller.offer);
    ports.add(Number(/^a=candidate:\S+ 1 UDP \d+ \S+ (\d+)/m.exec(sdp)?.[1]));
    caller.free();
  }
  await ranged.close();
  expect(ports.size).toBe(3);
  expect([...ports].every((port) => port >= 42_130 && port <= 42_139)).toBe(true);
});

test('a taken UDP port is said at once', async () => {
  expect(() => createWebRtcHost({ clock: realClock, udpPort: UDP_PORT, bindAddress: '127.0.0.1' })).toThrow(
    'The UDP port for WebRTC media is taken',
  );
  const other = createSocket('udp4');
  other.bind(0, '127.0.0.1');
  await once(other, 'listening');
  expect(() => createWebRtcHost({ clock: realClock, udpPort: other.address().port, bindAddress: '127.0.0.1' })).toThrow(
    'The UDP port for WebRTC media is taken',
  );
  other.close();
});

test('a process ends by itself once its host has closed', async () => {
  const script = `
    import { createWebRtcHost } from ${JSON.stringify(new URL('webrtc.ts', import.meta.url).href)};
    const clock = { now: () => performance.now(), schedule: (ms, fire) => { const timer = setTimeout(fire, ms); return () => clearTimeout(timer); }, wallTime: () => new Date() };
    const host = createWebRtcHost({ clock, udpPort: 0, bindAddress: '127.0.0.1' });
    const { sdp } = await host.answer(process.argv[1]);
    await host.close();
    process.stdout.write(sdp.slice(0, 3));`;
  const caller = await WebRtcCaller.create();
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, await caller.offer], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 20_000,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(output).toBe('v=0');
  caller.free();
});

test('a host that closes ends its calls and takes no more', async () => {
  const closing = createWebRtcHost({ clock: realClock, udpPort: 0, bindAddress: '127.0.0.1' });
  const caller = await WebRtcCaller.create();
  const { transport } = await closing.answer(await caller.offer);
  const listener = new RecordingListener();
  transport.attach(listener);
  await closing.close();
  expect(closing.openCalls).toBe(0);
  await expect(closing.answer(await caller.offer)).rejects.toMatchObject({ code: 'capacity_reached' });
  caller.free();
});
