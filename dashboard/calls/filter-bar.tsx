import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { agentsQuery } from '../api/queries.ts';
import { REASONS } from '../format/reasons.ts';
import { Button } from '../ui/button.tsx';
import { isFiltered, searchOf, STATUSES, type CallFilters } from './call-filters.ts';
import { statusInWords } from './call-status.tsx';
import { MoreFilters } from './more-filters.tsx';

export const chip =
  'touch h-8 max-w-[200px] shrink-0 rounded-full border border-line-strong bg-raised px-3 text-sm hover:bg-hover data-[on=true]:border-accent-text data-[on=true]:bg-accent-soft data-[on=true]:text-accent-text';

interface ChipProps {
  label: string;
  value: string | undefined;
  options: readonly (readonly [value: string, shown: string])[];
  onChange: (value: string | undefined) => void;
}

const Chip = ({ label, value, options, onChange }: ChipProps) => (
  <select
    aria-label={label}
    data-on={value !== undefined}
    className={chip}
    value={value ?? ''}
    onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
  >
    <option value="">{label}: any</option>
    {options.map(([option, shown]) => (
      <option key={option} value={option}>
        {shown}
      </option>
    ))}
  </select>
);

const DayChip = ({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) => (
  <label className="flex shrink-0 items-center gap-1.5 text-xs text-muted">
    {label}
    <input
      type="date"
      data-on={value !== undefined}
      className={chip}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  </label>
);

/** Chips that are the URL. */
export function FilterBar({ filters }: { filters: CallFilters }) {
  const navigate = useNavigate();
  const { data } = useQuery(agentsQuery);
  const set = (change: Partial<Record<keyof CallFilters, string | undefined>>): void =>
    void navigate({ to: '/calls', search: searchOf({ ...filters, ...change }) });
  return (
    <div
      role="group"
      aria-label="Filters"
      className="flex flex-wrap items-center gap-2 max-md:-mx-4 max-md:flex-nowrap max-md:overflow-x-auto max-md:px-4 max-md:py-1"
    >
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
    </div>
  );
}
