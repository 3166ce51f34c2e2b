/**
 * Their LLM: what an agent says and does, without its voice. One that was created is kept as it was given, and every agent that
 * refers to it has its settings from there; an agent that refers to none is its own LLM, by the same id but for its prefix.
 */
import { AgentConfig, AppError, mergePatchOf } from '@parley/contract';
import { cursorBehind } from '../../../platform/http/paging.ts';
import { fieldErrors } from '../../../platform/http/problems.ts';
import { newId } from '../../../platform/ids.ts';
import { agentIdOf, llmIdOf } from '../shared/ids.ts';
import { channelOf, configOf, ourChannel, type KnownAgents } from '../shared/known-agents.ts';
import { writeFields, type Fields } from '../shared/lens.ts';
import { configOfLlm, LLM_LENSES, llmAnswer, llmFieldsGiven } from './llm-fields.ts';
import { Refusal } from '../shared/errors.ts';
import { asPage, gather, sortOf, type TheirPage, type Wanted } from '../shared/paging.ts';
import type { CompatRecord } from '../shared/record.ts';
import { draftIsLatest, draftNumber, latestNumber, ourNumber, requireDraft, wantedNumber, type Known } from '../shared/versions.ts';

export interface KnownLlm {
  id: string;
  record: CompatRecord<'retell.llm'> | undefined;
  /** Agents that have it; the first one speaks for all. */
  agents: Known[];
}

const given = ({ record }: KnownLlm): Fields => record?.data.given ?? {};

/** An agent could have it. */
function requireUsable(fields: Fields): void {
  const { error } = AgentConfig.safeParse(configOfLlm(fields));
  const [fault] = error === undefined ? [] : fieldErrors(error, '');
  if (fault !== undefined) throw new Refusal(`${fault.pointer.slice(1).replaceAll('/', '.')} ${fault.message}`);
}

export class Llms {
  readonly #known: KnownAgents;

  constructor(known: KnownAgents) {
    this.#known = known;
  }

  /** Throws `not_found`. */
  async get(organizationId: string, id: string): Promise<KnownLlm> {
    const { records } = this.#known;
    const record = await records.get(organizationId, 'retell.llm', id);
    const own = id.startsWith('llm_') ? await this.#known.find(organizationId, agentIdOf(id)) : undefined;
    const isOwn = own !== undefined && (own.record?.llm_id ?? id) === id;
    if (record === undefined && !isOwn) throw new AppError('not_found');
    const agents = isOwn ? [own] : [];
    for (const { id: agentId } of await records.referringTo(organizationId, 'retell.agent', id)) {
      const known = await this.#known.find(organizationId, agentId);
      if (known !== undefined && known.agent.id !== own?.agent.id) agents.push(known);
    }
    return { id, record, agents };
  }

