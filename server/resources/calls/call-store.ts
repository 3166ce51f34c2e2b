/** Every query about calls, their events and their list excepted. */
import type { Metadata } from '@parley/contract';
import { and, eq, inArray, isNotNull, isNull, lt, type SQL } from 'drizzle-orm';
import type { Database } from '../../platform/db/database.ts';
import { calls, conversations } from '../../platform/db/schema.ts';
import { notePeak, OF_CALLS, OF_LIVE_CALLS, requireQuota } from '../usage/metering.ts';
import { countCalls, selectCalls, type CallSelection, type ListedCallRow } from './call-list.ts';

export type CallRow = typeof calls.$inferSelect;
export type { ListedCallRow } from './call-list.ts';

/** The id of a call's conversation: the same but for its prefix. */
export const conversationIdOf = (callId: string): string => callId.replace(/^call_/, 'conv_');

const own = (organizationId: string, id: string): SQL | undefined => and(eq(calls.organizationId, organizationId), eq(calls.id, id));

export class CallStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The call and its conversation; throws `quota_exceeded`. */
  insert(row: typeof calls.$inferInsert): Promise<CallRow | undefined> {
    const { organizationId, agentId, agentName, agentVersion, metadata, variables, apiKeyId, createdAt } = row;
    return this.#database.asOrganization(organizationId, async (tx) => {
      await requireQuota(tx, { organizationId, apiKeyId: apiKeyId ?? null }, OF_CALLS, Date.now());
      const [inserted] = await tx.insert(calls).values(row).returning();
      await tx.insert(conversations).values({
        id: conversationIdOf(row.id),
        organizationId,
        channel: 'voice',
        callId: row.id,
        agentId,
        agentName,
        agentVersion,
        metadata,
        variables,
        apiKeyId,
        createdAt: inserted?.createdAt ?? createdAt,
      });
      return inserted;
    });
  }

  get(organizationId: string, id: string): Promise<CallRow | undefined> {
    return this.#database.asOrganization(organizationId, async (tx) => (await tx.select().from(calls).where(own(organizationId, id)))[0]);
  }

  list(organizationId: string, query: CallSelection): Promise<ListedCallRow[]> {
    return this.#database.asOrganization(organizationId, (tx) => selectCalls(tx, organizationId, query));
  }

  count(organizationId: string, query: Omit<CallSelection, 'limit' | 'sort'>): Promise<number> {
    return this.#database.asOrganization(organizationId, (tx) => countCalls(tx, organizationId, query));
  }

  /** Changes the metadata of a locked call; undefined when there is none. */
  changeMetadata(organizationId: string, id: string, change: (row: CallRow) => Metadata): Promise<CallRow | undefined> {
    return this.#database.asOrganization(organizationId, async (tx) => {
      const [row] = await tx.select().from(calls).where(own(organizationId, id)).for('update');
      if (row === undefined) return undefined;
      const changed = { metadata: change(row), revision: row.revision + 1 };
      return (await tx.update(calls).set(changed).where(own(organizationId, id)).returning())[0];
    });
  }

  /** Takes a registered call for this node; undefined when it has begun or ended already. Throws `quota_exceeded`. */
  claim(organizationId: string, id: string, nodeId: string, leaseUntil: Date): Promise<CallRow | undefined> {
    return this.#database.asOrganization(organizationId, async (tx) => {
      const free = and(own(organizationId, id), eq(calls.status, 'registered'), isNull(calls.nodeId));
      const [row] = await tx.select({ apiKeyId: calls.apiKeyId }).from(calls).where(free);
      if (row === undefined) return undefined;
      await requireQuota(tx, { organizationId, apiKeyId: row.apiKeyId }, OF_LIVE_CALLS, Date.now());
      const [claimed] = await tx.update(calls).set({ nodeId, leaseExpiresAt: leaseUntil }).where(free).returning();
      if (claimed !== undefined) await notePeak(tx, organizationId, claimed, Date.now());
      return claimed;
    });
  }

  /** The client did not get as far as a call: another attempt may. */
  async release(organizationId: string, id: string): Promise<void> {
    const unbegun = and(own(organizationId, id), eq(calls.status, 'registered'));
    await this.#database.asOrganization(organizationId, (tx) =>
      tx.update(calls).set({ nodeId: null, leaseExpiresAt: null }).where(unbegun),
    );
  }

  async keepRecording(organizationId: string, id: string, path: string, durationMs: number): Promise<void> {
    await this.#database.asOrganization(organizationId, (tx) =>
      tx.update(calls).set({ recordingPath: path, recordingDurationMs: durationMs }).where(own(organizationId, id)),
    );
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
      return tx
        .select()
        .from(calls)
        .where(and(open, isNotNull(calls.nodeId), lapsed));
    });
  }

  /** Registered calls that nobody has connected to since `before`. */
  neverConnected(before: Date): Promise<CallRow[]> {
    return this.#database.asSystem((tx) =>
      tx
        .select()
        .from(calls)
        .where(and(eq(calls.status, 'registered'), isNull(calls.nodeId), lt(calls.createdAt, before))),
    );
  }
}
