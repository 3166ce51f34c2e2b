import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { CallSummary } from '@parley/contract';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { callsQuery, liveCallsQuery, queryClient } from '../api/queries.ts';
import { milliseconds, money } from '../format/format.ts';
import { isFailure, reasonInWords } from '../format/reasons.ts';
import { useCommand } from '../shell/commands.ts';
import { useListKeys } from '../shell/list-keys.ts';
import { Button, buttonStyle } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { Page, Panel } from '../ui/page.tsx';
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { VirtualRows } from '../ui/virtual-rows.tsx';
import { apiQueryOf, isFiltered, nextSort, searchOf, type CallFilters } from './call-filters.ts';
import { CallLength } from './call-length.tsx';
import { CallStatusPill } from './call-status.tsx';
import { FilterBar } from './filter-bar.tsx';
import { PeekSheet } from './peek-sheet.tsx';

const route = getRouteApi('/app/calls');
const ROW_PX = 44;
const COLUMNS =
  'grid grid-cols-[84px_minmax(0,1.3fr)_120px_72px_minmax(0,1.4fr)_88px_88px_64px] items-center gap-4 px-4 max-md:grid-cols-[84px_minmax(0,1fr)_64px]';

function useEndCall() {
  return useMutation({
    mutationFn: (id: string) => api.endCall(id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['calls'] }),
    onError: (error) => toast.error('The call was not ended', { description: messageOf(error) }),
  });
}

function Row({ call, active, top }: { call: CallSummary; active: boolean; top: number }) {
  const end = useEndCall();
  return (
    <div
      role="listitem"
      className={cn('absolute inset-x-0 border-b border-line', active && 'bg-hover')}
      style={{ height: ROW_PX, transform: `translateY(${top}px)` }}
    >
      <Link
        to="/calls/$callId"
        params={{ callId: call.id }}
        className={cn(COLUMNS, 'h-full hover:bg-hover focus-visible:-outline-offset-2')}
      >
        <CallStatusPill status={call.status} />
        <span className="min-w-0">
          <span className="block truncate font-medium">{call.agent_name}</span>
          <span className="block truncate text-xs text-muted md:hidden">
            <Time at={call.created_at} />
            {call.disconnection_reason !== null && ` · ${reasonInWords(call.disconnection_reason)}`}
          </span>
        </span>
        <span className="text-muted max-md:hidden">
          <Time at={call.created_at} />
        </span>
        <span className="text-right">
          <CallLength call={call} />
        </span>
        <span className={cn('truncate max-md:hidden', isFailure(call.disconnection_reason) ? 'text-red' : 'text-soft')}>
          {reasonInWords(call.disconnection_reason)}
        </span>
        <span className="text-right max-md:hidden">{milliseconds(call.latency.e2e.p50)}</span>
        <span className="text-right max-md:hidden">{money(call.cost.total)}</span>
      </Link>
      {call.status === 'ongoing' && (
        <Button
          size="small"
          look="danger"
          className="absolute top-2 right-4 max-md:hidden"
          onClick={() => end.mutate(call.id)}
          aria-label={`End the call with ${call.agent_name}`}
        >
          End
        </Button>
      )}
    </div>
  );
}

const ORDERS = {
  created_at: { name: 'When', most: 'newest first', least: 'oldest first' },
  duration_ms: { name: 'Length', most: 'longest first', least: 'shortest first' },
} as const;

interface SortHeadProps {
  column: keyof typeof ORDERS;
  filters: CallFilters;
  className?: string;
}

/** A press changes the order. */
function SortHead({ column, filters, className }: SortHeadProps) {
  const navigate = useNavigate();
  const { name, most, least } = ORDERS[column];
  const sort = filters.sort ?? '-created_at';
  const on = sort.replace('-', '') === column;
  const Arrow = sort.startsWith('-') ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      aria-label={on ? `${name}, ${sort.startsWith('-') ? most : least}. Change the order` : `Sort by ${name.toLowerCase()}`}
      onClick={() => void navigate({ to: '/calls', search: searchOf({ ...filters, sort: nextSort(filters.sort, column) }) })}
      className={cn('inline-flex min-h-6 items-center gap-1 rounded-sm hover:text-ink', on && 'text-ink', className)}
    >
      {name}
      {on && <Arrow aria-hidden className="size-3" />}
    </button>
  );
}

