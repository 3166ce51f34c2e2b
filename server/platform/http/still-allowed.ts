/** Streams outlast what opened them: whoever may not read any more is told no more. */
import { AppError } from '@parley/contract';
import type { Response } from 'express';
import { startRounds } from '../rounds.ts';
import type { Principal } from './principal.ts';

/** A reader whose key, token, session or membership has ended hears this much longer at most. */
export const ASKED_AGAIN_MS = 3_000;

/** `ask`: whose request it is now; throws where nobody's. A database that is away ends no stream. */
export function endWithCredentials(response: Response, was: Principal | null, ask: () => Promise<Principal | null>): void {
  const end = (): void => void response.end();
  const stop = startRounds({
    everyMs: ASKED_AGAIN_MS,
    work: async () => {
      const now = await ask();
      if (now?.organizationId !== was?.organizationId) end();
    },
    onFailed: (error) => {
      if (error instanceof AppError && error.status < 500) end();
    },
  });
  response.once('close', () => void stop());
}
