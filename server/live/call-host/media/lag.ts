/** How late a media process is: its audio loop, and its listening threads. */
import type { Clock } from '@parley/engine/clock.ts';
import { Lateness } from '@parley/engine/lateness.ts';
import type { MediaLag } from '../channel.ts';

/** Less often than the loop works, more often than a call begins. */
const LOOK_EVERY_MS = 100;
/** Without a call there is nothing to be late with. */
const LOOK_AT_REST_MS = 1_000;
const TELL_EVERY_MS = 500;
const WINDOW_MS = 1_500;
/** What is less is not worth a message. */
const NOTEWORTHY_MS = 10;

export interface LagWatch {
  clock: Clock;
  carriesCalls: () => boolean;
  /** How long callers' words wait for the embedded recogniser. */
  listeningMs: () => number;
  tell: (lag: MediaLag) => void;
}

const noteworthy = (ms: number): number => (ms < NOTEWORTHY_MS ? 0 : Math.round(ms));

/** Tells twice a second, while there is something new to tell. */
export function watchLag({ clock, carriesCalls, listeningMs, tell }: LagWatch): void {
  const loop = new Lateness({ windowMs: WINDOW_MS });
  let told: MediaLag = { audioMs: 0, listeningMs: 0 };
  let toldAt = clock.now();
  const look = (dueAt: number): void => {
    const now = clock.now();
    const busy = carriesCalls();
    loop.note(now - dueAt, now);
    const lag = busy ? { audioMs: noteworthy(loop.worst(now)), listeningMs: noteworthy(listeningMs()) } : { audioMs: 0, listeningMs: 0 };
    if (now - toldAt >= TELL_EVERY_MS && (lag.audioMs !== told.audioMs || lag.listeningMs !== told.listeningMs)) {
      told = lag;
      toldAt = now;
      tell(lag);
    }
    const waitMs = busy ? LOOK_EVERY_MS : LOOK_AT_REST_MS;
    clock.schedule(waitMs, () => look(now + waitMs));
  };
  look(clock.now());
}
