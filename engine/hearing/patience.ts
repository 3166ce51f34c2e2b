import type { Clock } from '../clock.ts';

/** A timer that is this late was held up with everything else. */
const HELD_UP_MS = 100;

/**
 * Calls `fire` once after `ms`. An event loop that was held up runs its timers before it looks at what has come meanwhile: a deadline that is late
 * waits once more, as long as the stall was, so that our own stall is nobody's silence.
 */
export function scheduleDeadline(clock: Clock, ms: number, fire: () => void): () => void {
  const due = clock.now() + ms;
  let cancel = clock.schedule(ms, () => {
    const lateMs = clock.now() - due;
    if (lateMs <= HELD_UP_MS) return fire();
    cancel = clock.schedule(Math.min(lateMs, ms), fire);
  });
  return () => cancel();
}
