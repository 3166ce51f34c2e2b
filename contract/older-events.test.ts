import { expect, test } from 'vitest';
import { CallInput } from './call-event.ts';
import { inCodes } from './older-events.ts';

test('a key of an older log has the name of today', () => {
  const stored = { type: 'user_dtmf.received', digit: '5' } as unknown as CallInput;
  expect(CallInput.parse(inCodes(stored))).toEqual({ type: 'digit.received', digit: '5' });
});
