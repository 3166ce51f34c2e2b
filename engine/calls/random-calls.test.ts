/**
 * Calls as nobody would think of them: sounds, words, typing, waiting and failures in any order and at any distance, over
 * providers that take their time. `CALLS_SEED` and `CALLS_RUNS` choose others than the fixed ones.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  actsOnce,
  endsOnce,
  everyRejectionCounts,
  everyTurnAnsweredOnce,
  noKeyIsLost,
  noWordIsLost,
  nothingHappensOnHold,
  oneReplyAtATime,
  resultsAreTold,
  told,
  toldIsPlayed,
  turnsAreWhole,
} from './testing-promises.ts';
import { hold, scenario } from './testing-random.ts';

const SEED = Number(process.env['CALLS_SEED'] ?? 20_261_127);
const RUNS = Number(process.env['CALLS_RUNS'] ?? 100);

test(`random calls keep their promises (seed ${SEED})`, { timeout: 60_000 + RUNS * 2_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (one) => {
      const { rehearsal, framesAtHangUp } = await hold(one);
      endsOnce(rehearsal);
      oneReplyAtATime(rehearsal);
      toldIsPlayed(told(rehearsal), rehearsal.transport.heard(rehearsal.tts), rehearsal);
      expect(rehearsal.transport.frames.length, 'nothing sounds after the hang-up').toBe(framesAtHangUp);
      expect(rehearsal.transport.afterClose, 'nothing is sent after the end').toBe(0);
      nothingHappensOnHold(rehearsal);
      actsOnce(rehearsal);
      everyTurnAnsweredOnce(rehearsal, one.rest);
      resultsAreTold(rehearsal, one.rest);
      everyRejectionCounts(rehearsal);
      noWordIsLost(rehearsal);
      noKeyIsLost(rehearsal);
      turnsAreWhole(rehearsal);
    }),
    { seed: SEED, numRuns: RUNS },
  );
});
