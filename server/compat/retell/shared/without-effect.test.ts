import { expect, test } from 'vitest';
import { besides, warningOf } from './without-effect.ts';

test('what has an effect, and what gives nothing, is not warned of', () => {
  const names = besides(['voice_id'])({ voice_id: 'slt', ambient_sound: null, volume: 0 });
  expect(warningOf(names)).toEqual({ Warning: '299 parley "Taken without effect: volume"' });
  expect(warningOf(besides(['voice_id'])({ voice_id: 'slt' }))).toEqual({});
});

test('a name that a header cannot hold is left out', () => {
  expect(warningOf(['a"b', 'c\r\nSet-Cookie: x', 'volume'])).toEqual({ Warning: '299 parley "Taken without effect: volume"' });
});
