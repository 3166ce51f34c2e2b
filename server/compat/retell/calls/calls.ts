/** Their calls: calls of ours. */
import { AppError, isObject, PhoneNumberText, type Call, type CallField, type CallListItem, type CreatedCall } from '@parley/contract';
import type { Request } from 'express';
import type { Calls } from '../../../resources/calls/call-service.ts';
import type { Conversations } from '../../../resources/conversations/conversation-service.ts';
import { cursorBehind } from '../../../platform/http/paging.ts';
import { placeOf } from '../../../platform/http/room.ts';
import { hasScope, type Principal } from '../../../platform/http/principal.ts';
import type { Room } from '../../../platform/http/room.ts';
import type { ClientTokens } from '../../../access/tokens/client-token.ts';
import type { PhoneNumbers } from '../../../resources/phone-numbers/phone-number-service.ts';
import type { RecordingUrls } from '../../../live/recordings/signed-urls.ts';
import type { CallFilters } from './call-filters.ts';
import { presentCall, presentListed, type Beside } from './call-presentation.ts';
import { overrideOf, type Overriding } from '../agents/agent-override.ts';
import { Refusal } from '../shared/errors.ts';
import { changedBeside, startingAt, type Beginning, type Change } from '../shared/exchanges.ts';
import type { KnownAgents, NumberOf } from '../shared/known-agents.ts';
import type { Fields } from '../shared/lens.ts';
import { fittingMetadata, metadataBeside, metadataPatch, variablesOf } from '../shared/metadata.ts';
import { asPage, gather, sortOf, type TheirPage, type Wanted } from '../shared/paging.ts';
import type { RecordData } from '../shared/record.ts';

export interface RetellCallDeps {
  calls: Calls;
  conversations: Conversations;
  phoneNumbers: PhoneNumbers;
  recordingUrls: RecordingUrls;
  known: KnownAgents;
  clientTokens: ClientTokens;
  originOf: (request: Request) => string;
}

/** Who reads: where it reaches this server, and whether it may join calls. */
export interface Reader {
  origin: string;
  mayJoin: boolean;
}

export interface PhoneCall extends Overriding {
  from_number: string;
  to_number: string;
  override_agent_id?: string | null | undefined;
  override_agent_version?: string | number | null | undefined;
  metadata?: unknown;
  retell_llm_dynamic_variables?: unknown;
}

const RECORDING_URL_S = 86_400;
const LISTED: CallField[] = ['metadata', 'variables', 'latency', 'cost', 'recording', 'collected'];
const WHOLE: CallField[] = [...LISTED, 'transcript'];

/** What a call can begin with at Retell and not here; what is absent or null asks for nothing. */
export function refuseBeginning(body: Fields, names: readonly string[]): void {
  const asked = names.find(
    (name) => body[name] !== undefined && body[name] !== null && !(isObject(body[name]) && Object.keys(body[name]).length === 0),
  );
  if (asked !== undefined) throw new Refusal(`${asked} is not available on this server.`);
}

const e164 = (field: string, number: string): string => {
  if (!PhoneNumberText.safeParse(number).success) throw new Refusal(`${field} must be a number in E.164 form such as +15551234567.`);
  return number;
};

export class RetellCalls {
  readonly #deps: RetellCallDeps;

  constructor(deps: RetellCallDeps) {
    this.#deps = deps;
  }

