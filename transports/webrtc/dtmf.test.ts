import { expect, test } from 'vitest';
import { DtmfReceiver } from './dtmf.ts';

const event = (code: number, duration: number, end: boolean): Uint8Array =>
  Uint8Array.of(code, end ? 0x8a : 0x0a, duration >> 8, duration & 0xff);

const pushed = (dtmf: DtmfReceiver, timestamp: number, payload: Uint8Array): string[] =>
  dtmf.push(timestamp, payload).map(({ digit }) => digit);

test('a key press is told with its length', () => {
  const dtmf = new DtmfReceiver();
  dtmf.push(1_000, event(5, 1_920, false));
  expect(dtmf.push(1_000, event(5, 5_760, true))).toEqual([{ digit: '5', durationTicks: 5_760 }]);
});

test('a key press counts once, at its first end', () => {
  const dtmf = new DtmfReceiver();
  const told = [
    pushed(dtmf, 1_000, event(5, 960, false)),
    pushed(dtmf, 1_000, event(5, 1_920, false)),
    pushed(dtmf, 1_000, event(5, 2_880, true)),
    pushed(dtmf, 1_000, event(5, 2_880, true)),
    pushed(dtmf, 1_000, event(5, 2_880, true)),
  ];
  expect(told).toEqual([[], [], ['5'], [], []]);
});

test('the same key pressed twice counts twice, over the wrap of the timestamp', () => {
  const dtmf = new DtmfReceiver();
  expect([pushed(dtmf, 4_294_967_000, event(10, 960, true)), pushed(dtmf, 2_000, event(10, 960, true))]).toEqual([['*'], ['*']]);
});

test('a key press whose ends were lost counts when the next begins', () => {
  const dtmf = new DtmfReceiver();
  pushed(dtmf, 1_000, event(1, 960, false));
  expect(pushed(dtmf, 9_000, event(2, 960, false))).toEqual(['1']);
  expect(pushed(dtmf, 9_000, event(2, 1_920, true))).toEqual(['2']);
});

test('a press of more than a segment counts once', () => {
  const dtmf = new DtmfReceiver();
  pushed(dtmf, 0, event(3, 65_535, false));
  expect(pushed(dtmf, 65_535, event(3, 960, false))).toEqual([]);
  expect(pushed(dtmf, 65_535, event(3, 1_920, true))).toEqual(['3']);
});

test('a late packet of the key before is not a new press', () => {
  const dtmf = new DtmfReceiver();
  pushed(dtmf, 1_000, event(1, 960, true));
  pushed(dtmf, 9_000, event(2, 960, true));
  expect(pushed(dtmf, 1_000, event(1, 960, true))).toEqual([]);
});

test('tones that are no keys and cut packets are nothing', () => {
  const dtmf = new DtmfReceiver();
  expect(pushed(dtmf, 1_000, event(32, 960, true))).toEqual([]);
  expect(pushed(dtmf, 1_000, Uint8Array.of(1, 0x80))).toEqual([]);
});
