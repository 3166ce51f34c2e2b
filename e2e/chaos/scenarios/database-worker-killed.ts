import { setTimeout as wait } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

const WITHIN_MS = 2_000;

export const databaseWorkerKilled: Scenario = {
  name: 'database worker killed',
  on: ['embedded'],
  mayRepeat: false,
  async strike({ place: { node }, random, short }) {
    for (let left = short ? 2 : 6; left > 0; left -= 1) {
      await wait(random() * WITHIN_MS);
      node.killDatabaseWorker();
    }
  },
};
