import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildRtcp, parseRtcp, ReceptionStatistics, type ReportBlock } from './rtcp.ts';
import { buildRtp, isRtcp, parseRtp } from './rtp.ts';

const bits = (max: number) => fc.integer({ min: 0, max });
const u32 = bits(4_294_967_295);

describe('RTP', () => {
  test('what was built is parsed', () => {
    const packet = fc.record({
      marker: fc.boolean(),
      payloadType: bits(127),
      sequence: bits(65_535),
      timestamp: u32,
      ssrc: u32,
      payload: fc.uint8Array({ minLength: 1, maxLength: 200 }),
    });
    fc.assert(
      fc.property(packet, (one) => {
        expect(parseRtp(buildRtp(one))).toEqual(one);
      }),
    );
  });

  test('contributing sources, extension and padding are passed over', () => {
    const bytes = Uint8Array.from([0xb1, 0xef, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 9, 9, 9, 9, 0xbe, 0xde, 0, 1, 1, 2, 3, 4, 42, 43, 0, 0, 3]);
    expect(parseRtp(bytes)).toMatchObject({
      marker: true,
      payloadType: 111,
      sequence: 1,
      timestamp: 2,
      ssrc: 3,
      payload: Uint8Array.of(42, 43),
    });
  });

  test.each([
    ['too short', [0x80, 111, 0]],
    ['of another version', [0x40, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1]],
    ['without payload', [0x80, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]],
    ['with more padding than bytes', [0xa0, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 200]],
    ['with an extension beyond its end', [0x90, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 255, 255, 1]],
  ])('a packet %s is none', (_case, bytes) => expect(parseRtp(Uint8Array.from(bytes))).toBeNull());

  test('any bytes are a packet or null', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const packet = parseRtp(bytes);
        if (packet !== null) expect(packet.payload.length).toBeGreaterThan(0);
        expect(Array.isArray(parseRtcp(bytes))).toBe(true);
      }),
    );
  });
});

describe('RTCP', () => {
  const block: ReportBlock = {
    ssrc: 7,
    fractionLost: 0.25,
    cumulativeLost: -3,
    highestSequence: 70_000,
    jitter: 12,
    lastSenderReport: 99,
    delaySinceLastSenderReport: 65_536,
  };

  test('a receiver report comes back as it was', () => {
    const bytes = buildRtcp(5, 'name', null, [block]);
    expect(isRtcp(bytes)).toBe(true);
    expect(bytes.length % 4).toBe(0);
    expect(parseRtcp(bytes)).toEqual([{ senderSsrc: 5, senderReport: null, blocks: [block] }]);
  });

  test('a sender report carries NTP time', () => {
    const wallTime = new Date('1970-01-01T00:00:01.500Z');
    const bytes = buildRtcp(5, 'name', { wallTime, timestamp: 48_000, packets: 3, octets: 300 }, []);
    // The middle of 2,208,988,801.5 s: low 16 bits of the seconds, high 16 bits of the fraction.
    expect(parseRtcp(bytes)).toEqual([{ senderSsrc: 5, senderReport: (((2_208_988_801 & 0xff_ff) << 16) | 0x8000) >>> 0, blocks: [] }]);
  });

  test('a voice packet is no RTCP', () => {
    expect(isRtcp(buildRtp({ marker: true, payloadType: 111, sequence: 1, timestamp: 1, ssrc: 1, payload: new Uint8Array(9) }))).toBe(
      false,
    );
  });

  test('loss is counted over the wrap of the sequence number and since the last report', () => {
    const statistics = new ReceptionStatistics(7, 48);
    expect(statistics.report(0)).toBeNull();
    for (const [index, sequence] of [65_534, 65_535, 1, 2].entries()) statistics.received(sequence, index * 960, index * 20);
    expect(statistics.report(100)).toMatchObject({ fractionLost: 0.2, cumulativeLost: 1, highestSequence: 65_538 });
    statistics.senderReport(1_234, 200);
    statistics.received(3, 4_800, 200);
    expect(statistics.report(1_200)).toMatchObject({
      fractionLost: 0,
      cumulativeLost: 1,
      lastSenderReport: 1_234,
      delaySinceLastSenderReport: 65_536,
    });
  });

  test('jitter of a stream on time is nothing, of an uneven one something', () => {
    const even = new ReceptionStatistics(7, 48);
    const uneven = new ReceptionStatistics(7, 48);
    for (let n = 0; n < 50; n += 1) {
      even.received(n, n * 960, n * 20);
      uneven.received(n, n * 960, n * 20 + (n % 2) * 10);
    }
    expect(even.report(0)?.jitter).toBe(0);
    expect(uneven.report(0)?.jitter).toBeGreaterThan(400);
  });
});
