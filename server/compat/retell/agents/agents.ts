/** Their voice and chat agents: agents of ours, which have their words from an LLM of theirs. */
import { AppError, mergePatchOf, type AgentConfig, type AgentVersion } from '@parley/contract';
import { cursorBehind } from '../../../platform/http/paging.ts';
import { WEBHOOK_FIELDS, type AgentWebhook, type AgentWebhooks } from './agent-webhooks.ts';
import { fieldsGiven, freshConfig, lensesOf } from './agent-fields.ts';
import { Refusal } from '../shared/errors.ts';
import { llmIdOf } from '../shared/ids.ts';
import { channelOf, configOf, ourChannel, type KnownAgents } from '../shared/known-agents.ts';
import { readFields, writeFields, type Fields } from '../shared/lens.ts';
import { llmParts } from '../llms/llm-fields.ts';
import type { KnownLlm, Llms } from '../llms/llms.ts';
import { asPage, gather, sortOf, type TheirPage, type Wanted } from '../shared/paging.ts';
import type { Channel, RecordData } from '../shared/record.ts';
import { draftIsLatest, draftNumber, ourNumber, requireDraft, theirNumber, wantedNumber, type Known } from '../shared/versions.ts';

/** What the routes have checked of `response_engine`. */
export type Engine = { type: 'retell-llm'; llm_id: string } | { type: 'custom-llm' | 'conversation-flow' };

type VersionRecord = Partial<RecordData['retell.agent_version']>;

interface View {
  version: number;
  published: boolean;
  config: AgentConfig;
  modified: string;
  said: VersionRecord;
}

/** Whose agents are changed, and the key that their webhooks are signed with. */
export interface Editor {
  organizationId: string;
  signingKey: string | undefined;
}

export interface AgentFilter {
  channel?: Channel | undefined;
  query?: string | undefined;
}

const texts = (given: Fields): { title?: string; description?: string } => ({
  ...(typeof given.version_title === 'string' ? { title: given.version_title } : {}),
  ...(typeof given.version_description === 'string' ? { description: given.version_description } : {}),
});

const versionTexts = ({ title, description, base_version }: VersionRecord): Fields => ({
  ...(base_version === undefined ? {} : { base_version }),
  ...(title === undefined ? {} : { version_title: title }),
  ...(description === undefined ? {} : { version_description: description }),
});

export class RetellAgents {
  readonly #known: KnownAgents;
  readonly #llms: Llms;
  readonly #webhooks: AgentWebhooks;

  constructor(known: KnownAgents, llms: Llms, webhooks: AgentWebhooks) {
    this.#known = known;
    this.#llms = llms;
    this.#webhooks = webhooks;
  }

