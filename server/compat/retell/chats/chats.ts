/** Their chats: typed conversations of ours. */
import { AppError, type Conversation, type ConversationListItem, type ConversationListQuery, type Message } from '@parley/contract';
import type { Conversations } from '../../../resources/conversations/conversation-service.ts';
import { cursorBehind } from '../../../platform/http/paging.ts';
import type { Principal } from '../../../platform/http/principal.ts';
import { overrideOf, type Overriding } from '../agents/agent-override.ts';
import { Refusal } from '../shared/errors.ts';
import { changedBeside, startingAt, type Beginning, type Change } from '../shared/exchanges.ts';
import { AgentFilter, agentsOf, AnyFilter, askedNames, isOpen, keyedOf, timesOf, unavailable, valuesOf } from '../shared/filters.ts';
import { chatIdOf, conversationIdOf } from '../shared/ids.ts';
import type { KnownAgents } from '../shared/known-agents.ts';
import type { Fields } from '../shared/lens.ts';
import { fittingMetadata, metadataBeside, metadataGiven, metadataPatch, variablesOf } from '../shared/metadata.ts';
import { asText, cents, collectedData, given, toolMessages, transcriptOf } from '../shared/presentation.ts';
import { asPage, gather, sortOf, type TheirPage, type Wanted } from '../shared/paging.ts';
import type { RecordData } from '../shared/record.ts';
import { z } from 'zod';

type ChatRecord = RecordData['retell.chat'] | undefined;
export type ChatFilters = Partial<Omit<ConversationListQuery, 'limit' | 'sort' | 'cursor' | 'fields'>>;

export const ChatCriteria = z.looseObject({
  agent: AgentFilter.nullish(),
  chat_status: AnyFilter.nullish(),
  start_timestamp: AnyFilter.nullish(),
  metadata: z.array(AnyFilter).max(50).nullish(),
  dynamic_variables: z.array(AnyFilter).max(50).nullish(),
});

const STATUSES = ['ongoing', 'ended'] as const;

/** Ours takes one value of each. */
function only<T>(name: string, values: readonly T[]): T {
  const [first, ...others] = values;
  if (first === undefined || others.length > 0) throw unavailable(`${name} with several values`);
  return first;
}

function statusFilter(filter: AnyFilter): ChatFilters {
  const asked = valuesOf('chat_status', filter);
  const status = STATUSES.filter((one) => asked.includes(one));
  // Every chat of ours is one or the other.
  return status.length === STATUSES.length ? {} : { status: [only('chat_status', status)] };
}

function startFilter(filter: AnyFilter): ChatFilters {
  const { after, before } = timesOf('start_timestamp', filter);
  return { ...(after === undefined ? {} : { created_after: after }), ...(before === undefined ? {} : { created_before: before }) };
}

function agentFilter(filter: AgentFilter): ChatFilters {
  const { agent_version } = agentsOf(filter);
  if (agent_version !== undefined) throw unavailable('agent with versions');
  return {
    agent_id: [
      only(
        'agent',
        filter.map((one) => one.agent_id),
      ),
    ],
  };
}

function keyedFilter(name: 'metadata' | 'dynamic_variables', filters: readonly AnyFilter[]): ChatFilters {
  const { values, present } = keyedOf(name, filters);
  if (present.length > 0) throw unavailable(`${name} with present`);
  return name === 'metadata' ? { metadata: values } : { variables: values };
}

const TRANSLATORS = {
  agent: agentFilter,
  chat_status: statusFilter,
  start_timestamp: startFilter,
  metadata: (filters: readonly AnyFilter[]) => keyedFilter('metadata', filters),
  dynamic_variables: (filters: readonly AnyFilter[]) => keyedFilter('dynamic_variables', filters),
} satisfies Record<string, (value: never) => ChatFilters>;

export const CHAT_FILTERS: readonly string[] = Object.keys(TRANSLATORS);

export function chatFilters(criteria: z.infer<typeof ChatCriteria> | null | undefined): ChatFilters {
  const filters: ChatFilters = {};
  for (const name of askedNames(criteria)) {
    const value = (criteria as Fields)[name];
    if (isOpen(value)) continue;
    if (!Object.hasOwn(TRANSLATORS, name)) throw unavailable(name);
    Object.assign(filters, (TRANSLATORS as Record<string, (asked: never) => ChatFilters>)[name]?.(value as never));
  }
  return filters;
}

function theirMessages(message: Message): Fields[] {
  const created_timestamp = Date.parse(message.created_at);
  if (message.role === 'function') return toolMessages(message).map((one) => ({ ...one, message_id: message.id, created_timestamp }));
  return [
    { role: message.role === 'system' ? 'injected' : message.role, content: message.content, message_id: message.id, created_timestamp },
  ];
}

/** As their lists have it: without the messages. */
export function presentListed(chat: ConversationListItem, version: number, record: ChatRecord): Fields {
  const ended = chat.ended_at !== null;
  const collected = collectedData(chat.collected ?? []);
  return given({
    chat_id: chatIdOf(chat.id),
    agent_id: chat.agent_id,
    version,
    chat_status: chat.status,
    chat_type: 'api_chat',
    start_timestamp: Date.parse(chat.created_at),
    end_timestamp: ended ? Date.parse(chat.ended_at ?? '') : undefined,
    metadata: metadataGiven(chat.metadata ?? {}, record),
    custom_attributes: record?.custom_attributes,
    retell_llm_dynamic_variables: chat.variables,
    collected_dynamic_variables: ended && Object.keys(collected).length > 0 ? asText(collected) : undefined,
    chat_analysis: ended && Object.keys(collected).length > 0 ? { custom_analysis_data: collected } : undefined,
    chat_cost:
      chat.cost === undefined
        ? undefined
        : {
            combined_cost: cents(chat.cost.total),
            product_costs: chat.cost.total > 0 ? [{ product: 'llm', cost: cents(chat.cost.total) }] : [],
          },
  });
}

