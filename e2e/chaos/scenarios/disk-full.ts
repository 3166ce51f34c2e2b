import { setTimeout as wait } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

const FULL_MS = 8_000;
const SHORTLY_FULL_MS = 2_000;

export const diskFull: Scenario = {
  name: 'disk full',
  on: ['embedded', 'postgresql'],
  smallDisk: true,
  mayRepeat: false,
  async strike({ place: { disk, facts, load }, short, problem }) {
    for (let left = short ? 1 : 2; left > 0; left -= 1) {
      const hangUp = await load.longCalls(2);
      const live = facts.live;
      const makeRoom = disk?.fill();
      await wait(short ? SHORTLY_FULL_MS : FULL_MS);
      makeRoom?.();
      await hangUp();
      for (const { id, reason } of live)
        if (reason !== undefined && reason !== 'user_hangup') problem(`${id} ended with ${reason} while the disk was full`);
    }
  },
};
