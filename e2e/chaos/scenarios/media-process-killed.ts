import { setTimeout as wait } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

const WITHIN_MS = 3_000;

export const mediaProcessKilled: Scenario = {
  name: 'media process killed',
  on: ['embedded', 'postgresql'],
  mayRepeat: false,
  async strike({ place: { node, load }, random, short }) {
    for (let left = short ? 1 : 4; left > 0; left -= 1) {
      const hangUp = await load.longCalls(2);
      await wait(random() * WITHIN_MS);
      await node.killMediaProcess(random);
      await hangUp();
    }
  },
};
