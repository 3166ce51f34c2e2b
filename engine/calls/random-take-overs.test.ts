/**
 * Random calls, lost with their process after any event and taken over by another: the joined log keeps the promises of a call that was never
 * lost. `CALLS_SEED` and `CALLS_RUNS` as in random-calls.test.ts.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resumptionOf } from '../replay.ts';
import { endsOnce, everyTurnAnsweredOnce, noKeyIsLost, noWordIsLost, oneReplyAtATime, told } from './testing-promises.ts';
import { hold, scenario } from './testing-random.ts';

const SEED = Number(process.env['CALLS_SEED'] ?? 20_261_127);
const RUNS = Number(process.env['CALLS_RUNS'] ?? 60);

test(
  `a random call that is lost at any event and taken over keeps its promises (seed ${SEED})`,
  { timeout: 60_000 + RUNS * 3_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(scenario, scenario, fc.nat(), async (before, after, moment) => {
        // Marked in time: what is told is compared to the word.
        const marks = 'with' as const;
        const { rehearsal: lost } = await hold({ ...before, marks });
        const log = lost.events.slice(0, 1 + (moment % lost.events.length));
        fc.pre(resumptionOf(lost.agent, lost.variables, log) !== null);
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
        everyTurnAnsweredOnce(rehearsal, after.rest);
        noWordIsLost(rehearsal);
        noKeyIsLost(rehearsal);
        const actions = rehearsal.decisions('action.requested').map(({ action }) => action);
        expect(new Set(actions).size, 'nothing is done twice').toBe(actions.length);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  },
);
