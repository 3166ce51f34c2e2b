import { setTimeout as wait } from 'node:timers/promises';
import type { Scenario, Struck } from '../scenario.ts';

const WITHIN_MS = 600;

async function strike({ place, random, short }: Struck): Promise<void> {
  for (let left = short ? 5 : 20; left > 0; left -= 1) {
    await place.terminateBackEnds();
    await wait(random() * WITHIN_MS);
  }
}

export const backEndsTerminated: Scenario = { name: 'back ends terminated', on: ['postgresql'], mayRepeat: false, strike };

export const idleBackEndsTerminated: Scenario = { ...backEndsTerminated, name: 'back ends of an idle server terminated', idle: true };
