/** `npm start` is killed, npm or its script or both: what it had begun ends in order, and the next start finds port and data free. */
import type { Scenario } from '../scenario.ts';

/** A server that is asked to end does so within its drain time and that. */
const GONE_WITHIN_MS = 20_000;
const KILLED = [['npm'], ['script'], ['npm', 'script']] as const;

export const npmKilled: Scenario = {
  name: 'npm start killed',
  on: ['embedded'],
  byNpm: true,
  mayRepeat: false,
  async strike({ place: { node, load }, short, problem, figure }) {
    for (const which of short ? KILLED.slice(-1) : KILLED) {
      const hangUp = await load.longCalls(1);
      const began = performance.now();
      if (!(await node.killStarters(which, GONE_WITHIN_MS)))
        problem(`something outlived ${which.join(' and ')} by ${String(GONE_WITHIN_MS)} ms`);
      figure('nothing left', performance.now() - began);
      await hangUp();
      await node.start();
    }
  },
};
