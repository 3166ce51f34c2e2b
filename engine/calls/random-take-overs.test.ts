/**
 * Random calls, lost with their process after any event and taken over by another: the joined log keeps the promises of a call that was never
 * lost. `CALLS_SEED` and `CALLS_RUNS` as in random-calls.test.ts.
 */
import type { CallEvent } from '@parley/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resumptionOf } from '../replay.ts';
import { endsOnce, everyTurnAnsweredOnce, noKeyIsLost, noWordIsLost, oneReplyAtATime, told } from './testing-promises.ts';
import { hold, scenario } from './testing-random.ts';

const SEED = Number(process.env['CALLS_SEED'] ?? 20_261_127);
const RUNS = Number(process.env['CALLS_RUNS'] ?? 60);

type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

/** The first call is lost after `kept` of its events, and another process goes on with it. */
async function takeOver(before: Scenario, after: Scenario, kept: (events: readonly CallEvent[]) => number): Promise<void> {
  // Marked in time: what is told is compared to the word.
  const marks = 'with' as const;
  const { rehearsal: lost } = await hold({ ...before, marks });
  const log = lost.events.slice(0, kept(lost.events));
  const resume = resumptionOf(lost.agent, lost.variables, log);
  fc.pre(resume !== null);
  // The agent's settings are those of the first call.
  const { rehearsal, framesAtHangUp } = await hold({ ...after, marks, interruption: before.interruption, mode: before.mode }, log);
  endsOnce(rehearsal);
  oneReplyAtATime(rehearsal);
  const heard = rehearsal.transport.heard(rehearsal.tts);
  const transcript = told(rehearsal);
  const known = transcript.length - heard.length;
  expect(transcript.slice(known), 'what is played after the loss is told').toEqual(heard);
  expect(transcript.slice(0, known), 'and what was known as heard before').toEqual(lost.transport.heard(lost.tts).slice(0, known));
  expect(rehearsal.transport.frames.length, 'nothing sounds after the hang-up').toBe(framesAtHangUp);
  expect(rehearsal.transport.afterClose, 'nothing is sent after the end').toBe(0);
  // A call that was ending when it was lost has no rest after that.
  everyTurnAnsweredOnce(rehearsal, resume?.core.state.name === 'ending' ? before.rest : after.rest);
  noWordIsLost(rehearsal);
  noKeyIsLost(rehearsal);
  const actions = rehearsal.decisions('action.requested').map(({ action }) => action);
  expect(new Set(actions).size, 'nothing is done twice').toBe(actions.length);
}

test(
  `a random call that is lost at any event and taken over keeps its promises (seed ${SEED})`,
  { timeout: 60_000 + RUNS * 3_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(scenario, scenario, fc.nat(), (before, after, moment) =>
        takeOver(before, after, ({ length }) => 1 + (moment % length)),
      ),
      { seed: SEED, numRuns: RUNS },
    );
  },
);

test('lost-right-after-the-hang-up: a turn that ended with the call has no answer, however long the next process waits', async () => {
  const [sample] = fc.sample(scenario, { seed: 1, numRuns: 1 });
  const quiet = { ...sample, answers: ['We open at nine.'], interruption: { enabled: true, min_words: 0 }, ending: 'user' } as Scenario;
  const said = { text: 'i want to book a table', ms: 600, finalMs: 1_000, misheard: null, rejected: false, never: undefined };
  const overTheGreeting: Scenario['actions'] = [
    { does: 'wait', ms: 400 },
    { does: 'say', utterance: said },
  ];
  const hangUp = (events: readonly CallEvent[]): number => 1 + events.findIndex(({ event }) => event.type === 'hangup.requested');
  const after = { ...quiet, actions: [{ does: 'wait' as const, ms: 400 }], rest: true };
  await takeOver({ ...quiet, actions: overTheGreeting, rest: false }, after, hangUp);
});
