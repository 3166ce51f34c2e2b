import type { ServerMessage } from '@parley/contract';
import { rms } from '@parley/engine/audio/level.ts';
import type { Frame } from '@parley/engine/audio/frame.ts';
import { VirtualClock } from '@parley/engine/testing/virtual-clock.ts';
import { Application, createEncoder, type OpusEncoderHandle } from 'libopus-wasm';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RecordingListener, tone, voice } from '../testing/conformance.ts';
import { VoiceDecoder, VoiceEncoder } from './opus.ts';
import { buildRtcp, parseRtcp } from './rtcp.ts';
import type { RtpPeer } from './rtp-peer.ts';
import { buildRtp, isRtcp, parseRtp } from './rtp.ts';
import { sendWhileOpen } from './node-datachannel-peer.ts';
import { WebRtcTransport } from './webrtc-transport.ts';

const CALLER = 77;
const AGENT = 42;

/** A connection whose wire the test holds in its hands. */
class HeldPeer implements RtpPeer {
  readonly answer = Promise.resolve('v=0');
  readonly packets: Uint8Array[] = [];
  readonly messages: ServerMessage[] = [];
  unsentBytes = 0;
  closed = false;
  /** What is thrown by every sending, or by the closing. */
  throws: { sending?: Error; closing?: Error } = {};

  sendPacket(bytes: Uint8Array): boolean {
    if (this.throws.sending !== undefined) throw this.throws.sending;
    this.packets.push(bytes);
    return !this.closed;
  }

  sendText(text: string): boolean {
    if (this.throws.sending !== undefined) throw this.throws.sending;
    this.messages.push(JSON.parse(text) as ServerMessage);
    return true;
  }

  close(): undefined {
    this.closed = true;
    if (this.throws.closing !== undefined) throw this.throws.closing;
  }
}

let clock: VirtualClock;
let peer: HeldPeer;
let transport: WebRtcTransport;
let listener: RecordingListener;
let microphone: OpusEncoderHandle;

async function open(sendsAudio = true): Promise<void> {
  clock = new VirtualClock();
  peer = new HeldPeer();
  listener = new RecordingListener();
  transport = new WebRtcTransport(
    {
      clock,
      offer: { opusPayloadType: 111, eventPayloadType: 110, sendsAudio },
      encoder: await VoiceEncoder.create(),
      decoder: await VoiceDecoder.create(),
      ssrc: AGENT,
      cname: 'agent',
      sequence: 0,
      timestamp: 0,
      silenceTimeoutMs: 4_000,
      connectTimeoutMs: 15_000,
      playoutDelayMs: 60,
      onClosed: () => undefined,
    },
    () => peer,
  );
  transport.attach(listener);
}

beforeEach(async () => {
  microphone = await createEncoder({
    sampleRate: 16_000,
    channels: 1,
    application: Application.Voip,
    bitrate: 32_000,
    fec: true,
    packetLossPercent: 20,
    frameSize: 320,
  });
  await open();
});

afterEach(async () => {
  // One of these cases has it rejected.
  const closed = transport.close('error_transport').catch(() => undefined);
  await clock.advance(400);
  await closed;
  expect(clock.pending).toBe(0);
  microphone.free();
});

/** The n-th 20 ms of a steady voice. */
function speech(frames: number): Uint8Array[] {
  const pcm = voice(16_000, frames * 20);
  return Array.from({ length: frames }, (_, n) => {
    const payload = Uint8Array.from(microphone.encode(pcm.slice(n * 320, n * 320 + 320)));
    return buildRtp({ marker: n === 0, payloadType: 111, sequence: n, timestamp: n * 960, ssrc: CALLER, payload });
  });
}

/** Packets arrive, one each 20 ms. */
async function arrive(packets: readonly (Uint8Array | undefined)[]): Promise<void> {
  for (const packet of packets) {
    if (packet !== undefined) transport.onPacket(packet);
    await clock.advance(20);
  }
}

const loudness = (): number[] => listener.frames.map((frame) => rms(frame));

/** How far two ways of hearing the same are apart, against their level. */
const apart = (one: Frame, other: Frame): number => rms(one.map((sample, at) => sample - (other[at] ?? 0))) / rms(other);

test('a lost packet is repaired from the copy in the next one', async () => {
  const packets = speech(40);
  const isLost = (n: number): boolean => n % 8 === 4;
  transport.onConnected();
  await arrive(packets);
  const whole = listener.frames;
  await open();
  transport.onConnected();
  await arrive(packets.map((packet, n) => (isLost(n) ? undefined : packet)));
  expect(listener.frames.length).toBe(40);
  // Concealed without the copy, the same frames are as far apart as two different sounds.
  const lost = whole.flatMap((frame, n) => (isLost(n) ? [apart(listener.frames[n] as Frame, frame)] : []));
  expect(lost).toHaveLength(5);
  expect(Math.max(...lost)).toBeLessThan(0.4);
});

