import { setTimeout as wait } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

const WITHIN_MS = 2_000;

export const serverKilled: Scenario = {
  name: 'server killed',
  on: ['embedded', 'postgresql'],
  mayRepeat: true,
  async strike({ place: { node }, random, short, figure }) {
    for (let left = short ? 1 : 4; left > 0; left -= 1) {
      await wait(random() * WITHIN_MS);
      await node.kill();
      const began = performance.now();
      await node.start();
      figure('start', performance.now() - began);
    }
  },
};
