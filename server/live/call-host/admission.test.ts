import { expect, test } from 'vitest';
import { Admission, RESERVED_MS, SETTLED_MS } from './admission.ts';

const IN_TIME = { audioMs: 0, listeningMs: 0 };
const LIMITS = { callsPerProcess: 50, callsAtFirst: 10, audioLagMs: 100, listeningLagMs: 300 };
const busy = expect.objectContaining({ code: 'busy', status: 503, retryable: true }) as Error;

function node(links: { calls?: number; state?: string }[], limits: Partial<typeof LIMITS> = {}) {
  const clock = { now: 0 };
  const carriages = links.map(({ calls = 0, state = 'ready' }) => ({ state, lag: { ...IN_TIME }, calls: { size: calls } }));
  return { clock, carriages, admission: new Admission({ links: carriages, limits: { ...LIMITS, ...limits }, now: () => clock.now }) };
}

const taken = (admission: Admission, of: number): number => {
  let count = 0;
  for (let index = 0; index < of; index += 1) {
    try {
      admission.reserve().keepFor(`call_${String(index)}`);
      count += 1;
    } catch (error) {
      expect(error).toEqual(busy);
    }
  }
  return count;
};

test('two-hundred-at-once: an unmeasured node takes what it takes at first, the rest hear at once that it is busy', () => {
  const { admission } = node([{}, {}]);
  expect(taken(admission, 200)).toBe(10);
  expect(admission).toMatchObject({ reserved: 10, room: 0, refused: 190 });
});

test('fixed-limit: however idle the node, no process carries more than is configured', () => {
  const { admission } = node([{ calls: 1 }, {}], { callsPerProcess: 3 });
  expect(taken(admission, 200)).toBe(5);
});

test('carried-in-time: the node takes more, step by step, only while it is used and nothing is late', () => {
  const { admission, carriages, clock } = node([{}, {}]);
  clock.now = 100 * SETTLED_MS;
  expect(admission.room, 'time alone proves nothing').toBe(10);
  carriages[0]!.calls.size = 10;
  admission.measure();
  clock.now += SETTLED_MS - 1;
  expect(admission.room).toBe(0);
  clock.now += 1;
  expect(admission.room).toBe(2);
  carriages[0]!.calls.size = 12;
  expect(admission.room).toBe(0);
  clock.now += SETTLED_MS;
  expect(admission.room).toBe(3);
});

test('offer-for-a-kept-place: what a registered call asks for is looked at where there is no room, another is refused', () => {
  const { admission, clock } = node([{}], { callsAtFirst: 1 });
  admission.reserve().keepFor('call_a');
  expect(() => admission.requireFor('call_a')).not.toThrow();
  expect(() => admission.requireFor('call_b')).toThrow(busy);
  expect(admission.reserved, 'to ask takes no place').toBe(1);
  clock.now = RESERVED_MS;
  expect(() => admission.requireFor('call_b')).not.toThrow();
});

test('places-that-nobody-takes: registered calls prove nothing of what the node carries', () => {
  const { admission, clock } = node([{}]);
  expect(taken(admission, 200)).toBe(10);
  clock.now = SETTLED_MS;
  expect(admission.room).toBe(0);
  clock.now = RESERVED_MS;
  expect(admission.room).toBe(10);
});

test.each([
  ['late-audio-loop', { audioMs: 101, listeningMs: 0 }, { audioMs: 100, listeningMs: 0 }],
  ['long-listening-queue', { audioMs: 0, listeningMs: 301 }, { audioMs: 0, listeningMs: 300 }],
])('%s: no more calls, whatever the number; who has a place comes', (_title, late, inTime) => {
  const { admission, carriages } = node([{}]);
  admission.reserve().keepFor('call_a');
  carriages[0]!.lag = late;
  expect(() => admission.reserve()).toThrow(busy);
  expect(() => admission.enter('call_b')).toThrow(busy);
  expect(() => admission.enter('call_a')).not.toThrow();
  carriages[0]!.lag = inTime;
  expect(() => admission.reserve()).not.toThrow();
});

test('too-many-were-taken: once it was late the node takes fewer than it carried then, and never fewer than at first', () => {
  const { admission, carriages, clock } = node([{}, {}], { callsAtFirst: 30 });
  carriages[0]!.calls.size = 30;
  admission.measure();
  clock.now = SETTLED_MS;
  admission.measure();
  clock.now = 2 * SETTLED_MS;
  expect(admission.room, '30, 36, 44').toBe(14);
  carriages[0]!.calls.size = 40;
  carriages[1]!.lag = { audioMs: 500, listeningMs: 0 };
  expect(admission.room).toBe(0);
  carriages[1]!.lag = IN_TIME;
  carriages[0]!.calls.size = 35;
  expect(admission.room, 'nine tenths of 40').toBe(1);
  carriages[1]!.lag = { audioMs: 500, listeningMs: 0 };
  carriages[0]!.calls.size = 2;
  admission.measure();
  carriages[1]!.lag = IN_TIME;
  expect(admission.room).toBe(28);
});

test('one-of-two-is-late: the other takes what there is', () => {
  const { admission, carriages } = node([{}, {}], { callsPerProcess: 4 });
  carriages[0]!.lag = { audioMs: 500, listeningMs: 0 };
  expect(admission.room).toBe(4);
});

test('registered-call-has-its-place: its client is let in where another is refused, for a bounded time', () => {
  const { admission, carriages, clock } = node([{ calls: 9 }], { callsPerProcess: 10 });
  admission.reserve().keepFor('call_a');
  expect(() => admission.enter('call_b')).toThrow(busy);
  clock.now = RESERVED_MS - 1;
  expect(() => admission.enter('call_a')).not.toThrow();
  clock.now += RESERVED_MS;
  // Its time is over: it is one of many, for whom there is room again.
  expect(admission).toMatchObject({ reserved: 0, room: 1 });
  carriages[0]!.calls.size = 10;
  expect(() => admission.enter('call_a')).toThrow(busy);
});

test('clients-of-old-calls-all-at-once: each takes a place before the next one is asked', () => {
  const { admission } = node([{ calls: 8 }]);
  admission.enter('call_a');
  admission.enter('call_a');
  admission.enter('call_b');
  expect(() => admission.enter('call_c')).toThrow(busy);
  admission.leave('call_b');
  expect(() => admission.enter('call_c')).not.toThrow();
});

test('call-is-carried: its place is counted once', () => {
  const { admission, carriages } = node([{}]);
  admission.reserve().keepFor('call_a');
  admission.enter('call_a');
  carriages[0]!.calls.size = 1;
  admission.leave('call_a');
  expect(admission).toMatchObject({ reserved: 0, room: 9 });
});

test('registration-fails: the place is free again', () => {
  const { admission } = node([{ calls: 9 }]);
  admission.reserve().release();
  expect(() => admission.reserve()).not.toThrow();
});

test('kept-for-a-call-and-let-go-by-the-request: the place stays', () => {
  const { admission } = node([{ calls: 9 }]);
  const place = admission.reserve();
  place.keepFor('call_a');
  place.release();
  expect(() => admission.reserve()).toThrow(busy);
});

test('no-process-is-ready: calls are registered, as one may be ready before their clients come', () => {
  const { admission } = node([{ state: 'starting' }]);
  expect(taken(admission, 100)).toBe(100);
  expect(admission.reserved).toBe(0);
});
