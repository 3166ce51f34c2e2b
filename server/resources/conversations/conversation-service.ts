/** Conversations: typed ones are held here, those of calls are read here. */
import {
  AppError,
  type Conversation,
  type ConversationListItem,
  type ConversationListQuery,
  type CreateConversation,
  type Message,
  type MessageExchange,
  type Page,
} from '@parley/contract';
import { isDeepStrictEqual } from 'node:util';
import type { TextTurn, TextTurnEvent } from '@parley/engine/text-conversation.ts';
import { personaOf } from '@parley/engine/turns/persona.ts';
import { blamingOverride, withOverride } from '../agents/agent-override.ts';
import type { Agents } from '../agents/agent-service.ts';
import type { Readiness } from '../agents/readiness.ts';
import { snapshotColumns } from '../agents/snapshot-columns.ts';
import type { CallSecrets } from '../../live/models/secrets.ts';
import { priceOf } from '../../live/models/prices.ts';
import type { Database, Transaction } from '../../platform/db/database.ts';
import { emit, type Fact } from '../../platform/outbox/emit.ts';
import { noteUpdate } from './updates.ts';
import { requireRevision, type WantedRevision } from '../../platform/http/etag.ts';
import { found } from '../../platform/http/found.ts';
import { patchedMetadata } from '../../platform/http/metadata.ts';
import { numberCursor, numberedPageOf, sortedPageOf } from '../../platform/http/paging.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { newId } from '../../platform/ids.ts';
import { OF_MESSAGES, requireQuota, useBy } from '../usage/metering.ts';
import * as store from './conversation-store.ts';
import { modelMessages } from './messages.ts';
import { presentConversation, presentListed, presentSummary } from './presentation.ts';
import type { TextAgent } from '../../live/text-agent/text-agent.ts';

/** Longer than any answer takes: the node that made it is gone. */
const ANSWERING_MS = 180_000;

export interface ConversationDeps {
  database: Database;
  agents: Agents;
  readiness: Readiness;
  textAgent: TextAgent;
  secretsOf: (organizationId: string, agent: store.ConversationRow['agentSnapshot'] & object) => Promise<CallSecrets>;
  now?: () => number;
}

interface Begun {
  row: store.ConversationRow;
  history: Message[];
  asked: Message;
}

export class Conversations {
  readonly #deps: ConversationDeps;
  readonly #now: () => number;
  /** Conversations that are answered here. */
  readonly #answering = new Set<string>();

  constructor(deps: ConversationDeps) {
    this.#deps = deps;
    this.#now = deps.now ?? Date.now;
  }

  async create({ organizationId, keyId }: Pick<Principal, 'organizationId' | 'keyId'>, input: CreateConversation): Promise<Conversation> {
    const agent = withOverride(await this.#deps.agents.snapshotNamedBy(organizationId, input), input.agent_override, 'text');
    const { snapshot } = agent;
    await this.#deps.readiness.require(organizationId, snapshot.config, 'text').catch(blamingOverride(agent));
    const { greeting } = personaOf(snapshot, input.variables);
    const now = new Date(this.#now());
    const messages: Message[] =
      greeting === '' ? [] : [{ id: newId('msg'), role: 'agent', content: greeting, created_at: now.toISOString() }];
    return this.#in(organizationId, async (tx) => {
      await requireQuota(tx, { organizationId, apiKeyId: keyId }, ['conversations', ...OF_MESSAGES], now.getTime());
      const row = await store.insertConversation(tx, {
        id: newId('conv'),
        organizationId,
        channel: 'text',
        ...snapshotColumns(agent),
        metadata: input.metadata,
        variables: input.variables,
        apiKeyId: keyId,
        messageCount: messages.length,
        createdAt: now,
        lastMessageAt: messages.length === 0 ? null : now,
      });
      if (row === undefined) throw new AppError('internal');
      await store.insertMessages(tx, row, 1, messages);
      await noteUpdate(tx, organizationId, row.id, now);
      await useBy(tx, { organizationId, apiKeyId: keyId, agentId: snapshot.id }, { conversations: 1 }, now.getTime());
      return presentConversation(row, messages);
    });
  }

