/** What the pages read, by key. */
import { infiniteQueryOptions, keepPreviousData, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import type { EventFilter, Page, UsageGroup } from '@parley/contract';
import { api } from './client.ts';
import { RequestFailed } from './problem.ts';

/** A session that ended while the page was open leads to the sign-in and back; opening a page asks for `me` and is led there by the router. */
const queryCache = new QueryCache({
  onError: (error, { queryKey }) => {
    if (!(error instanceof RequestFailed) || error.status !== 401 || queryKey[0] === 'me') return;
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
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

/** A list whose pages are asked for one after another. */
const pages = <T>(queryKey: readonly string[], list: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => list(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: ({ signal }) => api.account.system(signal),
  refetchInterval: 15_000,
});
export const meQuery = queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => api.account.me(signal), staleTime: 60_000 });

export const agentsQuery = queryOptions({ queryKey: ['agents'], queryFn: ({ signal }) => api.agents.list(null, signal) });
export const agentQuery = (id: string) =>
  queryOptions({ queryKey: ['agents', id], queryFn: ({ signal }) => api.agents.get(id, signal), staleTime: 0 });
export const versionsQuery = (id: string) => pages(['agents', id, 'versions'], (cursor, signal) => api.agents.versions(id, cursor, signal));

export const voicesQuery = queryOptions({
  queryKey: ['voices'],
  queryFn: ({ signal }) => api.providers.voices(signal),
  staleTime: 300_000,
});
export const providersQuery = queryOptions({ queryKey: ['providers'], queryFn: ({ signal }) => api.providers.list(signal) });
export const apiKeysQuery = pages(['api-keys'], api.apiKeys.list);
export const membersQuery = pages(['members'], api.members.list);

const USAGE_REFRESH_MS = 30_000;
export const usageQuery = (from: string, to: string, groupBy: UsageGroup) =>
  queryOptions({
    queryKey: ['usage', from, to, groupBy],
    queryFn: ({ signal }) => api.usage.report(from, to, groupBy, signal),
    placeholderData: keepPreviousData,
    refetchInterval: USAGE_REFRESH_MS,
  });
export const quotasQuery = { ...pages(['quotas'], api.usage.quotas), refetchInterval: USAGE_REFRESH_MS };

/** A filtered list; `query`: the filters as the API takes them, without cursor. */
const filteredPages = <T>(queryKey: readonly string[], query: string, list: (query: string, signal: AbortSignal) => Promise<Page<T>>) =>
  pages(queryKey, (cursor, signal) => {
    const parts = [query, 'limit=50', cursor === null ? '' : `cursor=${encodeURIComponent(cursor)}`];
    return list(parts.filter((part) => part !== '').join('&'), signal);
  });

export const callsQuery = (query: string) => filteredPages(['calls', 'list', query], query, api.calls.list);
export const liveCallsQuery = queryOptions({
  queryKey: ['calls', 'live'],
  queryFn: ({ signal }) => api.calls.list('status=ongoing&limit=100', signal),
  refetchInterval: 4_000,
});
export const callQuery = (id: string) => queryOptions({ queryKey: ['calls', id], queryFn: ({ signal }) => api.calls.get(id, signal) });
export const callEventsQuery = (id: string) =>
  queryOptions({ queryKey: ['calls', id, 'events'], queryFn: ({ signal }) => api.calls.events(id, signal), staleTime: Infinity });

export const webhooksQuery = { ...pages(['webhooks'], api.webhooks.list), refetchInterval: 15_000 };
export const webhookQuery = (id: string) =>
  queryOptions({ queryKey: ['webhooks', id], queryFn: ({ signal }) => api.webhooks.get(id, signal) });
export const filterPreviewQuery = (filter: EventFilter) =>
  queryOptions({
    queryKey: ['webhooks', 'preview', filter],
    queryFn: ({ signal }) => api.webhooks.preview(filter, signal),
    placeholderData: keepPreviousData,
  });

export const deliveriesQuery = (query: string) => filteredPages(['deliveries', 'list', query], query, api.deliveries.list);
/** The newest of them, again and again. */
export const newestDeliveriesQuery = (query: string) =>
  queryOptions({
    queryKey: ['deliveries', 'newest', query],
    queryFn: ({ signal }) => api.deliveries.list([query, 'limit=100'].filter((part) => part !== '').join('&'), signal),
    refetchInterval: 3_000,
  });
export const deliveryQuery = (id: string) =>
  queryOptions({ queryKey: ['deliveries', id], queryFn: ({ signal }) => api.deliveries.get(id, signal), staleTime: 0 });
