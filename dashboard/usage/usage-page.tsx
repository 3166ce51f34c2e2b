import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Usage, UsageMetric } from '@parley/contract';
import { useMemo } from 'react';
import { meQuery, quotasQuery, usageQuery } from '../api/queries.ts';
import { count } from '../format/format.ts';
import { cn } from '../ui/cn.ts';
import { useNow } from '../ui/now.ts';
import { Page, Panel } from '../ui/page.tsx';
import { Empty, Failed, Notice, Skeleton } from '../ui/states.tsx';
import { DayCharts } from './day-charts.tsx';
import { daysIn, type UsageDay } from './day-series.ts';
import { DayTable } from './day-table.tsx';
import { figuresOf, nameOf, sorted } from './group-rows.ts';
import { GroupTable } from './group-table.tsx';
import { METRIC_NAMES } from './metrics.ts';
import { quotaName } from './quota-words.ts';
import { Notices, Quotas } from './quotas.tsx';
import { Toolbar } from './toolbar.tsx';
import { Totals } from './totals.tsx';
import { csvOf } from './usage-csv.ts';
import { daysOf, todayOf, type UsageSearch } from './usage-search.ts';

const route = getRouteApi('/app/usage');

const FIRST_ORDER = { agent: 'calls', api_key: 'requests' } as const satisfies Record<'agent' | 'api_key', UsageMetric>;

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function download(usage: Usage, days: readonly UsageDay[], order: UsageMetric | undefined): void {
  const { group_by: by, from, to, rows } = usage;
  const text =
    by === 'day'
      ? csvOf(
          ['day'],
          days.map(({ day, values }) => ({ about: [day], values: values ?? {} })),
        )
      : csvOf(
          [`${by}_id`, `${by}_name`],
          sorted(rows, order ?? FIRST_ORDER[by]).map((row) => ({ about: [row.key ?? '', nameOf(row, by)], values: figuresOf(row) })),
        );
  save(`parley-usage-by-${by.replace('_', '-')}-${from}-to-${to}.csv`, text);
}

/** What somebody should look at now, before any figure. */
function Alerts() {
  const { data } = useInfiniteQuery(quotasQuery);
  const quotas = data?.pages.flatMap(({ items }) => items) ?? [];
  const names = (state: 'warning' | 'exceeded'): string =>
    quotas
      .filter((quota) => quota.state === state)
      .map((quota) => `${quotaName(quota)}${quota.api_key_id === null ? '' : ' of one key'}`)
      .join(', ');
  const [exceeded, warning] = [names('exceeded'), names('warning')];
  return (
    <>
      {exceeded !== '' && <Notice tone="red">Used up, so more is refused: {exceeded}.</Notice>}
      {warning !== '' && <Notice tone="amber">Nearly used up: {warning}.</Notice>}
    </>
  );
}

const Loading = () => (
  <div role="status" aria-label="Loading usage" className="flex flex-col gap-4">
    <Skeleton className="h-[60px] rounded-lg max-lg:h-[180px]" />
    <div className="grid grid-cols-3 gap-4 max-lg:grid-cols-2 max-sm:grid-cols-1">
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} className="h-[228px] rounded-lg" />
      ))}
    </div>
  </div>
);

function Rows({ usage, days, search }: { usage: Usage; days: readonly UsageDay[]; search: UsageSearch }) {
  const { group_by: by, rows } = usage;
  const nothing = METRIC_NAMES.every((metric) => usage.total[metric] === 0);
  if (by === 'day' && (search.view === 'table' || !nothing))
    return search.view === 'table' ? <DayTable days={days} /> : <DayCharts days={days} />;
  if (by !== 'day' && rows.length > 0) return <GroupTable rows={rows} thing={by} order={search.sort ?? FIRST_ORDER[by]} />;
  return (
    <Panel>
      <Empty title="Nothing was used on these days">
        Calls, typed conversations and API requests are counted here. Choose other days above.
      </Empty>
    </Panel>
  );
}

export function UsagePage() {
  const search = route.useSearch();
  const now = useNow('minute');
  const range = daysOf(search, now);
  const { data: usage, error, refetch, isPlaceholderData } = useQuery(usageQuery(range.from, range.to, search.by ?? 'day'));
  const since = useQuery(meQuery).data?.organization.created_at.slice(0, 10) ?? '';
  const today = todayOf(now);
  const days = useMemo(() => (usage?.group_by === 'day' ? daysIn(usage.rows, { since, today }) : []), [usage, since, today]);
  const length = (Date.parse(range.to) - Date.parse(range.from)) / 86_400_000 + 1;
  return (
    <Page title="Usage" note={count(length, 'day')}>
      <Toolbar
        search={search}
        days={range}
        onDownload={usage === undefined || isPlaceholderData ? undefined : () => download(usage, days, search.sort)}
      />
      <Alerts />
      {error !== null && <Failed what="The usage could not be loaded." error={error} retry={() => void refetch()} />}
      {usage === undefined && error === null && <Loading />}
      {usage !== undefined && (
        <div aria-busy={isPlaceholderData} className={cn('flex flex-col gap-4', isPlaceholderData && 'opacity-55')}>
          <Totals total={usage.total} />
          <Rows usage={usage} days={days} search={search} />
        </div>
      )}
      <Quotas />
      {usage !== undefined && <Notices notices={usage.notices} />}
    </Page>
  );
}
