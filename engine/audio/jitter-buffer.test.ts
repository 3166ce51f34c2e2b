import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JitterBuffer, type JitterStep, type MediaPacket } from './jitter-buffer.ts';

const TICKS = 960;

/** The n-th 20 ms packet of a stream whose numbers wrap soon. */
const packet = (n: number, durationTicks = TICKS): MediaPacket => ({
  sequence: (65_530 + n) & 0xff_ff,
  timestamp: (4_294_966_000 + n * TICKS) >>> 0,
  payload: Uint8Array.of(n),
  durationTicks,
});

/** `3` decoded, `r4` recovered from packet 4, `c960` concealed, `s960` silence. */
const written = (steps: readonly JitterStep[]): string[] =>
  steps.map((step) => {
    switch (step.type) {
      case 'decode':
        return String(step.packet.payload[0]);
      case 'recover':
        return `r${step.packet.payload[0]}`;
      case 'conceal':
        return `c${step.ticks}`;
      case 'silence':
        return `s${step.ticks}`;
      default:
        return step satisfies never;
    }
  });

/** Packets as they arrive, one each 20 ms, and what comes out at each arrival. */
const arrivals = (buffer: JitterBuffer, order: readonly number[]): string[][] =>
  order.map((n, index) => written(buffer.push(packet(n), index * 20)));

