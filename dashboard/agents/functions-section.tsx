import type { AgentFunction } from '@parley/contract';
import { FunctionSquare, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { FunctionDialog } from './function-dialog.tsx';
import type { Collect } from './function-form.ts';
import { Section } from './section.tsx';
import { useFieldError, useSetting } from './use-draft.ts';

type BuiltIn = Extract<AgentFunction, { type: 'built_in' }>;

const BUILT_IN: readonly { name: BuiltIn['name']; title: string; says: string }[] = [
  { name: 'current_time', title: 'Current time', says: 'Knows the date and time in the agent’s time zone.' },
  { name: 'calculator', title: 'Calculator', says: 'Works out sums exactly.' },
  { name: 'end_call', title: 'End call', says: 'May say goodbye and hang up.' },
];

function BuiltInToggles({ functions, change }: { functions: AgentFunction[]; change: (functions: AgentFunction[]) => void }) {
  const has = (name: string): boolean => functions.some((one) => one.type === 'built_in' && one.name === name);
  const toggle = (name: BuiltIn['name']): void =>
    change(
      has(name) ? functions.filter((one) => one.type !== 'built_in' || one.name !== name) : [...functions, { type: 'built_in', name }],
    );
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-xs font-medium text-soft">Built in</legend>
      {BUILT_IN.map(({ name, title, says }) => (
        <label key={name} className="touch flex cursor-pointer items-center gap-2.5">
          <input type="checkbox" checked={has(name)} onChange={() => toggle(name)} className="size-4 accent-accent" />
          <span className="font-medium">{title}</span>
          <span className="text-muted">{says}</span>
        </label>
      ))}
    </fieldset>
  );
}

function CollectRow({ one, onEdit, onRemove }: { one: Collect; onEdit: () => void; onRemove: () => void }) {
  const required = new Set(one.parameters.required ?? []);
  return (
    <li className="flex items-start gap-3 px-3 py-2.5">
      <FunctionSquare aria-hidden className="mt-0.5 size-4 shrink-0 text-amber" />
      <div className="min-w-0 flex-1">
        <p className="font-mono text-xs font-semibold">{one.name}</p>
        {one.description !== '' && <p className="text-soft">{one.description}</p>}
        <p className="mt-1 flex flex-wrap gap-1">
          {Object.keys(one.parameters.properties).map((name) => (
            <code key={name} className="rounded bg-hover px-1.5 text-xs text-soft">
              {name}
              {required.has(name) ? '' : '?'}
            </code>
          ))}
        </p>
      </div>
      <Button look="quiet" size="icon" aria-label={`Edit ${one.name}`} onClick={onEdit}>
        <Pencil aria-hidden className="size-3.5" />
      </Button>
      <Button look="quiet" size="icon" aria-label={`Remove ${one.name}`} onClick={onRemove}>
        <Trash2 aria-hidden className="size-3.5" />
      </Button>
    </li>
  );
}

const EMPTY: Collect = { type: 'collect', name: '', description: '', parameters: { type: 'object', properties: {} } };

export function FunctionsSection() {
  const [functions, change] = useSetting('functions');
  const [editing, setEditing] = useState<{ index: number; value: Collect } | null>(null);
  const error = useFieldError('/functions');
  const save = (value: Collect): void => {
    if (editing === null) return;
    change(editing.index === functions.length ? [...functions, value] : functions.with(editing.index, value));
    setEditing(null);
  };
  const rows = functions.flatMap((one, index) => (one.type === 'collect' ? [{ one, index }] : []));
  return (
    <Section title="Functions" note="What the agent can do in a call, and what it writes down.">
      <BuiltInToggles functions={functions} change={change} />
      <div>
        <h3 className="mb-1 text-xs font-medium text-soft">Collects from the caller</h3>
        {rows.length > 0 && (
          <ul className="mb-2 divide-y divide-line rounded-lg border border-line bg-raised">
            {rows.map(({ one, index }) => (
              <CollectRow
                key={index}
                one={one}
                onEdit={() => setEditing({ index, value: one })}
                onRemove={() => change(functions.toSpliced(index, 1))}
              />
            ))}
          </ul>
        )}
        {error !== undefined && <p className="mb-2 text-xs text-red">{error}</p>}
        <Button onClick={() => setEditing({ index: functions.length, value: EMPTY })}>
          <Plus aria-hidden className="size-3.5" /> Add function
        </Button>
      </div>
      {editing !== null && (
        <FunctionDialog
          value={editing.value}
          taken={functions.filter((_, index) => index !== editing.index).map(({ name }) => name)}
          onSave={save}
          onClose={() => setEditing(null)}
        />
      )}
    </Section>
  );
}
