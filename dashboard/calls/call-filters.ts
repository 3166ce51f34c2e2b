/** The filters of the calls page: in the URL, and as the API takes them. Pure. */
import type { Call, CallListQuery, CallStatus, DisconnectionReason } from '@parley/contract';
import type { ListCallsQuery } from '../api/generated/operations.ts';
import { REASONS } from '../format/reasons.ts';
import { dayIn, defined, idIn, keyIn, startOfDay, startOfNextDay } from '../url/search-values.ts';

export const STATUSES = ['registered', 'ongoing', 'ended', 'error'] as const satisfies readonly CallStatus[];

export const TYPES = { web: 'Web', phone: 'Telephone' } as const;
export const DIRECTIONS = { inbound: 'To the agent', outbound: 'By the agent' } as const;
type Sentiment = NonNullable<Call['sentiment']>;
export const SENTIMENTS = { positive: 'Positive', neutral: 'Neutral', negative: 'Negative' } as const satisfies Record<Sentiment, string>;
/** Absent: newest first. */
export const SORTS = ['created_at', 'duration_ms', '-duration_ms'] as const satisfies readonly CallListQuery['sort'][];
export type CallSort = (typeof SORTS)[number];

export interface CallFilters {
  status?: CallStatus | undefined;
  agent?: string | undefined;
  version?: number | undefined;
  type?: keyof typeof TYPES | undefined;
  direction?: keyof typeof DIRECTIONS | undefined;
  sentiment?: Sentiment | undefined;
  /** Shortest and longest, in seconds. */
  min?: number | undefined;
  max?: number | undefined;
  /** `key=value`, or the key alone. */
  meta?: string | undefined;
  sort?: CallSort | undefined;
  reason?: DisconnectionReason | undefined;
  /** Days, inclusive, as `yyyy-mm-dd`. */
  from?: string | undefined;
  to?: string | undefined;
  /** The call shown beside the list. */
  peek?: string | undefined;
}

function wholeOf(value: unknown, least: number, most: number): number | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : NaN;
  return Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

const MAX_INT = 2_147_483_647;
const MAX_SECONDS = Math.floor(MAX_INT / 1_000);
const MAX_KEY = 64;
const MAX_VALUE = 1_024;

/** `meta` as key and, where there is one, value. */
function metaParts(meta: string): { key: string; value: string | undefined } {
  const at = meta.indexOf('=');
  return at === -1 ? { key: meta, value: undefined } : { key: meta.slice(0, at), value: meta.slice(at + 1) };
}

function metaOf(value: unknown): string | undefined {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  const { key, value: wanted = '' } = metaParts(text);
  // `]` would end the key in `metadata[key]`.
  const isKey = key !== '' && key.length <= MAX_KEY && !key.includes(']') && key !== '__proto__';
  return isKey && wanted.length <= MAX_VALUE ? text : undefined;
}

/** From a URL's search, dropping what is not a filter. */
export function searchOf(search: Record<string, unknown>): CallFilters {
  return defined<CallFilters>({
    status: STATUSES.find((status) => status === search.status),
    agent: idIn(search.agent, 'agent'),
    version: wholeOf(search.version, 1, MAX_INT),
    type: keyIn(TYPES, search.type),
    direction: keyIn(DIRECTIONS, search.direction),
    sentiment: keyIn(SENTIMENTS, search.sentiment),
    min: wholeOf(search.min, 0, MAX_SECONDS),
    max: wholeOf(search.max, 0, MAX_SECONDS),
    meta: metaOf(search.meta),
    sort: SORTS.find((sort) => sort === search.sort),
    reason: keyIn(REASONS, search.reason),
    from: dayIn(search.from),
    to: dayIn(search.to),
    peek: idIn(search.peek, 'call'),
  });
}

/** As the query of `GET /calls`; days are those of the browser's time zone. */
export function apiQueryOf(filters: CallFilters): ListCallsQuery {
  const { status, agent, version, type, direction, sentiment, min, max, meta, reason, from, to, sort } = filters;
  return {
    status,
    agent_id: agent,
    agent_version: version,
    type,
    direction,
    sentiment,
    min_duration_ms: min === undefined ? undefined : min * 1_000,
    max_duration_ms: max === undefined ? undefined : max * 1_000,
    disconnection_reason: reason,
    created_after: from === undefined ? undefined : startOfDay(from).toISOString(),
    created_before: to === undefined ? undefined : startOfNextDay(to).toISOString(),
    ...(meta === undefined ? {} : metaQuery(meta)),
    sort,
  };
}

function metaQuery(meta: string): Pick<ListCallsQuery, 'metadata' | 'metadata_key'> {
  const { key, value } = metaParts(meta);
  return value === undefined ? { metadata_key: key } : { metadata: { [key]: value } };
}

/** How many of the filters behind "More filters" are set. */
export const moreFilters = ({ version, type, direction, sentiment, min, max, meta }: CallFilters): number =>
  [version, type, direction, sentiment, min ?? max, meta].filter((value) => value !== undefined).length;

/** The order after a press on a column's head: most first, then least first, then as it was. */
export function nextSort(sort: CallSort | undefined, column: 'created_at' | 'duration_ms'): CallSort | undefined {
  if (column === 'created_at') return sort === undefined ? 'created_at' : undefined;
  if (sort === '-duration_ms') return 'duration_ms';
  return sort === 'duration_ms' ? undefined : '-duration_ms';
}

export const isFiltered = ({ peek: _peek, sort: _sort, ...filters }: CallFilters): boolean =>
  Object.values(filters).some((value) => value !== undefined);