  get(organizationId: string, id: string): Promise<Conversation> {
    return this.#in(organizationId, async (tx) => {
      const row = await this.#row(tx, organizationId, id);
      return presentConversation(row, await store.selectMessages(tx, row));
    });
  }

  list(organizationId: string, query: ConversationListQuery): Promise<Page<ConversationListItem>> {
    return this.#in(organizationId, async (tx) => {
      const rows = await store.selectConversations(tx, organizationId, query);
      const messages = new Map<string, Message[]>();
      if (store.needsMessages(query))
        for (const row of rows.slice(0, query.limit)) messages.set(row.id, await store.selectMessages(tx, row));
      return sortedPageOf(rows, { ...query, columns: store.CONVERSATION_SORTS }, (row) =>
        presentListed(row, query.fields, messages.get(row.id)),
      );
    });
  }

  messages(organizationId: string, id: string, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<Page<Message>> {
    return this.#in(organizationId, async (tx) => {
      const row = await this.#row(tx, organizationId, id);
      const rows = await store.selectMessagePage(tx, row, { after: numberCursor(cursor), limit: limit + 1 });
      return numberedPageOf(
        rows,
        limit,
        ({ message }) => message,
        ({ seq }) => seq,
      );
    });
  }

  count(organizationId: string, query: Omit<ConversationListQuery, 'limit' | 'sort'>): Promise<number> {
    return this.#in(organizationId, (tx) => store.countConversations(tx, organizationId, query));
  }

  /** Values of `{{variables}}` that a typed conversation has from its next answer on, besides those it has. */
  async updateVariables(organizationId: string, id: string, variables: Record<string, string>): Promise<void> {
    await this.#in(organizationId, async (tx) => {
      const row = await this.#locked(tx, organizationId, id);
      requireTyped(row);
      requireOngoing(row);
      await store.updateConversation(tx, id, { variables: { ...row.variables, ...variables } });
      await noteUpdate(tx, organizationId, id);
    });
  }

  /** JSON merge patch of the metadata. */
  updateMetadata(organizationId: string, id: string, patch: unknown, revision: WantedRevision): Promise<Conversation> {
    return this.#in(organizationId, async (tx) => {
      const row = await this.#locked(tx, organizationId, id);
      requireRevision(revision, row.revision);
      const metadata = patchedMetadata(row.metadata, patch);
      const same = isDeepStrictEqual(metadata, row.metadata);
      const updated = same ? row : await store.updateConversation(tx, id, { metadata, revision: row.revision + 1 });
      if (!same) await noteUpdate(tx, organizationId, id);
      return presentConversation(updated ?? row, await store.selectMessages(tx, row));
    });
  }

  end(organizationId: string, id: string): Promise<Conversation> {
    return this.#in(organizationId, async (tx) => {
      const row = await this.#locked(tx, organizationId, id);
      requireTyped(row);
      requireOngoing(row);
      const updated = await store.updateConversation(tx, id, { status: 'ended', endReason: 'api_ended', endedAt: new Date(this.#now()) });
      if (updated !== undefined) await emit(tx, organizationId, [endedFact(updated)]);
      return presentConversation(updated ?? row, await store.selectMessages(tx, row));
    });
  }

  async remove(organizationId: string, id: string, revision: WantedRevision = null): Promise<void> {
    await this.#in(organizationId, async (tx) => {
      const row = await this.#locked(tx, organizationId, id);
      requireRevision(revision, row.revision);
      requireTyped(row);
      await store.deleteConversation(tx, id);
    });
  }

  /** Whether a message is accepted now; throws what `say` would. */
  async check(organizationId: string, id: string): Promise<void> {
    await this.#in(organizationId, async (tx) => this.#requireFree(await this.#row(tx, organizationId, id)));
  }

  /** The agent's answer to a message. When it fails nothing of the exchange is kept, so that it can be tried again. */
  async say(
    organizationId: string,
    id: string,
    content: string,
    onEvent: (event: TextTurnEvent) => void = () => undefined,
  ): Promise<MessageExchange> {
    const begun = await this.#begin(organizationId, id, content);
    const { agentSnapshot, variables } = begun.row;
    this.#answering.add(id);
    try {
      if (agentSnapshot === null) throw new AppError('internal');
      await this.#deps.readiness.require(organizationId, agentSnapshot.config, 'text');
      const secrets = await this.#deps.secretsOf(organizationId, agentSnapshot);
      const task = { config: agentSnapshot.config, variables, history: modelMessages([...begun.history, begun.asked]), secrets };
      const turn = await this.#deps.textAgent.answer(task, { organizationId, conversationId: id }, onEvent);
      return await this.#finish(organizationId, begun, turn);
    } catch (error) {
      await this.#in(organizationId, (tx) => store.updateConversation(tx, id, { answeringUntil: null }));
      throw error;
    } finally {
      this.#answering.delete(id);
    }
  }

  #begin(organizationId: string, id: string, content: string): Promise<Begun> {
    const now = this.#now();
    return this.#in(organizationId, async (tx) => {
      const row = await this.#locked(tx, organizationId, id);
      this.#requireFree(row);
      await requireQuota(tx, { organizationId, apiKeyId: row.apiKeyId }, OF_MESSAGES, now);
      await store.updateConversation(tx, id, { answeringUntil: new Date(now + ANSWERING_MS) });
      const asked: Message = { id: newId('msg'), role: 'user', content, created_at: new Date(now).toISOString() };
      return { row, history: await store.selectMessages(tx, row), asked };
    });
  }

  #finish(organizationId: string, { row, asked }: Begun, turn: TextTurn): Promise<MessageExchange> {
    const now = this.#now();
    const messages = [asked, ...messagesOf(turn, new Date(now).toISOString())];
    return this.#in(organizationId, async (tx) => {
      const known = await this.#locked(tx, organizationId, row.id);
      const cost = costWith(known, turn);
      // Ended through the API while the agent answered: it stays ended.
      const ends = turn.ends && known.status === 'ongoing';
      await store.insertMessages(tx, known, known.messageCount + 1, messages);
      const updated = await store.updateConversation(tx, row.id, {
        answeringUntil: null,
        messageCount: known.messageCount + messages.length,
        lastMessageAt: new Date(now),
        collected: [...known.collected, ...collectedBy(known, turn)],
        cost,
        ...(ends ? { status: 'ended' as const, endReason: 'agent_ended', endedAt: new Date(now) } : {}),
      });
      await noteUpdate(tx, organizationId, row.id, new Date(now));
      await emit(
        tx,
        organizationId,
        [...failures(row, turn), ...(ends && updated !== undefined ? [endedFact(updated)] : [])],
        new Date(now),
      );
      await useBy(tx, { organizationId, apiKeyId: row.apiKeyId, agentId: row.agentId }, usedBy(known, turn), now);
      const answer = turn.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(' ');
      return { conversation_id: row.id, status: updated?.status ?? known.status, messages, answer };
    });
  }

  #requireFree(row: store.ConversationRow): void {
    requireTyped(row);
    requireOngoing(row);
    // Whatever the clock says, which may have been set: on or back.
    const leftMs = (row.answeringUntil?.getTime() ?? 0) - this.#now();
    if (this.#answering.has(row.id) || (leftMs > 0 && leftMs <= ANSWERING_MS)) throw new AppError('conversation_busy');
  }

  #in<T>(organizationId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#deps.database.asOrganization(organizationId, work);
  }

  async #row(tx: Transaction, organizationId: string, id: string): Promise<store.ConversationRow> {
    return found(await store.selectConversation(tx, organizationId, id));
  }

  async #locked(tx: Transaction, organizationId: string, id: string): Promise<store.ConversationRow> {
    return found(await store.lockConversation(tx, organizationId, id));
  }
}