  async create({ organizationId, signingKey }: Editor, channel: Channel, body: Fields & { response_engine: Engine }): Promise<Fields> {
    const llm = await this.#llmOf(organizationId, body.response_engine);
    const lenses = lensesOf(channel);
    const given = fieldsGiven(body);
    this.#webhooks.check(given);
    const config = writeFields(lenses, {}, given, { ...freshConfig(lenses), ...llmParts(this.#llms.config(llm)) });
    const { id } = await this.#known.agents.create(organizationId, config, ourChannel(channel));
    await this.#known.records.change(organizationId, 'retell.agent', id, () => ({ channel, llm_id: llm.id, given, ...texts(body) }));
    await this.#wire(organizationId, { agentId: id, channel, given, webhookId: undefined, signingKey });
    return this.get(organizationId, channel, id, undefined);
  }

  async get(organizationId: string, channel: Channel | undefined, id: string, version: string | number | undefined): Promise<Fields> {
    const known = await this.#known.get(organizationId, id, channel);
    const fields = await this.#version(organizationId, known, wantedNumber(known, version));
    return { ...fields, ...(await this.#webhookNow(organizationId, known)) };
  }

  /** What is true of the agent's webhook now, also where it was changed in our API; it is the same for every version. */
  async #webhookNow(organizationId: string, { record }: Known): Promise<Fields> {
    if (record?.webhook_id === undefined) return {};
    const endpoint = await this.#webhooks.find(organizationId, record.webhook_id);
    return endpoint === undefined ? { webhook_url: null } : { webhook_url: endpoint.url, webhook_timeout_ms: endpoint.timeout_ms };
  }

  async #wire(organizationId: string, wanted: AgentWebhook): Promise<void> {
    const webhookId = await this.#webhooks.apply(organizationId, wanted);
    if (webhookId === wanted.webhookId) return;
    await this.#known.records.change(organizationId, 'retell.agent', wanted.agentId, (before) => {
      const { webhook_id: _before, ...rest } = before ?? { channel: wanted.channel, given: {} };
      return webhookId === undefined ? rest : { ...rest, webhook_id: webhookId };
    });
  }

  async update(
    { organizationId, signingKey }: Editor,
    channel: Channel,
    { id, version }: { id: string; version: string | number | undefined },
    body: Fields & { response_engine?: Engine | undefined },
  ): Promise<Fields> {
    const known = await this.#known.get(organizationId, id, channel);
    requireDraft(known, version);
    const llm = body.response_engine === undefined ? undefined : await this.#llmOf(organizationId, body.response_engine);
    const config = configOf(known.agent);
    const lenses = lensesOf(channel);
    const change = fieldsGiven(body);
    this.#webhooks.check(change);
    const isOther = llm !== undefined && llm.id !== (known.record?.llm_id ?? llmIdOf(id));
    const spoken = isOther ? { ...config, ...llmParts(this.#llms.config(llm)) } : config;
    const patch = mergePatchOf(config, writeFields(lenses, readFields(lenses, known.record?.given ?? {}, config), change, spoken));
    if (Object.keys(patch).length > 0) await this.#known.agents.update(organizationId, id, patch, { channel: ourChannel(channel) });
    await this.#known.records.change(organizationId, 'retell.agent', id, (before) => ({
      ...before,
      channel,
      given: { ...before?.given, ...change },
      ...(isOther ? { llm_id: llm.id } : {}),
      ...texts(body),
      draft_is_latest: true,
    }));
    if (WEBHOOK_FIELDS.some((name) => change[name] !== undefined)) {
      const given = { ...known.record?.given, ...change };
      await this.#wire(organizationId, { agentId: id, channel, given, webhookId: known.record?.webhook_id, signingKey });
    }
    const now = await this.#known.get(organizationId, id);
    return { ...this.#draft(now), ...(await this.#webhookNow(organizationId, now)) };
  }

  async remove(organizationId: string, channel: Channel, id: string): Promise<void> {
    const { record } = await this.#known.get(organizationId, id, channel);
    await this.#known.agents.remove(organizationId, id);
    await this.#webhooks.remove(organizationId, record?.webhook_id);
    await this.#known.records.removeReferringTo(organizationId, 'retell.agent_version', id);
    await this.#known.records.remove(organizationId, 'retell.agent', id);
  }

  async list(organizationId: string, wanted: Wanted, { channel, query }: AgentFilter): Promise<{ items: Known[]; next: string | null }> {
    const { items, next } = await gather(
      wanted,
      (limit, cursor) =>
        this.#known.agents.list(organizationId, { limit, cursor, sort: sortOf(wanted), ...(query === undefined ? {} : { q: query }) }),
      async (agents) => {
        const known = await this.#known.withRecords(organizationId, agents);
        return known.filter((one) => channel === undefined || channelOf(one) === channel).map(({ agent }) => agent);
      },
    );
    return { items: await this.#known.withRecords(organizationId, items), next };
  }

  async listBriefly(organizationId: string, wanted: Wanted, filter: AgentFilter): Promise<TheirPage<Fields>> {
    const { items, next } = await this.list(organizationId, wanted, filter);
    const brief = items.map((known) => ({
      agent_id: known.agent.id,
      agent_name: known.agent.name,
      channel: channelOf(known),
      // Their newer clients require it; nobody suspends agents here.
      is_suspended: false,
      tags: Object.fromEntries(Object.entries(known.agent.tags).map(([tag, version]) => [tag, { version: theirNumber(version) }])),
      user_modified_timestamp: Date.parse(known.agent.updated_at),
    }));
    return asPage(brief, next);
  }

  /** Each with all its fields, as the older lists had them. */
  async listWhole(organizationId: string, wanted: Wanted, channel: Channel): Promise<Fields[]> {
    const { items } = await this.list(organizationId, wanted, { channel });
    const whole: Fields[] = [];
    for (const known of items) whole.push(await this.#version(organizationId, known, wantedNumber(known, undefined)));
    return whole;
  }

  /** The key of the older lists is the last agent's id. */
  async cursorBehind(organizationId: string, id: string | undefined, order: Wanted['sort_order']): Promise<string | undefined> {
    if (id === undefined) return undefined;
    const known = await this.#known.find(organizationId, id);
    if (known === undefined) throw new Refusal('pagination_key is not an agent.', 400);
    return cursorBehind(sortOf({ sort_order: order }), known.agent.created_at, id);
  }

  /** The draft becomes the published version of the same number. */
  async publish(
    organizationId: string,
    { id, version }: { id: string; version?: number | undefined },
    body: Fields,
    by: string | null,
  ): Promise<void> {
    const known = await this.#known.get(organizationId, id);
    const number = draftNumber(known.agent);
    if (version !== undefined && version > number) throw new AppError('not_found');
    if (version !== undefined && version < number) throw new Refusal('The version is published already.');
    const llmId = known.record?.llm_id ?? llmIdOf(id);
    const llm = await this.#llms.find(organizationId, llmId);
    await this.#known.agents.publish(organizationId, id, by, { channel: ourChannel(channelOf(known)), again: true });
    const { record } = known;
    const said = { title: record?.title, description: record?.description, ...texts(body), base_version: record?.base_version };
    const kept = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
    const llmGiven = llm?.record?.data.given ?? {};
    await this.#known.records.change(organizationId, 'retell.agent_version', `${id}@${String(number)}`, () => ({
      given: record?.given ?? {},
      llm_given: llmGiven,
      llm_id: llmId,
      ...kept,
    }));
    await this.#known.records.change(organizationId, 'retell.agent', id, (before) => ({
      channel: before?.channel ?? 'voice',
      given: before?.given ?? {},
      ...(before?.llm_id === undefined ? {} : { llm_id: before.llm_id }),
      ...(before?.webhook_id === undefined ? {} : { webhook_id: before.webhook_id }),
      base_version: number,
      draft_is_latest: false,
    }));
  }

  /** The draft begins anew from a version. */
  async createVersion(organizationId: string, id: string, base: number): Promise<Fields> {
    const known = await this.#known.get(organizationId, id);
    const number = draftNumber(known.agent);
    if (wantedNumber(known, base) !== number) {
      if (draftIsLatest(known)) throw new Refusal(`Version ${String(number)} is a draft; publish or delete it first.`);
      await this.#begin(organizationId, id, base);
    }
    return this.#draft(await this.#known.get(organizationId, id));
  }

  /** A draft is given up for what was published last. */
  async deleteVersion(organizationId: string, id: string, version: number): Promise<void> {
    const known = await this.#known.get(organizationId, id);
    if (wantedNumber(known, version) !== draftNumber(known.agent)) throw new Refusal('A published version cannot be deleted.');
    if (known.agent.published_version === null) throw new Refusal('The only version cannot be deleted; delete the agent instead.');
    await this.#begin(organizationId, id, theirNumber(known.agent.published_version));
    await this.#known.records.change(organizationId, 'retell.agent', id, (before) => ({
      channel: 'voice',
      given: {},
      ...before,
      draft_is_latest: false,
    }));
  }

  async versions(organizationId: string, id: string, channel?: Channel): Promise<View[]> {
    const known = await this.#known.get(organizationId, id, channel);
    const published = await this.#known.agents.versions(organizationId, id, { limit: 1_000 });
    const said = await this.#known.records.getAll(
      organizationId,
      'retell.agent_version',
      published.items.map(({ version }) => `${id}@${String(theirNumber(version))}`),
    );
    const views = published.items.map((one) => publishedView(known, one, said.get(`${id}@${String(theirNumber(one.version))}`)?.data));
    return draftIsLatest(known) ? [draftView(known), ...views] : views;
  }

  /** Newest first. */
  async wholeVersions(organizationId: string, id: string, channel: Channel): Promise<Fields[]> {
    const known = await this.#known.get(organizationId, id, channel);
    return (await this.versions(organizationId, id, channel)).map((view) => answer(known, view));
  }

  async listVersions(organizationId: string, id: string, { limit, pagination_key, sort_order }: Wanted): Promise<TheirPage<Fields>> {
    if (pagination_key !== undefined && !/^\d{1,9}$/.test(pagination_key)) throw new Refusal('pagination_key is not one of this list', 400);
    const views = await this.versions(organizationId, id);
    const ordered = sort_order === 'ascending' ? views.toReversed() : views;
    const begin = pagination_key === undefined ? 0 : ordered.findIndex(({ version }) => version === Number(pagination_key)) + 1;
    const shown = ordered.slice(begin, begin + limit);
    const items = shown.map(({ version, published, modified, said }) => ({
      version,
      is_published: published,
      last_modification_timestamp: Date.parse(modified),
      ...versionTexts(said),
    }));
    return asPage(items, begin + limit < ordered.length ? String(shown.at(-1)?.version) : null);
  }

  /** The draft is what the version was, what was only kept included; an LLM that is gone since is the agent's own by now. */
  async #begin(organizationId: string, id: string, base: number): Promise<void> {
    const { records, agents } = this.#known;
    const said = (await records.get(organizationId, 'retell.agent_version', `${id}@${String(base)}`))?.data;
    const llm = said?.llm_id === undefined ? undefined : await this.#llms.find(organizationId, said.llm_id);
    await agents.restore(organizationId, id, ourNumber(base));
    await records.change(organizationId, 'retell.agent', id, (before) => {
      const { llm_id: now, ...rest } = before ?? { channel: 'voice' as const, given: {} };
      const llmId = said === undefined ? now : llm === undefined || llm.id === llmIdOf(id) ? undefined : llm.id;
      return {
        ...rest,
        given: said?.given ?? rest.given,
        ...(llmId === undefined ? {} : { llm_id: llmId }),
        base_version: base,
        draft_is_latest: true,
      };
    });
    // What the LLM only keeps is the agent's alone where no other agent has it.
    const isAlone = llm?.agents.every(({ agent }) => agent.id === id) === true;
    if (said !== undefined && llm?.record !== undefined && isAlone)
      await records.change(organizationId, 'retell.llm', llm.id, () => ({ given: said.llm_given }));
  }

  async #version(organizationId: string, known: Known, number: number): Promise<Fields> {
    const { id } = known.agent;
    if (number === draftNumber(known.agent)) return this.#draft(known);
    const version = await this.#known.agents.version(organizationId, id, ourNumber(number));
    const said = await this.#known.records.get(organizationId, 'retell.agent_version', `${id}@${String(number)}`);
    return answer(known, publishedView(known, version, said?.data));
  }

  #draft(known: Known): Fields {
    return answer(known, draftView(known));
  }

  async #llmOf(organizationId: string, engine: Engine): Promise<KnownLlm> {
    if (engine.type !== 'retell-llm')
      throw new Refusal(`response_engine.type ${engine.type} is not available on this server; use retell-llm.`);
    const llm = await this.#llms.find(organizationId, engine.llm_id);
    if (llm === undefined) throw new Refusal('response_engine.llm_id is not an LLM of this organization.');
    return llm;
  }
}

const draftView = ({ agent, record }: Known): View => ({
  version: draftNumber(agent),
  published: false,
  config: configOf(agent),
  modified: agent.updated_at,
  said: record ?? {},
});

const publishedView = ({ record }: Known, { version, config, published_at }: AgentVersion, said: VersionRecord | undefined): View => ({
  version: theirNumber(version),
  published: true,
  config,
  modified: published_at,
  said: said ?? { given: record?.given ?? {}, ...(record?.llm_id === undefined ? {} : { llm_id: record.llm_id }) },
});

function answer(known: Known, { version, published, config, modified, said }: View): Fields {
  const { agent } = known;
  const tags = Object.entries(agent.tags).flatMap(([tag, ours]) => (published && theirNumber(ours) === version ? [tag] : []));
  return {
    ...readFields(lensesOf(channelOf(known)), said.given ?? {}, config),
    agent_id: agent.id,
    version,
    is_published: published,
    ...(tags.length === 0 ? {} : { assigned_tags: tags }),
    ...versionTexts(said),
    last_modification_timestamp: Date.parse(modified),
    response_engine: { type: 'retell-llm', llm_id: said.llm_id ?? llmIdOf(agent.id), version },
  };
}
