import type { CallEvent } from '@parley/contract';
import { expect, test } from 'vitest';
import { firstDifference } from './replay.ts';
import { Rehearsal } from './testing/index.ts';

/** A call with an interruption that was none and a turn that ends in an open word. */
async function rehearsed(): Promise<Rehearsal> {
  const rehearsal = new Rehearsal({ answers: ['One two three four five six seven eight.'] });
  await rehearsal.silence(800);
  await rehearsal.say('can you count to');
  await rehearsal.silence(2_500);
  await rehearsal.say('uh huh', { ms: 200 });
  await rehearsal.silence(4_000);
  await rehearsal.finish();
  return rehearsal;
}

/** The log as an engine without codes wrote it. */
const inSentences = (events: readonly CallEvent[], endsIn: string): CallEvent[] =>
  JSON.parse(
    JSON.stringify(events)
      .replace('"reason":"open_word","ending_word":"to"', `"reason":${JSON.stringify(`open: ends in "${endsIn}"`)}`)
      .replace('"reason":"listening_signal"', '"reason":"a listening signal"'),
  ) as CallEvent[];

test('a log of an engine that gave its reasons in English replays to the same decisions', async () => {
  const { agent, variables, events } = await rehearsed();
  const older = inSentences(events, 'to');
  expect(JSON.stringify(older)).not.toMatch(/open_word|listening_signal/);
  expect(firstDifference(agent, variables, older)).toBeNull();
});

test('a decision that the log tells otherwise is a difference, in either form', async () => {
  const { agent, variables, events } = await rehearsed();
  expect(firstDifference(agent, variables, inSentences(events, 'from'))).not.toBeNull();
  const forged = events.map((event) =>
    event.event.type === 'interruption.dismissed' ? { ...event, event: { ...event.event, reason: 'no_words' as const } } : event,
  ) as CallEvent[];
  expect(firstDifference(agent, variables, forged)).not.toBeNull();
});
