import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { agentsQuery } from '../api/queries.ts';
import { REASONS } from '../format/reasons.ts';
import { Button } from '../ui/button.tsx';
import { Chip, Chips, DayChip } from '../ui/chips.tsx';
import { isFiltered, searchOf, STATUSES, type CallFilters } from './call-filters.ts';
import { statusInWords } from './call-status.tsx';
import { MoreFilters } from './more-filters.tsx';

/** Chips that are the URL. */
export function FilterBar({ filters }: { filters: CallFilters }) {
  const navigate = useNavigate();
  const { data } = useQuery(agentsQuery);
  const set = (change: Partial<Record<keyof CallFilters, string | undefined>>): void =>
    void navigate({ to: '/calls', search: searchOf({ ...filters, ...change }) });
  return (
    <Chips>
      <Chip
        label="State"
        value={filters.status}
        options={STATUSES.map((status) => [status, statusInWords(status)] as const)}
        onChange={(status) => set({ status })}
      />
      <Chip
        label="Agent"
        value={filters.agent}
        options={data?.items.map(({ id, name }) => [id, name] as const) ?? []}
        onChange={(agent) => set({ agent })}
      />
      <Chip label="Ended because" value={filters.reason} options={Object.entries(REASONS)} onChange={(reason) => set({ reason })} />
      <DayChip label="From" value={filters.from} onChange={(from) => set({ from })} />
      <DayChip label="to" value={filters.to} onChange={(to) => set({ to })} />
      <MoreFilters filters={filters} onChange={set} />
      {isFiltered(filters) && (
        <Button look="quiet" onClick={() => void navigate({ to: '/calls', search: searchOf({ sort: filters.sort }) })}>
          <X aria-hidden className="size-3.5" /> Clear filters
        </Button>
      )}
    </Chips>
  );
}
