/** Agents: a draft that is edited, and numbered versions that never change. */
import { AgentConfig, AppError, type Agent, type AgentSnapshot, type AgentVersion, type Page } from '@parley/contract';
import type { Database, Transaction } from '../db/database.ts';
import { fieldErrors } from '../http/problems.ts';
import { pageOf } from '../http/paging.ts';
import { newId } from '../ids.ts';
import * as store from './agent-store.ts';
import { mergePatch } from './merge-patch.ts';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** Keys in order: JSONB does not keep the order in which they were written. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

const present = (row: store.AgentWithPublished): Agent => ({
  id: row.id,
  ...row.draft,
  published_version: row.publishedVersion,
  draft_changed: row.publishedConfig === null || !same(row.draft, row.publishedConfig),
  revision: row.revision,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

const presentVersion = (row: store.AgentVersionRow): AgentVersion => ({
  agent_id: row.agentId,
  version: row.version,
  config: row.config,
  published_at: row.publishedAt.toISOString(),
  published_by: row.publishedBy,
});

export function parseConfig(value: unknown): AgentConfig {
  const parsed = AgentConfig.safeParse(value);
  if (!parsed.success) throw new AppError('validation_failed', { fields: fieldErrors(parsed.error, '') });
  const { config, problem } = checkTimeZone(parsed.data);
  if (problem !== null) throw new AppError('validation_failed', { fields: [problem] });
  return config;
}

function checkTimeZone(config: AgentConfig): { config: AgentConfig; problem: { pointer: string; message: string } | null } {
  try {
    new Intl.DateTimeFormat('en', { timeZone: config.time_zone });
    return { config, problem: null };
  } catch {
    return { config, problem: { pointer: '/time_zone', message: 'must be an IANA time zone such as Europe/Berlin' } };
  }
}

export class Agents {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(organizationId: string, input: unknown): Promise<Agent> {
    const draft = parseConfig(input);
    return this.#in(organizationId, async (tx) => {
      const id = newId('agent');
      await store.insertAgent(tx, { id, organizationId, draft });
      return present(await this.#get(tx, organizationId, id));
    });
  }

  list(organizationId: string, query: { q: string | undefined; cursor: string | undefined; limit: number }): Promise<Page<Agent>> {
    return this.#in(organizationId, async (tx) => pageOf(await store.selectAgents(tx, organizationId, query), query.limit, present));
  }

  get(organizationId: string, id: string): Promise<Agent> {
    return this.#in(organizationId, async (tx) => present(await this.#get(tx, organizationId, id)));
  }

  /** JSON merge patch (RFC 7396) of the draft; `revision` guards against another's save in between. */
  update(organizationId: string, id: string, patch: unknown, revision: number | null): Promise<Agent> {
    return this.#in(organizationId, async (tx) => {
      const row = await this.#lock(tx, organizationId, id);
      if (revision !== null && revision !== row.revision) throw new AppError('precondition_failed');
      const draft = parseConfig(mergePatch(row.draft, patch));
      await store.updateAgent(tx, id, { draft, revision: row.revision + 1 });
      return present(await this.#get(tx, organizationId, id));
    });
  }

  /** Calls that run keep their snapshot. */
  async remove(organizationId: string, id: string): Promise<void> {
    await this.#in(organizationId, async (tx) => {
      await this.#lock(tx, organizationId, id);
      await store.updateAgent(tx, id, { deletedAt: new Date() });
    });
  }

  publish(organizationId: string, id: string, by: string | null): Promise<AgentVersion> {
    return this.#in(organizationId, async (tx) => {
      const row = await this.#lock(tx, organizationId, id);
      const version = (row.publishedVersion ?? 0) + 1;
      const inserted = await store.insertVersion(tx, { organizationId, agentId: id, version, config: row.draft, publishedBy: by });
      if (inserted === undefined) throw new AppError('internal');
      await store.updateAgent(tx, id, { publishedVersion: version });
      return presentVersion(inserted);
    });
  }

  versions(organizationId: string, id: string): Promise<AgentVersion[]> {
    return this.#in(organizationId, async (tx) => {
      await this.#get(tx, organizationId, id);
      return (await store.selectVersions(tx, id)).map(presentVersion);
    });
  }

  version(organizationId: string, id: string, version: number): Promise<AgentVersion> {
    return this.#in(organizationId, async (tx) => {
      await this.#get(tx, organizationId, id);
      return presentVersion(await this.#version(tx, id, version));
    });
  }

  /** The version's settings become the draft. */
  restore(organizationId: string, id: string, version: number): Promise<Agent> {
    return this.#in(organizationId, async (tx) => {
      const row = await this.#lock(tx, organizationId, id);
      const { config } = await this.#version(tx, id, version);
      await store.updateAgent(tx, id, { draft: config, revision: row.revision + 1 });
      return present(await this.#get(tx, organizationId, id));
    });
  }

  /** What a call runs on: `draft`, a version, or the newest published one (the draft when there is none). */
  snapshot(organizationId: string, id: string, wanted: number | 'draft' | undefined): Promise<AgentSnapshot> {
    return this.#in(organizationId, async (tx) => {
      const row = await this.#get(tx, organizationId, id);
      const version = wanted ?? row.publishedVersion ?? 'draft';
      if (version === 'draft') return { id, version: null, config: row.draft };
      return { id, version, config: (await this.#version(tx, id, version)).config };
    });
  }

  #in<T>(organizationId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#database.asOrganization(organizationId, work);
  }

  async #get(tx: Transaction, organizationId: string, id: string): Promise<store.AgentWithPublished> {
    const row = await store.selectAgent(tx, organizationId, id);
    if (row === undefined) throw new AppError('not_found');
    return row;
  }

  async #lock(tx: Transaction, organizationId: string, id: string): Promise<store.AgentRow> {
    const row = await store.lockAgent(tx, organizationId, id);
    if (row === undefined) throw new AppError('not_found');
    return row;
  }

  async #version(tx: Transaction, agentId: string, version: number): Promise<store.AgentVersionRow> {
    const row = await store.selectVersion(tx, agentId, version);
    if (row === undefined) throw new AppError('not_found');
    return row;
  }
}
