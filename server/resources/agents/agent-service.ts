/** Agents: a draft that is edited, numbered versions that never change, and tags that point at versions. */
import {
  AppError,
  MAX_TAGS,
  mergePatch,
  type Agent,
  type AgentConfig,
  type AgentDiff,
  type AgentListQuery,
  type AgentProblem,
  type AgentSnapshot,
  type AgentTag,
  type AgentVersion,
  type AgentVersionRef,
  type Json,
  type Metadata,
  type Page,
} from '@parley/contract';
import { isDeepStrictEqual } from 'node:util';
import type { Channel } from '../../live/models/impossible-settings.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { emit } from '../../platform/outbox/emit.ts';
import { requireRevision, type WantedRevision } from '../../platform/http/etag.ts';
import { found } from '../../platform/http/found.ts';
import { patchedMetadata } from '../../platform/http/metadata.ts';
import { numberCursor, numberedPageOf, sortedPageOf } from '../../platform/http/paging.ts';
import { newId } from '../../platform/ids.ts';
import { AgentCache, type CachedAgent } from './agent-cache.ts';
import { diffSettings } from './agent-diff.ts';
import { parsedConfig } from './agent-override.ts';
import { present, presentVersion } from './agent-presentation.ts';
import * as store from './agent-store.ts';
import type { Readiness } from './readiness.ts';

const COPY_SUFFIX = ' (copy)';
const NAME_LENGTH = 128;

export interface AgentChange {
  /** Guards against another's save in between. */
  revision?: WantedRevision;
  channel?: Channel;
}

export interface Publishing {
  channel?: Channel;
  /** Makes a version also of a draft that says what was published last. */
  again?: boolean;
}

export interface Published {
  published: AgentVersion;
  isNew: boolean;
}

export class Agents {
  readonly #database: Database;
  readonly #readiness: Readiness;
  readonly #cache: AgentCache;

  constructor(database: Database, readiness: Readiness) {
    this.#database = database;
    this.#readiness = readiness;
    this.#cache = new AgentCache(database);
  }

  /** From here on changes elsewhere are seen here. */
  start(): Promise<() => Promise<void>> {
    return this.#cache.start();
  }

