import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';

export type Transaction = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];

/**
 * Query through the `tx` that is handed in, never through `pool` or another `asOrganization` within the callback: the
 * embedded database has one connection, and waiting for it from inside a transaction would never end (it throws instead).
 */
export interface Database {
  readonly kind: 'embedded' | 'postgresql';
  /** For better-auth: outside `asOrganization` and `asSystem` a connection may use better-auth's tables only. */
  readonly pool: Pool;
  /**
   * For how many milliseconds everything asked has been answered; 0 while the database is away. Leases of other nodes mean nothing
   * shortly after an outage: nobody could renew them.
   */
  readonly steadyMs: number;
  /** Whether its disk is full: what is read is answered, what is to be kept is refused with `storage_full`. */
  readonly isFull: boolean;
  /** One transaction that sees and writes rows of this organization only. */
  asOrganization<T>(organizationId: string, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** One transaction across organizations: recovery, sign-in, look-up of an API key. */
  asSystem<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * One transaction for all that `work` does here: every `asOrganization`, `asSystem` and `notify` in it joins, one after the other, and is
   * kept only when `work` resolves. No network calls within.
   */
  together<T>(organizationId: string, work: () => Promise<T>): Promise<T>;
  /** An empty payload means that the connection was lost for a while and messages may have been missed. Returns the way to stop. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>;
  /** Shows this name to the other nodes for as long as the process lives, however busy it is; `isHeld` in a query tells. */
  hold(name: string): Promise<void>;
  /** At most 7,999 bytes. Within a transaction use `notifyIn(tx, …)`. */
  notify(channel: string, payload: string): Promise<void>;
  /** Copies the files of the embedded database as they are at one moment, between two queries; they open as after a power cut. */
  snapshot?(directory: string): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Told of what failed in the background and goes on by itself. */
  onProblem?: (message: string, error: unknown) => void;
  /** The database answers again. */
  onBack?: (message: string) => void;
  /** False skips fsync in the embedded database: for tests. */
  durable?: boolean;
}
