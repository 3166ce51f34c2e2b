/** What the main thread and the worker that runs PGlite say to each other. */
export interface PgliteSettings {
  directory: string;
  /** False skips fsync: for tests, whose data need not survive a power cut. */
  durable: boolean;
}

export type ToPglite =
  { type: 'execute'; id: number; bytes: Uint8Array } | { type: 'snapshot'; id: number; to: string; began: number } | { type: 'close' };

export type FromPglite =
  | { type: 'ready' }
  | { type: 'executed'; id: number; bytes: Uint8Array }
  | { type: 'copied'; id: number; fault: string | null }
  /** PGlite has aborted; the worker ends after saying so. */
  | { type: 'failed'; message: string }
  | { type: 'closed' };
