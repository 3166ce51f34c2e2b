import { expect, test } from 'vitest';
import { Rehearsal } from '../testing/index.ts';

test('silence brings reminders, then the end', async () => {
  const rehearsal = new Rehearsal({
    agent: { turn_taking: { reminder: { after_ms: 5_000, max: 2, text: 'Are you there?' }, idle_timeout_ms: 30_000 } },
  });
  await rehearsal.nothing(40_000);
  expect(rehearsal.tts.spoken).toEqual(['Hello there caller.', 'Are you there?', 'Are you there?']);
  expect(rehearsal.end).toBe('inactivity');
  await rehearsal.finish();
});

test('the longest duration ends the call in the middle of a word', async () => {
  const rehearsal = new Rehearsal({ agent: { greeting: 'word '.repeat(100), turn_taking: { max_call_ms: 10_000 } } });
  await rehearsal.nothing(10_100);
  expect(rehearsal.end).toBe('max_duration_reached');
  expect(rehearsal.decisions('agent_turn.finished')[0]?.interrupted).toBe(true);
  await rehearsal.finish();
});
