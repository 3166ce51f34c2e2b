import type { CallEvent } from '@parley/contract';
import { expect, test } from 'vitest';
import { firstDifference, OtherEngineVersion } from './replay.ts';
import { Rehearsal } from './testing/index.ts';
import { ENGINE_VERSION } from './version.ts';

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

test('a log replays to the same decisions', async () => {
  const { agent, variables, events } = await rehearsed();
  expect(firstDifference(agent, variables, events)).toBeNull();
});

test('a decision that the log tells otherwise is a difference', async () => {
  const { agent, variables, events } = await rehearsed();
  const forged = events.map((event) =>
    event.event.type === 'interruption.dismissed' ? { ...event, event: { ...event.event, reason: 'no_words' as const } } : event,
  ) as CallEvent[];
  expect(firstDifference(agent, variables, forged)).toMatchObject({ recorded: { decision: { reason: 'no_words' } } });
});

const recordedBy = (events: readonly CallEvent[], engine: number | undefined): CallEvent[] =>
  events.map((event) =>
    event.event.type === 'call.started'
      ? ({ ...event, event: { type: 'call.started', ...(engine === undefined ? {} : { engine }) } } as CallEvent)
      : event,
  );

test.each([
  ['an engine without a version', undefined, 'an engine without a version'],
  ['an older engine', 1, 'version 1 of the engine'],
  ['a newer engine', ENGINE_VERSION + 1, `version ${ENGINE_VERSION + 1} of the engine`],
])('a log of %s is refused, never replayed', async (_name, engine, words) => {
  const { agent, variables, events } = await rehearsed();
  const replayed = (): unknown => firstDifference(agent, variables, recordedBy(events, engine));
  expect(replayed).toThrow(OtherEngineVersion);
  expect(replayed).toThrow(words);
});
