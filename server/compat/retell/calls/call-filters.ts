/** The filters of their lists of calls, of today and as they were before, in ours. Pure. */
import { CALL_STATUSES, isObject } from '@parley/contract';
import { z } from 'zod';
import type { CallSelection } from '../../../resources/calls/call-list.ts';
import { ourReasons } from './disconnection-reasons.ts';
import {
  AgentFilter,
  agentsOf,
  AnyFilter,
  askedNames,
  boundsOf,
  isOpen,
  keyedOf,
  msOf,
  timesOf,
  unavailable,
  unavailableForm,
  valuesOf,
} from '../shared/filters.ts';

import { ourNumber } from '../shared/versions.ts';

export type CallFilters = Partial<Omit<CallSelection, 'limit' | 'sort' | 'cursor' | 'fields'>>;

const keyed = z.array(AnyFilter).max(50);
/** Forms are checked here; names that we have no filter for pass, and are refused by name. */
export const CallCriteria = z.looseObject({
  agent: AgentFilter.nullish(),
  agent_tag: AnyFilter.nullish(),
  call_id: AnyFilter.nullish(),
  call_successful: AnyFilter.nullish(),
  in_voicemail: AnyFilter.nullish(),
  combined_cost: AnyFilter.nullish(),
  e2e_latency_p50: AnyFilter.nullish(),
  call_status: AnyFilter.nullish(),
  call_type: AnyFilter.nullish(),
  direction: AnyFilter.nullish(),
  disconnection_reason: AnyFilter.nullish(),
  user_sentiment: AnyFilter.nullish(),
  from_number: AnyFilter.nullish(),
  to_number: AnyFilter.nullish(),
  duration_ms: AnyFilter.nullish(),
  start_timestamp: AnyFilter.nullish(),
  end_timestamp: AnyFilter.nullish(),
  metadata: keyed.nullish(),
  dynamic_variables: keyed.nullish(),
});
type CallCriteria = z.infer<typeof CallCriteria>;

const TYPES: Record<string, 'web' | 'phone'> = { web_call: 'web', phone_call: 'phone' };
const SENTIMENTS: Record<string, 'positive' | 'neutral' | 'negative'> = { Positive: 'positive', Neutral: 'neutral', Negative: 'negative' };

const known = <T>(values: readonly string[], translate: (value: string) => T | undefined): T[] =>
  values.map(translate).filter((value) => value !== undefined);

const statuses = (values: readonly string[]) => CALL_STATUSES.filter((status) => values.includes(status));
const directions = (values: readonly string[]) => (['inbound', 'outbound'] as const).filter((direction) => values.includes(direction));
const sentiments = (values: readonly string[]) => {
  // Of calls that nobody has analysed ours says nothing, which no filter asks for.
  if (values.includes('Unknown')) throw unavailable('user_sentiment with Unknown');
  return known(values, (value) => SENTIMENTS[value]);
};

const started = ({ after, before }: ReturnType<typeof timesOf>): CallFilters => ({
  ...(after === undefined ? {} : { started_after: after }),
  ...(before === undefined ? {} : { started_before: before }),
});
const ended = ({ after, before }: ReturnType<typeof timesOf>): CallFilters => ({
  ...(after === undefined ? {} : { ended_after: after }),
  ...(before === undefined ? {} : { ended_before: before }),
});

function lasting(filter: AnyFilter): CallFilters {
  const { least, most } = boundsOf('duration_ms', filter);
  return {
    ...(least === undefined ? {} : { min_duration_ms: msOf(least) }),
    ...(most === undefined ? {} : { max_duration_ms: msOf(most) }),
  };
}

function metadataFilter(filters: readonly AnyFilter[]): CallFilters {
  const { values, present } = keyedOf('metadata', filters);
  if (present.length > 1) throw unavailable('metadata with several present keys');
  return { metadata: values, ...(present[0] === undefined ? {} : { metadata_key: present[0] }) };
}

function variablesFilter(filters: readonly AnyFilter[]): CallFilters {
  const { values, present } = keyedOf('dynamic_variables', filters);
  if (present.length > 0) throw unavailable('dynamic_variables with present');
  return { variables: values };
}

const MICRO_USD_A_CENT = 10_000;

/** Cents of theirs, which have fractions. */
function costing(filter: AnyFilter): CallFilters {
  const { least, most } = boundsOf('combined_cost', scaled(filter, MICRO_USD_A_CENT));
  return { ...(least === undefined ? {} : { min_cost: least }), ...(most === undefined ? {} : { max_cost: most }) };
}

function scaled(filter: AnyFilter, by: number): AnyFilter {
  if (filter.type === 'number') return { ...filter, value: filter.value * by };
  return filter.type === 'range' ? { ...filter, value: filter.value.map((value) => value * by) } : filter;
}

function latent(filter: AnyFilter): CallFilters {
  const { least, most } = boundsOf('e2e_latency_p50', filter);
  return { ...(least === undefined ? {} : { min_e2e_ms: least }), ...(most === undefined ? {} : { max_e2e_ms: most }) };
}

