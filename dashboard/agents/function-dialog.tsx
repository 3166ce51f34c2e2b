import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray, useWatch } from 'react-hook-form';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TextField } from '../ui/form.tsx';
import { useSentForm, type SentForm } from '../ui/sent-form.ts';
import { collectOf, functionSchema, rowsOf, TYPES, type Collect, type FunctionForm, type ParameterRow } from './function-form.ts';

interface FunctionDialogProps {
  value: Collect;
  taken: readonly string[];
  onSave: (value: Collect) => void;
  onClose: () => void;
}

type Fields = SentForm<FunctionForm, FunctionForm>;

function Row({ form: { control, register }, at, remove }: { form: Fields; at: number; remove: () => void }) {
  const row = useWatch({ control, name: `rows.${at}` });
  const name = row.name === '' ? 'new value' : row.name;
  return (
    <li className="grid grid-cols-[1fr_96px_1.6fr_auto_auto] items-center gap-2 max-sm:grid-cols-2">
      <input className="field" aria-label={`Name of ${name}`} placeholder="name" {...register(`rows.${at}.name`)} />
      <select className="field" aria-label={`Type of ${name}`} {...register(`rows.${at}.type`)}>
        {(TYPES.includes(row.type) ? TYPES : [...TYPES, row.type]).map((type) => (
          <option key={type}>{type}</option>
        ))}
      </select>
      <input className="field" aria-label={`Description of ${name}`} placeholder="What it is" {...register(`rows.${at}.description`)} />
      <label className="touch flex items-center gap-1.5 text-xs">
        <input type="checkbox" className="size-4 accent-accent" {...register(`rows.${at}.required`)} />
        required
      </label>
      <Button look="quiet" size="icon" aria-label={`Remove ${name}`} onClick={remove}>
        <Trash2 aria-hidden className="size-3.5" />
      </Button>
    </li>
  );
}

const NEW_ROW: ParameterRow = { name: '', type: 'string', description: '', required: true, schema: {} };

function Values({ form }: { form: Fields }) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'rows' });
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-soft">Values</h3>
      <ul className="mb-2 flex flex-col gap-2">
        {fields.map(({ id }, at) => (
          <Row key={id} form={form} at={at} remove={() => remove(at)} />
        ))}
      </ul>
      <Button size="small" onClick={() => append(NEW_ROW)}>
        <Plus aria-hidden className="size-3.5" /> Add value
      </Button>
    </div>
  );
}

export function FunctionDialog({ value, taken, onSave, onClose }: FunctionDialogProps) {
  const { name, description } = value;
  const form = useSentForm<FunctionForm, FunctionForm>({
    schema: functionSchema(taken),
    opened: { name, description, rows: rowsOf(value) },
    // It is saved with the agent's draft, which says what the server finds.
    save: { mutate: (typed) => onSave(collectOf(value, typed)), error: null, isPending: false },
  });
  return (
    <FormDialog
      wide
      title={name === '' ? 'Add function' : `Change ${name}`}
      description="The agent asks for these values, checks them, and keeps them with the call."
      button={name === '' ? 'Add function' : 'Change function'}
      pending={false}
      form={form}
      onClose={onClose}
    >
      <TextField label="Name" {...form.field('name')} placeholder="book_appointment" autoFocus />
      <TextField label="Description" {...form.field('description')} hint="Tells the model when to use it." maxLength={1_024} />
      <Values form={form} />
    </FormDialog>
  );
}
