/** The audit trail: read, exported, kept for as long as is set. */
import type { AuditEntry, AuditExportQuery, AuditLogQuery, Page } from '@parley/contract';
import type { Acting } from '../../platform/db/acting.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Asked, AuditTrail } from '../../platform/http/audit.ts';
import { pageOf } from '../../platform/http/paging.ts';
import * as store from './audit-store.ts';
import type { AuditRow, NewEntry } from './audit-store.ts';

/** Rows that an export reads at once. */
const AT_ONCE = 500;

const presentEntry = (row: AuditRow): AuditEntry => ({
  id: row.id,
  created_at: row.createdAt.toISOString(),
  actor: { type: row.actorType, id: row.actorId, name: row.actorName },
  action: row.action,
  outcome: row.outcome,
  resource_type: row.resourceType,
  resource_id: row.resourceId,
  changes: row.changes,
  address: row.address,
  user_agent: row.userAgent,
  request_id: row.requestId,
});

const entryOf = (
  { actor, action, address, userAgent, requestId }: Acting,
  { organizationId, resourceType, resourceId }: Asked,
): NewEntry => ({
  organizationId,
  actorType: actor.type,
  actorId: actor.id,
  actorName: actor.name,
  action,
  resourceType,
  resourceId,
  address,
  userAgent,
  requestId,
});

export interface AuditOptions {
  database: Database;
  /** How long entries are kept; null: for ever. */
  keptMs: number | null;
  now?: () => number;
}

/** Reads of one thing by one reader within this time are one entry. */
const ONE_READ_MS = 300_000;
const MOST_READS = 10_000;

export class Audit implements AuditTrail {
  readonly #options: AuditOptions;
  readonly #reads = new Map<string, number>();

  constructor(options: AuditOptions) {
    this.#options = options;
  }

  note(acting: Acting, asked: Asked): Promise<void> {
    return this.#options.database.asSystem(async (tx) => {
      if (acting.requestId !== null && (await store.hasEntryOf(tx, acting.requestId))) return;
      await store.insertEntries(tx, [entryOf(acting, asked)]);
    });
  }

  async noteRead(acting: Acting, asked: Asked): Promise<void> {
    const { now = Date.now } = this.#options;
    const reader = acting.actor.id ?? acting.address;
    const key = JSON.stringify([acting.actor.type, reader, acting.action, asked.organizationId, asked.resourceId]);
    const last = this.#reads.get(key);
    if (asked.resourceId !== null && last !== undefined && now() - last < ONE_READ_MS) return;
    if (this.#reads.size >= MOST_READS) this.#reads.clear();
    // Before it is written: a player asks for the next part at once.
    this.#reads.set(key, now());
    try {
      await this.#options.database.asSystem((tx) => store.insertEntries(tx, [entryOf(acting, asked)]));
    } catch (error) {
      this.#reads.delete(key);
      throw error;
    }
  }

  /**
   * Somebody could not sign in. The organizations of the account are told, or the first one where there is no such account; what was typed
   * for an address is not kept: it may have been a password.
   */
  noteRefusedSignIn(acting: Acting, email: string | null): Promise<void> {
    return this.#noteOfPerson(acting, email, 'failure');
  }

  /** Somebody knows the password; the code is asked for. */
  noteRightPassword(acting: Acting, email: string): Promise<void> {
    return this.#noteOfPerson({ ...acting, action: 'signInPassword' }, email, 'success');
  }

  /** The `parley` command did something with the whole installation: in the trail of each organization. */
  noteCommand(action: string): Promise<void> {
    const acting = {
      actor: { type: 'command_line', id: null, name: null },
      action,
      address: null,
      userAgent: null,
      requestId: null,
    } as const;
    return this.#options.database.asSystem(async (tx) => {
      const ids = await store.selectOrganizationIds(tx);
      const entries = ids.map((organizationId) => entryOf(acting, { organizationId, resourceType: 'installation', resourceId: null }));
      await store.insertEntries(tx, entries);
    });
  }

  async list(organizationId: string, { limit, cursor, ...filters }: AuditLogQuery): Promise<Page<AuditEntry>> {
    const rows = await this.#rows(organizationId, filters, { limit, cursor });
    return pageOf(rows, limit, presentEntry);
  }

  /** The newest first, a few at a time. */
  async *all(organizationId: string, { format: _format, ...filters }: AuditExportQuery): AsyncGenerator<AuditEntry[]> {
    for (let cursor: string | undefined; ;) {
      const page = await this.list(organizationId, { ...filters, limit: AT_ONCE, cursor });
      yield page.items;
      if (page.next_cursor === null) return;
      cursor = page.next_cursor;
    }
  }

  /** Entries that are older than is set. */
  async tidy(): Promise<void> {
    const { database, keptMs, now = Date.now } = this.#options;
    if (keptMs === null) return;
    await database.asSystem((tx) => store.deleteEntriesBefore(tx, new Date(now() - keptMs)));
  }

  #noteOfPerson(acting: Acting, email: string | null, outcome: AuditEntry['outcome']): Promise<void> {
    return this.#options.database.asSystem(async (tx) => {
      const known = email === null ? [] : await store.selectPersonByEmail(tx, email);
      const first = known.length > 0 ? undefined : await store.selectFirstOrganization(tx);
      const told = known.length > 0 ? known : [{ id: null, organizationId: first ?? '' }];
      const entries = told.map(({ id, organizationId }) => entryOf(acting, { organizationId, resourceType: 'session', resourceId: id }));
      await store.insertEntries(
        tx,
        entries.map((entry) => ({ ...entry, outcome })),
      );
    });
  }

  #rows(organizationId: string, filters: store.AuditFilters, page: { limit: number; cursor?: string | undefined }): Promise<AuditRow[]> {
    return this.#options.database.asOrganization(organizationId, (tx) => store.selectEntries(tx, organizationId, filters, page));
  }
}