  async find(organizationId: string, id: string): Promise<KnownLlm | undefined> {
    return this.get(organizationId, id).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return undefined;
      throw error;
    });
  }

  /** The settings that an agent has from it. */
  config(llm: KnownLlm): AgentConfig {
    const [first] = llm.agents;
    return first === undefined ? configOfLlm(given(llm)) : configOf(first.agent);
  }

  async create(organizationId: string, body: Fields): Promise<Fields> {
    const id = newId('llm');
    requireUsable(llmFieldsGiven(body));
    await this.#known.records.change(organizationId, 'retell.llm', id, () => ({ given: llmFieldsGiven(body) }));
    return this.answer(await this.get(organizationId, id));
  }

  async retrieve(organizationId: string, id: string, version: string | number | undefined): Promise<Fields> {
    const llm = await this.get(organizationId, id);
    const [first] = llm.agents;
    if (first === undefined) {
      if (version !== undefined && String(version) !== '0') throw new AppError('not_found');
      return this.answer(llm);
    }
    const number = wantedNumber(first, version);
    return number === draftNumber(first.agent) ? this.answer(llm, number) : this.#published(organizationId, llm, first, number);
  }

  async update(organizationId: string, id: string, version: string | number | undefined, body: Fields): Promise<Fields> {
    const llm = await this.get(organizationId, id);
    const [first] = llm.agents;
    if (first !== undefined) requireDraft(first, version);
    const change = llmFieldsGiven(body);
    if (first === undefined) requireUsable({ ...given(llm), ...change });
    const { records, agents } = this.#known;
    for (const known of llm.agents) {
      const { agent } = known;
      const config = configOf(agent);
      const patch = mergePatchOf(config, writeFields(LLM_LENSES, llmAnswer(given(llm), config), change, config));
      if (Object.keys(patch).length > 0) await agents.update(organizationId, agent.id, patch, { channel: ourChannel(channelOf(known)) });
      await records.change(organizationId, 'retell.agent', agent.id, (before) => ({
        channel: 'voice',
        given: {},
        ...before,
        draft_is_latest: true,
      }));
    }
    await records.change(organizationId, 'retell.llm', id, (known) => ({ given: { ...known?.given, ...change } }));
    return this.answer(await this.get(organizationId, id), first === undefined ? 0 : draftNumber(first.agent));
  }

  async remove(organizationId: string, id: string, force: boolean): Promise<void> {
    const { record, agents } = await this.get(organizationId, id);
    if (agents.some(({ agent }) => llmIdOf(agent.id) === id))
      throw new Refusal('The LLM is part of the agent; delete the agent instead.', 400);
    if (agents.length > 0 && !force) throw new Refusal('An agent still uses the LLM.', 400);
    const { records } = this.#known;
    for (const { agent } of agents)
      await records.change(organizationId, 'retell.agent', agent.id, (known) => {
        const { llm_id: _gone, ...rest } = known ?? { channel: 'voice' as const, given: {} };
        return rest;
      });
    if (record !== undefined) await records.remove(organizationId, 'retell.llm', id);
  }

  /** Those that were created, then those that are part of an agent. */
  async list(organizationId: string, wanted: Wanted): Promise<TheirPage<Fields>> {
    const key = wanted.pagination_key ?? '';
    const ofAgents = key.startsWith('agents');
    const created = ofAgents ? { items: [], next: null } : await this.#created(organizationId, wanted);
    const items = await Promise.all(created.items.map(async ({ id }) => this.answer(await this.get(organizationId, id))));
    if (created.next !== null || items.length >= wanted.limit) return asPage(items, created.next ?? 'agents');
    const rest = { ...wanted, limit: wanted.limit - items.length, pagination_key: key.replace(/^agents:?/, '') || undefined };
    const own = await this.#ownOfAgents(organizationId, ofAgents ? rest : { ...rest, pagination_key: undefined });
    return asPage([...items, ...own.items], own.next === null ? null : `agents:${own.next}`);
  }

  /** The key of the older list is the last LLM's id. */
  async keyBehind(organizationId: string, id: string, order: Wanted['sort_order']): Promise<string> {
    const { record, agents } = await this.get(organizationId, id).catch(() => {
      throw new Refusal('pagination_key is not an LLM.', 400);
    });
    const [first] = agents;
    if (record !== undefined || first === undefined) return id;
    return `agents:${cursorBehind(sortOf({ sort_order: order }), first.agent.created_at, first.agent.id)}`;
  }

  async #created(
    organizationId: string,
    { limit, pagination_key, sort_order }: Wanted,
  ): Promise<{ items: CompatRecord<'retell.llm'>[]; next: string | null }> {
    const page = { after: pagination_key, limit: limit + 1, descending: sort_order !== 'ascending' };
    const rows = await this.#known.records.page(organizationId, 'retell.llm', page);
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  async #ownOfAgents(organizationId: string, wanted: Wanted): Promise<{ items: Fields[]; next: string | null }> {
    const page = await gather(
      wanted,
      (limit, cursor) => this.#known.agents.list(organizationId, { limit, cursor, sort: sortOf(wanted) }),
      async (agents) =>
        (await this.#known.withRecords(organizationId, agents))
          .filter(({ record }) => record?.llm_id === undefined)
          .map(({ agent }) => agent),
    );
    const known = await this.#known.withRecords(organizationId, page.items);
    const records = await this.#known.records.getAll(
      organizationId,
      'retell.llm',
      page.items.map(({ id }) => llmIdOf(id)),
    );
    return {
      items: known.map((one) => this.answer({ id: llmIdOf(one.agent.id), record: records.get(llmIdOf(one.agent.id)), agents: [one] })),
      next: page.next,
    };
  }

  /** As it stands now, under the number of the first agent's `version`. */
  answer(llm: KnownLlm, version?: number): Fields {
    const [first] = llm.agents;
    const number = version ?? (first === undefined ? 0 : latestNumber(first));
    const modified = Math.max(llm.record?.updatedAt.getTime() ?? 0, first === undefined ? 0 : Date.parse(first.agent.updated_at));
    return {
      ...llmAnswer(given(llm), this.config(llm)),
      llm_id: llm.id,
      version: number,
      is_published: first !== undefined && !draftIsLatest(first) && number < draftNumber(first.agent),
      last_modification_timestamp: modified,
    };
  }

  async #published(organizationId: string, llm: KnownLlm, { agent }: Known, number: number): Promise<Fields> {
    const { config, published_at } = await this.#known.agents.version(organizationId, agent.id, ourNumber(number));
    const record = await this.#known.records.get(organizationId, 'retell.agent_version', `${agent.id}@${String(number)}`);
    return {
      ...llmAnswer(record?.data.llm_given ?? given(llm), config),
      llm_id: llm.id,
      version: number,
      is_published: true,
      last_modification_timestamp: Date.parse(published_at),
    };
  }
}
