import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';
import { greeted, lines } from './testing.ts';

test('a recogniser that dies is opened again, and the call goes on', async () => {
  const rehearsal = new Rehearsal({ answers: ['Still here.'] });
  await greeted(rehearsal);
  rehearsal.stt.listeners[0]?.onFailed(new Error('gone'));
  await rehearsal.silence(100);
  await rehearsal.say('hello please');
  await rehearsal.silence(1_500);
  await rehearsal.finish();
  expect(rehearsal.stt.opened).toBe(2);
  expect(lines(rehearsal).at(-1)).toBe('agent 1: Still here.');
});