function requireTyped(row: store.ConversationRow): void {
  if (row.channel === 'voice') throw new AppError('conflict', { detail: 'The conversation is that of a call; do this with the call.' });
}

function requireOngoing(row: store.ConversationRow): void {
  if (row.status === 'ended') throw new AppError('conversation_ended');
}

const messagesOf = (turn: TextTurn, createdAt: string): Message[] =>
  turn.parts.map((part): Message => {
    const base = { id: newId('msg'), created_at: createdAt };
    if (part.type === 'text') return { ...base, role: 'agent', content: part.text };
    const { call, ok, result, error, ms } = part.run;
    const outcome = ok ? { status: 'succeeded' as const, result: result ?? null } : { status: 'failed' as const, error: error ?? 'failed' };
    return { ...base, role: 'function', name: call.name, arguments: call.arguments ?? {}, ms, ...outcome };
  });

const endedFact = (row: store.ConversationRow): Fact => ({
  type: 'conversation.ended',
  data: presentSummary(row),
  agentId: row.agentId,
  conversationId: row.id,
});

const failures = (row: store.ConversationRow, turn: TextTurn): Fact[] =>
  functionRuns(turn).flatMap(({ call, ok, error, ms }) =>
    ok
      ? []
      : [
          {
            type: 'function.failed' as const,
            data: {
              name: call.name,
              function_call_id: call.id,
              error: error ?? 'failed',
              ms,
              agent_id: row.agentId,
              conversation_id: row.id,
              call_id: null,
            },
            agentId: row.agentId,
            conversationId: row.id,
          },
        ],
  );

const functionRuns = (turn: TextTurn) => turn.parts.flatMap((part) => (part.type === 'function' ? [part.run] : []));

function collectedBy({ agentSnapshot }: store.ConversationRow, turn: TextTurn): Conversation['collected'] {
  const collecting = new Set(agentSnapshot?.config.functions.flatMap((one) => (one.type === 'collect' ? [one.name] : [])));
  return functionRuns(turn).flatMap(({ call, ok }) =>
    ok && collecting.has(call.name) ? [{ name: call.name, arguments: call.arguments }] : [],
  );
}

function priced({ agentSnapshot }: store.ConversationRow, { usage }: TextTurn): number {
  const llm = agentSnapshot?.config.llm;
  return llm === undefined ? 0 : priceOf({ provider: llm.provider, model: llm.model, usage });
}

function costWith(row: store.ConversationRow, turn: TextTurn): Conversation['cost'] {
  const { usage } = turn;
  const before = row.cost;
  return {
    total: (before?.total ?? 0) + priced(row, turn),
    usage: {
      input_tokens: (before?.usage.input_tokens ?? 0) + usage.input_tokens,
      output_tokens: (before?.usage.output_tokens ?? 0) + usage.output_tokens,
      cached_input_tokens: (before?.usage.cached_input_tokens ?? 0) + usage.cached_input_tokens,
    },
  };
}

const usedBy = (row: store.ConversationRow, turn: TextTurn) => ({
  messages: 1,
  llm_input_tokens: turn.usage.input_tokens,
  llm_output_tokens: turn.usage.output_tokens,
  cost: priced(row, turn),
});
