import { VirtualClock } from '@parley/engine/testing/virtual-clock.ts';
import { expect, test } from 'vitest';
import { parseRtp, type RtpPacket } from './rtp.ts';
import { VoiceSender } from './voice-sender.ts';

const FRAME = new Int16Array(480).fill(1);

function setUp() {
  const clock = new VirtualClock();
  const sent: { atMs: number; packet: RtpPacket }[] = [];
  const sender = new VoiceSender({
    clock,
    encoder: { encode: (frame) => Uint8Array.of(frame[0] ?? 0) },
    ssrc: 9,
    payloadType: 111,
    sequence: 65_535,
    timestamp: 4_294_967_000,
    send: (bytes) => {
      const packet = parseRtp(bytes);
      if (packet === null) return false;
      sent.push({ atMs: clock.now(), packet });
      return true;
    },
  });
  /** Timestamps in frames since the first. */
  const times = (): number[] => sent.map(({ packet }) => ((packet.timestamp - 4_294_967_000) >>> 0) / 960);
  const speak = async (frames: number): Promise<void> => {
    for (let frame = 0; frame < frames; frame += 1) {
      sender.send(FRAME);
      await clock.advance(20);
    }
  };
  return { clock, sender, sent, times, speak };
}

test('a talkspurt has a marker at its beginning and numbers that go on, over their wrap', async () => {
  const { sent, speak, times } = setUp();
  await speak(3);
  expect(sent.map(({ packet }) => packet.marker)).toEqual([true, false, false]);
  expect(sent.map(({ packet }) => packet.sequence)).toEqual([65_535, 0, 1]);
  expect(times()).toEqual([0, 1, 2]);
});

test('five frames of silence follow a talkspurt, then nothing', async () => {
  const { clock, sender, sent, speak } = setUp();
  await speak(2);
  sender.endTalkspurt();
  await clock.advance(1_000);
  expect(sent.map(({ packet }) => packet.payload[0])).toEqual([1, 1, 0, 0, 0, 0, 0]);
  expect(clock.pending).toBe(0);
});

test('after a pause the timestamp has moved on with the clock, and the marker is set', async () => {
  const { clock, sender, sent, times, speak } = setUp();
  await speak(2);
  sender.endTalkspurt();
  await clock.advance(960);
  await speak(2);
  expect(times().slice(-2)).toEqual([50, 51]);
  expect(sent.slice(-2).map(({ packet }) => packet.marker)).toEqual([true, false]);
  expect(sent.map(({ packet }) => packet.sequence)).toEqual([65_535, 0, 1, 2, 3, 4, 5, 6, 7]);
});

test('speech that goes on during the silence ends it and is no new talkspurt', async () => {
  const { clock, sender, sent, times, speak } = setUp();
  await speak(2);
  sender.endTalkspurt();
  await clock.advance(40);
  await speak(2);
  expect(sent.map(({ packet }) => packet.payload[0])).toEqual([1, 1, 0, 0, 1, 1]);
  expect(sent.map(({ packet }) => packet.marker)).toEqual([true, false, false, false, false, false]);
  expect(times()).toEqual([0, 1, 2, 3, 4, 5]);
});

test('frames made up after a short stall keep their places, a long stall is skipped', async () => {
  const { clock, sender, times, speak } = setUp();
  await speak(1);
  await clock.advance(100);
  for (let frame = 0; frame < 6; frame += 1) sender.send(FRAME);
  expect(times()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  await clock.advance(1_020);
  for (let frame = 0; frame < 11; frame += 1) sender.send(FRAME);
  // What is made up ends at the clock's own time.
  expect(times().at(-1)).toBe(57);
});

test('a sender report gives the timestamp of now', async () => {
  const { clock, sender, speak } = setUp();
  expect(sender.info).toBeNull();
  await speak(2);
  await clock.advance(460);
  expect(sender.info).toMatchObject({ packets: 2, octets: 2, timestamp: (4_294_967_000 + 500 * 48) >>> 0 });
});

test('a stopped sender leaves no timer', async () => {
  const { clock, sender, speak } = setUp();
  await speak(1);
  sender.endTalkspurt();
  sender.stop();
  expect(clock.pending).toBe(0);
});