  reader({ principal, request }: { principal: Principal; request: Request }): Reader {
    return { origin: this.#deps.originOf(request), mayJoin: hasScope(principal, 'calls:write') };
  }

  /** Of calls, at this node. */
  get room(): Room {
    return this.#deps.calls.room;
  }

  async createWebCall(principal: Principal, body: Beginning & Overriding, request: Request): Promise<CreatedCall> {
    const { calls, known, originOf } = this.#deps;
    const variables = variablesOf(body.retell_llm_dynamic_variables);
    const beside = metadataBeside(body.metadata);
    const at = await startingAt(known, principal.organizationId, body.agent_id, body.agent_version);
    const override = await overrideOf(known, principal.organizationId, at, body.agent_override);
    const call = await calls.create(
      principal,
      { type: 'web', transport: 'webrtc', ...at, ...override, metadata: fittingMetadata(body.metadata), variables },
      originOf(request),
      placeOf(request),
    );
    await this.#keep(principal.organizationId, call.id, beside);
    return call;
  }

  /** As the older route answers: the call, with its token. */
  async createWholeWebCall(principal: Principal, body: Beginning & Overriding, request: Request): Promise<Fields> {
    const { client_token, ...created } = await this.createWebCall(principal, body, request);
    return {
      ...(await this.retrieve(principal.organizationId, created.id, this.reader({ principal, request }))),
      access_token: client_token,
    };
  }

  async createPhoneCall(principal: Principal, body: PhoneCall, request: Request): Promise<Fields> {
    const { calls, known, originOf } = this.#deps;
    const [from, to] = [e164('from_number', body.from_number), e164('to_number', body.to_number)];
    const variables = variablesOf(body.retell_llm_dynamic_variables);
    const beside = metadataBeside(body.metadata);
    const at = await this.#callingAgent(known, principal.organizationId, body);
    const override = await overrideOf(known, principal.organizationId, at, body.agent_override);
    const call = await calls.create(
      principal,
      { type: 'phone', from, to, ...at, ...override, metadata: fittingMetadata(body.metadata), variables },
      originOf(request),
      placeOf(request),
    );
    await this.#keep(principal.organizationId, call.id, beside);
    return this.retrieve(principal.organizationId, call.id, this.reader({ principal, request }));
  }

  async retrieve(organizationId: string, id: string, reader: Reader): Promise<Fields> {
    const { calls, conversations, known } = this.#deps;
    const call = await calls.get(organizationId, id);
    const { messages } = await conversations.get(organizationId, call.conversation_id);
    const record = await known.records.get(organizationId, 'retell.call', id);
    const numberOf = known.versionNumbers(organizationId);
    return presentCall(call, await this.#beside(organizationId, call, { record: record?.data, reader, numberOf }), messages);
  }

  async update(organizationId: string, id: string, change: Change, reader: Reader): Promise<Fields> {
    await this.#change(organizationId, id, change);
    return this.retrieve(organizationId, id, reader);
  }

  async stop(organizationId: string, id: string): Promise<void> {
    await this.#deps.calls.end(organizationId, id);
  }

  async remove(organizationId: string, id: string): Promise<void> {
    await this.#deps.calls.remove(organizationId, id);
  }

  /** Variables that change are told to the agent: what it has said already stands. */
  async updateLive(
    organizationId: string,
    id: string,
    { context, variables = {} }: { context: string | undefined; variables?: Record<string, string> },
    change: Change,
  ): Promise<void> {
    const { status } = await this.#deps.calls.get(organizationId, id);
    if (status !== 'ongoing') throw new AppError('call_not_live');
    await this.#change(organizationId, id, change);
    const told = Object.entries(variables).map(([name, value]) => `From now on ${name} is: ${value}`);
    for (const content of [...told, ...(context === undefined ? [] : [context])])
      await this.#deps.calls.inject(organizationId, id, content);
  }

  async list(organizationId: string, wanted: Wanted, filters: CallFilters, reader: Reader): Promise<TheirPage<Fields>> {
    const { items, next } = await this.#gather(organizationId, wanted, filters, LISTED);
    return asPage(await this.#presentAll(organizationId, items, reader, presentListed), next);
  }

  total(organizationId: string, filters: CallFilters): Promise<number> {
    return this.#deps.calls.count(organizationId, filters);
  }

  /** As the older list answers: whole calls; its key is the last call's id. */
  async listWhole(organizationId: string, wanted: Wanted, filters: CallFilters, reader: Reader): Promise<Fields[]> {
    const behind =
      wanted.pagination_key === undefined ? undefined : await this.#cursorBehind(organizationId, wanted.pagination_key, sortOf(wanted));
    const { items } = await this.#gather(organizationId, { ...wanted, pagination_key: behind }, filters, WHOLE);
    return this.#presentAll(organizationId, items, reader, (call, beside) => presentCall({ transcript: [], ...call } as Call, beside, []));
  }

  #gather(organizationId: string, wanted: Wanted, filters: CallFilters, fields: CallField[]) {
    const sort = sortOf(wanted);
    return gather(wanted, (limit, cursor) => this.#deps.calls.list(organizationId, { ...filters, limit, cursor, sort, fields }));
  }

  async #cursorBehind(organizationId: string, id: string, sort: string): Promise<string> {
    const { created_at } = await this.#deps.calls.get(organizationId, id).catch(() => {
      throw new Refusal('pagination_key is not a call.', 400);
    });
    return cursorBehind(sort, created_at, id);
  }

