import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { WebhookDelivery } from '@parley/contract';
import { useState } from 'react';
import { toast } from 'sonner';
import * as api from '../api/generated/operations.ts';
import { messageOf } from '../api/problem.ts';
import { count, milliseconds } from '../format/format.ts';
import { useMayManage } from '../settings/use-may-manage.ts';
import { useCommand } from '../shell/commands.ts';
import { useListKeys } from '../shell/list-keys.ts';
import { Button, buttonStyle } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { Page, Panel } from '../ui/page.tsx';
import { Empty, Failed, SkeletonRows } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { VirtualRows, type RowPlace } from '../ui/virtual-rows.tsx';
import { DeliveryBar } from './delivery-bar.tsx';
import { deliverySearchOf, isFiltered, type DeliveryFilters } from './delivery-filters.ts';
import { DeliverySheet } from './delivery-sheet.tsx';
import { DeliveryStatusPill, lastOutcome } from './delivery-status.tsx';
import { refreshDeliveries } from './refresh.ts';
import { useDeliveries, type DeliveryList } from './use-deliveries.ts';
import { WebhookTabs } from './webhook-tabs.tsx';

const route = getRouteApi('/app/webhooks/deliveries');
const ROW_PX = 44;
/** As many as the API takes together. */
const MOST_SELECTED = 1_000;
const COLUMNS =
  'absolute inset-y-0 right-0 left-12 grid grid-cols-[140px_minmax(0,1fr)_110px_minmax(0,1fr)_80px_80px] items-center gap-4 pr-4 pl-1 max-md:grid-cols-[130px_minmax(0,1fr)]';
const CHECK = 'absolute top-1/2 left-4 size-4 -translate-y-1/2 accent-(--accent)';

interface RowProps extends RowPlace {
  delivery: WebhookDelivery;
  filters: DeliveryFilters;
  selected: boolean;
  onSelect: (() => void) | null;
}

const Row = ({ delivery, filters, selected, onSelect, top, active }: RowProps) => (
  <div
    role="listitem"
    className={cn('absolute inset-x-0 border-b border-line', (active || selected) && 'bg-hover')}
    style={{ height: ROW_PX, transform: `translateY(${top}px)` }}
  >
    <Link
      to="/webhooks/deliveries"
      search={{ ...filters, delivery: delivery.id }}
      className={cn(COLUMNS, 'hover:bg-hover focus-visible:-outline-offset-2')}
    >
      <DeliveryStatusPill status={delivery.status} />
      <span className="min-w-0">
        <code className="block truncate font-mono text-xs">
          {delivery.event_type}
          {delivery.test && <span className="ml-2 font-sans text-muted">test</span>}
        </code>
        <span className="block truncate text-xs text-muted md:hidden">
          <Time at={delivery.created_at} /> · {lastOutcome(delivery)}
        </span>
      </span>
      <span className="text-muted max-md:hidden">
        <Time at={delivery.created_at} />
      </span>
      <span className={cn('truncate max-md:hidden', delivery.status === 'delivered' ? 'text-soft' : 'text-ink')}>
        {lastOutcome(delivery)}
      </span>
      <span className="text-right max-md:hidden">{delivery.attempt_count}</span>
      <span className="text-right max-md:hidden">{milliseconds(delivery.last_ms)}</span>
    </Link>
    {onSelect !== null && (
      <input
        type="checkbox"
        aria-label={`Select ${delivery.event_type} of ${delivery.created_at}`}
        className={CHECK}
        checked={selected}
        onChange={onSelect}
      />
    )}
  </div>
);

const Head = ({ all, onAll }: { all: boolean; onAll: (() => void) | null }) => (
  <div className="relative h-9 border-b border-line text-xs font-medium text-muted">
    {onAll !== null && <input type="checkbox" aria-label="Select all that are loaded" className={CHECK} checked={all} onChange={onAll} />}
    <div aria-hidden className={COLUMNS}>
      <span>State</span>
      <span>Event</span>
      <span className="max-md:hidden">When</span>
      <span className="max-md:hidden">Last answer</span>
      <span className="text-right max-md:hidden">Attempts</span>
      <span className="text-right max-md:hidden">Took</span>
    </div>
  </div>
);