const Head = ({ filters }: { filters: CallFilters }) => (
  <div className={cn(COLUMNS, 'h-9 border-b border-line text-xs font-medium text-muted')}>
    <span aria-hidden>State</span>
    <span aria-hidden>Agent</span>
    <SortHead column="created_at" filters={filters} className="max-md:hidden" />
    <SortHead column="duration_ms" filters={filters} className="justify-self-end" />
    <span aria-hidden className="max-md:hidden">
      Ended because
    </span>
    <span aria-hidden className="text-right max-md:hidden">
      Answer p50
    </span>
    <span aria-hidden className="text-right max-md:hidden">
      Cost
    </span>
  </div>
);

/** Each call once; live calls first unless another order was asked for. */
function useCalls(filters: CallFilters) {
  const list = useInfiniteQuery(callsQuery(apiQueryOf(filters)));
  const live = useQuery(liveCallsQuery);
  const items = useMemo(() => {
    const all = list.data?.pages.flatMap(({ items: page }) => page) ?? [];
    const liveNow = new Map(live.data?.items.map((call) => [call.id, call]));
    if (filters.sort !== undefined) return all.map((call) => liveNow.get(call.id) ?? call);
    return [
      ...all.filter(({ status }) => status === 'ongoing').map((call) => liveNow.get(call.id) ?? call),
      ...all.filter(({ status }) => status !== 'ongoing'),
    ];
  }, [list.data, live.data, filters.sort]);
  // A call that began or ended since the list was read changes the set of live ones.
  const liveIds = live.data?.items.map(({ id }) => id).join(' ');
  const { refetch } = list;
  const seen = useRef(liveIds);
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== liveIds) void refetch();
    seen.current = liveIds;
  }, [liveIds, refetch]);
  return { ...list, items };
}

function Nothing({ filters }: { filters: CallFilters }) {
  const action = (
    <Link to={isFiltered(filters) ? '/calls' : '/agents'} search={{}} className={buttonStyle()}>
      {isFiltered(filters) ? 'Clear filters' : 'Open agents'}
    </Link>
  );
  return isFiltered(filters) ? (
    <Empty title="No call matches these filters" action={action}>
      Calls are here, but none that fits all of them.
    </Empty>
  ) : (
    <Empty title="No calls yet" action={action}>
      Every call leaves its recording, transcript, timings and cost here. Open an agent and talk to it to make the first.
    </Empty>
  );
}

export function CallsPage() {
  const filters = route.useSearch();
  const navigate = useNavigate();
  const list = useCalls(filters);
  const { items, error, isPending, hasNextPage } = list;
  const active = useListKeys(items.length, (index) => {
    const call = items[index];
    if (call !== undefined) void navigate({ to: '/calls/$callId', params: { callId: call.id } });
  });
  useCommand('peek', () => {
    const call = items[active];
    if (call !== undefined) void navigate({ to: '/calls', search: { ...filters, peek: call.id } });
  });
  return (
    <Page title="Calls" note={isPending ? undefined : `${items.length}${hasNextPage ? '+' : ''}`}>
      <FilterBar filters={filters} />
      <Panel className="overflow-hidden">
        <Head filters={filters} />
        {error !== null && <Failed what="The calls could not be loaded." error={error} retry={() => void list.refetch()} />}
        {isPending && <SkeletonRows rows={10} label="Loading calls" />}
        {!isPending && error === null && items.length === 0 && <Nothing filters={filters} />}
        {items.length > 0 && (
          <VirtualRows label="Calls" rowPx={ROW_PX} items={items} list={list} active={active}>
            {(call, place) => <Row key={call.id} call={call} {...place} />}
          </VirtualRows>
        )}
      </Panel>
      <PeekSheet callId={filters.peek} onClose={() => void navigate({ to: '/calls', search: { ...filters, peek: undefined } })} />
    </Page>
  );
}