describe('a jitter buffer', () => {
  test('gives packets in order at once, over the wrap of sequence and timestamp', () => {
    const buffer = new JitterBuffer();
    expect(arrivals(buffer, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual([
      ['0'],
      ['1'],
      ['2'],
      ['3'],
      ['4'],
      ['5'],
      ['6'],
      ['7'],
      ['8'],
      ['9'],
    ]);
    expect(buffer.deadlineMs).toBeNull();
    expect(buffer.stats).toEqual({ received: 10, lost: 0, late: 0, duplicate: 0 });
  });

  test('puts reordered packets right', () => {
    const buffer = new JitterBuffer();
    expect(arrivals(buffer, [0, 2, 3, 1, 4])).toEqual([['0'], [], [], ['1', '2', '3'], ['4']]);
    expect(buffer.stats.lost).toBe(0);
  });

  test('repairs one lost packet from the next when three wait behind it', () => {
    const buffer = new JitterBuffer();
    expect(arrivals(buffer, [0, 2, 3, 4, 5])).toEqual([['0'], [], [], ['r2', '2', '3', '4'], ['5']]);
    expect(buffer.stats.lost).toBe(1);
  });

  test('gives a hole up after 60 ms, whichever comes first', () => {
    const buffer = new JitterBuffer();
    buffer.push(packet(0), 0);
    buffer.push(packet(2), 100);
    expect(buffer.deadlineMs).toBe(160);
    expect(buffer.expire(159)).toEqual([]);
    expect(written(buffer.expire(160))).toEqual(['r2', '2']);
    expect(buffer.deadlineMs).toBeNull();
  });

  test('conceals all but the last of several lost packets', () => {
    const buffer = new JitterBuffer();
    expect(arrivals(buffer, [0, 4, 5, 6])).toEqual([['0'], [], [], ['c1920', 'r4', '4', '5', '6']]);
    expect(buffer.stats.lost).toBe(3);
  });

  test('two holes are repaired one after the other', () => {
    const buffer = new JitterBuffer();
    expect(arrivals(buffer, [0, 2, 4, 5])).toEqual([['0'], [], [], ['r2', '2']]);
    expect(written(buffer.expire(100))).toEqual(['r4', '4', '5']);
  });

  test('counts what comes too late and what comes twice, and gives neither', () => {
    const buffer = new JitterBuffer();
    arrivals(buffer, [0, 2, 3, 4]);
    expect(buffer.push(packet(1), 100)).toEqual([]);
    expect(buffer.push(packet(3), 100)).toEqual([]);
    buffer.push(packet(6), 100);
    expect(buffer.push(packet(6), 100)).toEqual([]);
    expect(buffer.stats).toMatchObject({ late: 1, duplicate: 2 });
  });

  test('fills a pause of the sender with silence, up to 200 ms', () => {
    const buffer = new JitterBuffer();
    buffer.push(packet(0), 0);
    expect(written(buffer.push({ ...packet(1), timestamp: packet(4).timestamp }, 20))).toEqual(['s2880', '1']);
    expect(written(buffer.push({ ...packet(2), timestamp: packet(500).timestamp }, 20))).toEqual(['s9600', '2']);
  });

  test('packets without audio move the sequence on and not the time', () => {
    const buffer = new JitterBuffer();
    buffer.push(packet(0), 0);
    const key = (n: number): MediaPacket => ({ ...packet(n, 0), timestamp: 77 });
    expect([1, 2, 3].flatMap((n) => written(buffer.push(key(n), 20)))).toEqual([]);
    expect(written(buffer.push({ ...packet(4), timestamp: packet(1).timestamp }, 80))).toEqual(['4']);
  });

  test('a hole before a packet without audio conceals nothing', () => {
    const buffer = new JitterBuffer();
    buffer.push(packet(0), 0);
    buffer.push({ ...packet(2, 0), timestamp: 77 }, 20);
    expect(written(buffer.expire(80))).toEqual([]);
    expect(written(buffer.push(packet(3), 80))).toEqual(['s1920', '3']);
  });

  test('one packet from far away is dropped, two in a row are a sender that began anew', () => {
    const buffer = new JitterBuffer();
    buffer.push(packet(0), 0);
    const far = (n: number): MediaPacket => ({ ...packet(n), sequence: 30_000 + n });
    expect(buffer.push(far(1), 20)).toEqual([]);
    expect(written(buffer.push(packet(1), 20))).toEqual(['1']);
    expect(buffer.push(far(2), 40)).toEqual([]);
    expect(written(buffer.push(far(3), 60))).toEqual(['3']);
    expect(written(buffer.push(far(4), 80))).toEqual(['4']);
  });

  test('whatever is lost, doubled or reordered within 60 ms: the rest comes once, in order, and the time adds up', () => {
    const fate = fc.record({ lost: fc.boolean(), doubled: fc.boolean(), delayMs: fc.integer({ min: 0, max: 59 }) });
    fc.assert(
      fc.property(fc.array(fate, { minLength: 1, maxLength: 60 }), (fates) => {
        // Every third packet at most is lost, and the first and the last come in time.
        const isLost = (n: number): boolean => n % 3 === 1 && n < fates.length - 1 && (fates[n]?.lost ?? false);
        const events = fates.flatMap((one, n) => {
          if (isLost(n)) return [];
          const at = n * 20 + (n === 0 ? 0 : one.delayMs);
          return one.doubled
            ? [
                { n, at },
                { n, at: at + 5 },
              ]
            : [{ n, at }];
        });
        events.sort((a, b) => a.at - b.at || a.n - b.n);
        const buffer = new JitterBuffer({ ticksPerMs: 48, maxWaitMs: 60, maxWaitPackets: 10, maxFillMs: 200 });
        const steps: JitterStep[] = [];
        for (const { n, at } of events) {
          while (buffer.deadlineMs !== null && buffer.deadlineMs < at) steps.push(...buffer.expire(buffer.deadlineMs));
          steps.push(...buffer.push(packet(n), at));
        }
        steps.push(...buffer.expire(Number.MAX_SAFE_INTEGER));
        const decoded = steps.flatMap((step) => (step.type === 'decode' ? [step.packet.payload[0]] : []));
        expect(decoded).toEqual(fates.flatMap((_, n) => (isLost(n) ? [] : [n])));
        const ticks = steps.reduce((sum, step) => sum + (step.type === 'decode' ? step.packet.durationTicks : step.ticks), 0);
        expect(ticks).toBe(fates.length * TICKS);
      }),
    );
  });

  test('any packets in any order neither throw nor pile up', () => {
    const any = fc.record({
      sequence: fc.integer({ min: 0, max: 65_535 }),
      timestamp: fc.integer({ min: 0, max: 4_294_967_295 }),
      durationTicks: fc.constantFrom(0, 120, 960, 5_760),
      payload: fc.constant(new Uint8Array(1)),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 200 }), (packets) => {
        const buffer = new JitterBuffer();
        packets.forEach((one, index) => {
          const steps = buffer.push(one, index);
          for (const step of steps) if (step.type !== 'decode') expect(step.ticks).toBeLessThanOrEqual(9_600);
          expect(steps.length).toBeLessThan(20);
        });
      }),
    );
  });
});
