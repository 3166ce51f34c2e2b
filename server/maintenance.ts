/** Deletes what has served its time; what fails is tried again the next time. */
import { lt } from 'drizzle-orm';
import type { Database } from './platform/db/database.ts';
import { callCommands } from './platform/db/schema.ts';
import type { IdempotencyKeys } from './platform/http/idempotency-store.ts';
import type { RateLimitWindows } from './platform/http/rate-limit-store.ts';
import type { Log } from './platform/log.ts';
import { startRounds } from './platform/rounds.ts';

const EVERY_MS = 600_000;
/** A command that no node has taken by then was for a call that is gone. */
const COMMAND_MS = 60_000;

export interface MaintenanceDeps {
  database: Database;
  idempotencyKeys: IdempotencyKeys;
  rateLimitWindows: RateLimitWindows;
  log: Log;
}

export async function tidy({ database, idempotencyKeys, rateLimitWindows }: MaintenanceDeps): Promise<void> {
  await idempotencyKeys.tidy();
  await rateLimitWindows.tidy();
  await database.asSystem((tx) => tx.delete(callCommands).where(lt(callCommands.createdAt, new Date(Date.now() - COMMAND_MS))));
}

/** Returns the way to stop. */
export const startMaintenance = (deps: MaintenanceDeps): (() => Promise<void>) =>
  startRounds({
    everyMs: EVERY_MS,
    work: () => tidy(deps),
    onFailed: (error) => deps.log.error({ err: error }, 'old rows could not be deleted; trying again'),
  });
