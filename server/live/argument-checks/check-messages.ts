/** What a process with calls or typed answers and the thread that checks their functions' arguments tell each other. */
import type { ArgumentVerdict } from '@parley/engine/functions/argument-check.ts';

export interface ToChecker {
  id: number;
  schema: Record<string, unknown>;
  args: unknown;
}

/** `ready`: it has loaded, and takes up what it was sent. */
export type FromChecker = { type: 'ready' } | { type: 'checked'; id: number; verdict: ArgumentVerdict };