const spoken = (messages: readonly Message[]) =>
  messages.flatMap((one) => (one.role === 'user' || one.role === 'agent' ? [{ role: one.role, text: one.content }] : []));

const presentWhole = (chat: Conversation, version: number, record: ChatRecord): Fields => ({
  ...presentListed(chat, version, record),
  transcript: transcriptOf(spoken(chat.messages)),
  message_with_tool_calls: chat.messages.flatMap(theirMessages),
});

export class RetellChats {
  readonly #conversations: Conversations;
  readonly #known: KnownAgents;

  constructor(conversations: Conversations, known: KnownAgents) {
    this.#conversations = conversations;
    this.#known = known;
  }

  async create(principal: Principal, body: Beginning & Overriding): Promise<Fields> {
    const variables = variablesOf(body.retell_llm_dynamic_variables);
    const beside = metadataBeside(body.metadata);
    const at = await startingAt(this.#known, principal.organizationId, body.agent_id, body.agent_version);
    const override = await overrideOf(this.#known, principal.organizationId, at, body.agent_override);
    const { id } = await this.#conversations.create(principal, { ...at, ...override, metadata: fittingMetadata(body.metadata), variables });
    if (Object.keys(beside).length > 0) await this.#known.records.change(principal.organizationId, 'retell.chat', id, () => beside);
    return this.retrieve(principal.organizationId, chatIdOf(id));
  }

  async retrieve(organizationId: string, chatId: string): Promise<Fields> {
    const chat = await this.#get(organizationId, chatId);
    const record = await this.#known.records.get(organizationId, 'retell.chat', chat.id);
    return presentWhole(chat, await this.#known.versionNumbers(organizationId)(chat), record?.data);
  }

  async update(organizationId: string, chatId: string, change: Change): Promise<Fields> {
    const chat = await this.#get(organizationId, chatId);
    const beside = metadataBeside(change.metadata);
    if (change.metadata !== undefined)
      await this.#conversations.updateMetadata(organizationId, chat.id, metadataPatch(chat.metadata, change.metadata), null);
    await this.#known.records.change(organizationId, 'retell.chat', chat.id, (known) => changedBeside(known, change, beside));
    return this.retrieve(organizationId, chatId);
  }

  /** Of a chat that goes on; nothing where there is nothing to change. */
  async updateVariables(organizationId: string, chatId: string, variables: Record<string, string>): Promise<void> {
    if (Object.keys(variables).length === 0) return;
    await this.#conversations.updateVariables(organizationId, (await this.#get(organizationId, chatId)).id, variables);
  }

  async end(organizationId: string, chatId: string): Promise<void> {
    await this.#conversations.end(organizationId, (await this.#get(organizationId, chatId)).id);
  }

  async remove(organizationId: string, chatId: string): Promise<void> {
    await this.#conversations.remove(organizationId, (await this.#get(organizationId, chatId)).id);
  }

  /** What the agent did and said in answer. */
  async complete(organizationId: string, chatId: string, content: string): Promise<Fields> {
    const chat = await this.#get(organizationId, chatId);
    const { messages } = await this.#conversations.say(organizationId, chat.id, content);
    return { messages: messages.filter((one) => one.role !== 'user').flatMap(theirMessages) };
  }

  async list(organizationId: string, wanted: Wanted, filters: ChatFilters): Promise<TheirPage<Fields>> {
    const sort = sortOf(wanted);
    const fields = ['metadata', 'variables', 'cost', 'collected'] as ConversationListQuery['fields'];
    const { items, next } = await gather(wanted, (limit, cursor) =>
      this.#conversations.list(organizationId, { ...filters, channel: ['text'], limit, cursor, sort, fields }),
    );
    return asPage(await this.#presentAll(organizationId, items), next);
  }

  total(organizationId: string, filters: ChatFilters): Promise<number> {
    return this.#conversations.count(organizationId, { ...filters, channel: ['text'] });
  }

  /** As the older list answers: whole chats; its key is the last chat's id. */
  async listWhole(organizationId: string, wanted: Wanted): Promise<Fields[]> {
    const behind =
      wanted.pagination_key === undefined ? undefined : await this.#cursorBehind(organizationId, wanted.pagination_key, sortOf(wanted));
    const page = await this.list(organizationId, { ...wanted, pagination_key: behind }, {});
    const whole: Fields[] = [];
    for (const { chat_id } of page.items) whole.push(await this.retrieve(organizationId, String(chat_id)));
    return whole;
  }

  async #cursorBehind(organizationId: string, chatId: string, sort: string): Promise<string> {
    const { id, created_at } = await this.#get(organizationId, chatId).catch(() => {
      throw new Refusal('pagination_key is not a chat.', 400);
    });
    return cursorBehind(sort, created_at, id);
  }

  /** A call's exchange is no chat. */
  async #get(organizationId: string, chatId: string): Promise<Conversation> {
    const conversation = await this.#conversations.get(organizationId, conversationIdOf(chatId));
    if (conversation.channel !== 'text') throw new AppError('not_found');
    return conversation;
  }

  async #presentAll(organizationId: string, chats: readonly ConversationListItem[]): Promise<Fields[]> {
    const records = await this.#known.records.getAll(
      organizationId,
      'retell.chat',
      chats.map(({ id }) => id),
    );
    const numberOf = this.#known.versionNumbers(organizationId);
    const presented: Fields[] = [];
    for (const chat of chats) presented.push(presentListed(chat, await numberOf(chat), records.get(chat.id)?.data));
    return presented;
  }
}
