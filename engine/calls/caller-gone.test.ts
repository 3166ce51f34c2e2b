import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';
import { greeted, lines } from './testing.ts';

test('the caller who stops sending audio in mid-sentence is still answered', async () => {
  const rehearsal = new Rehearsal({ answers: ['I am here.'] });
  await greeted(rehearsal);
  await rehearsal.say('are you there please');
  await rehearsal.nothing(2_500);
  await rehearsal.finish();
  expect(lines(rehearsal)).toContain('agent 1: I am here.');
});

test('a closed transport ends the call, and words not yet committed are kept', async () => {
  const rehearsal = new Rehearsal();
  await greeted(rehearsal);
  await rehearsal.say('i wanted to');
  rehearsal.transport.listener?.onClosed('socket_closed', 'The socket closed.');
  await rehearsal.nothing(100);
  expect(rehearsal.end).toBe('transport_closed');
  expect(lines(rehearsal).at(-1)).toBe('user 1: i');
  await rehearsal.finish();
});
