import type { Clock } from '@parley/engine/clock.ts';

/** The machine's own time, for tests whose other side is a real browser or a real network library. */
export const realClock: Clock = {
  now: () => performance.now(),
  schedule(ms, fire) {
    const timer = setTimeout(fire, ms);
    return () => clearTimeout(timer);
  },
  wallTime: () => new Date(),
};
