/** Their phone numbers: ours, named by the number itself. */
import { AppError, PhoneNumberText, type AgentVersionRef, type NumberAgent, type PhoneNumber } from '@parley/contract';
import { cursorBehind } from '../../../platform/http/paging.ts';
import type { PhoneNumbers } from '../../../resources/phone-numbers/phone-number-service.ts';
import { Refusal } from '../shared/errors.ts';
import type { KnownAgents } from '../shared/known-agents.ts';
import { pick, type Fields } from '../shared/lens.ts';
import { asPage, gather, sortOf, type TheirPage, type Wanted } from '../shared/paging.ts';
import { theirNumber, wantedRef, type Known } from '../shared/versions.ts';

export interface WeightedAgent {
  agent_id: string;
  weight: number;
  agent_version?: string | number | undefined;
}

export interface NumberFields extends Fields {
  phone_number?: string | null | undefined;
  nickname?: string | null | undefined;
  inbound_agents?: WeightedAgent[] | null | undefined;
  outbound_agents?: WeightedAgent[] | null | undefined;
  inbound_agent_id?: string | null | undefined;
  inbound_agent_version?: string | number | null | undefined;
  outbound_agent_id?: string | null | undefined;
  outbound_agent_version?: string | number | null | undefined;
}

/** The agents of one direction, also as older clients name the only one. */
function agentsGiven(body: NumberFields, direction: 'inbound' | 'outbound'): WeightedAgent[] | null | undefined {
  const [agents, id, version] = [body[`${direction}_agents`], body[`${direction}_agent_id`], body[`${direction}_agent_version`]];
  if (agents !== undefined || id === undefined) return agents;
  return id === null ? null : [{ agent_id: id, weight: 1, agent_version: version ?? undefined }];
}

const olderFields = (agent: NumberAgent | null, direction: 'inbound' | 'outbound'): Fields => {
  const [first] = weighted(agent);
  if (first === undefined) return {};
  const { agent_version } = first;
  return {
    [`${direction}_agent_id`]: first.agent_id,
    ...(typeof agent_version === 'number' ? { [`${direction}_agent_version`]: agent_version } : {}),
  };
};

/** Kept and given back. */
export const NUMBER_KEPT: readonly string[] = [
  'allowed_inbound_country_list',
  'allowed_outbound_country_list',
  'area_code',
  'fallback_number',
  'inbound_webhook_url',
  'inbound_sms_agents',
  'inbound_sms_webhook_url',
  'outbound_sms_agents',
];
/** `+15551234567` as `+1 (555) 123-4567`; others as they are. */
const pretty = (number: string): string => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 ($1) $2-$3');

/** Passwords are not kept: without a trunk they have no use. */
function trunkOf(body: Fields): Fields | undefined {
  const username = body.auth_username ?? body.sip_trunk_auth_username;
  const trunk = {
    ...(body.termination_uri === undefined ? {} : { termination_uri: body.termination_uri }),
    ...(username === undefined ? {} : { auth_username: username }),
    ...(body.transport === undefined ? {} : { transport: body.transport }),
  };
  return Object.keys(trunk).length === 0 ? undefined : trunk;
}

export class RetellPhoneNumbers {
  readonly #numbers: PhoneNumbers;
  readonly #known: KnownAgents;

  constructor(numbers: PhoneNumbers, known: KnownAgents) {
    this.#numbers = numbers;
    this.#known = known;
  }

