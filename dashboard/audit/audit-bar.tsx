import { useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Chip, Chips, DayChip } from '../ui/chips.tsx';
import { auditSearchOf, isFiltered, type AuditFilters } from './audit-filters.ts';
import { ACTORS, OUTCOMES, SUBJECTS } from './audit-names.ts';
import { actionWords } from './audit-words.ts';

/** One that only an entry's links set, and that is taken off again. */
const OneOnly = ({ children, onClear }: { children: string; onClear: () => void }) => (
  <Button
    className="rounded-full border-accent-text! bg-accent-soft! text-accent-text!"
    onClick={onClear}
    aria-label={`Remove the filter ${children}`}
  >
    <span className="max-w-[200px] truncate">{children}</span> <X aria-hidden className="size-3.5" />
  </Button>
);

/** Chips that are the URL. */
export function AuditBar({ filters, whoName }: { filters: AuditFilters; whoName: string | undefined }) {
  const navigate = useNavigate();
  const set = (change: Partial<Record<keyof AuditFilters, string | undefined>>): void =>
    void navigate({ to: '/settings/audit-log', search: auditSearchOf({ ...filters, ...change }) });
  const { who, thing, action } = filters;
  return (
    <Chips>
      <Chip label="By" value={filters.by} options={Object.entries(ACTORS)} onChange={(by) => set({ by })} />
      <Chip label="On" value={filters.on} options={Object.entries(SUBJECTS)} onChange={(on) => set({ on })} />
      <Chip label="Outcome" value={filters.outcome} options={Object.entries(OUTCOMES)} onChange={(outcome) => set({ outcome })} />
      <DayChip label="From" value={filters.from} onChange={(from) => set({ from })} />
      <DayChip label="to" value={filters.to} onChange={(to) => set({ to })} />
      {who !== undefined && <OneOnly onClear={() => set({ who: undefined })}>{whoName ?? who}</OneOnly>}
      {thing !== undefined && <OneOnly onClear={() => set({ thing: undefined })}>{thing}</OneOnly>}
      {action !== undefined && <OneOnly onClear={() => set({ action: undefined })}>{actionWords(action)}</OneOnly>}
      {isFiltered(filters) && (
        <Button look="quiet" onClick={() => void navigate({ to: '/settings/audit-log', search: {} })}>
          <X aria-hidden className="size-3.5" /> Clear filters
        </Button>
      )}
    </Chips>
  );
}