  async #presentAll(
    organizationId: string,
    calls: readonly CallListItem[],
    reader: Reader,
    present: (call: CallListItem, beside: Beside) => Fields,
  ): Promise<Fields[]> {
    const records = await this.#deps.known.records.getAll(
      organizationId,
      'retell.call',
      calls.map(({ id }) => id),
    );
    const numberOf = this.#deps.known.versionNumbers(organizationId);
    const presented: Fields[] = [];
    for (const call of calls)
      presented.push(present(call, await this.#beside(organizationId, call, { record: records.get(call.id)?.data, reader, numberOf })));
    return presented;
  }

  async #beside(
    organizationId: string,
    call: CallListItem,
    { record, reader, numberOf }: { record: Beside['record']; reader: Reader; numberOf: NumberOf },
  ): Promise<Beside> {
    return {
      agentVersion: await numberOf(call),
      record,
      accessToken: await this.#accessToken(organizationId, call, reader),
      recordingUrl: call.recording?.available === true ? this.#recordingUrl(organizationId, call.id, reader.origin) : undefined,
    };
  }

  /** Their web calls always have one. Where ours could only be read, or not joined any more, it opens nothing. */
  async #accessToken(organizationId: string, { id, type, status }: CallListItem, { mayJoin }: Reader): Promise<string> {
    if (type !== 'web' || status !== 'registered' || !mayJoin) return '';
    return (await this.#deps.clientTokens.issue(organizationId, id)).token;
  }

  #recordingUrl(organizationId: string, id: string, origin: string): string {
    const { query } = this.#deps.recordingUrls.sign(organizationId, id, RECORDING_URL_S);
    return `${origin}/api/v1/calls/${id}/recording/signed?${query}`;
  }

  async #callingAgent(known: KnownAgents, organizationId: string, { override_agent_id, override_agent_version, from_number }: PhoneCall) {
    if (typeof override_agent_id === 'string') return startingAt(known, organizationId, override_agent_id, override_agent_version);
    const { items } = await this.#deps.phoneNumbers.list(organizationId, { limit: 1, number: [from_number], sort: '-created_at' });
    const agent = items[0]?.outbound_agent;
    if (agent === undefined || agent === null) throw new Refusal('from_number has no outbound agent; give override_agent_id.');
    return { agent_id: agent.agent_id, agent_version: agent.agent_version };
  }

  async #change(organizationId: string, id: string, change: Change): Promise<void> {
    const { metadata, custom_attributes, data_storage_setting } = change;
    const beside = metadataBeside(metadata);
    const { metadata: ours } = await this.#deps.calls.get(organizationId, id);
    if (metadata !== undefined) await this.#deps.calls.updateMetadata(organizationId, id, metadataPatch(ours, metadata), null);
    if (metadata === undefined && custom_attributes === undefined && data_storage_setting === undefined) return;
    await this.#deps.known.records.change(organizationId, 'retell.call', id, (known) => changedBeside(known, change, beside));
  }

  async #keep(organizationId: string, id: string, data: RecordData['retell.call']): Promise<void> {
    if (Object.keys(data).length > 0) await this.#deps.known.records.change(organizationId, 'retell.call', id, () => data);
  }
}
