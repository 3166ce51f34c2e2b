import { SlidersHorizontal } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useForm, type UseFormReturn } from 'react-hook-form';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/form.tsx';
import { DIRECTIONS, moreFilters, SENTIMENTS, TYPES, type CallFilters } from './call-filters.ts';

/** What is asked for less often. */
const NAMES = ['type', 'direction', 'sentiment', 'version', 'min', 'max', 'meta'] as const satisfies readonly (keyof CallFilters)[];
type Change = Partial<Record<(typeof NAMES)[number], string | undefined>>;

type MoreForm = Record<(typeof NAMES)[number], string>;

const Options = ({ options }: { options: Record<string, string> }) => (
  <>
    <option value="">Any</option>
    {Object.entries(options).map(([option, shown]) => (
      <option key={option} value={option}>
        {shown}
      </option>
    ))}
  </>
);

const Fields = ({ register }: Pick<UseFormReturn<MoreForm>, 'register'>) => (
  <div className="grid grid-cols-2 gap-3">
    <SelectField label="Over" {...register('type')}>
      <Options options={TYPES} />
    </SelectField>
    <SelectField label="Direction" {...register('direction')}>
      <Options options={DIRECTIONS} />
    </SelectField>
    <SelectField label="Caller's mood" {...register('sentiment')}>
      <Options options={SENTIMENTS} />
    </SelectField>
    <TextField label="Agent version" type="number" min={1} {...register('version')} />
    <TextField label="At least, in seconds" type="number" min={0} {...register('min')} />
    <TextField label="At most, in seconds" type="number" min={0} {...register('max')} />
    <div className="col-span-2">
      <TextField
        label="Metadata"
        autoComplete="off"
        spellCheck={false}
        {...register('meta')}
        placeholder="plan=gold"
        hint="A key, or key=value."
      />
    </div>
  </div>
);

interface FilterFormProps {
  filters: CallFilters;
  onChange: (change: Change) => void;
  close: () => void;
}

function FilterForm({ filters, onChange, close }: FilterFormProps) {
  const { register, handleSubmit } = useForm<MoreForm>({
    defaultValues: Object.fromEntries(NAMES.map((name) => [name, String(filters[name] ?? '')])),
  });
  const send = handleSubmit((typed) => {
    close();
    onChange(Object.fromEntries(NAMES.map((name) => [name, typed[name].trim()])));
  });
  return (
    <form onSubmit={(event) => void send(event)} className="flex flex-col gap-4">
      <Fields register={register} />
      <div className="flex justify-end gap-2">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" look="primary">
          Filter calls
        </Button>
      </div>
    </form>
  );
}

export function MoreFilters({ filters, onChange }: { filters: CallFilters; onChange: (change: Change) => void }) {
  const [open, setOpen] = useState(false);
  const set = moreFilters(filters);
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
          <FilterForm filters={filters} onChange={onChange} close={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
