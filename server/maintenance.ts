/** Deletes what has served its time; what fails is tried again the next time. */
import type { Log } from './platform/log.ts';
import { startRounds } from './platform/rounds.ts';

const EVERY_MS = 600_000;

export interface Tidied {
  tidy(): Promise<void>;
}

/** Returns the way to stop. */
export const startMaintenance = (tidied: readonly Tidied[], log: Log): (() => Promise<void>) =>
  startRounds({
    everyMs: EVERY_MS,
    work: async () => {
      for (const one of tidied) await one.tidy();
    },
    onFailed: (error) => log.error({ err: error }, 'old rows could not be deleted; trying again'),
  });