test('several lost in a row are concealed, fading, and time is kept', async () => {
  const packets = speech(40);
  transport.onConnected();
  await arrive(packets.map((packet, n) => (n >= 20 && n < 24 ? undefined : packet)));
  expect(listener.frames.length).toBe(40);
  expect(loudness()[20]).toBeGreaterThan(0.02);
  expect(loudness()[30]).toBeGreaterThan(0.02);
});

test('reordered packets are put right without loss', async () => {
  const packets = speech(20);
  const swapped = [...packets];
  [swapped[10], swapped[11]] = [packets[11] as Uint8Array, packets[10] as Uint8Array];
  transport.onConnected();
  await arrive(swapped);
  const reordered = listener.frames.map((frame) => [...frame]);
  await open();
  transport.onConnected();
  await arrive(packets);
  expect(reordered).toEqual(listener.frames.map((frame) => [...frame]));
});

test('a hole at the end of what comes is given up after 60 ms', async () => {
  const packets = speech(12);
  transport.onConnected();
  await arrive(packets.slice(0, 10));
  transport.onPacket(packets[11] as Uint8Array);
  await clock.advance(59);
  expect(listener.frames.length).toBe(10);
  await clock.advance(1);
  expect(listener.frames.length).toBe(12);
});

test('a key press is one digit, its packets no loss', async () => {
  const packets = speech(10);
  transport.onConnected();
  await arrive(packets.slice(0, 5));
  const key = (n: number, end: boolean): Uint8Array =>
    buildRtp({
      marker: false,
      payloadType: 110,
      sequence: 5 + n,
      timestamp: 5 * 960,
      ssrc: CALLER,
      payload: Uint8Array.of(11, end ? 0x8a : 0x0a, 3, 0xc0),
    });
  await arrive([key(0, false), key(1, false), key(2, true), key(3, true), key(4, true)]);
  expect(listener.digits).toMatchObject([{ digit: '#', method: 'rfc4733' }]);
  const after = parseRtp(packets[5] as Uint8Array);
  if (after === null) throw new Error('the packet was ours');
  transport.onPacket(buildRtp({ ...after, sequence: 10, timestamp: 8 * 960 }));
  // Three frames of silence for the key press, then the voice.
  expect(listener.frames.length).toBe(9);
});

test('garbage on the wire harms nothing', () => {
  transport.onConnected();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      transport.onPacket(bytes);
      transport.onPacket(
        buildRtp({ marker: false, payloadType: 111, sequence: bytes[0] ?? 0, timestamp: 0, ssrc: CALLER, payload: bytes }),
      );
      transport.onPacket(Uint8Array.from([0x80, 201, ...bytes]));
    }),
  );
  expect(listener.closings).toEqual([]);
});

test('a caller of whom nothing comes for four seconds is gone', async () => {
  transport.onConnected();
  await arrive(speech(10));
  await clock.advance(3_979);
  expect(listener.closings).toEqual([]);
  await clock.advance(1);
  expect(listener.closings).toEqual(['media_timeout']);
  expect(peer.closed).toBe(true);
  expect(clock.pending).toBe(0);
});

test('a connection that never stands is given up', async () => {
  await clock.advance(14_999);
  expect(listener.closings).toEqual([]);
  await clock.advance(1);
  expect(listener.closings).toEqual(['media_timeout']);
});

test('a caller who only listens lives by its reports', async () => {
  const report = buildRtcp(CALLER, 'caller', null, []);
  await open(false);
  transport.onConnected();
  for (let second = 0; second < 30; second += 5) {
    await clock.advance(5_000);
    transport.onPacket(report);
  }
  expect(listener.closings).toEqual([]);
  await clock.advance(20_000);
  expect(listener.closings).toEqual(['media_timeout']);
});