function truthOf(name: string, filter: AnyFilter): boolean {
  if (filter.type !== 'boolean') throw unavailableForm(name, filter);
  return filter.value;
}

const TRANSLATORS = {
  agent: agentsOf,
  agent_tag: (filter: AnyFilter) => ({ agent_tag: valuesOf('agent_tag', filter) }),
  call_id: (filter: AnyFilter) => ({ id: valuesOf('call_id', filter) }),
  call_successful: (filter: AnyFilter) => ({ successful: truthOf('call_successful', filter) }),
  // No call of this server meets a voicemail.
  in_voicemail: (filter: AnyFilter) => (truthOf('in_voicemail', filter) ? { id: [] } : {}),
  combined_cost: costing,
  e2e_latency_p50: latent,
  call_status: (filter: AnyFilter) => ({ status: statuses(valuesOf('call_status', filter)) }),
  call_type: (filter: AnyFilter) => ({ type: known(valuesOf('call_type', filter), (value) => TYPES[value]) }),
  direction: (filter: AnyFilter) => ({ direction: directions(valuesOf('direction', filter)) }),
  disconnection_reason: (filter: AnyFilter) => ({ disconnection_reason: valuesOf('disconnection_reason', filter).flatMap(ourReasons) }),
  user_sentiment: (filter: AnyFilter) => ({ sentiment: sentiments(valuesOf('user_sentiment', filter)) }),
  from_number: (filter: AnyFilter) => ({ from_number: valuesOf('from_number', filter) }),
  to_number: (filter: AnyFilter) => ({ to_number: valuesOf('to_number', filter) }),
  duration_ms: lasting,
  start_timestamp: (filter: AnyFilter) => started(timesOf('start_timestamp', filter)),
  end_timestamp: (filter: AnyFilter) => ended(timesOf('end_timestamp', filter)),
  metadata: metadataFilter,
  dynamic_variables: variablesFilter,
} satisfies Record<string, (value: never) => CallFilters>;

export const CALL_FILTERS: readonly string[] = Object.keys(TRANSLATORS);

/** Throws a refusal that names the filter which ours have no word for. */
export function callFilters(criteria: CallCriteria | null | undefined): CallFilters {
  const filters: CallFilters = {};
  for (const name of askedNames(criteria)) {
    const value = (criteria as Record<string, unknown>)[name];
    if (isOpen(value)) continue;
    if (!Object.hasOwn(TRANSLATORS, name)) throw unavailable(name);
    Object.assign(filters, (TRANSLATORS as Record<string, (given: never) => CallFilters>)[name]?.(value as never));
  }
  return filters;
}

const list = z.array(z.string().max(256)).max(1_000).nullish();
const threshold = z.looseObject({ lower_threshold: z.number().nullish(), upper_threshold: z.number().nullish() }).nullish();
/** Of `POST /v2/list-calls`. */
export const OldCallCriteria = z.looseObject({
  agent_id: list,
  agent_version: z.array(z.int().min(0).max(2_147_483_646)).max(1_000).nullish(),
  call_status: list,
  call_type: list,
  direction: list,
  user_sentiment: list,
  disconnection_reason: list,
  from_number: list,
  to_number: list,
  start_timestamp: threshold,
  end_timestamp: threshold,
  duration_ms: threshold,
  after_start_timestamp: z.number().nullish(),
  before_start_timestamp: z.number().nullish(),
});

const LISTS = ['call_status', 'call_type', 'direction', 'user_sentiment', 'disconnection_reason', 'from_number', 'to_number'];
const SPANS = ['start_timestamp', 'end_timestamp', 'duration_ms'];

const spanOf = (value: unknown): AnyFilter => {
  const { lower_threshold, upper_threshold } = (isObject(value) ? value : {}) as {
    lower_threshold?: number | null;
    upper_threshold?: number | null;
  };
  return { type: 'range', op: 'bt', value: [lower_threshold ?? Number.MIN_SAFE_INTEGER, upper_threshold ?? Number.MAX_SAFE_INTEGER] };
};

/** The same in the words of today. */
export function oldCallFilters(criteria: z.infer<typeof OldCallCriteria> | null | undefined): CallFilters {
  const given = (criteria ?? {}) as Record<string, unknown>;
  const { agent_id, agent_version, after_start_timestamp, before_start_timestamp, ...rest } = given;
  const today: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (isOpen(value)) continue;
    if (LISTS.includes(name)) today[name] = { type: 'enum', op: 'in', value };
    else if (SPANS.includes(name)) today[name] = spanOf(value);
    else throw unavailable(name);
  }
  const span = { lower_threshold: after_start_timestamp, upper_threshold: before_start_timestamp };
  if (!isOpen(after_start_timestamp) || !isOpen(before_start_timestamp)) today.start_timestamp = spanOf(span);
  return {
    ...callFilters(today),
    ...(isOpen(agent_id) ? {} : { agent_id: agent_id as string[] }),
    ...(isOpen(agent_version) ? {} : { agent_version: (agent_version as number[]).map(ourNumber) }),
  };
}
