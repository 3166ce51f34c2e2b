import { expect, test } from 'vitest';
import { changedWaits } from './waits.ts';

const at = (now: number, fired: string | null = null) => ({ now, fired });

test('a wait begins, changes and ends with its deadline', () => {
  expect(changedWaits({}, { idle: 500 }, at(100))).toEqual([{ type: 'start-timer', timer: 'idle', ms: 400 }]);
  expect(changedWaits({ idle: 500 }, { idle: 500 }, at(200))).toEqual([]);
  expect(changedWaits({ idle: 500 }, { idle: 700 }, at(200))).toEqual([{ type: 'start-timer', timer: 'idle', ms: 500 }]);
  expect(changedWaits({ idle: 500 }, {}, at(200))).toEqual([{ type: 'cancel-timer', timer: 'idle' }]);
});

test('a deadline that is past already is met at once', () => {
  expect(changedWaits({}, { endpointing: 100 }, at(300))).toEqual([{ type: 'start-timer', timer: 'endpointing', ms: 0 }]);
});

test('a timer that fired does not fire again for the same deadline', () => {
  expect(changedWaits({ 'await-verdict': 500 }, { 'await-verdict': 500 }, at(500, 'await-verdict'))).toEqual([]);
});

test('a timer that fired a millisecond early is started again for the rest', () => {
  expect(changedWaits({ 'await-verdict': 500 }, { 'await-verdict': 500 }, at(499, 'await-verdict'))).toEqual([
    { type: 'start-timer', timer: 'await-verdict', ms: 1 },
  ]);
});