  /** An agent of the channel `text` is never called: it needs neither recogniser nor voice. */
  async create(organizationId: string, input: unknown, channel: Channel = 'voice', metadata: Metadata = {}): Promise<Agent> {
    const draft = parsedConfig(input, { before: null, channel });
    return this.#in(organizationId, async (tx) => {
      const id = newId('agent');
      await store.insertAgent(tx, { id, organizationId, draft, metadata });
      return present(await this.#get(tx, organizationId, id));
    });
  }

  list(organizationId: string, query: AgentListQuery): Promise<Page<Agent>> {
    return this.#in(organizationId, async (tx) =>
      sortedPageOf(await store.selectAgents(tx, organizationId, query), { ...query, columns: store.AGENT_SORTS }, present),
    );
  }

  async get(organizationId: string, id: string): Promise<Agent> {
    return (await this.read(organizationId, id)).agent;
  }

  /** As `get`, with the text that the API sends. */
  read(organizationId: string, id: string): Promise<CachedAgent> {
    return this.#cache.get(organizationId, id, () =>
      this.#in(organizationId, async (tx) => present(await this.#get(tx, organizationId, id))),
    );
  }

  /** JSON merge patch (RFC 7396) of draft and metadata. What was impossible before and is left as it is does not keep the rest from being saved. */
  update(organizationId: string, id: string, patch: Json, { revision = null, channel = 'voice' }: AgentChange = {}): Promise<Agent> {
    return this.#change(organizationId, id, async (tx, row) => {
      requireRevision(revision, row.revision);
      const { metadata: labels, ...settings } = patch;
      const draft = parsedConfig(mergePatch(row.draft, settings), { before: row.draft, channel });
      const metadata = labels === undefined ? row.metadata : labels === null ? {} : patchedMetadata(row.metadata, labels);
      if (!isDeepStrictEqual([draft, metadata], [row.draft, row.metadata]))
        await store.updateAgent(tx, id, { draft, metadata, revision: row.revision + 1 });
      return present(await this.#get(tx, organizationId, id));
    });
  }

  /** Draft and metadata as an agent of its own, unpublished. */
  duplicate(organizationId: string, id: string, name: string | undefined): Promise<Agent> {
    return this.#in(organizationId, async (tx) => {
      const { draft, metadata } = await this.#get(tx, organizationId, id);
      const copyName = name ?? draft.name.slice(0, NAME_LENGTH - COPY_SUFFIX.length) + COPY_SUFFIX;
      const copy = newId('agent');
      await store.insertAgent(tx, { id: copy, organizationId, draft: { ...draft, name: copyName }, metadata });
      return present(await this.#get(tx, organizationId, copy));
    });
  }

  /** Calls that run keep their snapshot. */
  remove(organizationId: string, id: string, revision: WantedRevision = null): Promise<void> {
    return this.#change(organizationId, id, async (tx, row) => {
      requireRevision(revision, row.revision);
      const now = new Date();
      await store.updateAgent(tx, id, { deletedAt: now });
      const data = { id, name: row.draft.name, deleted_at: now.toISOString() };
      await emit(tx, organizationId, [{ type: 'agent.deleted', data, agentId: id }], now);
    });
  }

  /**
   * A draft that says what was published last makes no version, unless `again`: that one is answered. Throws `impossible_settings` or
   * `provider_not_configured`. What is saved or forgotten at the same moment, the call finds.
   */
  async publish(
    organizationId: string,
    id: string,
    by: string | null,
    { channel = 'voice', again = false }: Publishing = {},
  ): Promise<Published> {
    const { draft: wanted } = await this.#in(organizationId, (tx) => this.#get(tx, organizationId, id));
    await this.#readiness.requirePublishable(organizationId, wanted, channel);
    return this.#change(organizationId, id, async (tx, row) => {
      const last = row.publishedVersion === null || again ? undefined : await this.#version(tx, id, row.publishedVersion);
      if (last !== undefined && isDeepStrictEqual(last.config, row.draft)) return { published: presentVersion(last), isNew: false };
      const version = (row.publishedVersion ?? 0) + 1;
      const inserted = await store.insertVersion(tx, { organizationId, agentId: id, version, config: row.draft, publishedBy: by });
      if (inserted === undefined) throw new AppError('internal');
      await store.updateAgent(tx, id, { publishedVersion: version });
      const published = presentVersion(inserted);
      await emit(tx, organizationId, [{ type: 'agent.deployed', data: published, agentId: id }]);
      return { published, isNew: true };
    });
  }

  versions(organizationId: string, id: string, page: { limit: number; cursor?: string | undefined }): Promise<Page<AgentVersion>> {
    return this.#in(organizationId, async (tx) => {
      await this.#get(tx, organizationId, id);
      const rows = await store.selectVersions(tx, id, page.limit + 1, numberCursor(page.cursor));
      return numberedPageOf(rows, page.limit, presentVersion, (row) => row.version);
    });
  }

  version(organizationId: string, id: string, version: number): Promise<AgentVersion> {
    return this.#in(organizationId, async (tx) => {
      await this.#get(tx, organizationId, id);
      return presentVersion(await this.#version(tx, id, version));
    });
  }

  /** What turns one version's settings, or the draft's, into another's. */
  diff(organizationId: string, id: string, from: AgentVersionRef, to: AgentVersionRef): Promise<AgentDiff> {
    return this.#in(organizationId, async (tx) => {
      const row = await this.#get(tx, organizationId, id);
      const before = await this.#resolve(tx, row, from);
      const after = await this.#resolve(tx, row, to);
      return { agent_id: id, from, to, changes: diffSettings(before.config, after.config) };
    });
  }

  /** The version's settings become the draft. */
  restore(organizationId: string, id: string, version: number): Promise<Agent> {
    return this.#change(organizationId, id, async (tx, row) => {
      const { config } = await this.#version(tx, id, version);
      if (!isDeepStrictEqual(config, row.draft)) await store.updateAgent(tx, id, { draft: config, revision: row.revision + 1 });
      return present(await this.#get(tx, organizationId, id));
    });
  }

  setTag(organizationId: string, id: string, tag: string, version: number): Promise<AgentTag> {
    return this.#change(organizationId, id, async (tx) => {
      if ((await store.selectVersion(tx, id, version)) === undefined)
        throw new AppError('validation_failed', { fields: [{ pointer: '/version', message: 'is not a published version of the agent' }] });
      const tags = await store.selectTags(tx, id);
      if (tags.length >= MAX_TAGS && tags.every((one) => one.tag !== tag))
        throw new AppError('conflict', { detail: `An agent has at most ${String(MAX_TAGS)} tags; remove one first.` });
      await store.putTag(tx, { organizationId, agentId: id, tag, version });
      return { agent_id: id, tag, version };
    });
  }

  removeTag(organizationId: string, id: string, tag: string): Promise<void> {
    return this.#change(organizationId, id, async (tx) => {
      if (!(await store.deleteTag(tx, id, tag))) throw new AppError('not_found');
    });
  }

  /** What a call runs on: a version, `draft`, `latest`, a tag; without a wish the newest published one, or the draft when there is none. */
  snapshot(organizationId: string, id: string, wanted: AgentVersionRef | undefined): Promise<AgentSnapshot> {
    return this.#in(organizationId, async (tx) => {
      const row = await this.#get(tx, organizationId, id);
      return { id, ...(await this.#resolve(tx, row, wanted ?? row.publishedVersion ?? 'draft')) };
    });
  }

  /** What keeps a version, or the draft, from being published and from taking calls. */
  async problems(organizationId: string, id: string, wanted: AgentVersionRef): Promise<AgentProblem[]> {
    const { config } = await this.snapshot(organizationId, id, wanted);
    return this.#readiness.problems(organizationId, config, 'voice');
  }

  /** As `snapshot`, for a request that names the agent: a field of the request is wrong where there is none. */
  snapshotNamedBy(
    organizationId: string,
    { agent_id, agent_version }: { agent_id: string; agent_version?: AgentVersionRef | undefined },
    pointer = '/agent_id',
  ): Promise<AgentSnapshot> {
    return this.snapshot(organizationId, agent_id, agent_version).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
      throw new AppError('validation_failed', { fields: [{ pointer, message: 'is not an agent, or the version does not exist' }] });
    });
  }

  async #resolve(
    tx: Transaction,
    row: store.WholeAgent,
    wanted: AgentVersionRef,
  ): Promise<{ version: number | null; config: AgentConfig }> {
    if (wanted === 'draft') return { version: null, config: row.draft };
    const version = typeof wanted === 'number' ? wanted : wanted === 'latest' ? row.publishedVersion : row.tags[wanted];
    if (version === undefined || version === null) throw new AppError('not_found');
    return { version, config: (await this.#version(tx, row.id, version)).config };
  }

  #in<T>(organizationId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#database.asOrganization(organizationId, work);
  }

  /** Work on a locked agent, after which nobody is shown what it was before. */
  async #change<T>(organizationId: string, id: string, work: (tx: Transaction, row: store.AgentRow) => Promise<T>): Promise<T> {
    const result = await this.#in(organizationId, async (tx) => {
      const row = found(await store.lockAgent(tx, organizationId, id));
      const done = await work(tx, row);
      await this.#cache.tell(tx, organizationId, id);
      return done;
    });
    this.#cache.changed(organizationId, id);
    return result;
  }

  async #get(tx: Transaction, organizationId: string, id: string): Promise<store.WholeAgent> {
    return found(await store.selectAgent(tx, organizationId, id));
  }

  async #version(tx: Transaction, agentId: string, version: number): Promise<store.AgentVersionRow> {
    return found(await store.selectVersion(tx, agentId, version));
  }
}
