import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';
import { greeted } from './testing.ts';

test('interruption-before-first-frame: the caller goes on, and both parts become one turn', async () => {
  const rehearsal = new Rehearsal({ answers: ['Too early.', 'Friday it is.'], llmDelayMs: 400 });
  await greeted(rehearsal);
  await rehearsal.say('i want to book please');
  await rehearsal.silence(500);
  expect(rehearsal.states().at(-1)).toBe('thinking');
  await rehearsal.say('on friday please');
  await rehearsal.silence(2_500);
  await rehearsal.finish();
  expect(rehearsal.llm.aborted).toContain(0);
  expect(rehearsal.llm.requests[1]?.messages.filter((message) => message.role === 'user')).toEqual([
    { role: 'user', content: 'i want to book please on friday please' },
  ]);
  expect(rehearsal.transport.heard(rehearsal.tts)).not.toContain('early.');
  expect(rehearsal.decisions('user_turn.committed').map((one) => one.turn)).toEqual([1, 1]);
});
