/** What the pages read, by key. */
import { infiniteQueryOptions, keepPreviousData, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import type { CallSummary, EventFilter, Page, UsageGroup } from '@parley/contract';
import { queryText } from '../url/search-values.ts';
import * as auth from './auth.ts';
import * as api from './generated/operations.ts';
import { RequestFailed } from './problem.ts';
import type { RequestOptions } from './request.ts';

/** A session that ended while the page was open leads to the sign-in and back, one that lacks a second factor to its set-up; opening a page asks for `me` and is led there by the router. */
const queryCache = new QueryCache({
  onError: (error, { queryKey }) => {
    if (!(error instanceof RequestFailed) || queryKey[0] === 'me') return;
    const to = error.code === 'second_factor_required' ? '/second-factor' : error.status === 401 ? '/sign-in' : null;
    if (to !== null) location.assign(`${to}?next=${encodeURIComponent(location.pathname + location.search)}`);
  },
});

export const queryClient = new QueryClient({
  queryCache,
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => !(error instanceof RequestFailed && error.status > 0 && error.status < 500) && failures < 2,
    },
  },
});

interface PageQuery {
  limit: number;
  cursor: string | undefined;
}
type List<T> = (query: PageQuery, options: RequestOptions) => Promise<Page<T>>;

/** A list whose pages are asked for one after another. */
const pages = <T>(queryKey: readonly string[], list: List<T>, limit = 100) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => list({ limit, cursor: pageParam ?? undefined }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: ({ signal }) => api.getSystem({ signal }),
  refetchInterval: 15_000,
});
export const meQuery = queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => api.getMe({ signal }), staleTime: 60_000 });

export const agentsQuery = queryOptions({ queryKey: ['agents'], queryFn: ({ signal }) => api.listAgents({ limit: 100 }, { signal }) });
export const agentQuery = (id: string) =>
  queryOptions({ queryKey: ['agents', id], queryFn: ({ signal }) => api.getAgent(id, { signal }), staleTime: 0 });
/** What keeps the draft of this revision from being published and from taking calls. */
export const agentProblemsQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: ['agents', id, 'problems', revision],
    queryFn: ({ signal }) => api.listAgentProblems(id, {}, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
export const versionsQuery = (id: string) =>
  pages(['agents', id, 'versions'], (query, options) => api.listAgentVersions(id, query, options));

export const voicesQuery = queryOptions({
  queryKey: ['voices'],
  queryFn: ({ signal }) => api.listVoices({ signal }),
  staleTime: 300_000,
});
export const providersQuery = queryOptions({ queryKey: ['providers'], queryFn: ({ signal }) => api.listProviders({ signal }) });
export const apiKeysQuery = pages(['api-keys'], api.listApiKeys);
export const membersQuery = pages(['members'], api.listMembers);
export const invitationsQuery = queryOptions({ queryKey: ['invitations'], queryFn: ({ signal }) => api.listInvitations({ signal }) });
export const memberSessionsQuery = (id: string) =>
  queryOptions({ queryKey: ['members', id, 'sessions'], queryFn: ({ signal }) => api.listMemberSessions(id, { signal }), staleTime: 0 });
export const auditQuery = (filters: api.ListAuditLogQuery) => filteredPages('audit', filters, api.listAuditLog);

/** Of whoever is signed in, wherever they belong. */
export const accountQuery = queryOptions({ queryKey: ['account'], queryFn: ({ signal }) => auth.getAccount({ signal }) });
export const ownSessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: ({ signal }) => auth.listOwnSessions({ signal }),
  staleTime: 0,
});

const USAGE_REFRESH_MS = 30_000;
export const usageQuery = (from: string, to: string, groupBy: UsageGroup) =>
  queryOptions({
    queryKey: ['usage', from, to, groupBy],
    queryFn: ({ signal }) => api.getUsage({ from, to, group_by: groupBy }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: USAGE_REFRESH_MS,
  });
export const quotasQuery = { ...pages(['quotas'], api.listQuotas), refetchInterval: USAGE_REFRESH_MS };

/** The pages of a list that these filters leave. */
const filteredPages = <Q extends object, T>(
  name: string,
  filters: Q,
  list: (query: Q & PageQuery, options: RequestOptions) => Promise<Page<T>>,
) => pages([name, 'list', queryText(filters)], (page, options) => list({ ...filters, ...page }, options), 50);

/** Asked for without `fields`, the list has every part of a summary. */
const listCalls = async (query: api.ListCallsQuery, options: RequestOptions) => (await api.listCalls(query, options)) as Page<CallSummary>;

export const callsQuery = (filters: api.ListCallsQuery) => filteredPages('calls', filters, listCalls);
export const liveCallsQuery = queryOptions({
  queryKey: ['calls', 'live'],
  queryFn: ({ signal }) => listCalls({ status: 'ongoing', limit: 100 }, { signal }),
  refetchInterval: 4_000,
});
export const callQuery = (id: string) => queryOptions({ queryKey: ['calls', id], queryFn: ({ signal }) => api.getCall(id, { signal }) });
export const callEventsQuery = (id: string) =>
  queryOptions({ queryKey: ['calls', id, 'events'], queryFn: ({ signal }) => api.listCallEvents(id, { signal }), staleTime: Infinity });

export const webhooksQuery = { ...pages(['webhooks'], api.listWebhooks), refetchInterval: 15_000 };
export const webhookQuery = (id: string) =>
  queryOptions({ queryKey: ['webhooks', id], queryFn: ({ signal }) => api.getWebhook(id, { signal }) });
export const filterPreviewQuery = (filter: EventFilter) =>
  queryOptions({
    queryKey: ['webhooks', 'preview', filter],
    queryFn: ({ signal }) => api.previewEventFilter(filter, { signal }),
    placeholderData: keepPreviousData,
  });

export const deliveriesQuery = (filters: api.ListWebhookDeliveriesQuery) => filteredPages('deliveries', filters, api.listWebhookDeliveries);
/** The newest of them, again and again. */
export const newestDeliveriesQuery = (filters: api.ListWebhookDeliveriesQuery) =>
  queryOptions({
    queryKey: ['deliveries', 'newest', queryText(filters)],
    queryFn: ({ signal }) => api.listWebhookDeliveries({ ...filters, limit: 100 }, { signal }),
    refetchInterval: 3_000,
  });
export const deliveryQuery = (id: string) =>
  queryOptions({ queryKey: ['deliveries', id], queryFn: ({ signal }) => api.getWebhookDelivery(id, { signal }), staleTime: 0 });
