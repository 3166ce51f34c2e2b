/** Telephone numbers and the agents that answer, or call, from them. */
import {
  AppError,
  type CreatePhoneNumber,
  type Page,
  type PhoneNumber,
  type PhoneNumberListQuery,
  type UpdatePhoneNumber,
} from '@parley/contract';
import { isDeepStrictEqual } from 'node:util';
import type { Agents } from '../agents/agent-service.ts';
import type { Database } from '../../platform/db/database.ts';
import { requireRevision, type WantedRevision } from '../../platform/http/etag.ts';
import { found } from '../../platform/http/found.ts';
import { patchedMetadata } from '../../platform/http/metadata.ts';
import { sortedPageOf } from '../../platform/http/paging.ts';
import { newId } from '../../platform/ids.ts';
import * as store from './phone-number-store.ts';

const present = (row: store.PhoneNumberRow): PhoneNumber => ({
  id: row.id,
  number: row.number,
  nickname: row.nickname,
  inbound_agent: row.inboundAgent,
  outbound_agent: row.outboundAgent,
  metadata: row.metadata,
  revision: row.revision,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

export class PhoneNumbers {
  readonly #database: Database;
  readonly #agents: Agents;

  constructor(database: Database, agents: Agents) {
    this.#database = database;
    this.#agents = agents;
  }

  async create(
    organizationId: string,
    { number, nickname, inbound_agent, outbound_agent, metadata }: CreatePhoneNumber,
  ): Promise<PhoneNumber> {
    await this.#checkAgents(organizationId, { inbound_agent, outbound_agent });
    const row = {
      id: newId('number'),
      organizationId,
      number,
      nickname,
      inboundAgent: inbound_agent,
      outboundAgent: outbound_agent,
      metadata,
    };
    const inserted = await this.#database.asOrganization(organizationId, (tx) => store.insertNumber(tx, row));
    if (inserted === undefined) throw new AppError('conflict', { detail: 'The number is in use on this installation already.' });
    return present(inserted);
  }

  get(organizationId: string, id: string): Promise<PhoneNumber> {
    return this.#database.asOrganization(organizationId, async (tx) => present(found(await store.selectNumber(tx, organizationId, id))));
  }

  list(organizationId: string, query: PhoneNumberListQuery): Promise<Page<PhoneNumber>> {
    return this.#database.asOrganization(organizationId, async (tx) =>
      sortedPageOf(await store.selectNumbers(tx, organizationId, query), { ...query, columns: store.NUMBER_SORTS }, present),
    );
  }

  async update(organizationId: string, id: string, patch: UpdatePhoneNumber, revision: WantedRevision): Promise<PhoneNumber> {
    await this.#checkAgents(organizationId, patch);
    const { nickname, inbound_agent, outbound_agent, metadata } = patch;
    return this.#database.asOrganization(organizationId, async (tx) => {
      const row = found(await store.lockNumber(tx, organizationId, id));
      requireRevision(revision, row.revision);
      const wanted = {
        nickname: nickname ?? row.nickname,
        inboundAgent: inbound_agent === undefined ? row.inboundAgent : inbound_agent,
        outboundAgent: outbound_agent === undefined ? row.outboundAgent : outbound_agent,
        metadata: metadata === undefined ? row.metadata : patchedMetadata(row.metadata, metadata),
      };
      if (isDeepStrictEqual({ ...row, ...wanted }, row)) return present(row);
      return present(found(await store.updateNumber(tx, id, { ...wanted, revision: row.revision + 1 })));
    });
  }

  async remove(organizationId: string, id: string, revision: WantedRevision = null): Promise<void> {
    await this.#database.asOrganization(organizationId, async (tx) => {
      requireRevision(revision, found(await store.lockNumber(tx, organizationId, id)).revision);
      await store.deleteNumber(tx, organizationId, id);
    });
  }

  async #checkAgents(organizationId: string, wanted: Pick<UpdatePhoneNumber, 'inbound_agent' | 'outbound_agent'>): Promise<void> {
    for (const member of ['inbound_agent', 'outbound_agent'] as const) {
      const agent = wanted[member];
      if (agent !== undefined && agent !== null) await this.#agents.snapshotNamedBy(organizationId, agent, `/${member}`);
    }
  }
}