function BulkBar({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const resend = useMutation({
    mutationFn: () => api.resendWebhookDeliveries({ ids: [...ids] }),
    onSuccess: async ({ count: sent }) => {
      onDone();
      await refreshDeliveries();
      const passedOver = ids.length - sent;
      toast.success(`${count(sent, 'delivery is', 'deliveries are')} being sent again`, {
        description:
          passedOver === 0 ? undefined : `${count(passedOver, 'one was', 'were')} passed over: being sent already, or the webhook is off.`,
      });
    },
    onError: (error) => toast.error('Nothing was sent again', { description: messageOf(error) }),
  });
  return (
    <div role="group" aria-label="Selected deliveries" className="flex items-center gap-2">
      <span className="text-soft">{ids.length.toLocaleString('en-US')} selected</span>
      <Button look="primary" aria-disabled={resend.isPending} onClick={() => resend.mutate()}>
        Resend {count(ids.length, 'delivery', 'deliveries')}
      </Button>
      <Button look="quiet" onClick={onDone}>
        Clear selection
      </Button>
    </div>
  );
}

/** The list stands still; what has come is counted. */
function Live({ list, filters }: { list: DeliveryList; filters: DeliveryFilters }) {
  const navigate = useNavigate();
  const paused = filters.paused === true;
  const toggle = (): void => {
    if (paused) void list.refetch();
    void navigate({ to: '/webhooks/deliveries', search: deliverySearchOf({ ...filters, paused: !paused }) });
  };
  return (
    <>
      <span role="status">
        {list.fresh > 0 && !paused && (
          <Button onClick={() => void list.refetch()}>
            Show {list.fresh}
            {list.freshIsMore && '+'} new
          </Button>
        )}
      </span>
      <Button aria-pressed={!paused} onClick={toggle}>
        <span aria-hidden className={cn('size-1.5 rounded-full', paused ? 'bg-pressed' : 'bg-(--green)')} />
        Live
      </Button>
    </>
  );
}

function Nothing({ filters }: { filters: DeliveryFilters }) {
  return isFiltered(filters) ? (
    <Empty
      title="No delivery matches these filters"
      action={
        <Link to="/webhooks/deliveries" search={{}} className={buttonStyle()}>
          Clear filters
        </Link>
      }
    >
      Deliveries may be here, but none that fits all of them.
    </Empty>
  ) : (
    <Empty
      title="No deliveries yet"
      action={
        <Link to="/webhooks" className={buttonStyle()}>
          Open endpoints
        </Link>
      }
    >
      Everything that is sent to your endpoints is kept here with each attempt. Send a test event to make the first.
    </Empty>
  );
}

function useSelection(items: readonly WebhookDelivery[]) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const loaded = items.slice(0, MOST_SELECTED);
  const all = loaded.length > 0 && loaded.every(({ id }) => selected.has(id));
  return {
    selected,
    all,
    clear: () => setSelected(new Set()),
    toggleAll: () => setSelected(all ? new Set() : new Set(loaded.map(({ id }) => id))),
    toggle: (id: string) => {
      const next = new Set(selected);
      if (!next.delete(id) && next.size < MOST_SELECTED) next.add(id);
      setSelected(next);
    },
  };
}

export function DeliveriesPage() {
  const filters = route.useSearch();
  const navigate = useNavigate();
  const list = useDeliveries(filters);
  const mayManage = useMayManage();
  const { items, error, isPending, hasNextPage } = list;
  const { selected, all, clear, toggle, toggleAll } = useSelection(items);
  const show = (delivery: string | undefined): void =>
    void navigate({ to: '/webhooks/deliveries', search: deliverySearchOf({ ...filters, delivery }) });
  const active = useListKeys(items.length, (index) => show(items[index]?.id));
  useCommand('peek', () => show(items[active]?.id));
  return (
    <Page
      title="Webhooks"
      note={isPending ? undefined : `${items.length}${hasNextPage ? '+' : ''}`}
      actions={selected.size > 0 ? <BulkBar ids={[...selected]} onDone={clear} /> : <Live list={list} filters={filters} />}
    >
      <WebhookTabs />
      <DeliveryBar filters={filters} />
      <Panel className="overflow-hidden">
        <Head all={all} onAll={mayManage ? toggleAll : null} />
        {error !== null && <Failed what="The deliveries could not be loaded." error={error} retry={() => void list.refetch()} />}
        {isPending && <SkeletonRows rows={10} label="Loading deliveries" />}
        {!isPending && error === null && items.length === 0 && <Nothing filters={filters} />}
        {items.length > 0 && (
          <VirtualRows label="Deliveries" rowPx={ROW_PX} items={items} list={list} active={active}>
            {(delivery, place) => (
              <Row
                key={delivery.id}
                delivery={delivery}
                filters={filters}
                selected={selected.has(delivery.id)}
                onSelect={mayManage ? () => toggle(delivery.id) : null}
                {...place}
              />
            )}
          </VirtualRows>
        )}
      </Panel>
      <DeliverySheet deliveryId={filters.delivery} onClose={() => show(undefined)} />
    </Page>
  );
}
