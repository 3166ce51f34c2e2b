/** The clock of a server steps on and back by an hour; that of one of two nodes goes ahead, and behind. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

const HOUR_MS = 3_600_000;
const APART_MS = 60_000;
const EACH_MS = 4_000;
const SHORT_MS = 1_500;

/** Ends that no clock has to do with. */
const ITS_OWN: readonly (string | undefined)[] = ['user_hangup', 'agent_hangup'];

export const clockStepped: Scenario = {
  name: 'clock stepped by an hour',
  on: ['embedded', 'postgresql'],
  mayRepeat: false,
  async strike({ place: { node, facts, load }, short, problem }) {
    const hangUp = await load.longCalls(2);
    const live = facts.live;
    for (const ahead of [HOUR_MS, -HOUR_MS, 0]) {
      node.setClockAhead(ahead);
      await wait(short ? SHORT_MS : EACH_MS);
    }
    await hangUp();
    for (const { id, reason } of live) if (!ITS_OWN.includes(reason)) problem(`${id} ended with ${String(reason)} when the clock stepped`);
  },
};

export const clocksApart: Scenario = {
  name: 'clocks of two nodes apart by a minute',
  on: ['postgresql'],
  nodes: 2,
  mayRepeat: false,
  async strike({ place: { node } }) {
    for (const ahead of [APART_MS, -APART_MS, 0]) {
      node.setClockAhead(ahead);
      await wait(2 * EACH_MS);
    }
  },
};
