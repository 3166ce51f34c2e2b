import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { AuditEntry } from '@parley/contract';
import { Download } from 'lucide-react';
import { exportAuditLogUrl } from '../api/generated/operations.ts';
import { RequestFailed } from '../api/problem.ts';
import { auditQuery } from '../api/queries.ts';
import { useCommand } from '../shell/commands.ts';
import { useListKeys } from '../shell/list-keys.ts';
import { buttonStyle } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { Page, Panel } from '../ui/page.tsx';
import { Pill } from '../ui/pill.tsx';
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { VirtualRows, type RowPlace } from '../ui/virtual-rows.tsx';
import { AuditBar } from './audit-bar.tsx';
import { auditQueryOf, auditSearchOf, isFiltered, type AuditFilters } from './audit-filters.ts';
import { OUTCOMES } from './audit-names.ts';
import { AuditSheet } from './audit-sheet.tsx';
import { actionWords, actorWords, fieldWords, subjectWords } from './audit-words.ts';

const route = getRouteApi('/app/settings/audit-log');
const ROW_PX = 44;
const COLUMNS =
  'grid h-full grid-cols-[110px_minmax(0,1fr)_minmax(0,1.5fr)_minmax(0,1.2fr)_150px] items-center gap-4 px-4 max-lg:grid-cols-[110px_minmax(0,1fr)_minmax(0,1.5fr)_minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)]';

/** The fields that changed, by name. */
const changedIn = ({ changes }: AuditEntry): string => [...new Set(changes.map(({ field }) => fieldWords(field)))].join(', ');

const What = ({ entry }: { entry: AuditEntry }) => (
  <span className="min-w-0">
    <span className="flex items-center gap-2">
      <span className="truncate font-medium">{actionWords(entry.action)}</span>
      {entry.outcome === 'failure' && <Pill tone="red">{OUTCOMES.failure}</Pill>}
    </span>
    <span className="block truncate text-xs text-muted md:hidden">
      {actorWords(entry.actor)} · <Time at={entry.created_at} />
    </span>
    <span className="block truncate text-xs text-muted max-md:hidden">{changedIn(entry)}</span>
  </span>
);

const Row = ({ entry, filters, top, active }: RowPlace & { entry: AuditEntry; filters: AuditFilters }) => (
  <div
    role="listitem"
    className={cn('absolute inset-x-0 border-b border-line', active && 'bg-hover')}
    style={{ height: ROW_PX, transform: `translateY(${top}px)` }}
  >
    <Link
      to="/settings/audit-log"
      search={{ ...filters, entry: entry.id }}
      className={cn(COLUMNS, 'hover:bg-hover focus-visible:-outline-offset-2')}
    >
      <span className="text-muted max-md:hidden">
        <Time at={entry.created_at} />
      </span>
      <span className={cn('truncate max-md:hidden', entry.actor.name === null && 'text-muted')}>{actorWords(entry.actor)}</span>
      <What entry={entry} />
      <span className="min-w-0 max-md:hidden">
        <span className="block truncate text-soft">{subjectWords(entry.resource_type)}</span>
        {entry.resource_id !== null && <code className="block truncate font-mono text-xs text-muted">{entry.resource_id}</code>}
      </span>
      <code className="truncate font-mono text-xs text-muted max-lg:hidden">{entry.address ?? '–'}</code>
    </Link>
  </div>
);

const Head = () => (
  <div aria-hidden className="h-9 border-b border-line text-xs font-medium text-muted max-md:hidden">
    <div className={COLUMNS}>
      <span>When</span>
      <span>By</span>
      <span>What</span>
      <span>On</span>
      <span className="max-lg:hidden">From</span>
    </div>
  </div>
);

const Nothing = ({ filters }: { filters: AuditFilters }) => (
  <Empty
    title={isFiltered(filters) ? 'No entry matches these filters' : 'No entries yet'}
    action={
      isFiltered(filters) ? (
        <Link to="/settings/audit-log" search={{}} className={buttonStyle()}>
          Clear filters
        </Link>
      ) : undefined
    }
  >
    Every change, every sign-in and every download of a recording is written down here, and nobody can alter it.
  </Empty>
);

const Exports = ({ filters }: { filters: AuditFilters }) => (
  <>
    {(['csv', 'jsonl'] as const).map((format) => (
      <a key={format} href={exportAuditLogUrl({ ...auditQueryOf(filters), format })} download className={buttonStyle()}>
        <Download aria-hidden className="size-3.5" /> {format === 'csv' ? 'CSV' : 'JSON lines'}
        <span className="sr-only"> of all that match</span>
      </a>
    ))}
  </>
);

export function AuditPage() {
  const filters = route.useSearch();
  const navigate = useNavigate();
  const list = useInfiniteQuery(auditQuery(auditQueryOf(filters)));
  const { error, isPending, hasNextPage } = list;
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const forbidden = error instanceof RequestFailed && error.status === 403;
  const show = (entry: string | undefined): void =>
    void navigate({ to: '/settings/audit-log', search: auditSearchOf({ ...filters, entry }) });
  const active = useListKeys(items.length, (index) => show(items[index]?.id));
  useCommand('peek', () => show(items[active]?.id));
  const ofOne = items.find(({ actor }) => actor.id === filters.who)?.actor;
  return (
    <Page
      title="Audit trail"
      note={isPending || forbidden ? undefined : `${items.length}${hasNextPage ? '+' : ''}`}
      actions={forbidden ? undefined : <Exports filters={filters} />}
    >
      {!forbidden && <AuditBar filters={filters} whoName={filters.who === undefined ? undefined : (ofOne?.name ?? undefined)} />}
      <Panel className="overflow-hidden">
        {forbidden && (
          <Empty title="Owners and admins read the audit trail">Ask one of them for what you want to know, or for the role.</Empty>
        )}
        {!forbidden && <Head />}
        {error !== null && !forbidden && (
          <Failed what="The audit trail could not be loaded." error={error} retry={() => void list.refetch()} />
        )}
        {isPending && <SkeletonRows rows={10} label="Loading the audit trail" />}
        {!isPending && error === null && items.length === 0 && <Nothing filters={filters} />}
        {items.length > 0 && (
          <VirtualRows label="Entries" rowPx={ROW_PX} items={items} list={list} active={active}>
            {(entry, place) => <Row key={entry.id} entry={entry} filters={filters} {...place} />}
          </VirtualRows>
        )}
      </Panel>
      <AuditSheet entry={items.find(({ id }) => id === filters.entry)} onClose={() => show(undefined)} />
    </Page>
  );
}