test('the caller is told of loss each second, and its own report sets our redundancy', async () => {
  transport.onConnected();
  await arrive(speech(50).map((packet, n) => (n % 10 === 5 ? undefined : packet)));
  const reports = peer.packets.filter((packet) => isRtcp(packet)).flatMap((packet) => parseRtcp(packet));
  expect(reports).toHaveLength(1);
  expect(reports[0]?.blocks[0]).toMatchObject({ ssrc: CALLER, cumulativeLost: 5 });
  expect(reports[0]?.blocks[0]?.fractionLost).toBeCloseTo(0.1, 1);
  const block = {
    ssrc: AGENT,
    fractionLost: 0.1,
    cumulativeLost: 1,
    highestSequence: 9,
    jitter: 0,
    lastSenderReport: 0,
    delaySinceLastSenderReport: 0,
  };
  transport.onPacket(buildRtcp(CALLER, 'caller', null, [block]));
  expect(transport.reportedLossPercent).toBe(10);
});

test('messages wait for the data channel, in order, and the oldest give way', () => {
  for (let turn = 0; turn < 300; turn += 1) transport.sendMessage({ type: 'transcript', role: 'agent', text: 'a', final: false, turn });
  expect(peer.messages).toEqual([]);
  transport.onChannelOpen();
  expect(peer.messages.map((message) => (message.type === 'transcript' ? message.turn : -1))).toEqual(
    Array.from({ length: 256 }, (_, n) => n + 44),
  );
});

test('messages to a page that does not read are dropped', () => {
  transport.onChannelOpen();
  peer.unsentBytes = 2_000_000;
  transport.sendMessage({ type: 'clear' });
  expect(peer.messages).toEqual([]);
});

test('a flood of garbage messages closes the call', () => {
  transport.onChannelOpen();
  for (let n = 0; n < 100; n += 1) transport.onChannelMessage('garbage');
  expect(listener.closings).toEqual(['protocol_violation']);
});

test('a call that closes within its own frame hears no more', async () => {
  const packets = speech(5);
  listener.onFrame = () => void transport.close('user_hangup');
  transport.onConnected();
  // Four packets behind a hole are released together.
  transport.onPacket(packets[0] as Uint8Array);
  for (const packet of packets.slice(2)) transport.onPacket(packet);
  await clock.advance(400);
  expect(peer.closed).toBe(true);
});

test('barge-in ends the talkspurt with silence and tells the page', async () => {
  transport.onConnected();
  transport.onChannelOpen();
  for (let frame = 0; frame < 5; frame += 1) {
    transport.sendFrame(tone(300, 24_000, 20));
    await clock.advance(20);
  }
  transport.clear();
  await clock.advance(500);
  expect(peer.messages).toEqual([{ type: 'clear' }]);
  expect(peer.packets.filter((packet) => !isRtcp(packet))).toHaveLength(10);
});

test('an error of sending that nobody foresaw is thrown once to who sends, and the connection is closed without another', async () => {
  const error = new Error('the library broke');
  peer.throws = { sending: error };
  transport.onChannelOpen();
  expect(() => transport.sendMessage({ type: 'clear' })).toThrow(error);
  transport.sendMessage({ type: 'clear' });
  for (let n = 0; n < 5; n += 1) transport.sendFrame(new Int16Array(480));
  await clock.advance(2_000);
  expect(listener.failures).toEqual([]);
  await transport.close('error_transport');
  expect(peer.closed).toBe(true);
});

test('an error of sending in a timer of the transport fails its call, once', async () => {
  const error = new Error('the library broke');
  transport.onConnected();
  for (let n = 0; n < 10; n += 1) transport.sendFrame(new Int16Array(480));
  peer.throws = { sending: error };
  await clock.advance(5_000);
  expect(listener.failures).toEqual([error]);
});

test('an error that a peer meets later fails its call', () => {
  const error = new Error('the library broke');
  transport.onFailed(error);
  transport.onFailed(new Error('again'));
  expect(listener.failures).toEqual([error]);
});

test('an error of closing is told to who closes', async () => {
  const error = new Error('the library broke');
  peer.throws = { closing: error };
  await expect(transport.close('agent_hangup')).rejects.toBe(error);
  peer.throws = {};
  await open();
  peer.throws = { closing: error };
  transport.onClosed('failed');
  expect(listener.failures).toEqual([error]);
  expect(listener.closings).toEqual([]);
});

test('what closes while something is sent was not sent; any other error is thrown', () => {
  const error = new Error('the library broke');
  let open = true;
  const channel = { isOpen: () => open };
  const failing = (closes: boolean) => () => {
    open = !closes;
    throw error;
  };
  expect(sendWhileOpen(null, () => true)).toBe(false);
  expect(sendWhileOpen(channel, () => true)).toBe(true);
  expect(() => sendWhileOpen(channel, failing(false))).toThrow(error);
  expect(sendWhileOpen(channel, failing(true))).toBe(false);
  expect(sendWhileOpen(channel, () => true)).toBe(false);
});
