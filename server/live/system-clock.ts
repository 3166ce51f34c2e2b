import type { Clock } from '@parley/engine/clock.ts';

/** Real time, for the engine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => new Date(),
  schedule(ms, fire) {
    const timer = setTimeout(fire, ms);
    return () => clearTimeout(timer);
  },
};