  async create(organizationId: string, body: NumberFields): Promise<Fields> {
    const number = body.phone_number ?? undefined;
    if (number === undefined) throw new Refusal('Numbers cannot be bought from this server; give the phone_number that you have.');
    if (!PhoneNumberText.safeParse(number).success) throw new Refusal('phone_number must be a number in E.164 form such as +15551234567.');
    const [inbound_agent, outbound_agent] = [
      await this.#agentOf(organizationId, 'inbound_agents', agentsGiven(body, 'inbound')),
      await this.#agentOf(organizationId, 'outbound_agents', agentsGiven(body, 'outbound')),
    ];
    const created = await this.#numbers.create(organizationId, {
      number,
      nickname: body.nickname ?? '',
      inbound_agent: inbound_agent ?? null,
      outbound_agent: outbound_agent ?? null,
      metadata: {},
    });
    await this.#keep(organizationId, created.id, body);
    return this.retrieve(organizationId, created.number);
  }

  async retrieve(organizationId: string, number: string): Promise<Fields> {
    return this.#present(organizationId, await this.#get(organizationId, number));
  }

  async update(organizationId: string, number: string, body: NumberFields): Promise<Fields> {
    const { id } = await this.#get(organizationId, number);
    const [inbound_agent, outbound_agent] = [
      await this.#agentOf(organizationId, 'inbound_agents', agentsGiven(body, 'inbound')),
      await this.#agentOf(organizationId, 'outbound_agents', agentsGiven(body, 'outbound')),
    ];
    const patch = {
      ...(body.nickname === undefined ? {} : { nickname: body.nickname ?? '' }),
      ...(inbound_agent === undefined ? {} : { inbound_agent }),
      ...(outbound_agent === undefined ? {} : { outbound_agent }),
    };
    await this.#numbers.update(organizationId, id, patch, null);
    await this.#keep(organizationId, id, body);
    return this.retrieve(organizationId, number);
  }

  async remove(organizationId: string, number: string): Promise<void> {
    await this.#numbers.remove(organizationId, (await this.#get(organizationId, number)).id);
  }

  async list(organizationId: string, wanted: Wanted): Promise<TheirPage<Fields>> {
    const sort = sortOf(wanted);
    const { items, next } = await gather(wanted, (limit, cursor) => this.#numbers.list(organizationId, { limit, cursor, sort }));
    return asPage(await Promise.all(items.map((one) => this.#present(organizationId, one))), next);
  }

  /** As the older list answers; its key is the last number. */
  async listWhole(organizationId: string, wanted: Wanted): Promise<Fields[]> {
    const last = wanted.pagination_key === undefined ? undefined : await this.#get(organizationId, wanted.pagination_key);
    const behind = last === undefined ? undefined : cursorBehind(sortOf(wanted), last.created_at, last.id);
    return (await this.list(organizationId, { ...wanted, pagination_key: behind })).items;
  }

  async #get(organizationId: string, number: string): Promise<PhoneNumber> {
    const { items } = await this.#numbers.list(organizationId, { limit: 1, number: [number], sort: '-created_at' });
    if (items[0] === undefined) throw new AppError('not_found');
    return items[0];
  }

  /** Undefined when nothing was said of it; one agent is all that a number of ours has. */
  async #agentOf(
    organizationId: string,
    field: string,
    agents: WeightedAgent[] | null | undefined,
  ): Promise<NumberAgent | null | undefined> {
    if (agents === undefined) return undefined;
    const [first, ...others] = agents ?? [];
    if (first === undefined) return null;
    if (others.length > 0) throw new Refusal(`${field} with several agents is not available on this server.`);
    const known = await this.#known.find(organizationId, first.agent_id);
    if (known === undefined) throw new Refusal(`${field} names an agent that is not one of this organization.`);
    return { agent_id: first.agent_id, agent_version: numberRef(known, first.agent_version) };
  }

  async #keep(organizationId: string, id: string, body: Fields): Promise<void> {
    const trunk = trunkOf(body);
    await this.#known.records.change(organizationId, 'retell.phone_number', id, (before) => {
      const trunkBefore = before?.given.sip_outbound_trunk_config as Fields | undefined;
      return {
        given: {
          ...before?.given,
          ...pick(body, NUMBER_KEPT),
          ...(trunk === undefined ? {} : { sip_outbound_trunk_config: { ...trunkBefore, ...trunk } }),
        },
      };
    });
  }

  async #present(organizationId: string, number: PhoneNumber): Promise<Fields> {
    const record = await this.#known.records.get(organizationId, 'retell.phone_number', number.id);
    return {
      ...record?.data.given,
      phone_number: number.number,
      phone_number_pretty: pretty(number.number),
      phone_number_type: 'custom',
      nickname: number.nickname,
      inbound_agents: weighted(number.inbound_agent),
      outbound_agents: weighted(number.outbound_agent),
      ...olderFields(number.inbound_agent, 'inbound'),
      ...olderFields(number.outbound_agent, 'outbound'),
      last_modification_timestamp: Date.parse(number.updated_at),
    };
  }
}

/** Unlike a call's, a number's version is found anew for every call. */
function numberRef(known: Known, version: string | number | undefined): AgentVersionRef {
  if (version === undefined || version === 'latest') return 'draft';
  if (version === 'latest_published') return 'latest';
  return typeof version === 'string' && Object.hasOwn(known.agent.tags, version) ? version : wantedRef(known, version);
}

function weighted(agent: NumberAgent | null): Fields[] {
  if (agent === null) return [];
  const { agent_id, agent_version = 'latest' } = agent;
  const theirs =
    typeof agent_version === 'number'
      ? theirNumber(agent_version)
      : agent_version === 'draft'
        ? 'latest'
        : agent_version === 'latest'
          ? 'latest_published'
          : agent_version;
  return [{ agent_id, weight: 1, agent_version: theirs }];
}
