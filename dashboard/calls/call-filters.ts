/** The filters of the calls page: in the URL, and as the API takes them. Pure. */
import type { CallStatus, DisconnectionReason } from '@parley/contract';
import { REASONS } from '../format/reasons.ts';

export const STATUSES = ['registered', 'ongoing', 'ended', 'error'] as const satisfies readonly CallStatus[];

export interface CallFilters {
  status?: CallStatus | undefined;
  agent?: string | undefined;
  reason?: DisconnectionReason | undefined;
  /** Days, inclusive, as `yyyy-mm-dd`. */
  from?: string | undefined;
  to?: string | undefined;
  /** The call shown beside the list. */
  peek?: string | undefined;
}

const matching = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;
const AGENT_ID = /^agent_[0-9a-z]{26}$/;
const CALL_ID = /^call_[0-9a-z]{26}$/;

function dayOf(value: unknown): string | undefined {
  const day = matching(value, /^\d{4}-\d\d-\d\d$/);
  return day !== undefined && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day) ? day : undefined;
}

/** From a URL's search, dropping what is not a filter. */
export function searchOf(search: Record<string, unknown>): CallFilters {
  const reason =
    typeof search.reason === 'string' && Object.hasOwn(REASONS, search.reason) ? (search.reason as DisconnectionReason) : undefined;
  const found: CallFilters = {
    status: STATUSES.find((status) => status === search.status),
    agent: matching(search.agent, AGENT_ID),
    reason,
    from: dayOf(search.from),
    to: dayOf(search.to),
    peek: matching(search.peek, CALL_ID),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

const startOf = (day: string): Date => new Date(`${day}T00:00:00`);
function startOfNext(day: string): Date {
  const start = startOf(day);
  start.setDate(start.getDate() + 1);
  return start;
}

/** As the query of `GET /calls`; days are those of the browser's time zone. */
export function apiQueryOf({ status, agent, reason, from, to }: CallFilters): string {
  const query = new URLSearchParams();
  if (status !== undefined) query.set('status', status);
  if (agent !== undefined) query.set('agent_id', agent);
  if (reason !== undefined) query.set('disconnection_reason', reason);
  if (from !== undefined) query.set('created_after', startOf(from).toISOString());
  if (to !== undefined) query.set('created_before', startOfNext(to).toISOString());
  return query.toString();
}

export const isFiltered = ({ peek: _peek, ...filters }: CallFilters): boolean =>
  Object.values(filters).some((value) => value !== undefined);
