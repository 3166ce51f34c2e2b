import { useNavigate } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import type { UsageGroup } from '@parley/contract';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { customRange, GROUPS, rangeNameOf, RANGES, type RangeName, type UsageSearch } from './usage-search.ts';

const field = 'touch h-8 rounded-md border border-line-strong bg-raised px-2 text-sm hover:bg-hover';

interface Choice<T extends string> {
  label: string;
  value: T;
  options: Readonly<Record<T, string>>;
  onChoose: (value: T) => void;
}

/** A few choices side by side, one of them on. */
function Segments<T extends string>({ label, value, options, onChoose }: Choice<T>) {
  return (
    <div role="group" aria-label={label} className="inline-flex overflow-hidden rounded-md border border-line-strong bg-raised">
      {(Object.entries(options) as [T, string][]).map(([option, name]) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          onClick={() => onChoose(option)}
          className={cn(
            'touch h-8 border-l border-line px-3 first:border-l-0 focus-visible:-outline-offset-2',
            option === value ? 'bg-accent-soft font-medium text-accent-text' : 'text-soft hover:bg-hover',
          )}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

interface DaysProps {
  search: UsageSearch;
  days: { from: string; to: string };
  onDays: (change: Pick<UsageSearch, 'range' | 'from' | 'to'>) => void;
}

const DayField = ({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) => (
  <input type="date" aria-label={label} className={field} value={value} onChange={(event) => onChange(event.target.value)} />
);

function Days({ search, days, onDays }: DaysProps) {
  const range = rangeNameOf(search);
  const choose = (value: string): void =>
    onDays(
      value === 'custom'
        ? { range: undefined, ...days }
        : { range: value === '30d' ? undefined : (value as Exclude<RangeName, '30d'>), from: undefined, to: undefined },
    );
  const own = (change: { from?: string; to?: string }): void => {
    const { from, to } = { ...days, ...change };
    if (from !== '' && to !== '') onDays({ range: undefined, ...customRange(from, to) });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <select aria-label="Days" className={field} value={range} onChange={(event) => choose(event.target.value)}>
        {Object.entries(RANGES).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
        <option value="custom">Custom days</option>
      </select>
      {range === 'custom' && (
        <>
          <DayField label="First day" value={days.from} onChange={(from) => own({ from })} />
          <span className="text-muted">to</span>
          <DayField label="Last day" value={days.to} onChange={(to) => own({ to })} />
        </>
      )}
    </div>
  );
}

interface ToolbarProps {
  search: UsageSearch;
  days: { from: string; to: string };
  onDownload: (() => void) | undefined;
}

/** Everything here is the URL. */
export function Toolbar({ search, days, onDownload }: ToolbarProps) {
  const navigate = useNavigate();
  const change = (next: Partial<UsageSearch>): void => void navigate({ from: '/usage', search: (before) => ({ ...before, ...next }) });
  const by: UsageGroup = search.by ?? 'day';
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Days search={search} days={days} onDays={change} />
      <Segments
        label="Grouped by"
        value={by}
        options={GROUPS}
        onChoose={(group) => change({ by: group === 'day' ? undefined : group, sort: undefined })}
      />
      {by === 'day' && (
        <Segments
          label="Shown as"
          value={search.view ?? 'charts'}
          options={{ charts: 'Charts', table: 'Table' }}
          onChoose={(view) => change({ view: view === 'table' ? view : undefined })}
        />
      )}
      <span className="text-xs text-muted">Days in UTC</span>
      {onDownload !== undefined && (
        <Button className="ml-auto max-sm:ml-0" onClick={onDownload}>
          <Download aria-hidden className="size-3.5" /> Download CSV
        </Button>
      )}
    </div>
  );
}
