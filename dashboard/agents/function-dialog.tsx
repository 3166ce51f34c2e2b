import { Plus, Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/form.tsx';
import { collectOf, nameProblem, rowsOf, TYPES, type Collect, type ParameterRow } from './function-form.ts';

interface FunctionDialogProps {
  value: Collect;
  taken: readonly string[];
  onSave: (value: Collect) => void;
  onClose: () => void;
}

function Row({ row, change, remove }: { row: ParameterRow; change: (row: ParameterRow) => void; remove: () => void }) {
  const name = row.name === '' ? 'new value' : row.name;
  return (
    <li className="grid grid-cols-[1fr_96px_1.6fr_auto_auto] items-center gap-2 max-sm:grid-cols-2">
      <input
        className="field"
        aria-label={`Name of ${name}`}
        placeholder="name"
        value={row.name}
        onChange={(event) => change({ ...row, name: event.target.value })}
      />
      <select
        className="field"
        aria-label={`Type of ${name}`}
        value={row.type}
        onChange={(event) => change({ ...row, type: event.target.value })}
      >
        {(TYPES.includes(row.type) ? TYPES : [...TYPES, row.type]).map((type) => (
          <option key={type}>{type}</option>
        ))}
      </select>
      <input
        className="field"
        aria-label={`Description of ${name}`}
        placeholder="What it is"
        value={row.description}
        onChange={(event) => change({ ...row, description: event.target.value })}
      />
      <label className="touch flex items-center gap-1.5 text-xs">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={row.required}
          onChange={() => change({ ...row, required: !row.required })}
        />
        required
      </label>
      <Button look="quiet" size="icon" aria-label={`Remove ${name}`} onClick={remove}>
        <Trash2 aria-hidden className="size-3.5" />
      </Button>
    </li>
  );
}

const NEW_ROW: ParameterRow = { name: '', type: 'string', description: '', required: true, schema: {} };

function Values({ rows, change }: { rows: ParameterRow[]; change: (rows: ParameterRow[]) => void }) {
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-soft">Values</h3>
      <ul className="mb-2 flex flex-col gap-2">
        {rows.map((row, index) => (
          <Row key={index} row={row} change={(next) => change(rows.with(index, next))} remove={() => change(rows.toSpliced(index, 1))} />
        ))}
      </ul>
      <Button size="small" onClick={() => change([...rows, NEW_ROW])}>
        <Plus aria-hidden className="size-3.5" /> Add value
      </Button>
    </div>
  );
}

export function FunctionDialog({ value, taken, onSave, onClose }: FunctionDialogProps) {
  const [name, setName] = useState(value.name);
  const [description, setDescription] = useState(value.description);
  const [rows, setRows] = useState(() => rowsOf(value));
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wrong = nameProblem(name, taken);
    if (wrong === undefined) onSave(collectOf(value, { name, description, rows }));
    else setProblem(wrong);
  };
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form="function-form" look="primary">
        {value.name === '' ? 'Add function' : 'Change function'}
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      wide
      title={value.name === '' ? 'Add function' : `Change ${value.name}`}
      description="The agent asks for these values, checks them, and keeps them with the call."
      actions={actions}
    >
      <form id="function-form" onSubmit={submit} className="flex flex-col gap-4 pb-1">
        <TextField
          label="Name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={problem}
          placeholder="book_appointment"
          autoFocus
        />
        <TextField
          label="Description"
          value={description}
          onChange={(event) => setDescription(event.target.value)}
          hint="Tells the model when to use it."
          maxLength={1_024}
        />
        <Values rows={rows} change={setRows} />
      </form>
    </Dialog>
  );
}
