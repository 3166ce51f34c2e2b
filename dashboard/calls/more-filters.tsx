import { SlidersHorizontal } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState, type FormEvent } from 'react';
import { textIn } from '../ui/form-text.ts';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/form.tsx';
import { DIRECTIONS, moreFilters, SENTIMENTS, TYPES, type CallFilters } from './call-filters.ts';

/** What is asked for less often. */
const NAMES = ['type', 'direction', 'sentiment', 'version', 'min', 'max', 'meta'] as const satisfies readonly (keyof CallFilters)[];
type Change = Partial<Record<(typeof NAMES)[number], string | undefined>>;

const Choice = ({
  label,
  name,
  value,
  options,
}: {
  label: string;
  name: string;
  value: string | undefined;
  options: Record<string, string>;
}) => (
  <SelectField label={label} name={name} defaultValue={value ?? ''}>
    <option value="">Any</option>
    {Object.entries(options).map(([option, shown]) => (
      <option key={option} value={option}>
        {shown}
      </option>
    ))}
  </SelectField>
);

const Fields = ({ filters }: { filters: CallFilters }) => (
  <div className="grid grid-cols-2 gap-3">
    <Choice label="Over" name="type" value={filters.type} options={TYPES} />
    <Choice label="Direction" name="direction" value={filters.direction} options={DIRECTIONS} />
    <Choice label="Caller's mood" name="sentiment" value={filters.sentiment} options={SENTIMENTS} />
    <TextField label="Agent version" name="version" type="number" min={1} defaultValue={filters.version ?? ''} />
    <TextField label="At least, in seconds" name="min" type="number" min={0} defaultValue={filters.min ?? ''} />
    <TextField label="At most, in seconds" name="max" type="number" min={0} defaultValue={filters.max ?? ''} />
    <div className="col-span-2">
      <TextField
        label="Metadata"
        name="meta"
        autoComplete="off"
        spellCheck={false}
        defaultValue={filters.meta ?? ''}
        placeholder="plan=gold"
        hint="A key, or key=value."
      />
    </div>
  </div>
);

export function MoreFilters({ filters, onChange }: { filters: CallFilters; onChange: (change: Change) => void }) {
  const [open, setOpen] = useState(false);
  const set = moreFilters(filters);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setOpen(false);
    onChange(Object.fromEntries(NAMES.map((name) => [name, textIn(form, name).trim()])));
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button
          data-on={set > 0}
          className="rounded-full data-[on=true]:border-accent-text data-[on=true]:bg-accent-soft data-[on=true]:text-accent-text"
        >
          <SlidersHorizontal aria-hidden className="size-3.5" />
          More filters{set > 0 && ` (${set})`}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={16}
          aria-label="More filters"
          className="fade-in z-30 w-[min(420px,calc(100vw-32px))] rounded-lg border border-line bg-raised p-4 shadow-float"
        >
          <form onSubmit={submit} className="flex flex-col gap-4">
            <Fields filters={filters} />
            <div className="flex justify-end gap-2">
              <Button onClick={() => setOpen(false)}>Cancel</Button>
              <Button type="submit" look="primary">
                Filter calls
              </Button>
            </div>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
