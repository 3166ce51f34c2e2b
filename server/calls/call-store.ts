/** Every query about calls, their events excepted. */
import type { CallListQuery } from '@parley/contract';
import { and, eq, gte, inArray, isNotNull, isNull, lt, lte, type SQL } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { calls } from '../db/schema.ts';
import { afterCursor, newestFirst } from '../http/paging.ts';

export type CallRow = typeof calls.$inferSelect;

const own = (organizationId: string, id: string): SQL | undefined => and(eq(calls.organizationId, organizationId), eq(calls.id, id));

export class CallStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  insert(row: typeof calls.$inferInsert): Promise<CallRow | undefined> {
    return this.#database.asOrganization(row.organizationId, async (tx) => (await tx.insert(calls).values(row).returning())[0]);
  }

  get(organizationId: string, id: string): Promise<CallRow | undefined> {
    return this.#database.asOrganization(organizationId, async (tx) => (await tx.select().from(calls).where(own(organizationId, id)))[0]);
  }

  list(organizationId: string, query: CallListQuery): Promise<CallRow[]> {
    const conditions = [
      eq(calls.organizationId, organizationId),
      query.status === undefined ? undefined : eq(calls.status, query.status),
      query.agent_id === undefined ? undefined : eq(calls.agentId, query.agent_id),
      query.disconnection_reason === undefined ? undefined : eq(calls.disconnectionReason, query.disconnection_reason),
      query.created_after === undefined ? undefined : gte(calls.createdAt, new Date(query.created_after)),
      query.created_before === undefined ? undefined : lte(calls.createdAt, new Date(query.created_before)),
      afterCursor(query.cursor, calls.createdAt, calls.id),
    ];
    return this.#database.asOrganization(organizationId, (tx) =>
      tx
        .select()
        .from(calls)
        .where(and(...conditions))
        .orderBy(...newestFirst(calls.createdAt, calls.id))
        .limit(query.limit + 1),
    );
  }

  /** Takes a registered call for this node; undefined when it has begun or ended already. */
  claim(organizationId: string, id: string, nodeId: string, leaseUntil: Date): Promise<CallRow | undefined> {
    return this.#database.asOrganization(organizationId, async (tx) => {
      const free = and(own(organizationId, id), eq(calls.status, 'registered'), isNull(calls.nodeId));
      return (await tx.update(calls).set({ nodeId, leaseExpiresAt: leaseUntil }).where(free).returning())[0];
    });
  }

  /** The client did not get as far as a call: another attempt may. */
  async release(organizationId: string, id: string): Promise<void> {
    const unbegun = and(own(organizationId, id), eq(calls.status, 'registered'));
    await this.#database.asOrganization(organizationId, (tx) => tx.update(calls).set({ nodeId: null, leaseExpiresAt: null }).where(unbegun));
  }

  async keepRecording(organizationId: string, id: string, path: string, durationMs: number): Promise<void> {
    await this.#database.asOrganization(organizationId, (tx) => tx.update(calls).set({ recordingPath: path, recordingDurationMs: durationMs }).where(own(organizationId, id)));
  }

  /** The row as it was; undefined when there is none or it runs. */
  remove(organizationId: string, id: string): Promise<CallRow | undefined> {
    return this.#database.asOrganization(organizationId, async (tx) => {
      const over = and(own(organizationId, id), inArray(calls.status, ['ended', 'error', 'registered']), isNull(calls.leaseExpiresAt));
      return (await tx.delete(calls).where(over).returning())[0];
    });
  }

  /** Prolongs the word of this node for the calls that it holds. */
  async renew(nodeId: string, held: readonly string[], leaseUntil: Date): Promise<void> {
    if (held.length === 0) return;
    const mine = and(eq(calls.nodeId, nodeId), inArray(calls.id, [...held]), inArray(calls.status, ['registered', 'ongoing']));
    await this.#database.asSystem((tx) => tx.update(calls).set({ leaseExpiresAt: leaseUntil }).where(mine));
  }

  /** Calls that a node took and holds no longer; with `everyNode`, every one that any node took. */
  abandoned(now: Date, everyNode: boolean): Promise<CallRow[]> {
    return this.#database.asSystem((tx) => {
      const open = inArray(calls.status, ['registered', 'ongoing']);
      const lapsed = everyNode ? undefined : lt(calls.leaseExpiresAt, now);
      return tx.select().from(calls).where(and(open, isNotNull(calls.nodeId), lapsed));
    });
  }

  /** Registered calls that nobody has connected to since `before`. */
  neverConnected(before: Date): Promise<CallRow[]> {
    return this.#database.asSystem((tx) => tx.select().from(calls).where(and(eq(calls.status, 'registered'), isNull(calls.nodeId), lt(calls.createdAt, before))));
  }
}
