import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { webhooksQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { Chip, Chips, DayChip } from '../ui/chips.tsx';
import { deliverySearchOf, isFiltered, STATUS_NAMES, type DeliveryFilters } from './delivery-filters.ts';
import { EVENT_TYPES } from './event-types.ts';

/** A call by its id; what is none is said, and the list stays as it was. */
function CallField({ value, onChange }: { value: string | undefined; onChange: (call: string | undefined) => void }) {
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = event.currentTarget.querySelector('input')?.value.trim() ?? '';
    const call = deliverySearchOf({ call: typed }).call;
    setWrong(typed !== '' && call === undefined);
    if (typed === '' || call !== undefined) onChange(call);
  };
  return (
    <form onSubmit={submit} className="flex shrink-0 items-center gap-2">
      <input
        key={value}
        className="field w-[150px]! rounded-full! font-mono text-xs!"
        aria-label="Call"
        aria-invalid={wrong}
        aria-describedby={wrong ? 'no-call' : undefined}
        placeholder="call_…"
        spellCheck={false}
        defaultValue={value ?? ''}
        onBlur={(event) => event.currentTarget.form?.requestSubmit()}
      />
      {wrong && (
        <span id="no-call" role="alert" className="text-xs text-red">
          not the id of a call
        </span>
      )}
    </form>
  );
}

/** Chips that are the URL. */
export function DeliveryBar({ filters }: { filters: DeliveryFilters }) {
  const navigate = useNavigate();
  const { data } = useInfiniteQuery(webhooksQuery);
  const endpoints = data?.pages.flatMap((page) => page.items) ?? [];
  const set = (change: Partial<Record<keyof DeliveryFilters, string | undefined>>): void =>
    void navigate({ to: '/webhooks/deliveries', search: deliverySearchOf({ ...filters, ...change }) });
  return (
    <Chips>
      <Chip
        label="Endpoint"
        value={filters.webhook}
        options={endpoints.map(({ id, url }) => [id, url] as const)}
        onChange={(webhook) => set({ webhook })}
      />
      <Chip
        label="Event"
        value={filters.type}
        options={EVENT_TYPES.map((type) => [type, type] as const)}
        onChange={(type) => set({ type })}
      />
      <Chip label="State" value={filters.status} options={Object.entries(STATUS_NAMES)} onChange={(status) => set({ status })} />
      <CallField value={filters.call} onChange={(call) => set({ call })} />
      <DayChip label="From" value={filters.from} onChange={(from) => set({ from })} />
      <DayChip label="to" value={filters.to} onChange={(to) => set({ to })} />
      {isFiltered(filters) && (
        <Button
          look="quiet"
          onClick={() => void navigate({ to: '/webhooks/deliveries', search: deliverySearchOf({ paused: filters.paused }) })}
        >
          <X aria-hidden className="size-3.5" /> Clear filters
        </Button>
      )}
    </Chips>
  );
}
