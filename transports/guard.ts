/** What sockets, peers and timers call: an exception there is the call's own, not that of the process with all its other calls. */
import type { Clock } from '@parley/engine/clock.ts';

export type Guard = <A extends unknown[]>(work: (...args: A) => void) => (...args: A) => void;

export const guardWith =
  (onThrown: (error: unknown) => void): Guard =>
  (work) =>
  (...args) => {
    try {
      work(...args);
    } catch (error) {
      onThrown(error);
    }
  };

/** The clock, its timers guarded. */
export const guardClock = (clock: Clock, guard: Guard): Clock => ({
  now: () => clock.now(),
  wallTime: () => clock.wallTime(),
  schedule: (ms, fire) => clock.schedule(ms, guard(fire)),
});
