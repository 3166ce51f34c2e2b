/** Filters above a list. */
import type { ReactNode } from 'react';

const chip =
  'touch h-8 max-w-[200px] shrink-0 rounded-full border border-line-strong bg-raised px-3 text-sm hover:bg-hover data-[on=true]:border-accent-text data-[on=true]:bg-accent-soft data-[on=true]:text-accent-text';

interface ChipProps {
  label: string;
  value: string | undefined;
  options: readonly (readonly [value: string, shown: string])[];
  onChange: (value: string | undefined) => void;
}

export const Chip = ({ label, value, options, onChange }: ChipProps) => (
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

export const DayChip = ({
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

export const Chips = ({ children }: { children: ReactNode }) => (
  <div
    role="group"
    aria-label="Filters"
    className="flex flex-wrap items-center gap-2 max-md:-mx-4 max-md:flex-nowrap max-md:overflow-x-auto max-md:px-4 max-md:py-1"
  >
    {children}
  </div>
);
